import type { AuditAction } from './actions';

/** One property that changed; values as JMAP says them, cut when long. */
export interface AuditedChange {
  readonly property: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** What is noted; who, when and from where is known by itself. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly outcome?: 'done' | 'refused';
  readonly type?: string;
  readonly objectId?: number;
  readonly title?: string;
  readonly changes?: readonly AuditedChange[];
  readonly count?: number;
  /** Who it was, when the caller is not yet known: somebody who signs in. */
  readonly actor?: { readonly id: number | null; readonly name: string };
}

/** Longest value kept of either side of a change, in characters. */
const LONGEST = 200;

/** Text for one line: no control characters, line ends or halves of characters; cut with a mark. */
export function oneLine(text: string, longest: number): string {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
  const characters = [...clean];
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join('')}…`;
}

/** A value as it is kept: what is short stays what it is, the rest becomes the beginning of its text. */
export function keep(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (isMap(value) && Object.values(value).every((flag) => typeof flag === 'boolean')) {
    return Object.keys(value)
      .filter((name) => value[name] === true)
      .join(' ');
  }
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value), LONGEST);
}

/** What differs between two values of a property; of maps (`shareWith`) entry by entry, named `shareWith/12`. */
export function differences(property: string, old: unknown, now: unknown): AuditedChange[] {
  if (isMap(old) || isMap(now)) {
    const [before, after] = [isMap(old) ? old : {}, isMap(now) ? now : {}];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(`${property}/${oneLine(key, 40)}`, keep(before[key]), keep(after[key])),
    );
  }
  const [was, is] = Array.isArray(old) && Array.isArray(now) && isLong(old, now) ? apart(old, now) : [old, now];
  const change = { property, old: keep(was), new: keep(is) };
  return change.old === change.new || (isBlank(change.old) && isBlank(change.new)) ? [] : [change];
}

/** True when one of the lists would not be kept whole. */
function isLong(...lists: readonly unknown[]): boolean {
  return lists.some((list) => JSON.stringify(list).length > LONGEST);
}

/** Of both lists what the other has not. */
function apart(old: readonly unknown[], now: readonly unknown[]): [unknown, unknown] {
  return [old.filter((one) => !now.includes(one)), now.filter((one) => !old.includes(one))];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlank(value: unknown): boolean {
  return value === null || value === '' || value === '[]';
}

/**
 * One event per object: what a transaction does to an object in several steps is one change from the first old value
 * to the last new one, and an object that is made and removed again was never there.
 */
export function condense(events: readonly AuditEvent[]): AuditEvent[] {
  const merged = new Map<string, AuditEvent>();
  const whole = ['create', 'update', 'destroy'];
  for (const [index, event] of events.entries()) {
    const isChange = whole.includes(event.action) && event.outcome !== 'refused';
    const key = isChange ? `${event.type ?? ''} ${String(event.objectId)}` : `#${String(index)}`;
    const before = merged.get(key);
    if (!before) merged.set(key, event);
    else if (before.action === 'create' && event.action === 'destroy') merged.delete(key);
    else if (event.action === 'destroy') merged.set(key, event);
    else merged.set(key, { ...event, action: before.action, changes: join(before.changes ?? [], event.changes ?? []) });
  }
  return [...merged.values()];
}

function join(first: readonly AuditedChange[], then: readonly AuditedChange[]): AuditedChange[] {
  const all = new Map(first.map((change) => [change.property, change]));
  for (const change of then) {
    const { old } = all.get(change.property) ?? change;
    all.set(change.property, { ...change, old });
  }
  return [...all.values()].filter((change) => change.old !== change.new || change.old === SECRET);
}

/** Stands for a value that is never shown. */
export const SECRET = '•••';
