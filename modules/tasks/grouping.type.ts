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
  integer,
  Level,
  Records,
  type Row,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { TaskListGrouping } from './grouping.entity';
import { Groupings } from './groupings.service';

/**
 * Headings under which task lists are shown, in the order of `sortOrder`. Whoever sees a list sees its grouping; one that
 * goes leaves its lists without.
 */
@injectable()
export class TaskListGroupingType extends DataType<TaskListGrouping> {
  readonly name = 'TaskListGrouping';
  readonly entity = TaskListGrouping;
  override readonly appearance = { label: 'Groupings', icon: 'list', title: 'name' };

  readonly access: Access<TaskListGrouping> = {
    least: Level.submit,
    where: (alias, context, level) =>
      context.isAdmin
        ? '1 = 1'
        : `EXISTS (SELECT 1 FROM tasks_list member_ WHERE member_.groupingId = ${alias}.id AND ${this.records.seesOther('TaskList', 'member_.id', context, level)})`,
    inAcls: (alias) =>
      `${alias}.id IN (SELECT member_.groupingId FROM tasks_list member_ WHERE member_.aclId IN (:...acls))`,
    audience: ({ id }) => this.groupings.audience(id),
  };

  readonly properties = {
    name: text({ required: true }),
    sortOrder: integer(),
  };

  override readonly filters: Filters = {
    text: containing('name'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Groupings) private readonly groupings: Groupings,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.isAdmin) throw SetError.forbidden('Groupings are changed by managers');
  }

  override async destroying({ id }: Row): Promise<void> {
    await this.groupings.dissolve(id);
  }
}
