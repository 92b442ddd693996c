import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { expireSome } from '../notifications/expire';
import { Clock } from '../ports/clock';
import type { ShareNotification } from './share-notification.entity';
import type { LevelChange } from './sharing.service';

/** A change that concerns more people at once, such as one of Everyone's, is news to nobody in particular. */
const MOST_TOLD = 1000;

/** Tells people that somebody else changed what they may do. */
@injectable()
export class ShareNotifications {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** One notification for everybody whose level changed, but for the one who did it. Needs a transaction. */
  async tell(type: string, row: Row, changed: ReadonlyMap<number, LevelChange>, actor: Context | null): Promise<void> {
    if (changed.size > MOST_TOLD) return;
    const created = this.clock.now();
    const named = row['name'] ?? row['title'];
    for (const [principalId, { was, is }] of changed) {
      if (principalId === actor?.principalId) continue;
      await this.records.insert<ShareNotification>('ShareNotification', {
        principalId,
        created,
        changedById: actor?.principalId ?? null,
        changedByName: actor?.user.name ?? '',
        objectType: type,
        objectId: row.id,
        oldLevel: was,
        newLevel: is,
        name: typeof named === 'string' ? named.slice(0, 190) : '',
      });
    }
  }

  /** Removes some of what is too old or too much. Answers how many went; none when nothing is left to remove. */
  expireSome(): Promise<number> {
    return expireSome(this.database, this.records, { type: 'ShareNotification', at: 'created' }, this.clock.now());
  }
}
