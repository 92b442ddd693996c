import { Database, Dependent, inject, injectable, Records } from '../../core/api';
import { LegacyMessage } from './message.entity';

/** Messages are seen with the ticket they belong to. */
@injectable()
export class LegacyThread extends Dependent {
  readonly type = 'LegacyTicketMessage';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  follows(type: string): boolean {
    return type === 'LegacyTicket';
  }

  async audiences(type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const readers = this.records.readersAmong(type, followed);
    return new Map((await this.of(id)).map((message) => [message.id, message.isNote ? readers : followed]));
  }

  async destroyWith(_type: string, id: number): Promise<void> {
    await this.records.destroyAll(this.type, await this.of(id));
  }

  /** In order, so that the numbers of their changes are the same on every database. */
  private of(ticketId: number): Promise<LegacyMessage[]> {
    return this.database.manager.find(LegacyMessage, { where: { ticketId }, order: { id: 'ASC' } });
  }
}
