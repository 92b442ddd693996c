import { inject, injectable } from 'inversify';
import { LessThanOrEqual } from 'typeorm';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { Random } from '../ports/random';
import type { Delivery } from './push-delivery';
import { PushSubscription, placeOf } from './push-subscription.entity';
import { afterPost } from './push-verdict';
import type { PushKeys } from './web-push';

/** Seconds for which a node that posts is believed to do so: longer than a post takes. */
const CLAIM_SECONDS = 60;

/** What is needed to decide whether a subscription is worth a look. */
export type DuePush = Pick<PushSubscription, 'id' | 'userId' | 'failures' | 'isAsked'>;

/** The subscriptions of everybody: found when due, claimed by one node, settled, ended. */
@injectable()
export class PushSubscriptions {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {}

  /** Those that may be posted to now, the longest due first: that are asked to prove themselves, or have. */
  due(): Promise<DuePush[]> {
    return this.database.manager
      .createQueryBuilder(PushSubscription, 's')
      .select(['s.id', 's.userId', 's.failures', 's.isAsked'])
      .where('(s.isAsked = 0 OR s.verificationCode IS NOT NULL)')
      .andWhere('(s.nextAt IS NULL OR s.nextAt <= :now)')
      .andWhere('(s.claimedUntil IS NULL OR s.claimedUntil <= :now)', { now: this.clock.now() })
      .orderBy('s.nextAt')
      .getMany();
  }

  find(id: number): Promise<PushSubscription | null> {
    return this.database.manager.findOneBy(PushSubscription, { id });
  }

  /** Notes that the code is posted, before it is: of all nodes one does it, and once. Null when another did. */
  ask(id: number): Promise<PushSubscription | null> {
    return this.database.transaction(async () => {
      const row = await this.find(id);
      if (!row || row.isAsked) return null;
      await this.database.manager.update(PushSubscription, id, { isAsked: true });
      return row;
    });
  }

  /**
   * Takes the right to post, for a while.
   * @param known the row by which it was decided what to post; null is answered when it is another by now
   */
  claim(known: PushSubscription): Promise<PushSubscription | null> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const row = await this.find(known.id);
      const isFree = !row?.claimedUntil || row.claimedUntil <= now;
      if (!row || !isFree || row.told !== known.told || row.types !== known.types || this.isOver(row)) return null;
      const claim = this.random.token();
      const claimedUntil = new Date(now.getTime() + CLAIM_SECONDS * 1000);
      await this.database.manager.update(PushSubscription, row.id, { claim, claimedUntil });
      return Object.assign(row, { claim });
    });
  }

  /** Notes what became of a post. @param told what the client knows of if it arrived */
  async settle({ id, claim }: PushSubscription, delivery: Delivery, told: string): Promise<void> {
    await this.database.transaction(async () => {
      const row = await this.find(id);
      if (!row || row.claim !== claim) return;
      const verdict = afterPost(row, delivery, this.random.fraction());
      if (verdict === 'gone') {
        await this.end([row]);
        return;
      }
      const { failures, pause, wait, isTold } = verdict;
      const nextAt = new Date(this.clock.now().getTime() + wait * 1000);
      const change = { failures, pause, nextAt, claim: null, claimedUntil: null };
      await this.database.manager.update(PushSubscription, id, isTold ? { ...change, told } : change);
    });
  }

  /** Address and keys in clear. */
  target({ id, urlSecret, keysSecret }: PushSubscription): { url: string; keys: PushKeys | null } {
    const keys = keysSecret === null ? null : this.secretKey.decrypt(placeOf(id, 'keys'), keysSecret);
    return {
      url: urlSecret === null ? '' : this.secretKey.decrypt(placeOf(id, 'url'), urlSecret),
      keys: keys === null ? null : (JSON.parse(keys) as PushKeys),
    };
  }

  /** Ends those whose time is over. */
  async endExpired(): Promise<void> {
    const expires = LessThanOrEqual(this.clock.now());
    const { manager } = this.database;
    if (!(await manager.existsBy(PushSubscription, { expires }))) return;
    await this.database.transaction(async () => this.end(await manager.findBy(PushSubscription, { expires })));
  }

  /** Ends those that were made by these credentials; 0 stands for the account's own password. Needs a transaction. */
  async endOf(userId: number, credentialId: number): Promise<void> {
    await this.end(await this.database.manager.findBy(PushSubscription, { userId, credentialId }));
  }

  /** With the row go address and keys. Needs a transaction. */
  async end(rows: readonly PushSubscription[]): Promise<void> {
    for (const { id } of rows) {
      const row = await this.records.find('PushSubscription', id);
      if (row) await this.records.destroy('PushSubscription', row);
    }
  }

  private isOver({ expires }: PushSubscription): boolean {
    return expires !== null && expires <= this.clock.now();
  }
}
