import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Belongings, Database, Directory, Level, Records } from '../../core/api';
import { isClosed, PROGRESS, Task } from './task.entity';

const OPEN = PROGRESS.filter((progress) => !isClosed(progress));

/** Open tasks in somebody's hands. Closed ones keep their responsible: that is history. */
@injectable()
export class OpenTasks extends Belongings {
  readonly title = 'Open tasks they are responsible for';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  async count(principalIds: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.database.manager
      .createQueryBuilder(Task, 't')
      .select('t.responsibleId', 'id')
      .addSelect('COUNT(*)', 'tasks')
      .where('t.responsibleId IN (:...ids)', { ids: principalIds })
      .andWhere('t.progress IN (:...open)', { open: OPEN })
      .groupBy('t.responsibleId')
      .getRawMany<{ id: number; tasks: number }>();
    return new Map(rows.map(({ id, tasks }) => [id, Number(tasks)]));
  }

  /** The successor gets those that they may work on; the others are nobody's. */
  async handOver(principalId: number, successorId: number | null): Promise<void> {
    const where = { responsibleId: principalId, progress: In(OPEN) };
    const ids = (await this.database.manager.findBy(Task, where)).map(({ id }) => id);
    const successor = successorId === null ? null : await this.directory.contextOf(successorId);
    const seen = successor ? await this.records.visibleIds('Task', ids, successor, Level.read) : new Set<number>();
    for (const id of ids) await this.records.update('Task', id, { responsibleId: seen.has(id) ? successorId : null });
  }
}
