import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database, type Draft, Records, type Row, SetError } from '../../core/api';
import { TaskStatus } from './status.entity';
import { Task } from './task.entity';

/** Tasks from which a status is taken in one transaction: others wait for its lock. */
const BATCH = 500;

/** Which tasks are in which named state of their list. A task that has one has the progress that it stands for. */
@injectable()
export class Statuses {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** Wire values by task; whoever sees a task sees its list, and so its status. Those that are gone are not shown. */
  async shown(rows: readonly Row[]): Promise<Map<number, string>> {
    const ids = rows.flatMap((row) => idIn(row) ?? []);
    const known = await this.database.rows.with(TaskStatus, 'id', [...new Set(ids)]);
    const byId = new Map(known.map(({ id }) => [id, String(id)]));
    return new Map(
      rows.flatMap((row): [number, string][] => {
        const status = byId.get(idIn(row) ?? 0);
        return status === undefined ? [] : [[row.id, status]];
      }),
    );
  }

  /**
   * Gives a task for which a status was just chosen the progress that this stands for.
   * @throws SetError naming `statusId` for one of another list
   */
  async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    const id = idIn(values);
    if (id === null || !draft.changed('statusId')) return;
    const status = await this.find(id);
    if (!status) throw SetError.invalid('statusId', 'is no such object');
    if (status.taskListId !== values['taskListId'])
      throw SetError.invalid('statusId', `is "${status.name}" of another list`);
    values['progress'] = status.progress;
  }

  /** Takes the status from a task that has another progress by now, or is in another list. */
  async settling({ values }: Draft): Promise<void> {
    const id = idIn(values);
    if (id === null) return;
    const status = await this.find(id);
    const fits = status?.taskListId === values['taskListId'] && status?.progress === values['progress'];
    if (!fits) values['statusId'] = null;
  }

  /**
   * Takes a status from the tasks that have it, from as many as one transaction may take; they keep their progress, and
   * are not taken for changed by anybody. Needs a transaction.
   * @returns whether it was taken from all of them
   */
  async takeAway(statusId: number): Promise<boolean> {
    const { manager } = this.database;
    const tasks = await manager.find(Task, {
      where: { statusId },
      select: { id: true },
      order: { id: 'ASC' },
      take: BATCH,
    });
    const ids = tasks.map(({ id }) => id);
    await manager.update(Task, { id: In(ids) }, { statusId: null });
    for (const id of ids) await this.records.touch('Task', id, ['statusId']);
    return ids.length < BATCH;
  }

  /** A status that is gone, but not from all tasks; or null. */
  async leftOver(): Promise<number | null> {
    const [row] = await this.database.manager.query<{ statusId: number }[]>(
      'SELECT statusId FROM tasks_task WHERE statusId IS NOT NULL AND statusId NOT IN (SELECT id FROM tasks_status) LIMIT 1',
    );
    return row?.statusId ?? null;
  }

  private async find(id: number): Promise<TaskStatus | undefined> {
    const [status] = await this.database.rows.with(TaskStatus, 'id', [id]);
    return status;
  }
}

function idIn(values: Readonly<Record<string, unknown>>): number | null {
  const id = values['statusId'];
  return typeof id === 'number' ? id : null;
}
