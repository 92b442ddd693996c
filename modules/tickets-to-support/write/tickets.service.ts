import { Arrivals, Clock, Database, inject, injectable, Random, Records, type Row, sql } from '../../../core/api';
import { Comment } from '../../comments/api';
import { LegacyEvent, LegacyTicket, LegacyWork, Participant, Reminder, Ticket } from '../../support/api';
import { isClosed, Task } from '../../tasks/api';
import { type Became, MigratedRows } from '../migrated-rows.service';
import type { PlannedThread } from '../plan/thread';
import type { PlannedTicket } from '../plan/ticket';
import { Fields } from './fields.service';
import { addressesIn, type Known, knownIn, type Place } from './known';
import { People } from './people.service';
import { commentOf, taskOf, ticketOf } from './rows';

export const TICKETS = 'ti_tickets';
export const MESSAGES = 'ti_messages';
/** Of customers who became a contact, by the ticket that named them first. */
const CONTACTS = 'contacts of ti_tickets';

const DAY = 24 * 3_600_000;

/**
 * Stores planned tickets with all that the program itself would have stored, but told to nobody: no mail, no alert. A few
 * statements for many tickets, in one transaction.
 */
@injectable()
export class TicketWriter {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Arrivals) private readonly arrivals: Arrivals,
    @inject(Random) private readonly random: Random,
    @inject(Clock) private readonly clock: Clock,
    @inject(People) private readonly people: People,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
    @inject(Fields) private readonly fields: Fields,
  ) {}

  /** Needs a transaction. */
  async store(planned: readonly PlannedTicket[], place: Place): Promise<void> {
    const { rows } = this.database;
    const who = await this.peopleOf(planned, place);
    const tasks = planned.map((ticket) => ({ uid: this.uid(), ...taskOf(ticket, place, who) }));
    const taskIds = await rows.insertAll(Task, tasks);
    const drafts = planned.flatMap((ticket, at) =>
      ticket.comments.map((comment) => commentOf(comment, taskIds[at] ?? 0, who)),
    );
    const comments = drafts.length === 0 ? [] : await rows.insertAll(Comment, drafts);
    const stored = drafts.map((draft, at): Row => ({ ...draft, id: comments[at] ?? 0 }));
    const byTask = new Map<number, Row[]>(taskIds.map((id) => [id, []]));
    for (const comment of stored) byTask.get(Number(comment['entityId']))?.push(comment);
    const tickets = planned.map((ticket, at) =>
      ticketOf(ticket, taskIds[at] ?? 0, byTask.get(taskIds[at] ?? 0) ?? [], who),
    );
    await rows.insertAll(Ticket, tickets);
    const work = await this.storeWork(planned, taskIds, who);
    await this.storeBeside(planned, taskIds, tasks, who);
    await this.fields.store(planned, taskIds, place, who);
    await this.remember(planned, taskIds, comments, place, who);
    await this.announce(
      tasks.map((task, at): Row => ({ ...task, ...tickets[at], id: taskIds[at] ?? 0 })),
      byTask,
      work,
    );
  }

  /**
   * Adds messages that have come since to a ticket that is here, and has it say what it did with them in the source.
   * Needs a transaction.
   */
  async append(planned: PlannedTicket, task: Row, fresh: ReadonlySet<number>, place: Place): Promise<void> {
    if (fresh.size === 0) return;
    const { rows } = this.database;
    const who = await this.peopleOf([planned], place);
    const [comments, work, events] = [planned.comments, planned.work, planned.events] as const;
    const isFresh = ({ messageId }: { readonly messageId: number }): boolean => fresh.has(messageId);
    const entries = comments.filter(isFresh);
    const drafts = entries.map((comment) => commentOf(comment, task.id, who));
    const ids = await rows.insertAll(Comment, drafts);
    const stored = drafts.map((draft, at): Row => ({ ...draft, id: ids[at] ?? 0 }));
    const thread = { ...planned, work: work.filter(isFresh), events: events.filter(isFresh) };
    await this.announceWork(await this.storeWork([thread], [task.id], who));
    const made = new Map(entries.map(({ messageId }, at) => [messageId, ids[at] ?? null]));
    const messages = planned.messages.filter(({ id }) => fresh.has(id));
    await this.migrated.remember(
      place.source,
      messages.map(({ id, hash }) => becameOf(id, hash, made.get(id) ?? null)),
    );
    await this.announceEntries(task, stored);
    const { lastCommentAt, lastCommentBy, hasPrivateNote, lastCommentId, lastNoteId } = ticketOf(
      planned,
      task.id,
      stored,
      who,
    );
    const isLater = lastCommentAt !== null && Number(lastCommentAt) >= Number(task['lastCommentAt'] ?? 0);
    await this.records.update('Task', task.id, {
      ...(isLater ? { lastCommentAt, lastCommentBy } : {}),
      ...(hasPrivateNote === true ? { hasPrivateNote } : {}),
    });
    if (planned.wasRead || stored.length === 0) return;
    await rows.update(Ticket, 'taskId', task.id, {
      ...(lastCommentId === null ? {} : { lastCommentId }),
      ...(lastNoteId === null ? {} : { lastNoteId }),
    });
    await this.records.touch('Task', task.id, ['isUnread', 'hasUnreadNote']);
  }

  /** Has a ticket that is here be as it is in the source now. Needs a transaction. */
  async renew(planned: PlannedTicket, task: Row, place: Place): Promise<void> {
    const { rows } = this.database;
    const who = await this.peopleOf([planned], place);
    const { createdAt: _, createdById: __, modifiedAt, ...columns } = taskOf(planned, place, who);
    const customerId = who.id(planned.customer);
    await this.records.update('Task', task.id, { ...columns, customerId, cc: planned.cc });
    await rows.update(Task, 'id', task.id, { modifiedAt });
    const { number, verifier, facts } = planned;
    await rows.update(LegacyTicket, 'taskId', task.id, { number, verifier, facts });
    await this.fields.renew(planned, task.id, place, who);
    if (planned.wasRead !== task['wasRead']) await this.read(task.id, planned.wasRead);
  }

  /** Has a ticket that is here be read, or unread, as it is in the source now. */
  private async read(taskId: number, wasRead: boolean): Promise<void> {
    const [last] = await sql`
      SELECT MAX(CASE WHEN isPrivate = 0 THEN id END) AS comment, MAX(CASE WHEN isPrivate = 1 THEN id END) AS note
      FROM comments_comment WHERE entityType = 'Task' AND entityId = ${taskId}`.run<{
      comment: number | null;
      note: number | null;
    }>(this.database);
    const [lastCommentId, lastNoteId] = wasRead ? [null, null] : [last?.comment ?? null, last?.note ?? null];
    await this.database.rows.update(Ticket, 'taskId', taskId, { wasRead, lastCommentId, lastNoteId });
    await this.records.touch('Task', taskId, ['isUnread', 'hasUnreadNote']);
  }

  private uid(): string {
    return this.random.bytes(16).toString('hex');
  }

  private async peopleOf(planned: readonly PlannedTicket[], place: Place): Promise<Known> {
    const { people, made } = await this.people.withAddresses(addressesIn(planned));
    return knownIn(planned, this.people, place, people, made);
  }

  /** What is kept beside the tickets: what they were, who follows them, and that nobody needs to hear that they are due. */
  private async storeBeside(
    planned: readonly PlannedTicket[],
    taskIds: readonly number[],
    tasks: readonly Record<string, unknown>[],
    who: Known,
  ): Promise<void> {
    const { rows } = this.database;
    const each = <T>(make: (ticket: PlannedTicket, taskId: number, at: number) => readonly T[]): T[] =>
      planned.flatMap((ticket, at) => make(ticket, taskIds[at] ?? 0, at));
    const soon = this.clock.now().getTime() + DAY;
    await rows.insertAll(
      LegacyTicket,
      each(({ number, verifier, facts }, taskId) => [{ taskId, number, verifier, facts }]),
    );
    await rows.insertAll(
      Participant,
      each(({ cc }, taskId) => [...new Set(who.following(cc))].map((principalId) => ({ taskId, principalId }))),
    );
    await rows.insertAll(
      Reminder,
      each(({ due, progress }, taskId, at) => {
        const principalId = tasks[at]?.['responsibleId'];
        const isTold = due !== null && due.getTime() <= soon && !isClosed(progress) && typeof principalId === 'number';
        return isTold ? [{ taskId, principalId, due }] : [];
      }),
    );
  }

  /** The history of tickets, and the time that was worked on them. */
  private async storeWork(planned: readonly PlannedThread[], taskIds: readonly number[], who: Known): Promise<Row[]> {
    const work = planned.flatMap((thread, at) =>
      thread.work.map(({ messageId: _, ...one }) => ({ taskId: taskIds[at] ?? 0, ...one })),
    );
    const events = planned.flatMap((thread, at) =>
      thread.events.map(({ messageId: _, author, ...one }) => ({
        ...one,
        taskId: taskIds[at] ?? 0,
        authorId: who.id(author),
      })),
    );
    const ids = await this.database.rows.insertAll(LegacyWork, work);
    await this.database.rows.insertAll(LegacyEvent, events);
    return work.map((one, at) => ({ ...one, id: ids[at] ?? 0 }));
  }

  private async remember(
    planned: readonly PlannedTicket[],
    taskIds: readonly number[],
    commentIds: readonly number[],
    { source }: Place,
    who: Known,
  ): Promise<void> {
    const order = planned.flatMap(({ comments }) => comments.map(({ messageId }) => messageId));
    const comments = new Map(order.map((messageId, at) => [messageId, commentIds[at] ?? null]));
    const fresh = new Set(who.made);
    // Those of which nothing was made are left of an undoing that was stopped.
    await this.migrated.forget(
      source,
      MESSAGES,
      planned.flatMap(({ messages }) => messages.map(({ id }) => id)),
    );
    await this.migrated.remember(
      source,
      planned.flatMap(({ source: ticket, messages, customer }, at) => {
        const contact = who.id(customer);
        const isFresh = contact !== null && fresh.delete(contact);
        return [
          { sourceTable: TICKETS, sourceId: ticket.id, type: 'Task', objectId: taskIds[at] ?? null, hash: ticket.hash },
          ...(isFresh
            ? [{ sourceTable: CONTACTS, sourceId: ticket.id, type: 'Contact', objectId: contact, hash: '' }]
            : []),
          ...messages.map(({ id, hash }) => becameOf(id, hash, comments.get(id) ?? null)),
        ];
      }),
    );
  }

  private async announceEntries(task: Row, comments: readonly Row[]): Promise<void> {
    const audience = await this.records.audienceOf('Task', task);
    const readers = this.records.readersAmong('Task', audience);
    const heard = comments.map((comment) => [comment.id, comment['isPrivate'] === true ? readers : audience] as const);
    await this.arrivals.add('Comment', comments, new Map(heard));
  }

  /** Who sees a ticket sees its entries, but for private notes. */
  private async announce(
    tasks: readonly Row[],
    byTask: ReadonlyMap<number, readonly Row[]>,
    work: readonly Row[],
  ): Promise<void> {
    const seen = new Map<number, readonly string[]>();
    const heard = new Map<number, readonly string[]>();
    for (const task of tasks) {
      const audience = await this.records.audienceOf('Task', task);
      const readers = this.records.readersAmong('Task', audience);
      seen.set(task.id, audience);
      for (const comment of byTask.get(task.id) ?? [])
        heard.set(comment.id, comment['isPrivate'] === true ? readers : audience);
    }
    await this.arrivals.add('Task', tasks, seen);
    await this.arrivals.add('Comment', [...byTask.values()].flat(), heard);
    await this.announceWork(work);
  }

  private async announceWork(work: readonly Row[]): Promise<void> {
    const readers = new Map<number, readonly string[]>();
    for (const one of work) readers.set(one.id, await this.records.audienceOf('TicketWork', one));
    await this.arrivals.add('TicketWork', work, readers);
  }
}

function becameOf(sourceId: number, hash: string, objectId: number | null): Became {
  return { sourceTable: MESSAGES, sourceId, type: objectId === null ? '' : 'Comment', objectId, hash };
}
