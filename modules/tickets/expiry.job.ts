import { LessThan, MoreThan, MoreThanOrEqual } from 'typeorm';
import { Clock, Database, inject, injectable, Job, Records } from '../../core/api';
import { TicketsSettings } from './settings';
import { CLOSED, OPEN } from './status';
import { LegacyTicket } from './ticket.entity';
import { LegacyTypes } from './types.service';

const DAY = 24 * 3600 * 1000;
/** Tickets closed in one transaction: others wait for its lock. */
const BATCH = 50;

/** Closes tickets whose customers do not answer any more, once a day, and says so in them; mails nothing. */
@injectable()
export class LegacyExpiryJob extends Job {
  readonly id = 'tickets.expiry';
  override readonly title = 'Close legacy tickets whose customers do not answer';
  override readonly cron = '0 2 * * *';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    let last: number | null = 0;
    while (last !== null && !signal.aborted) {
      const after: number = last;
      last = await this.database.transaction(() => this.closeNext(after));
    }
  }

  /**
   * Which are due is asked under the lock: one that was answered meanwhile is not among them.
   * @param after id of the last one before
   * @returns the id of the last one, or null when none was left
   */
  private async closeNext(after: number): Promise<number | null> {
    const { expireDays, neverCloseStatusId, isReadOnly } = await this.settings.read();
    if (expireDays === 0 || isReadOnly) return null;
    const query = this.database.manager
      .createQueryBuilder(LegacyTicket, 't')
      .where({
        id: MoreThan(after),
        statusId: MoreThanOrEqual(OPEN),
        lastAgentResponseAt: LessThan(new Date(this.clock.now().getTime() - expireDays * DAY)),
      })
      .andWhere('(t.lastContactResponseAt IS NULL OR t.lastContactResponseAt < t.lastAgentResponseAt)')
      .andWhere(neverCloseStatusId === null ? '1 = 1' : 't.statusId <> :spared', { spared: neverCloseStatusId });
    const due = await query.orderBy('t.id').limit(BATCH).getMany();
    for (const ticket of due) await this.close(ticket);
    return due.at(-1)?.id ?? null;
  }

  private async close({ id, typeId }: LegacyTicket): Promise<void> {
    const { expireDays, expireText } = await this.settings.read();
    const type = await this.types.of(typeId);
    await this.records.insert('LegacyTicketMessage', {
      ticketId: id,
      content: expireText.replaceAll('{x}', String(expireDays)),
      // As its mails are signed: nobody has written it.
      authorName: type.senderName === '' ? type.name : type.senderName,
      isFromAgent: true,
      hasStatus: true,
      statusId: CLOSED,
    });
  }
}
