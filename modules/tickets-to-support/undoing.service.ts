import { Clock, Database, fault, inject, injectable, Problem, Records, sql } from '../../core/api';
import { MigratedRow, MigrationRun } from './migrated.entity';
import type { Watcher } from './migration.service';
import { type Hold, Runs } from './runs.service';
import { WorkHere } from './work-here.service';
import { Fields } from './write/fields.service';
import { Letters } from './write/letters.service';
import { MESSAGES, TICKETS } from './write/tickets.service';

/** Tickets that go in one transaction. */
const AT_ONCE = 50;
/** What tickets hang on, in the order in which it can go. */
const BESIDE = ['TaskList', 'TaskListGrouping', 'CannedReply'] as const;

type Mapped = Pick<MigratedRow, 'id' | 'sourceId' | 'objectId'>;

/** Takes back all tickets that were brought from a source, as long as nobody has worked on them. People stay. */
@injectable()
export class Undoing {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
    @inject(Runs) private readonly runs: Runs,
    @inject(WorkHere) private readonly work: WorkHere,
    @inject(Fields) private readonly fields: Fields,
    @inject(Letters) private readonly letters: Letters,
  ) {}

  /**
   * @returns the number of tickets that went
   * @throws Problem when nothing was brought, or when somebody has worked on it
   */
  async run(source: string, signal: AbortSignal, hear: Watcher['hear'] = () => undefined): Promise<number> {
    await this.refuseUnknown(source);
    const hold = await this.runs.take(source);
    try {
      await this.refuseWorkedOn(source);
      const total = await this.database.manager.countBy(MigratedRow, { source, sourceTable: TICKETS });
      let began = this.clock.monotonic();
      let gone = 0;
      for (let some = AT_ONCE; some === AT_ONCE; ) {
        if (signal.aborted) throw new Problem('Stopped: some tickets are gone, and running it again goes on', 409);
        some = await this.runs.within(hold, () => this.removeSome(source));
        fault('migration.undone');
        gone += some;
        const now = this.clock.monotonic();
        await hear({ stage: 'removing', done: gone, total, messages: 0, elapsed: now - began });
        began += this.clock.monotonic() - now;
      }
      await this.removeBeside(source, hold);
      return gone;
    } finally {
      await this.runs.release(hold);
    }
  }

  /** @throws Problem when nothing was brought under this name */
  async refuseUnknown(source: string): Promise<void> {
    if (!(await this.database.manager.existsBy(MigrationRun, { source })))
      throw new Problem(`Nothing was brought under the name ${source}`);
  }

  private async refuseWorkedOn(source: string): Promise<void> {
    for (let after = 0; ; ) {
      const some = await this.tickets(source, after);
      const last = some.at(-1);
      if (!last) break;
      after = last.id;
      for (const { objectId } of some) if (objectId !== null) await this.refuse(objectId);
    }
    const [own] = await sql`
      SELECT task_.id FROM tasks_task task_
        JOIN tickets_to_support_row list_ ON list_.type = 'TaskList' AND list_.objectId = task_.taskListId
      WHERE list_.source = ${source} AND NOT EXISTS (
        SELECT 1 FROM tickets_to_support_row own_ WHERE own_.type = 'Task' AND own_.objectId = task_.id
      ) LIMIT 1`.run<{ id: number }>(this.database);
    if (own)
      throw new Problem(
        `It cannot be undone any more: ticket ${String(own.id)} was made in a list that was brought`,
        409,
      );
  }

  private async refuse(taskId: number): Promise<void> {
    if (await this.work.isWorkedOn(taskId))
      throw new Problem(`It cannot be undone any more: somebody has worked on ticket ${String(taskId)}`, 409);
  }

  /** Removes some tickets, and forgets what they were made of. @returns how many */
  private async removeSome(source: string): Promise<number> {
    const some = await this.tickets(source, 0);
    if (some.length === 0) return 0;
    const ids = some.flatMap(({ objectId }) => objectId ?? []);
    for (const id of ids) await this.refuse(id);
    await sql`
      DELETE FROM tickets_to_support_row WHERE source = ${source} AND type = 'Comment' AND objectId IN (
        SELECT id FROM comments_comment WHERE entityType = 'Task' AND entityId IN (${ids})
      )`.run(this.database);
    await this.forgetBeside(source, ids);
    await this.records.destroyAll(
      'Task',
      ids.map((id) => ({ id })),
    );
    await this.database.manager.delete(
      MigratedRow,
      some.map(({ id }) => id),
    );
    return some.length;
  }

  /** Forgets what the files and links of tickets were made of, which go with them: it may be brought again. */
  private async forgetBeside(source: string, ids: readonly number[]): Promise<void> {
    await sql`
      DELETE FROM tickets_to_support_row WHERE source = ${source} AND type = 'FileNode' AND objectId IN (
        SELECT id FROM core_file_node WHERE entityType = 'Task' AND entityId IN (${ids})
      )`.run(this.database);
    await sql`
      DELETE FROM tickets_to_support_row WHERE source = ${source} AND type = 'Attachment' AND objectId IN (
        SELECT file_.id FROM comments_attachment file_ JOIN comments_comment entry_ ON entry_.id = file_.commentId
        WHERE entry_.entityType = 'Task' AND entry_.entityId IN (${ids})
      )`.run(this.database);
    await sql`
      DELETE FROM tickets_to_support_row WHERE source = ${source} AND type = 'Link' AND objectId IN (
        SELECT id FROM core_link WHERE (fromType = 'Task' AND fromId IN (${ids})) OR (toType = 'Task' AND toId IN (${ids}))
      )`.run(this.database);
  }

  private async removeBeside(source: string, hold: Hold): Promise<void> {
    await this.runs.within(hold, async () => {
      const { manager } = this.database;
      await this.letters.undo(source);
      // Conditions of fields name lists.
      await this.fields.undo(source);
      for (const type of BESIDE) {
        const made = await manager.findBy(MigratedRow, { source, type });
        await this.records.destroyAll(
          type,
          made.flatMap(({ objectId }) => (objectId === null ? [] : [{ id: objectId }])),
        );
        await manager.delete(MigratedRow, { source, type });
      }
      await manager.delete(MigratedRow, { source, type: 'TaskStatus' });
      await manager.delete(MigratedRow, { source, sourceTable: MESSAGES });
      // Files and links that people have taken away are nothing any more.
      for (const type of ['FileNode', 'Attachment', 'Link']) await manager.delete(MigratedRow, { source, type });
    });
  }

  private tickets(source: string, after: number): Promise<Mapped[]> {
    return sql`
      SELECT id, sourceId, objectId FROM tickets_to_support_row
      WHERE source = ${source} AND sourceTable = ${TICKETS} AND id > ${after} ORDER BY id LIMIT ${AT_ONCE}
    `.run<Mapped>(this.database);
  }
}
