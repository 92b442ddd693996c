import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  Audience,
  byText,
  type Context,
  containing,
  DataType,
  type Draft,
  type Filters,
  idsOf,
  Level,
  MethodError,
  ownerGrants,
  type Row,
  reference,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { Categories } from './categories.service';
import { TaskCategory } from './category.entity';
import { TaskLists } from './task-lists.service';

/**
 * Categories of tasks. Those of a list are known to who reads its tasks as a colleague, those of all lists to the
 * members of Internal; customers are shown none.
 */
@injectable()
export class TaskCategoryType extends DataType<TaskCategory> {
  readonly name = 'TaskCategory';
  readonly entity = TaskCategory;
  override readonly appearance = { label: 'Categories', icon: 'tag', title: 'name' };

  readonly access: Access<TaskCategory> = {
    least: Level.read,
    where: (alias, context) => {
      if (context.isAdmin) return '1 = 1';
      const ofList = ownerGrants(['tasks_list', 'sorted_'], `${alias}.taskListId`, context, Level.read);
      return context.isInternal ? `(${alias}.taskListId IS NULL OR ${ofList})` : ofList;
    },
    inAcls: (alias) => `${alias}.taskListId IN (SELECT list_.id FROM tasks_list list_ WHERE list_.aclId IN (:...acls))`,
    audience: async ({ taskListId }) =>
      taskListId === null ? [Audience.internal] : [Audience.readers((await this.lists.of(taskListId)).aclId)],
  };

  readonly properties = {
    name: text({ required: true }),
    taskListId: reference('TaskList', { nullable: true, immutable: true }),
  };

  override readonly filters: Filters = {
    text: containing('name'),
    taskListIds: (value, { row, bind }) => `${row}.taskListId IN ${bind(idsOf('taskListIds', value))}`,
    isOfAllLists: (value, { row }) => {
      if (typeof value !== 'boolean') throw MethodError.invalidArguments('filter/isOfAllLists must be true or false');
      return `${row}.taskListId IS ${value ? '' : 'NOT '}NULL`;
    },
  };
  override readonly sorts: Sorts = { name: byText('{row}.name') };

  constructor(
    @inject(TaskLists) private readonly lists: TaskLists,
    @inject(Categories) private readonly categories: Categories,
  ) {
    super();
  }

  override async allow(_action: Action, { values }: Draft, context: Context): Promise<void> {
    const { taskListId } = values;
    const level = typeof taskListId === 'number' ? await this.lists.levelOn(taskListId, context) : 0;
    if (!context.isAdmin && level < Level.manage)
      throw SetError.forbidden('Categories are changed by those who manage the list, those of all lists by managers');
  }

  override saving(draft: Draft): void {
    draft.values['taskListId'] ??= null;
    if (!draft.isNew && draft.changed('name')) draft.values['sortedUpTo'] = 0;
  }

  /** Of very many tasks the job sorts what is left by the new name. */
  override async saved(draft: Draft): Promise<void> {
    if (!draft.isNew && draft.changed('name')) await this.categories.sortAnew(draft.id);
  }

  /** What is left on other tasks when there are very many is taken from them by the job. */
  override async destroying(row: Row): Promise<void> {
    await this.categories.takeAway(row.id);
  }
}
