import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  byText,
  type Context,
  containing,
  DataType,
  type Draft,
  type Filters,
  idsOf,
  integer,
  Level,
  Records,
  type Row,
  reference,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { COLORS, TaskStatus } from './status.entity';
import { Statuses } from './statuses.service';
import { PROGRESS } from './task.entity';
import { TaskLists } from './task-lists.service';

/**
 * Named states of a list, in the order of `sortOrder`, each of which stands for one progress. Whoever sees the list sees
 * them, customers too. What one stands for is said once: its tasks would be closed, or reopened, by another.
 */
@injectable()
export class TaskStatusType extends DataType<TaskStatus> {
  readonly name = 'TaskStatus';
  readonly entity = TaskStatus;
  override readonly appearance = { label: 'Statuses', icon: 'flag', title: 'name' };

  readonly access: Access<TaskStatus> = {
    least: Level.submit,
    where: (alias, context, level) =>
      context.isAdmin ? '1 = 1' : this.records.seesOther('TaskList', `${alias}.taskListId`, context, level),
    inAcls: (alias) => `${alias}.taskListId IN (SELECT list_.id FROM tasks_list list_ WHERE list_.aclId IN (:...acls))`,
    audience: async ({ taskListId }) => {
      const list: object = await this.lists.of(taskListId);
      return this.records.audienceOf('TaskList', list as Row);
    },
  };

  readonly properties = {
    taskListId: reference('TaskList', { required: true, immutable: true }),
    name: text({ required: true }),
    progress: text({ oneOf: PROGRESS, required: true, immutable: true }),
    color: text({ oneOf: COLORS, nullable: true }),
    sortOrder: integer(),
  };

  override readonly filters: Filters = {
    text: containing('name'),
    taskListIds: (value, { row, bind }) => `${row}.taskListId IN ${bind(idsOf('taskListIds', value))}`,
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(TaskLists) private readonly lists: TaskLists,
    @inject(Statuses) private readonly statuses: Statuses,
  ) {
    super();
  }

  override async allow(_action: Action, { values }: Draft, context: Context): Promise<void> {
    if ((await this.lists.levelOn(Number(values['taskListId']), context)) < Level.manage)
      throw SetError.forbidden('Statuses are changed by those who manage the list');
  }

  override saving({ values }: Draft): void {
    values['color'] ??= null;
    values['sortOrder'] ??= 0;
  }

  /** What is left on other tasks when there are very many is taken from them by the job. */
  override async destroying({ id }: Row): Promise<void> {
    await this.statuses.takeAway(id);
  }
}
