import { inject, injectable } from 'inversify';
import {
  type Access,
  type Action,
  Audience,
  asked,
  byText,
  Clock,
  type Context,
  computed,
  customFields,
  Database,
  DataType,
  type Draft,
  type FilterScope,
  type Filters,
  flag,
  ids,
  idsOf,
  integer,
  Level,
  MethodError,
  ownerGrants,
  Random,
  type Row,
  reference,
  referring,
  SetError,
  Sharing,
  type Sorts,
  standardFilters,
  text,
  utcDate,
} from '../../core/api';
import { Categories } from './categories.service';
import { Merges } from './merges.service';
import { OwnTasks } from './own-tasks.service';
import { Responsibles } from './responsibles.service';
import { Statuses } from './statuses.service';
import { isClosed, PROGRESS, priorityKey, Task } from './task.entity';
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
    /** That of its list: tasks of `support` are tickets. */
    role: computed((rows) => this.roles(rows)),
    title: text({ required: true, max: 255 }),
    description: text({ max: 1_000_000 }),
    start: utcDate({ nullable: true }),
    due: utcDate({ nullable: true }),
    progress: text({ oneOf: PROGRESS, default: 'needs-action' }),
    statusId: reference('TaskStatus', { nullable: true, load: (rows) => this.statuses.shown(rows) }),
    percentComplete: integer({ max: 100 }),
    priority: integer({ max: 9 }),
    responsibleId: reference('Principal', { nullable: true }),
    categories: ids('TaskCategory', (rows) => this.categories.of(rows.map(({ id }) => id)), {
      agentsOnly: true,
      default: [],
      most: 100,
    }),
    mergedIntoId: reference('Task', { nullable: true, load: (rows, context) => this.merges.shown(rows, context) }),
    createdById: reference('Principal', { serverSet: true, nullable: true }),
    createdAt: utcDate({ serverSet: true }),
    modifiedAt: utcDate({ serverSet: true }),
    customFields: customFields(),
    myRights: computed((rows, context) => this.rights(rows, context)),
  };

  override readonly filters: Filters = {
    ...standardFilters(this.properties, [
      ...(['title', 'description', 'progress', 'statusId', 'responsibleId', 'priority', 'percentComplete'] as const),
      ...(['start', 'due', 'createdAt', 'createdById', 'modifiedAt'] as const),
    ]),
    taskListIds: referring('TaskList', (listIds, { row, bind }) => `${row}.taskListId IN ${bind(listIds)}`),
    role: (value, { row, bind }) =>
      `${row}.taskListId IN (SELECT role_.id FROM tasks_list role_ WHERE role_.role = ${bind(String(value))})`,
    isOwn: async (value, scope) => flag('isOwn', value, await this.own.condition(scope)),
    // Each state by name, so that an index finds them.
    isCompleted: (value, { row, bind }) =>
      `${row}.progress IN ${bind(PROGRESS.filter((progress) => isClosed(progress) === (value === true)))}`,
    responsible: asked({ kind: 'choice', choices: Object.keys(ASSIGNED) }, { in: assigned }),
    categories: asked({ kind: 'reference', refersTo: 'TaskCategory' }, { in: categorised, isEmpty: uncategorised }),
    isMerged: (value, { row, context }) => `${value === true ? '' : 'NOT '}${this.merges.isMerged(row, context)}`,
    mergedIntoId: (value, { row, context, bind }) =>
      `(${row}.mergedIntoId IN ${bind(idsOf('mergedIntoId', value))} AND ${this.merges.isMerged(row, context)})`,
  };

  // What becomes of them hangs on who sees the other task, and on which lists one reads and wants.
  override readonly volatileFilters = ['isMerged', 'isOwn', 'mergedIntoId'];

  override readonly sorts: Sorts = {
    title: byText('{row}.title'),
    due: '{row}.due',
    /** Those without a day come last. */
    hasNoDue: '{row}.due IS NULL',
    progress: '{row}.progress',
    modifiedAt: '{row}.modifiedAt',
    createdAt: '{row}.createdAt',
    /** The highest first, or the lowest; those without one come last. */
    priority: { ascending: '{row}.priorityKey', descending: '{row}.priority' },
    responsibleId: '{row}.responsibleId',
    taskListId: '{row}.taskListId',
    /** By the name that comes first; what the caller is not shown the names of comes last. */
    categories: { by: '{row}.categoryKey', shown: namedTo },
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
    @inject(Categories) private readonly categories: Categories,
    @inject(Merges) private readonly merges: Merges,
    @inject(Responsibles) private readonly responsibles: Responsibles,
    @inject(Statuses) private readonly statuses: Statuses,
    @inject(OwnTasks) private readonly own: OwnTasks,
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
      values['statusId'] ??= null;
      values['percentComplete'] ??= 0;
      values['priority'] ??= 0;
      values['responsibleId'] ??= null;
    }
    // What agents alone are shown must not show by its date either.
    if (draft.isNew) values['modifiedAt'] ??= now;
    else if (!draft.isQuiet) values['modifiedAt'] = now;
    values['priorityKey'] = priorityKey(values['priority'] as number);
    const { start, due } = values;
    if (start instanceof Date && due instanceof Date && due < start)
      throw SetError.invalid('due', 'must not be before start');
    await this.responsibles.saving(draft);
    await this.statuses.saving(draft);
    // 100 % and completed are the same fact; whichever was just said wins.
    if (draft.changed('progress') || draft.isNew) {
      if (values['progress'] === 'completed') values['percentComplete'] = 100;
      else if (values['percentComplete'] === 100) values['percentComplete'] = 0;
    } else if (draft.changed('percentComplete')) {
      if (values['percentComplete'] === 100) values['progress'] = 'completed';
      else if (values['progress'] === 'completed') values['progress'] = 'in-process';
    }
    await this.categories.saving(draft);
    await this.merges.saving(draft);
  }

  override settling(draft: Draft): Promise<void> {
    return this.statuses.settling(draft);
  }

  override async saved(draft: Draft): Promise<void> {
    await this.categories.saved(draft);
    await this.merges.saved(draft);
  }

  override async destroying(row: Row): Promise<void> {
    await this.categories.leave(row.id);
    await this.merges.leave(row);
  }

  /** The lists of tasks, by id. */
  private async listsOf(rows: readonly Row[]): Promise<Map<number, TaskList>> {
    const ids = [...new Set(rows.map((row) => Number(row['taskListId'])))];
    const lists = await this.database.rows.with(TaskList, 'id', ids);
    return new Map(lists.map((list) => [list.id, list]));
  }

  private async roles(rows: readonly Row[]): Promise<Map<number, unknown>> {
    const lists = await this.listsOf(rows);
    return new Map(rows.map((row) => [row.id, lists.get(Number(row['taskListId']))?.role ?? null]));
  }

  private async rights(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const lists = await this.listsOf(rows);
    const levels = context.isAdmin ? null : await this.sharing.levels(context);
    return new Map(
      rows.map((row) => {
        const level = levels ? (levels.get(lists.get(Number(row['taskListId']))?.aclId ?? 0) ?? 0) : Level.manage;
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

/** SQL condition: the caller is shown the names of all categories of the task called `alias`; null for always. */
function namedTo(alias: string, context: Context): string | null {
  if (context.isAdmin) return null;
  if (!context.isInternal) return '1 = 0';
  return ownerGrants(['tasks_list', 'read_'], `${alias}.taskListId`, context, Level.read);
}

/** Tasks with one of the categories, among those that the caller reads as a colleague: customers are shown none. */
function categorised(value: unknown, scope: FilterScope): string {
  return labelled(scope, `categoryId IN ${scope.bind(idsOf(scope.name, value))}`);
}

/** Those that have none, as far as the caller is shown. */
function uncategorised(value: unknown, scope: FilterScope): string {
  return flag(scope.name, value, `NOT ${labelled(scope, '1 = 1')}`);
}

function labelled({ row, context }: FilterScope, condition: string): string {
  const has = `${row}.id IN (SELECT taskId FROM tasks_task_category WHERE ${condition})`;
  if (context.isAdmin) return has;
  return `(${has} AND ${ownerGrants(['tasks_list', 'read_'], `${row}.taskListId`, context, Level.read)})`;
}

/** Whose a task is to whoever asks. */
const ASSIGNED = {
  mine: (row: string) => `${row}.responsibleId = :ctxPrincipal`,
  unassigned: (row: string) => `${row}.responsibleId IS NULL`,
  others: (row: string) => `(${row}.responsibleId IS NOT NULL AND ${row}.responsibleId <> :ctxPrincipal)`,
};

function assigned(value: unknown, { row }: FilterScope): string {
  const wanted: unknown[] = Array.isArray(value) ? value : [value];
  const known = Object.entries(ASSIGNED).filter(([name]) => wanted.includes(name));
  if (wanted.length === 0 || known.length < wanted.length)
    throw MethodError.invalidArguments('filter/responsible must be mine, unassigned or others');
  return `(${known.map(([, condition]) => condition(row)).join(' OR ')})`;
}
