import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { ShareNotification } from './share-notification.entity';
import type { LevelChange } from './sharing.service';

/** Days that a notification is kept, and how many of one person. */
const KEPT = { days: 90, perPerson: 1000 } as const;

/** A change that concerns more people at once, such as one of Everyone's, is news to nobody in particular. */
const MOST_TOLD = 1000;

/** Notifications removed in one transaction. */
const BATCH = 500;

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

  /** Removes what is too old and what is too much. Answers how many went. */
  async expire(): Promise<number> {
    let count = 0;
    for (;;) {
      const gone = await this.database.transaction(() => this.expireSome());
      if (gone === 0) return count;
      count += gone;
    }
  }

  private async expireSome(): Promise<number> {
    const { manager } = this.database;
    const oldest = new Date(this.clock.now().getTime() - KEPT.days * 86_400_000);
    const old = await manager
      .createQueryBuilder(ShareNotification, 'n')
      .where('n.created < :oldest', { oldest })
      .orderBy('n.id')
      .limit(BATCH)
      .getMany();
    const rows = old.length > 0 ? old : await this.surplus();
    for (const { id } of rows) {
      const row = await this.records.find('ShareNotification', id);
      if (row) await this.records.destroy('ShareNotification', row);
    }
    return rows.length;
  }

  /** The oldest of somebody who has too many. */
  private async surplus(): Promise<ShareNotification[]> {
    const { manager } = this.database;
    const crowded = await manager
      .createQueryBuilder(ShareNotification, 'n')
      .select('n.principalId', 'principalId')
      .addSelect('COUNT(*)', 'count')
      .groupBy('n.principalId')
      .having('COUNT(*) > :most', { most: KEPT.perPerson })
      .limit(1)
      .getRawOne<{ principalId: number; count: number }>();
    if (!crowded) return [];
    return manager.find(ShareNotification, {
      where: { principalId: crowded.principalId },
      order: { created: 'ASC', id: 'ASC' },
      take: Math.min(BATCH, Number(crowded.count) - KEPT.perPerson),
    });
  }
}
