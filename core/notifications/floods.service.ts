import { inject, injectable } from 'inversify';
import { MoreThan } from 'typeorm';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Notification } from './notification.entity';

/** So many of one kind that somebody has not read are a flood, when each follows the one before within these minutes. */
const FLOOD = { from: 5, minutes: 10 } as const;

/** How the next one stands to those that are there. */
interface Standing {
  readonly floodId: number | null;
  readonly count: number;
}

/** What somebody would be told again and again, in the bell as one: the newest stands for the others and counts them. */
@injectable()
export class Floods {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {}

  /** Has the next of this kind stand for those before it, if it is one too many. Needs a transaction. */
  async join(principalId: number, kind: string, now: Date): Promise<Standing> {
    const { manager } = this.database;
    const since = new Date(now.getTime() - FLOOD.minutes * 60_000);
    const before = await manager.find(Notification, {
      where: { principalId, kind, isRead: false, inBell: true, createdAt: MoreThan(since) },
      order: { id: 'DESC' },
      take: FLOOD.from - 1,
    });
    const flood = before[0]?.floodId ?? null;
    if (flood !== null) {
      const standing = await manager.findBy(Notification, { floodId: flood, isCovered: false });
      for (const { id } of standing) await this.cover(id, flood);
      return { floodId: flood, count: 1 + Math.max(1, ...standing.map(({ count }) => count)) };
    }
    const first = before.at(-1);
    if (first === undefined || before.length < FLOOD.from - 1) return { floodId: null, count: 1 };
    for (const { id } of before) await this.cover(id, first.id);
    return { floodId: first.id, count: FLOOD.from };
  }

  /** What stands for others is read, or not read, for all of them. Needs a transaction. */
  async read({ id, floodId, isCovered, isRead }: Notification): Promise<void> {
    if (floodId === null || isCovered) return;
    const others = await this.database.manager.findBy(Notification, { floodId, isRead: !isRead });
    for (const other of others) if (other.id !== id) await this.records.update('Notification', other.id, { isRead });
  }

  /** One goes: another stands for the rest, which are fewer now. Needs a transaction. */
  async leave({ floodId, isCovered, count }: Notification): Promise<void> {
    if (floodId === null) return;
    const { manager } = this.database;
    if (isCovered) {
      const standing = await manager.findOneBy(Notification, { floodId, isCovered: false });
      if (standing) await this.records.update('Notification', standing.id, { count: standing.count - 1 });
      return;
    }
    const next = await manager.findOne(Notification, {
      where: { floodId, isCovered: true },
      order: { isRead: 'ASC', id: 'DESC' },
    });
    if (next) await this.records.update('Notification', next.id, { isCovered: false, count: count - 1 });
  }

  private async cover(id: number, floodId: number): Promise<void> {
    await this.records.update('Notification', id, { floodId, isCovered: true, count: 1 });
  }
}
