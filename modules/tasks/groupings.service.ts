import { inject, injectable } from 'inversify';
import { Database, type Draft, Records, type Row } from '../../core/api';
import { TaskList } from './task-list.entity';

/** Which lists are shown under which grouping, and who sees it by that. */
@injectable()
export class Groupings {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /**
   * Audience keys of those who see one of its lists.
   * @param except id of a list that does not count
   */
  async audience(groupingId: number, except?: number): Promise<string[]> {
    const keys: string[] = [];
    for (const list of await this.lists(groupingId))
      if (list.id !== except) keys.push(...(await this.records.audienceOf('TaskList', list)));
    return keys;
  }

  /** Tells who comes to see a grouping by a list that was just stored, or ceases to. Needs a transaction. */
  async listSaved({ before, values }: Draft): Promise<void> {
    const list = values as Row;
    const [left, joined] = [before?.['groupingId'] ?? null, list['groupingId'] ?? null];
    if (left === joined) return;
    if (typeof left === 'number') await this.tell(left, list, 'left');
    if (typeof joined === 'number') await this.tell(joined, list, 'joined');
  }

  /** Tells who ceases to see a grouping when this list of it goes. Needs a transaction. */
  async listGoes(list: Row): Promise<void> {
    const { groupingId } = list;
    if (typeof groupingId === 'number') await this.tell(groupingId, list, 'left');
  }

  /** Leaves the lists of a grouping without one. Needs a transaction. */
  async dissolve(groupingId: number): Promise<void> {
    for (const { id } of await this.lists(groupingId)) await this.records.update('TaskList', id, { groupingId: null });
  }

  private async tell(groupingId: number, list: Row, how: 'joined' | 'left'): Promise<void> {
    const others = await this.audience(groupingId, list.id);
    const all = [...others, ...(await this.records.audienceOf('TaskList', list))];
    const [before, after] = how === 'joined' ? [others, all] : [all, others];
    await this.records.shown('TaskListGrouping', groupingId, before, after);
  }

  private lists(groupingId: number): Promise<Row[]> {
    return this.database.rows.with<Row>(TaskList, 'groupingId', [groupingId]);
  }
}
