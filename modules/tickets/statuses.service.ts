import { Database, inject, injectable, Records } from '../../core/api';
import { CLOSED, OPEN } from './status';
import { LegacyStatus } from './status.entity';
import { LegacyTicket } from './ticket.entity';

/** Which statuses there are for which tickets. */
@injectable()
export class LegacyStatuses {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** True for a status that tickets of the type may have. */
  async isOf(statusId: number, typeId: number): Promise<boolean> {
    if (statusId === OPEN || statusId === CLOSED) return true;
    const [status] = await this.database.rows.with(LegacyStatus, 'id', [statusId]);
    return status !== undefined && (status.typeId === null || status.typeId === typeId);
  }

  /** Tickets in a status that goes are open again; what messages say of the past stays. */
  async takeAway(statusId: number): Promise<void> {
    const tickets = await this.database.manager.find(LegacyTicket, { where: { statusId }, order: { id: 'ASC' } });
    for (const { id } of tickets) await this.records.update('LegacyTicket', id, { statusId: OPEN });
  }
}
