import {
  AuditHistory,
  type Context,
  formatDate,
  idOf,
  inject,
  injectable,
  Level,
  type PastChange,
  Records,
  type Row,
} from '../../../core/api';
import { Merges } from '../../tasks/api';
import type { Ticket } from '../ticket.entity';
import { seenPart } from './seen-part';

/** Entries of the log that are looked at, the newest ones. */
const MOST = 2_000;

/** Properties whose values are told as they are. */
const PLAIN: ReadonlySet<string> = new Set(['due', 'priority', 'progress', 'start', 'title']);
/** Properties that name other objects: of these the name is told, as the reader sees it now. */
const NAMING: Readonly<Record<string, readonly [type: string, title: string]>> = {
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
type Value = string | number | null | Named | readonly Named[];

/** An event as it is told. */
export interface HistoryEvent {
  readonly id: string;
  readonly at: string;
  readonly action: 'create' | 'update';
  /** Who did it; null for the desk itself. */
  readonly actor: Named | null;
  readonly isOnBehalf: boolean;
  readonly changes: readonly { readonly property: string; readonly old: Value; readonly new: Value }[];
}

/** What became of a ticket, told from the audit log to those who read the ticket as agents, as far as they may see it. */
@injectable()
export class TicketHistory {
  constructor(
    @inject(AuditHistory) private readonly log: AuditHistory,
    @inject(Merges) private readonly merges: Merges,
    @inject(Records) private readonly records: Records,
  ) {}

  /** All that is told of a ticket that the reader reads as an agent, the newest first. */
  async of(ticket: Row & Ticket, reader: Context): Promise<HistoryEvent[]> {
    const past = [...(await this.ownPast(ticket, reader)), ...(await this.mergesInto(ticket.id, reader))];
    past.sort((a, b) => b.id - a.id);
    const names = await this.namesOf(past, ticket, reader);
    return past
      .map((one) => toldOf(one, names))
      .filter(({ action, changes }) => action === 'create' || changes.length > 0);
  }

  private async ownPast({ id, taskListId }: Row, reader: Context): Promise<readonly PastChange[]> {
    const past = await this.log.of('Task', [id], MOST);
    const lists = past.flatMap(({ changes }) => changes.filter(({ property }) => property === 'taskListId'));
    const ids = [Number(taskListId), ...lists.map((change) => Number(change.old))].filter((one) => one > 0);
    const read = await this.records.visibleIds('TaskList', [...new Set(ids)], reader, Level.read);
    return seenPart(past, Number(taskListId), (list) => read.has(list));
  }

  /** That others were merged into the ticket: said by them, as long as they are part of it. */
  private async mergesInto(id: number, reader: Context): Promise<PastChange[]> {
    const parts = await this.records.visibleIds('Task', await this.merges.partsOf(id), reader, Level.read);
    const merged: PastChange[] = [];
    for (const part of parts) {
      const row = await this.records.find('Task', part);
      for (const one of row ? await this.ownPast(row, reader) : []) {
        const isMerge = one.changes.some((change) => change.property === 'mergedIntoId' && idIn(change.new) === id);
        const changes = [{ property: 'parts', old: null, new: String(part) }];
        if (isMerge) merged.push({ ...one, action: 'update', changes });
      }
    }
    return merged;
  }

  /** Names by type and id, of those alone that the reader sees. */
  private async namesOf(past: readonly PastChange[], ticket: Row & Ticket, reader: Context): Promise<Names> {
    const wanted = new Map<string, Set<number>>();
    const want = (type: string, id: number): unknown => wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
    for (const { actorId, changes } of past) {
      if (actorId !== null) want('Principal', actorId);
      for (const { property, old, new: now } of changes)
        for (const id of [...idsIn(old), ...idsIn(now)]) want(naming(property)?.[0] ?? '', id);
    }
    wanted.delete('');
    const titles = new Map(Object.values(NAMING));
    const names: Names = new Map();
    for (const [type, ids] of wanted) {
      const seen = await this.records.visibleIds(type, [...ids], reader, type === 'Task' ? Level.read : undefined);
      for (const row of await this.records.load(type, [...seen]))
        names.set(`${type} ${String(row.id)}`, String(row[titles.get(type) ?? 'name']));
    }
    // The ticket itself says who asks.
    const { customerId, customerName } = ticket;
    if (customerId !== null && customerName !== null) names.set(`Principal ${String(customerId)}`, customerName);
    return names;
  }
}

type Names = Map<string, string>;

function toldOf({ id, at, action, actorId, isOnBehalf, changes }: PastChange, names: Names): HistoryEvent {
  const told = action === 'create' ? [] : changes.filter(({ property }) => PLAIN.has(property) || naming(property));
  return {
    id: String(id),
    at: formatDate(at),
    action,
    actor: actorId === null ? null : named('Principal', actorId, names),
    isOnBehalf,
    changes: told.map(({ property, old, new: now }) => {
      const value = (one: unknown): Value => valueOf(property, one, names);
      if (property !== 'categories') return { property, old: value(old), new: value(now) };
      const [had, has] = [idsIn(old), idsIn(now)];
      const among = (ids: readonly number[], others: readonly number[]): Value =>
        ids.filter((one) => !others.includes(one)).map((one) => named('TaskCategory', one, names));
      return { property, old: among(had, has), new: among(has, had) };
    }),
  };
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

function idIn(value: unknown): number | null {
  return typeof value === 'string' ? idOf(value) : null;
}

/** Ids in a value of the log: one, or a list; the last of a long list may have been cut there. */
function idsIn(value: unknown): number[] {
  if (typeof value !== 'string') return [];
  const own = idOf(value);
  if (own !== null) return [own];
  return [...value.matchAll(/"(\d+)"/g)].flatMap(([, id]) => idOf(id ?? '') ?? []);
}
