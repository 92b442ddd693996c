import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Clock } from '../ports/clock';
import { expireSome } from './expire';
import type { Notification } from './notification.entity';
import { NotificationKind } from './notification-kind';

/** Tells people what concerns them. */
@injectable()
export class Notifications {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Tells each of these people but whoever did it. Needs a transaction.
   * @param kind its id
   * @param entityId of an object of the kind's type, which all of them see: that is for the caller to know
   */
  async tell(kind: string, entityId: number, principalIds: Iterable<number>, by: Context | null): Promise<void> {
    const known = this.contributions.all(NotificationKind).find(({ id }) => id === kind);
    if (!known) throw new Error(`There is no kind of notification ${kind}`);
    for (const principalId of principalIds) {
      if (principalId === by?.principalId) continue;
      await this.records.insert<Notification>('Notification', {
        principalId,
        createdAt: this.clock.now(),
        kind,
        entityType: known.happensIn,
        entityId,
        byId: by?.principalId ?? null,
        byName: by?.user.name ?? '',
        isRead: false,
      });
    }
  }

  /** Removes some of what is too old or too much. Answers how many went; none when nothing is left to remove. */
  expireSome(): Promise<number> {
    return expireSome(this.database, this.records, { type: 'Notification', at: 'createdAt' }, this.clock.now());
  }
}
