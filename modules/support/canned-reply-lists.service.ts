import { type Context, Database, inject, injectable, Records, SetError } from '../../core/api';
import { CannedReplyList } from './canned-reply.entity';
import { Tickets } from './tickets.service';

/** For which ticket types replies are. */
@injectable()
export class CannedReplyLists {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
  ) {}

  /** Ids of the lists of each reply; none when it is for all tickets. */
  async of(replyIds: readonly number[]): Promise<Map<number, number[]>> {
    const rows = await this.database.rows.with(CannedReplyList, 'replyId', replyIds);
    const byReply = new Map<number, number[]>(replyIds.map((id) => [id, []]));
    for (const { replyId, taskListId } of rows.sort((a, b) => a.taskListId - b.taskListId))
      byReply.get(replyId)?.push(taskListId);
    return byReply;
  }

  /** Wire values by reply: the lists that the caller sees. */
  async shown(replyIds: readonly number[], context: Context): Promise<Map<number, string[]>> {
    const lists = await this.of(replyIds);
    const seen = await this.records.visibleIds('TaskList', [...new Set([...lists.values()].flat())], context);
    return new Map([...lists].map(([id, ids]) => [id, ids.filter((one) => seen.has(one)).map(String)]));
  }

  /** @throws SetError naming `taskListIds` for one that the caller does not see, or that has no tickets */
  async check(taskListIds: readonly number[], context: Context): Promise<void> {
    const seen = await this.records.visibleIds('TaskList', taskListIds, context);
    for (const id of taskListIds)
      if (!seen.has(id) || !(await this.tickets.list(id)))
        throw SetError.invalid('taskListIds', 'must be a list of ticket types that exist');
  }

  /** Makes these the lists of a reply. Needs a transaction. */
  async store(replyId: number, taskListIds: readonly number[]): Promise<void> {
    const { manager } = this.database;
    await manager.delete(CannedReplyList, { replyId });
    for (const taskListId of taskListIds) await manager.insert(CannedReplyList, { replyId, taskListId });
  }

  /** Takes a list that goes from its replies; those that are for no other go with it. Needs a transaction. */
  async leave(taskListId: number): Promise<void> {
    const { manager } = this.database;
    const rows = await manager.find(CannedReplyList, { where: { taskListId }, order: { replyId: 'ASC' } });
    const lists = await this.of(rows.map(({ replyId }) => replyId));
    for (const [id, ids] of lists) {
      const taskListIds = ids.filter((one) => one !== taskListId);
      const row = await this.records.find('CannedReply', id);
      if (row && taskListIds.length === 0) await this.records.destroy('CannedReply', row);
      else if (row) await this.records.update('CannedReply', id, {}, { taskListIds });
    }
  }
}
