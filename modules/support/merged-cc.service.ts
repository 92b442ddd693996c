import { inject, injectable } from 'inversify';
import { Database, type Draft, Records, type Row, SetError } from '../../core/api';
import { MergedFollower, MOST_CC } from './ticket.entity';
import { Tickets } from './tickets.service';

/**
 * People of a merged ticket who follow the one that it is a part of now: they stand in its CC, and leave it again when
 * the merge is undone. Whoever stood there already stays.
 */
@injectable()
export class MergedCc {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
  ) {}

  /** Wire values by ticket; only those that are merged are looked up. */
  async shown(rows: readonly Row[]): Promise<Map<number, string[]>> {
    const merged = rows.filter((row) => typeof row['mergedIntoId'] === 'number').map(({ id }) => id);
    const found = await this.of(merged);
    return new Map(rows.map(({ id }) => [id, found.get(id) ?? []]));
  }

  private async of(taskIds: readonly number[]): Promise<Map<number, string[]>> {
    const rows = await this.database.rows.with(MergedFollower, 'taskId', taskIds);
    const byTask = new Map<number, string[]>(taskIds.map((id) => [id, []]));
    for (const { taskId, address } of rows) byTask.get(taskId)?.push(address);
    return byTask;
  }

  /** @throws SetError naming `mergedCc` when no merge comes with it */
  check(draft: Draft): void {
    const isMerged = draft.changed('mergedIntoId') && draft.values['mergedIntoId'] !== null;
    if (given(draft).length > 0 && !isMerged)
      throw SetError.invalid('mergedCc', 'can be given with mergedIntoId alone');
  }

  /** Has them come and go with the merge. Needs a transaction. */
  async saved(draft: Draft): Promise<void> {
    if (!draft.before || !draft.changed('mergedAtFirstId')) return;
    const [from, into] = [draft.before['mergedAtFirstId'], draft.values['mergedAtFirstId']];
    if (typeof from === 'number') await this.leave(draft.id, from);
    if (typeof into === 'number') await this.join(draft.id, into, given(draft));
  }

  private async join(taskId: number, into: number, addresses: readonly string[]): Promise<void> {
    const ticket = await this.tickets.find(into);
    const added = addresses.filter((address) => address !== ticket?.customerEmail && !ticket?.cc.includes(address));
    if (!ticket || added.length === 0) return;
    const cc = [...ticket.cc, ...added];
    if (cc.length > MOST_CC)
      throw SetError.invalid('mergedCc', `would leave the other ticket with more than ${String(MOST_CC)} addresses`);
    await this.records.update('Task', into, { cc });
    for (const address of added) await this.database.manager.insert(MergedFollower, { taskId, address });
  }

  private async leave(taskId: number, from: number): Promise<void> {
    const gone = (await this.of([taskId])).get(taskId) ?? [];
    const ticket = await this.tickets.find(from);
    if (!ticket || gone.length === 0) return;
    await this.database.manager.delete(MergedFollower, { taskId });
    await this.records.update('Task', from, { cc: ticket.cc.filter((address) => !gone.includes(address)) });
  }
}

function given(draft: Draft): readonly string[] {
  return (draft.extras.get('mergedCc') ?? []) as readonly string[];
}
