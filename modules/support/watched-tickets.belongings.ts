import { inject, injectable } from 'inversify';
import { Belongings, Database, Records } from '../../core/api';
import { Watcher } from './watcher.entity';

/** Tickets that somebody watches. Nobody else does because they go. */
@injectable()
export class WatchedTickets extends Belongings {
  readonly title = 'Tickets they watch';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  async count(principalIds: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.database.manager
      .createQueryBuilder(Watcher, 'w')
      .select('w.principalId', 'id')
      .addSelect('COUNT(*)', 'tickets')
      .where('w.principalId IN (:...ids)', { ids: principalIds })
      .groupBy('w.principalId')
      .getRawMany<{ id: number; tickets: number }>();
    return new Map(rows.map(({ id, tickets }) => [id, Number(tickets)]));
  }

  async handOver(principalId: number): Promise<void> {
    const { manager } = this.database;
    const watched = await manager.findBy(Watcher, { principalId });
    await manager.delete(Watcher, { principalId });
    for (const { taskId } of watched) await this.records.touch('Task', taskId, ['watchers']);
  }
}
