import { inject, injectable } from 'inversify';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { type Context, Database, type Draft, Records, SetError } from '../../core/api';
import { Categorised, TaskCategory } from './category.entity';
import { Task } from './task.entity';

/** Tasks from which a category is taken in one transaction: others wait for its lock. */
const BATCH = 500;

/** Which tasks have which categories. */
@injectable()
export class Categories {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** Wire values by task. */
  async of(taskIds: readonly number[]): Promise<Map<number, string[]>> {
    const rows = await this.database.rows.with(Categorised, 'taskId', taskIds);
    const byTask = new Map<number, string[]>(taskIds.map((id) => [id, []]));
    for (const { taskId, categoryId } of rows.sort((a, b) => a.categoryId - b.categoryId))
      byTask.get(taskId)?.push(String(categoryId));
    return byTask;
  }

  /**
   * Completes a task that is about to be stored: one that moves to another list loses the categories of the list it
   * leaves, unless its new ones are given.
   * @throws SetError naming `categories` for one that the caller does not see, or that is another list's
   */
  async saving(draft: Draft): Promise<void> {
    const taskListId = Number(draft.values['taskListId']);
    const had = draft.isNew ? [] : await this.idsOf(draft.id);
    const given = givenTo(draft);
    if (given) await this.check(given, had, taskListId, draft.actor);
    else if (draft.before && draft.changed('taskListId')) {
      const kept = (await this.known(had)).filter((category) => fits(category, taskListId)).map(({ id }) => id);
      if (kept.length < had.length) draft.extras.set('categories', kept);
    }
  }

  /** Stores what {@link saving} has left. Needs a transaction. */
  async saved(draft: Draft): Promise<void> {
    const given = givenTo(draft);
    if (!given) return;
    const { manager } = this.database;
    if (!draft.isNew) await manager.delete(Categorised, { taskId: draft.id });
    for (const categoryId of given) await manager.insert(Categorised, { taskId: draft.id, categoryId });
    // Around the draft, of which customers would hear.
    if (!draft.isNew || given.length > 0) await this.sort([draft.id]);
  }

  /** Takes all categories from a task that goes. Needs a transaction. */
  async leave(taskId: number): Promise<void> {
    await this.database.manager.delete(Categorised, { taskId });
  }

  /**
   * Takes a category from the tasks that have it, from as many as one transaction may take. Needs a transaction.
   * @returns whether it was taken from all of them
   */
  async takeAway(categoryId: number): Promise<boolean> {
    const { manager } = this.database;
    const rows = await manager.find(Categorised, { where: { categoryId }, order: { taskId: 'ASC' }, take: BATCH });
    const taskIds = rows.map(({ taskId }) => taskId);
    await manager.delete(Categorised, { categoryId, taskId: In(taskIds) });
    await this.sort(taskIds);
    for (const taskId of taskIds) await this.records.touch('Task', taskId, ['categories']);
    return rows.length < BATCH;
  }

  /**
   * Has tasks sorted by the name that a category has now, as many as one transaction may take. Needs a transaction.
   * @returns whether that were all of them
   */
  async sortAnew(categoryId: number): Promise<boolean> {
    const { manager } = this.database;
    const category = await manager.findOneBy(TaskCategory, { id: categoryId });
    const { sortedUpTo = null, nameKey = null } = category ?? {};
    if (sortedUpTo === null) return true;
    const where = { categoryId, taskId: MoreThan(sortedUpTo) };
    const rows = await manager.find(Categorised, { where, order: { taskId: 'ASC' }, take: BATCH });
    const taskIds = rows.map(({ taskId }) => taskId);
    await this.sort(taskIds);
    for (const taskId of taskIds) await this.records.touch('Task', taskId, ['categories']);
    const isDone = rows.length < BATCH;
    const now = isDone ? null : (taskIds.at(-1) ?? null);
    // Renamed once more in the meantime, it begins anew.
    await manager.update(
      TaskCategory,
      { id: categoryId, sortedUpTo, nameKey: nameKey ?? IsNull() },
      { sortedUpTo: now },
    );
    return isDone;
  }

  /** A category by whose name not all of its tasks are sorted yet; or null. */
  async notSorted(): Promise<number | null> {
    const row = await this.database.manager.findOneBy(TaskCategory, { sortedUpTo: Not(IsNull()) });
    return row?.id ?? null;
  }

  /** A category that is gone, but not from all tasks; or null. */
  async leftOver(): Promise<number | null> {
    const [row] = await this.database.manager.query<{ categoryId: number }[]>(
      'SELECT categoryId FROM tasks_task_category WHERE categoryId NOT IN (SELECT id FROM tasks_category) LIMIT 1',
    );
    return row?.categoryId ?? null;
  }

  private async check(
    given: readonly number[],
    had: readonly number[],
    taskListId: number,
    actor: Context | null,
  ): Promise<void> {
    const added = given.filter((id) => !had.includes(id));
    const seen = actor && (await this.records.visibleIds('TaskCategory', added, actor));
    const known = new Map((await this.known(given)).map((category) => [category.id, category]));
    for (const id of given) {
      const category = known.get(id);
      if (!category || (seen && added.includes(id) && !seen.has(id)))
        throw SetError.invalid('categories', 'must be a list of ids that exist');
      if (!fits(category, taskListId)) throw SetError.invalid('categories', `name "${category.name}" of another list`);
    }
  }

  /** Keeps what the tasks are sorted by. */
  private async sort(taskIds: readonly number[]): Promise<void> {
    const rows = await this.database.rows.with(Categorised, 'taskId', taskIds);
    const known = await this.known([...new Set(rows.map(({ categoryId }) => categoryId))]);
    for (const id of taskIds) {
      const own = rows.filter(({ taskId }) => taskId === id).map(({ categoryId }) => categoryId);
      const categoryKey = firstOf(known.filter((category) => own.includes(category.id)));
      await this.database.rows.update(Task, 'id', id, { categoryKey });
    }
  }

  private async idsOf(taskId: number): Promise<number[]> {
    const rows = await this.database.rows.with(Categorised, 'taskId', [taskId]);
    return rows.map(({ categoryId }) => categoryId);
  }

  private known(ids: readonly number[]): Promise<TaskCategory[]> {
    return this.database.rows.with(TaskCategory, 'id', ids);
  }
}

/** The sort key that comes first. Keys are compared code point by code point, as the databases do. */
function firstOf(categories: readonly TaskCategory[]): string | null {
  const keys = categories.map(({ nameKey }) => nameKey).filter((key) => key !== null);
  return keys.length === 0
    ? null
    : keys.reduce((first, key) => (Buffer.compare(Buffer.from(key), Buffer.from(first)) < 0 ? key : first));
}

function givenTo(draft: Draft): readonly number[] | undefined {
  return draft.extras.get('categories') as readonly number[] | undefined;
}

function fits({ taskListId }: TaskCategory, listId: number): boolean {
  return taskListId === null || taskListId === listId;
}
