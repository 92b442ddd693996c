import { inject, injectable } from 'inversify';
import {
  type Action,
  aclGrants,
  byText,
  type Context,
  containing,
  customFields,
  Database,
  DataType,
  type Draft,
  type Filters,
  integer,
  Level,
  MethodError,
  ownsAcl,
  Records,
  type Row,
  reference,
  SetError,
  Sharing,
  type Sorts,
  text,
} from '../../core/api';
import { TaskCategory } from './category.entity';
import { Groupings } from './groupings.service';
import { TaskStatus } from './status.entity';
import { Task } from './task.entity';
import { TaskList } from './task-list.entity';

/**
 * Task lists (draft-ietf-jmap-tasks §3). Whoever may at least file into a list sees that it exists. Lists of other
 * roles than `list` are ruled by the module of that role.
 */
@injectable()
export class TaskListType extends DataType<TaskList> {
  readonly name = 'TaskList';
  readonly entity = TaskList;

  readonly access = ownsAcl<TaskList>(Level.submit);
  override readonly appearance = { label: 'Lists and ticket types', icon: 'list', title: 'name' };

  readonly properties = {
    name: text({ required: true }),
    description: text({ max: 1000 }),
    color: text({ max: 20 }),
    role: text({ immutable: true, max: 20, default: 'list' }),
    sortOrder: integer(),
    groupingId: reference('TaskListGrouping', { nullable: true }),
    customFields: customFields(),
  };

  override readonly filters: Filters = {
    text: containing('name'),
    role: (value, { row, bind }) => `${row}.role = ${bind(String(value))}`,
    maySubmit: (value, { row, context }) => grants(value, aclGrants(`${row}.aclId`, context, Level.submit)),
    mayRead: (value, { row, context }) => grants(value, aclGrants(`${row}.aclId`, context, Level.read)),
    mayCreate: (value, { row, context }) => grants(value, aclGrants(`${row}.aclId`, context, Level.create)),
  };
  override readonly contentsArgument = 'onDestroyRemoveTasks';
  override readonly volatileFilters = ['maySubmit', 'mayRead', 'mayCreate'];
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortOrder: '{row}.sortOrder' };

  constructor(
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Groupings) private readonly groupings: Groupings,
  ) {
    super();
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    if (draft.values['role'] !== 'list') throw SetError.forbidden('You may not change lists of this kind');
    if (action === 'create') {
      if (!context.may('tasks:createLists')) throw SetError.forbidden('You may not create lists');
      return;
    }
    const level = await this.sharing.levelOn(Number(draft.before?.['aclId']), context);
    if (level < Level.manage) throw SetError.forbidden('You may not change this list');
  }

  override saved(draft: Draft): Promise<void> {
    return this.groupings.listSaved(draft);
  }

  override async destroying(row: Row, withContents: boolean): Promise<void> {
    const tasks = await this.database.manager.find(Task, { where: { taskListId: row.id }, order: { id: 'ASC' } });
    if (tasks.length > 0 && !withContents) throw SetError.of('taskListHasTask', 'The list still has tasks');
    await this.records.destroyAll('Task', tasks);
    const categories = await this.database.manager.find(TaskCategory, {
      where: { taskListId: row.id },
      order: { id: 'ASC' },
    });
    await this.records.destroyAll('TaskCategory', categories);
    const statuses = await this.database.manager.find(TaskStatus, {
      where: { taskListId: row.id },
      order: { id: 'ASC' },
    });
    await this.records.destroyAll('TaskStatus', statuses);
    await this.groupings.listGoes(row);
  }
}

function grants(value: unknown, condition: string): string {
  if (typeof value !== 'boolean') throw MethodError.invalidArguments('filter: true or false is needed');
  return value ? condition : `NOT ${condition}`;
}
