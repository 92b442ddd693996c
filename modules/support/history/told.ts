import { formatDate, idOf, type PastChange, type PastField } from '../../../core/api';

/** Properties whose values are told as they are. */
const PLAIN: ReadonlySet<string> = new Set(['due', 'priority', 'progress', 'start', 'title']);
/** Properties that name other objects: of these the name is told, as the reader sees it now. */
export const NAMING: Readonly<Record<string, readonly [type: string, title: string]>> = {
  categories: ['TaskCategory', 'name'],
  customerId: ['Principal', 'name'],
  mergedIntoId: ['Task', 'title'],
  responsibleId: ['Principal', 'name'],
  statusId: ['TaskStatus', 'name'],
  taskListId: ['TaskList', 'name'],
};

/** Something that is named: both are null when the reader does not see it, or it is gone. */
interface Named {
  readonly id: string | null;
  readonly name: string | null;
}
export type Value = string | number | boolean | null | Named | readonly Named[] | readonly string[];

/** An event as it is told. */
export interface HistoryEvent {
  readonly id: string;
  readonly at: string;
  readonly action: 'create' | 'update';
  /** Who did it; null for the desk itself. */
  readonly actor: Named | null;
  readonly isOnBehalf: boolean;
  readonly changes: readonly Told[];
}

interface Told {
  readonly property: string;
  readonly old: Value;
  readonly new: Value;
  /** Of a custom field: what it is called, and its kind. */
  readonly name?: string;
  readonly kind?: string;
}

/** By type and id, of those alone that the reader sees. */
export type Names = Map<string, string>;
/** Custom fields that the reader may know of, by the property of the log. */
export type Fields = ReadonlyMap<string, PastField>;

/** An event as it is told to a reader with these names and fields. */
export function toldOf(past: PastChange, names: Names, fields: Fields): HistoryEvent {
  const { id, at, action, actorId, isOnBehalf, changes } = past;
  return {
    id: String(id),
    at: formatDate(at),
    action,
    actor: actorId === null ? null : named('Principal', actorId, names),
    isOnBehalf,
    changes:
      action === 'create'
        ? []
        : [...changes.flatMap((one) => changeOf(one, names, fields)), ...watchersOf(past, names)],
  };
}

/** Other objects that a change names, with their types. */
export function namedIn(
  { property, old, new: now }: PastChange['changes'][number],
  fields: Fields,
): [string, number][] {
  const watcher = watcherIn(property);
  if (watcher !== null) return [['Principal', watcher]];
  const type = fields.get(property)?.isPerson === true ? 'Principal' : naming(property)?.[0];
  return type === undefined ? [] : [...idsIn(old), ...idsIn(now)].map((id) => [type, id]);
}

function changeOf({ property, old, new: now }: PastChange['changes'][number], names: Names, fields: Fields): Told[] {
  const field = fields.get(property);
  if (field) {
    const { name, kind, isPerson, recall } = field;
    const value = (kept: unknown): Value => {
      const id = isPerson ? idIn(kept) : null;
      return id === null ? recall(kept) : named('Principal', id, names);
    };
    return [{ property, name, kind, old: value(old), new: value(now) }];
  }
  if (property === 'cc') {
    const [had, has] = [textsIn(old), textsIn(now)];
    return [{ property, old: without(had, has), new: without(has, had) }];
  }
  if (property === 'categories') {
    const [had, has] = [idsIn(old), idsIn(now)];
    const all = (ids: readonly number[]): Value => ids.map((one) => named('TaskCategory', one, names));
    return [{ property, old: all(without(had, has)), new: all(without(has, had)) }];
  }
  if (!PLAIN.has(property) && !naming(property)) return [];
  return [{ property, old: valueOf(property, old, names), new: valueOf(property, now, names) }];
}

/** Who watches no more, and who does now: each is an entry of its own in the log. */
function watchersOf({ changes }: PastChange, names: Names): Told[] {
  const all = changes.flatMap(({ property, new: now }) => {
    const id = watcherIn(property);
    return id === null ? [] : [{ isGone: now === null, watcher: named('Principal', id, names) }];
  });
  if (all.length === 0) return [];
  const those = (isGone: boolean): Named[] => all.filter((one) => one.isGone === isGone).map(({ watcher }) => watcher);
  return [{ property: 'watchers', old: those(true), new: those(false) }];
}

function watcherIn(property: string): number | null {
  const [name, id] = property.split('/');
  return name === 'watchers' ? idOf(id ?? '') : null;
}

function without<T>(these: readonly T[], others: readonly T[]): T[] {
  return these.filter((one) => !others.includes(one));
}

function valueOf(property: string, value: unknown, names: Names): Value {
  const [type] = naming(property) ?? [];
  if (type === undefined) return typeof value === 'string' || typeof value === 'number' ? value : null;
  const id = idIn(value);
  return id === null ? null : named(type, id, names);
}

/** What was merged into a ticket is named as what it was merged into is. */
function naming(property: string): readonly [type: string, title: string] | undefined {
  return property === 'parts' ? NAMING['mergedIntoId'] : NAMING[property];
}

function named(type: string, id: number, names: Names): Named {
  const name = names.get(`${type} ${String(id)}`);
  return name === undefined ? { id: null, name: null } : { id: String(id), name };
}

export function idIn(value: unknown): number | null {
  return typeof value === 'string' ? idOf(value) : null;
}

/** Ids in a value of the log: one, or a list; the last of a long list may have been cut there. */
function idsIn(value: unknown): number[] {
  if (typeof value !== 'string') return [];
  const own = idOf(value);
  if (own !== null) return [own];
  return [...value.matchAll(/"(\d+)"/g)].flatMap(([, id]) => idOf(id ?? '') ?? []);
}

/** Texts in a list of the log; the last of a long list may have been cut there. */
function textsIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => String(JSON.parse(text)));
}
