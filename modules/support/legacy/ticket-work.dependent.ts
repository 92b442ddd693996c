import { Database, Dependent, inject, injectable, Records } from '../../../core/api';
import { LegacyWork } from './legacy.entity';

/** Hours that were worked on a ticket are seen by who reads it as an agent, and go with it. */
@injectable()
export class WorkOfTicket extends Dependent {
  readonly type = 'TicketWork';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  follows(type: string): boolean {
    return type === 'Task';
  }

  async audiences(type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const readers = this.records.readersAmong(type, followed);
    return new Map((await this.of(id)).map((work) => [work.id, readers]));
  }

  async destroyWith(_type: string, id: number): Promise<void> {
    await this.records.destroyAll(this.type, await this.of(id));
  }

  /** In order, so that the numbers of changes are the same on every database. */
  private of(taskId: number): Promise<LegacyWork[]> {
    return this.database.manager.find(LegacyWork, { where: { taskId }, order: { id: 'ASC' } });
  }
}
