import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Clock } from '../ports/clock';
import { isTold } from './channels';
import { expireSome } from './expire';
import { Floods } from './floods.service';
import { Notification } from './notification.entity';
import { NotificationChoices } from './notification-choices.service';
import { NotificationKind } from './notification-kind';

/** Seconds that a mail waits for what else happens there, and for the person to see it before. */
const MAIL_WAITS = 60;

/** Who did what others are told of. */
export interface Doer {
  readonly id: number | null;
  readonly name: string;
}

/** Tells people what concerns them, each by the ways that they have chosen. */
@injectable()
export class Notifications {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(NotificationChoices) private readonly choices: NotificationChoices,
    @inject(Floods) private readonly floods: Floods,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Tells each of these people but whoever did it. Needs a transaction.
   * @param kind its id
   * @param entityId of an object of the kind's type, which all of them see: that is for the caller to know
   * @param by null for the host itself
   */
  async tell(kind: string, entityId: number, principalIds: Iterable<number>, by: Doer | null): Promise<void> {
    const known = this.contributions.all(NotificationKind).find(({ id }) => id === kind);
    if (!known) throw new Error(`There is no kind of notification ${kind}`);
    const people = [...new Set(principalIds)].filter((id) => id !== by?.id);
    if (people.length === 0) return;
    const isMailed = await this.choices.isMailed(kind);
    const createdAt = this.clock.now();
    const mailDue = new Date(createdAt.getTime() + MAIL_WAITS * 1000);
    for (const [principalId, chosen] of await this.choices.of(known, people)) {
      const channels = { ...chosen, mail: chosen.mail && isMailed };
      if (!isTold(channels)) continue;
      const alone = { floodId: null, count: 1 };
      const standing = channels.bell ? await this.floods.join(principalId, kind, createdAt) : alone;
      await this.records.insert<Notification>('Notification', {
        ...standing,
        isCovered: false,
        principalId,
        createdAt,
        kind,
        entityType: known.happensIn,
        entityId,
        byId: by?.id ?? null,
        byName: by?.name ?? '',
        isRead: false,
        inBell: channels.bell,
        inBrowser: channels.browser,
        mailDue: channels.mail ? mailDue : null,
        mailedAt: null,
      });
    }
  }

  /**
   * Takes back what somebody was told and has not read, because it is no more so. Needs a transaction.
   * @param kind its id
   */
  async takeBack(kind: string, entityId: number, principalId: number): Promise<void> {
    const told = { kind, entityId, principalId, isRead: false, mailedAt: IsNull() };
    await this.records.destroyAll('Notification', await this.database.manager.findBy(Notification, told));
  }

  /** Removes some of what is too old or too much. Answers how many went; none when nothing is left to remove. */
  expireSome(): Promise<number> {
    return expireSome(this.database, this.records, { type: 'Notification', at: 'createdAt' }, this.clock.now());
  }
}
