import {
  AuditHistory,
  type Context,
  formatDate,
  inject,
  injectable,
  Level,
  type PastChange,
  type PastField,
  PastFields,
  Records,
  type Row,
} from '../../../core/api';
import { Merges } from '../../tasks/api';
import { LegacyNumbers } from '../legacy/legacy-numbers.service';
import type { Ticket } from '../ticket.entity';
import { seenPart } from './seen-part';
import { type Fields, type HistoryEvent, idIn, NAMING, type Names, namedIn, toldOf, type Value } from './told';

/** Entries of the log that are looked at, the newest ones. */
const MOST = 2_000;

/** What became of a ticket, told from the audit log to those who read the ticket as agents, as far as they may see it. */
@injectable()
export class TicketHistory {
  constructor(
    @inject(AuditHistory) private readonly log: AuditHistory,
    @inject(Merges) private readonly merges: Merges,
    @inject(Records) private readonly records: Records,
    @inject(PastFields) private readonly pastFields: PastFields,
    @inject(LegacyNumbers) private readonly legacy: LegacyNumbers,
  ) {}

  /** All that is told of a ticket that the reader reads as an agent, the newest first. */
  async of(ticket: Row & Ticket, reader: Context): Promise<HistoryEvent[]> {
    const past = [...(await this.ownPast(ticket, reader)), ...(await this.mergesInto(ticket.id, reader))];
    past.sort((a, b) => b.id - a.id);
    const fields = await this.fieldsOf(past, reader);
    const names = await this.namesOf(past, fields, ticket, reader);
    const told = past
      .map((one) => toldOf(one, names, fields))
      .filter(({ action, changes }) => action === 'create' || changes.length > 0);
    const all = [...told, ...(await this.elsewhere(ticket.id, reader))];
    return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  }

  /** What became of it in an older system, with the names of then, the newest first. */
  private async elsewhere(taskId: number, reader: Context): Promise<HistoryEvent[]> {
    const events = await this.legacy.pastOf(taskId);
    const ids = [...new Set(events.flatMap(({ authorId }) => authorId ?? []))];
    const seen = await this.records.visibleIds('Principal', ids, reader);
    const people = await this.records.load('Principal', [...seen]);
    const names = new Map(people.map((row) => [row.id, String(row['name'])]));
    const then = (name: string | null): Value => name && { id: null, name };
    return events
      .map(({ id, at, authorId, property, old, new: now }): HistoryEvent => {
        const name = names.get(authorId ?? 0) ?? null;
        return {
          id: `before-${String(id)}`,
          at: formatDate(at),
          action: 'update',
          actor: { id: name === null ? null : String(authorId), name },
          isOnBehalf: false,
          changes: [{ property, old: then(old), new: then(now) }],
        };
      })
      .reverse();
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

  private async fieldsOf(past: readonly PastChange[], reader: Context): Promise<Fields> {
    const fields = new Map<string, PastField>();
    for (const property of new Set(past.flatMap(({ changes }) => changes.map((change) => change.property)))) {
      const field = await this.pastFields.find('Task', property, reader);
      if (field) fields.set(property, field);
    }
    return fields;
  }

  private async namesOf(
    past: readonly PastChange[],
    fields: Fields,
    ticket: Row & Ticket,
    reader: Context,
  ): Promise<Names> {
    const wanted = new Map<string, Set<number>>();
    const want = (type: string, id: number): unknown => wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
    for (const { actorId, changes } of past) {
      if (actorId !== null) want('Principal', actorId);
      for (const change of changes) for (const [type, id] of namedIn(change, fields)) want(type, id);
    }
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
