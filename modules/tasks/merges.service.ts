import { inject, injectable } from 'inversify';
import { type Context, Database, type Draft, Level, Records, type Row, SetError, seenReferences } from '../../core/api';
import { Task } from './task.entity';
import { TaskLists } from './task-lists.service';

/**
 * Tasks that are shown as a part of another. That is a relation and nothing else: each keeps all that is its own, and
 * undoing it gives both back. Of a task that was merged together with what had been merged into it, everything knows
 * the one that is left ({@link Task.mergedIntoId}), and each what it was merged into at first.
 */
@injectable()
export class Merges {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(TaskLists) private readonly lists: TaskLists,
  ) {}

  /** Wire values of `mergedIntoId` by task: whoever does not see the other task sees none of the merge. */
  shown(rows: readonly Row[], context: Context): Promise<Map<number, string>> {
    return seenReferences(this.records, 'Task', rows, 'mergedIntoId', context);
  }

  /** SQL condition: the row called `row` is merged, and the caller sees into what. */
  isMerged(row: string, context: Context): string {
    // Few are merged: hundreds of levels in the statement would cost more than looking those up one by one.
    const seesOther = this.records.seesOther('Task', `${row}.mergedIntoId`, context.withLevels(null));
    return `(${row}.mergedIntoId IS NOT NULL AND ${seesOther})`;
  }

  /**
   * Checks a merge that somebody asks for, or its undoing.
   * @throws SetError naming `mergedIntoId` for one that cannot be
   */
  async saving(draft: Draft): Promise<void> {
    if (!draft.actor || !draft.changed('mergedIntoId')) return;
    const { values, before } = draft;
    const into = values['mergedIntoId'];
    if (typeof into === 'number') await this.check(draft, into, draft.actor);
    if (before) values['mergedAtFirstId'] = into;
  }

  /** Has what was merged into the task go with it. Needs a transaction. */
  async saved(draft: Draft): Promise<void> {
    if (!draft.actor || !draft.before || !draft.changed('mergedIntoId')) return;
    const into = draft.values['mergedIntoId'] as number | null;
    await this.lead(draft.id, (draft.before['mergedIntoId'] as number | null) ?? draft.id, into ?? draft.id);
  }

  /** Gives back what was merged into a task that goes. Needs a transaction. */
  async leave(row: Row): Promise<void> {
    const top = (row['mergedIntoId'] as number | null) ?? row.id;
    for (const { id } of await this.mergedFirst(row.id, top)) {
      await this.records.update('Task', id, { mergedIntoId: null, mergedAtFirstId: null });
      await this.lead(id, top, id);
    }
  }

  /** The tasks that an entry in this one concerns: itself, then those into which it was merged, one after the other. */
  async chain(taskId: number): Promise<number[]> {
    const chain: number[] = [];
    for (let id: number | null = taskId; id !== null; ) {
      chain.push(id);
      const [task]: Task[] = await this.database.rows.with(Task, 'id', [id]);
      id = task?.mergedAtFirstId ?? null;
    }
    return chain;
  }

  /** Ids of all tasks that are shown as part of this one. */
  async partsOf(taskId: number): Promise<number[]> {
    const parts = await this.database.rows.with(Task, 'mergedIntoId', [taskId]);
    return parts.map(({ id }) => id).sort((a, b) => a - b);
  }

  private async check(draft: Draft, into: number, actor: Context): Promise<void> {
    const wrong = (reason: string): SetError => SetError.invalid('mergedIntoId', reason);
    if (draft.isNew) throw wrong('can be set of a task that there is');
    if (typeof draft.before?.['mergedIntoId'] === 'number') throw wrong('is set: undo that merge first');
    if (into === draft.id) throw wrong('is the task itself');
    const [other] = await this.database.rows.with(Task, 'id', [into]);
    if (!other) throw wrong('is no such object');
    if ((await this.lists.levelOn(other.taskListId, actor)) < Level.write)
      throw wrong('is in a list in which you may not change tasks');
    if (other.mergedIntoId !== null) throw wrong('is merged into another task itself');
    const [own, their] = [
      await this.lists.of(Number(draft.values['taskListId'])),
      await this.lists.of(other.taskListId),
    ];
    if (own.role !== their.role) throw wrong('is in a list of another kind');
  }

  /** Names another task as the one with which all that was merged into `taskId` is shown. */
  private async lead(taskId: number, from: number, to: number): Promise<void> {
    for (const { id } of await this.mergedFirst(taskId, from)) {
      await this.records.update('Task', id, { mergedIntoId: to });
      await this.lead(id, from, to);
    }
  }

  /** What was merged into `taskId` itself, among what is shown as part of `top`. */
  private async mergedFirst(taskId: number, top: number): Promise<Task[]> {
    const parts = await this.database.rows.with(Task, 'mergedIntoId', [top]);
    return parts.filter(({ mergedAtFirstId }) => mergedAtFirstId === taskId);
  }
}
