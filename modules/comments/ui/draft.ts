import type { Attachment } from './comment';

/** Who will read what is being written: customer and agents, agents alone, or all who see an object without customers. */
export type Mode = 'answer' | 'note' | 'comment';

/** What has been written and not sent. */
export interface Draft {
  html: string;
  attachments: readonly Attachment[];
}

const drafts = new Map<string, Draft>();
const keyOf = (entity: string, mode: Mode) => `${entity} ${mode}`;

/** Unsent text of an object and mode; kept in this page's memory alone, so that going to and fro loses nothing. */
export function draftOf(entity: string, mode: Mode): Draft | undefined {
  return drafts.get(keyOf(entity, mode));
}

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(entity: string, mode: Mode, draft: Draft): void {
  if (draft.html === '' && draft.attachments.length === 0) drafts.delete(keyOf(entity, mode));
  else drafts.set(keyOf(entity, mode), draft);
}

export function forgetDraft(entity: string, mode: Mode): void {
  drafts.delete(keyOf(entity, mode));
}
