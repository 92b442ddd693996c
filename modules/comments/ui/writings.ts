import { store } from '../../../core/ui/api';
import type { Draft } from './draft';
import { type Known, type Place, Writing } from './writing';

/** Where the tab keeps what the server has not, while its page is loaded anew. */
const UNKEPT = 'comments.unkept';

const writings = new Map<string, Writing>();
const watchers = new Set<() => void>();
let areRestored = false;

/** What is being written in one place, in this page. */
export function writingIn(place: Place): Writing {
  restore();
  return known(place);
}

/** Calls back when there is something else to be shown of what is written anywhere. Returns the way out. */
export function onWriting(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** Reads what the server has of one object, and gives it to those who write about it. */
export async function loadDrafts(entityType: string, entityId: string): Promise<void> {
  const about = [false, true].map((isPrivate) => writingIn({ entityType, entityId, isPrivate }));
  // Asked before it is there, the server would say that there is nothing.
  await Promise.all(about.map((writing) => writing.arrived()));
  const before = about.map(({ told }) => told);
  const [records, { list }] = await Promise.all([
    store().some({ type: 'CommentDraft', filter: { entityType, entityId } }, 0, about.length),
    store().call(`${entityType}/get`, { ids: [entityId], properties: ['id'] }),
  ]);
  const isGone = (list as unknown[]).length === 0;
  for (const [at, writing] of about.entries()) {
    // What was told the server meanwhile is newer than its answer.
    if (writing.isBusy || writing.told !== before[at]) continue;
    const theirs = records.find(({ isPrivate }) => isPrivate === writing.place.isPrivate) ?? null;
    // A draft that went with its object was not sent: what stands on the screen is all there is.
    if (theirs !== null || !isGone) writing.meet(theirs);
    if (isGone) writing.lose(theirs);
  }
}

function known(place: Place): Writing {
  const key = `${place.entityType} ${place.entityId} ${String(place.isPrivate)}`;
  const writing = writings.get(key) ?? new Writing(place, tell);
  writings.set(key, writing);
  return writing;
}

function tell(): void {
  for (const changed of [...watchers]) changed();
}

interface Unkept {
  readonly userId: string;
  readonly texts: readonly { readonly place: Place; readonly draft: Draft; readonly known: Known | null }[];
}

function userId(): string {
  return store().session.capabilities['urn:groupware:core'].user.id;
}

/** Takes up what the page before had not yet kept. What another user has left in this tab is thrown away. */
function restore(): void {
  if (areRestored) return;
  areRestored = true;
  const left = sessionStorage.getItem(UNKEPT);
  sessionStorage.removeItem(UNKEPT);
  if (left === null) return;
  const unkept = JSON.parse(left) as Unkept;
  if (unkept.userId !== userId()) return;
  for (const { place, draft, known: last } of unkept.texts) known(place).restore(draft, last);
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const writing of writings.values()) void writing.save();
});

window.addEventListener('pagehide', () => {
  const unkept = [...writings.values()].filter(({ isUnkept, isBusy }) => isUnkept || isBusy);
  if (unkept.length === 0) return;
  const texts = unkept.map(({ place, draft, known: last }) => ({ place, draft, known: last }));
  try {
    sessionStorage.setItem(UNKEPT, JSON.stringify({ userId: userId(), texts } satisfies Unkept));
  } catch {
    // More than the tab may keep: it was said beside the text that it is not kept.
  }
});
