import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  Audience,
  byText,
  Clock,
  type Context,
  computed,
  contains,
  customFields,
  Database,
  DataType,
  type Draft,
  type FilterScope,
  type Filters,
  ids,
  idsOf,
  integer,
  Level,
  MethodError,
  ownerGrants,
  Random,
  type Row,
  reference,
  SetError,
  Sharing,
  type Sorts,
  text,
  utcDate,
} from '../../core/api';
import { Categories } from './categories.service';
import { PROGRESS, type Progress, Task } from './task.entity';
import { TaskList } from './task-list.entity';
import { TaskLists } from './task-lists.service';

/** Tasks (draft-ietf-jmap-tasks §4, names of JSCalendar). Readable and writable as the list's ACL says. */
@injectable()
export class TaskType extends DataType<Task> {
  readonly name = 'Task';
  readonly entity = Task;
  override readonly comments = true;
  override readonly links = true;
  override readonly files = true;
  override readonly appearance = { label: 'Tickets and tasks', icon: 'support', title: 'title' };
  override readonly search = ['title', 'description'] as const;

  readonly access: Access<Task> = {
    least: Level.submit,
    // Level 5 alone shows no task of the list; which ones it does show is said by the module of the list's role.
    where: (alias, context, level) =>
      context.isAdmin
        ? '1 = 1'
        : ownerGrants(['tasks_list', 'list_'], `${alias}.taskListId`, context, Math.max(level, Level.read)),
    inAcls: (alias) => `${alias}.taskListId IN (SELECT list_.id FROM tasks_list list_ WHERE list_.aclId IN (:...acls))`,
    audience: async (row) => [Audience.readers((await this.lists.of(row.taskListId)).aclId)],
  };

  readonly properties = {
    uid: text({ serverSet: true }),
    taskListId: reference('TaskList', { required: true }),
    title: text({ required: true, max: 255 }),
    description: text({ max: 1_000_000 }),
    start: utcDate({ nullable: true }),
    due: utcDate({ nullable: true }),
    progress: text({ oneOf: PROGRESS, default: 'needs-action' }),
    percentComplete: integer({ max: 100 }),
    priority: integer({ max: 9 }),
    responsibleId: reference('Principal', { nullable: true }),
    categories: ids('TaskCategory', (rows) => this.categories.of(rows.map(({ id }) => id)), {
      agentsOnly: true,
      default: [],
      most: 100,
    }),
    createdById: reference('Principal', { serverSet: true, nullable: true }),
    createdAt: utcDate({ serverSet: true }),
    modifiedAt: utcDate({ serverSet: true }),
    customFields: customFields(),
    myRights: computed((rows, context) => this.rights(rows, context)),
  };

  override readonly filters: Filters = {
    taskListIds: (value, { row, bind }) => `${row}.taskListId IN ${bind(idsOf('taskListIds', value))}`,
    role: (value, { row, bind }) =>
      `${row}.taskListId IN (SELECT role_.id FROM tasks_list role_ WHERE role_.role = ${bind(String(value))})`,
    progress: (value, { row, bind }) => `${row}.progress IN ${bind(progressOf(value))}`,
    isCompleted: (value, { row }) =>
      `${row}.progress ${value === true ? '' : 'NOT '}IN ('completed', 'failed', 'cancelled')`,
    responsibleId: (value, { row, bind }) => `${row}.responsibleId IN ${bind(idsOf('responsibleId', value))}`,
    responsible: (value, { row }) => responsible(value, row),
    categories: (value, scope) => categorised(value, scope),
    title: (value, { row, bind }) => contains([`${row}.title`], value, bind),
  };

  override readonly sorts: Sorts = {
    title: byText('{row}.title'),
    due: '{row}.due',
    progress: '{row}.progress',
    modifiedAt: '{row}.modifiedAt',
    createdAt: '{row}.createdAt',
    priority: '{row}.priority',
    responsibleId: '{row}.responsibleId',
    taskListId: '{row}.taskListId',
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
    @inject(Categories) private readonly categories: Categories,
    @inject(TaskLists) private readonly lists: TaskLists,
  ) {
    super();
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const needed = { create: Level.create, update: Level.write, destroy: Level.delete }[action];
    const from = draft.before?.['taskListId'] ?? draft.values['taskListId'];
    if ((await this.lists.levelOn(Number(from), context)) < needed)
      throw SetError.forbidden(`You may not ${action} tasks in this list`);
    const isMoved = draft.before !== null && draft.changed('taskListId');
    if (isMoved && (await this.lists.levelOn(Number(draft.values['taskListId']), context)) < Level.create) {
      throw SetError.invalid('taskListId', 'is a list in which you may not create tasks');
    }
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    const now = this.clock.now();
    if (draft.isNew) {
      values['uid'] ??= this.random.bytes(16).toString('hex');
      values['createdAt'] ??= now;
      values['createdById'] ??= draft.actor?.principalId ?? null;
      values['description'] ??= '';
      values['start'] ??= null;
      values['due'] ??= null;
      values['progress'] ??= 'needs-action';
      values['percentComplete'] ??= 0;
      values['priority'] ??= 0;
      values['responsibleId'] ??= null;
    }
    // What agents alone are shown must not show by its date either.
    if (draft.isNew) values['modifiedAt'] ??= now;
    else if (!draft.isQuiet) values['modifiedAt'] = now;
    const { start, due } = values;
    if (start instanceof Date && due instanceof Date && due < start)
      throw SetError.invalid('due', 'must not be before start');
    // 100 % and completed are the same fact; whichever was just said wins.
    if (draft.changed('progress') || draft.isNew) {
      if (values['progress'] === 'completed') values['percentComplete'] = 100;
      else if (values['percentComplete'] === 100) values['percentComplete'] = 0;
    } else if (draft.changed('percentComplete')) {
      if (values['percentComplete'] === 100) values['progress'] = 'completed';
      else if (values['progress'] === 'completed') values['progress'] = 'in-process';
    }
    await this.categories.saving(draft);
  }

  override saved(draft: Draft): Promise<void> {
    return this.categories.saved(draft);
  }

  override destroying(row: Row): Promise<void> {
    return this.categories.leave(row.id);
  }

  private async rights(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const listIds = [...new Set(rows.map((row) => Number(row['taskListId'])))];
    const lists = await this.database.rows.with(TaskList, 'id', listIds);
    const acls = new Map(lists.map((list) => [list.id, list.aclId]));
    const levels = context.isAdmin ? null : await this.sharing.levels(context);
    return new Map(
      rows.map((row) => {
        const level = levels ? (levels.get(acls.get(Number(row['taskListId'])) ?? 0) ?? 0) : Level.manage;
        return [
          row.id,
          {
            mayRead: level >= Level.read,
            // Whoever sees a task may comment on it: a customer sees only own ones.
            mayComment: true,
            mayWrite: level >= Level.write,
            mayDelete: level >= Level.delete,
          },
        ];
      }),
    );
  }
}

function progressOf(value: unknown): string[] {
  const wanted = typeof value === 'string' ? [value] : value;
  const known: readonly unknown[] = PROGRESS;
  if (!Array.isArray(wanted) || wanted.some((item) => !known.includes(item))) {
    throw MethodError.invalidArguments(`filter/progress must be a list of ${PROGRESS.join(', ')}`);
  }
  return wanted.length > 0 ? (wanted as Progress[]) : [''];
}

/** Tasks with one of the categories, among those that the caller reads as a colleague: customers are shown none. */
function categorised(value: unknown, { row, context, bind }: FilterScope): string {
  const has = `${row}.id IN (SELECT taskId FROM tasks_task_category WHERE categoryId IN ${bind(idsOf('categories', value))})`;
  if (context.isAdmin) return has;
  return `(${has} AND ${ownerGrants(['tasks_list', 'read_'], `${row}.taskListId`, context, Level.read)})`;
}

function responsible(value: unknown, row: string): string {
  switch (value) {
    case 'mine':
      return `${row}.responsibleId = :ctxPrincipal`;
    case 'unassigned':
      return `${row}.responsibleId IS NULL`;
    case 'others':
      return `(${row}.responsibleId IS NOT NULL AND ${row}.responsibleId <> :ctxPrincipal)`;
    default:
      throw MethodError.invalidArguments('filter/responsible must be mine, unassigned or others');
  }
}
