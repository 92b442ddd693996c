import { Audience, type Context, Database, inject, injectable, Records, type Row, sql } from '../../../core/api';
import { Merges } from '../../tasks/api';
import { Ticket } from '../ticket.entity';
import { ReadFloor, ReadMark } from './read-mark.entity';
import { hasUnreadNote, isUnread, type Reader, type Thread } from './unread';

type Newest = Partial<Pick<Ticket, 'lastCommentId' | 'lastNoteId'>>;

/** Who has read what of the tickets. Each person's marks are shown to that person alone. */
@injectable()
export class ReadMarks {
  /** Two properties of the same rows ask one after the other. */
  private readonly asked = new WeakMap<readonly Row[], Promise<ReadonlyMap<number, Reader>>>();

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Merges) private readonly merges: Merges,
  ) {}

  /** Wire values of a property that says what is new to the caller: null before the caller has read anything. */
  async shown(
    rows: readonly Row[],
    { principalId }: Context,
    is: (thread: Thread, reader: Reader) => boolean,
  ): Promise<Map<number, boolean | null>> {
    const readers = await this.readers(rows, principalId);
    const tickets = rows.filter((row): row is Row & Thread => typeof row['taskId'] === 'number');
    return new Map(
      tickets.map((ticket) => {
        const reader = readers.get(ticket.id);
        return [ticket.id, reader ? is(ticket, reader) : null];
      }),
    );
  }

  /** What somebody has read of tickets: row id → reader; nothing before anything was read. */
  private readers(rows: readonly Row[], principalId: number): Promise<ReadonlyMap<number, Reader>> {
    const asked = this.asked.get(rows) ?? this.find(rows, principalId);
    this.asked.set(rows, asked);
    return asked;
  }

  /** What somebody is taken to have read; null before anything was read. */
  async floor(principalId: number): Promise<ReadFloor | null> {
    const [floor] = await this.database.rows.with(ReadFloor, 'principalId', [principalId]);
    return floor ?? null;
  }

  /** Has somebody have read all there is of these tickets and of what was merged into them. Needs a transaction. */
  async read(principalId: number, taskIds: readonly number[]): Promise<void> {
    await this.begin(principalId);
    for (const id of taskIds) {
      for (const taskId of [id, ...(await this.merges.partsOf(id))]) await this.readOne(principalId, taskId);
    }
  }

  /** Has somebody have read all tickets there are. Needs a transaction. */
  async readAll(principalId: number): Promise<void> {
    const { manager, unit } = this.database;
    await manager.delete(ReadMark, { principalId });
    await manager.delete(ReadFloor, { principalId });
    await this.begin(principalId);
    // Of any number of tickets each may look otherwise now.
    unit.resync.push(principalId);
  }

  /**
   * Notes on a ticket that something was said, which its writer has read. Needs a transaction.
   * @param authorId null when nobody who can read wrote it
   */
  async said(taskId: number, entry: { id: number; isPrivate: boolean; authorId: number | null }): Promise<void> {
    const { id, isPrivate, authorId } = entry;
    await this.note(taskId, isPrivate ? { lastNoteId: id } : { lastCommentId: id });
    if (authorId !== null && (await this.floor(authorId))) await this.mark(authorId, taskId, id);
  }

  /** Has a ticket say which entries are its newest. Needs a transaction. */
  async note(taskId: number, newest: Newest): Promise<void> {
    const { rows } = this.database;
    const [known] = await rows.with(Ticket, 'taskId', [taskId]);
    // No part of the object, so that it says nothing to those who do not read notes.
    await rows.update(Ticket, 'taskId', taskId, newest);
    const { lastCommentId, lastNoteId } = newest;
    // Of two entries within a second the second changes nothing else.
    const isSaid = lastCommentId !== undefined && lastCommentId !== known?.lastCommentId;
    const isNoted = lastNoteId !== undefined && lastNoteId !== known?.lastNoteId;
    const changed = [...(isSaid ? ['isUnread'] : []), ...(isNoted ? ['hasUnreadNote'] : [])];
    if (changed.length > 0) await this.records.touch('Task', taskId, changed);
  }

  private async find(rows: readonly Row[], principalId: number): Promise<ReadonlyMap<number, Reader>> {
    if (rows.length === 0) return new Map();
    const ids = rows.map(({ id }) => id);
    const [floor, marks] = await Promise.all([
      this.floor(principalId),
      sql`
        SELECT taskId, commentId FROM support_read_mark WHERE principalId = ${principalId} AND taskId IN (${ids})
      `.run<Pick<ReadMark, 'taskId' | 'commentId'>>(this.database),
    ]);
    if (!floor) return new Map();
    const byTask = new Map(marks.map(({ taskId, commentId }) => [taskId, commentId]));
    return new Map(ids.map((id) => [id, { floor, mark: byTask.get(id) ?? null }]));
  }

  /** Whoever reads for the first time has read all there is: nobody wants a desk of years to be new. */
  private async begin(principalId: number): Promise<void> {
    if (await this.floor(principalId)) return;
    const newest = async (table: 'tasks_task' | 'comments_comment'): Promise<number> => {
      const [row] = await this.database.manager.query<{ id: number | null }[]>(`SELECT MAX(id) AS id FROM ${table}`);
      return row?.id ?? 0;
    };
    const values = { taskId: await newest('tasks_task'), commentId: await newest('comments_comment') };
    await this.database.rows.insert(ReadFloor, { principalId, ...values });
  }

  private async readOne(principalId: number, taskId: number): Promise<void> {
    const ticket = (await this.records.find('Task', taskId)) as (Row & Thread) | null;
    const reader = ticket && (await this.readers([ticket], principalId)).get(taskId);
    if (!ticket || !reader || !(isUnread(ticket, reader) || hasUnreadNote(ticket, reader))) return;
    await this.mark(principalId, taskId, Math.max(ticket.lastCommentId ?? 0, ticket.lastNoteId ?? 0));
    await this.records.touch('Task', taskId, ['isUnread'], [Audience.only(principalId)]);
  }

  private async mark(principalId: number, taskId: number, commentId: number): Promise<void> {
    await this.database.manager.upsert(ReadMark, { principalId, taskId, commentId }, ['principalId', 'taskId']);
  }
}
