import { inject, injectable } from 'inversify';
import { Credentials } from '../auth/credentials.service';
import { Configuration } from '../config/config';
import { Database } from '../database/database';
import { ACCOUNT } from '../jmap/session';
import { States } from '../jmap/state';
import { Daemon } from '../module/contract';
import { Log } from '../ports/log';
import { Random } from '../ports/random';
import { delay } from '../ports/timers';
import { type Delivery, deliver } from './push-delivery';
import type { PushSubscription } from './push-subscription.entity';
import { type DuePush, PushSubscriptions } from './push-subscriptions.service';
import { encryptPush, newKeyPair } from './web-push';

/** Milliseconds between two looks at what has changed. */
const LOOK_EVERY = 1_000;
/** Posts under way at once on this node, and of one person: whoever does not answer holds up nobody else. */
const MOST_AT_ONCE = 64;
const MOST_OF_ONE = 4;
/** Seconds for which a push service keeps a message for a client that is away. */
const TTL = { verification: 3600, change: 86_400 } as const;

/**
 * Posts to the addresses of push subscriptions (RFC 8620 §7.2). It follows the database, not the requests: what is
 * posted was committed, by whatever node, and one node posts it.
 */
@injectable()
export class PushSender extends Daemon {
  private readonly stopping = new AbortController();
  private bell = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private readonly underWay = new Map<number, { readonly userId: number; readonly post: Promise<void> }>();
  /** Of each subscription, the account's counter up to which there was nothing to tell. */
  private readonly looked = new Map<number, number>();

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(PushSubscriptions) private readonly subscriptions: PushSubscriptions,
    @inject(Credentials) private readonly credentials: Credentials,
    @inject(States) private readonly states: States,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Random) private readonly random: Random,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.all([...this.underWay.values()].map(({ post }) => post));
  }

  /** Has it look at once. */
  wake(): void {
    this.bell.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let isReachable = true;
    while (!signal.aborted) {
      this.bell = new AbortController();
      try {
        await this.look();
        isReachable = true;
      } catch (error) {
        if (isReachable) this.log.warn({ err: error }, 'Push subscriptions cannot be looked at; it is tried again');
        isReachable = false;
      }
      await delay(LOOK_EVERY, AbortSignal.any([signal, this.bell.signal]));
    }
  }

  private async look(): Promise<void> {
    await this.subscriptions.endExpired();
    const counter = await this.states.counter();
    for (const one of await this.subscriptions.due()) {
      const isQuiet = one.isAsked && one.failures === 0 && this.looked.get(one.id) === counter;
      if (!isQuiet && this.hasRoom(one)) this.begin(one, counter);
    }
  }

  private hasRoom({ id, userId }: DuePush): boolean {
    if (this.underWay.has(id) || this.underWay.size >= MOST_AT_ONCE) return false;
    return [...this.underWay.values()].filter((other) => other.userId === userId).length < MOST_OF_ONE;
  }

  private begin({ id, userId, isAsked }: DuePush, counter: number): void {
    const post = (isAsked ? this.tell(id, counter) : this.ask(id))
      .catch((error: unknown) => {
        this.log.warn({ err: error, pushSubscription: id }, 'A push could not be made; it is tried again');
      })
      .finally(() => {
        this.underWay.delete(id);
      });
    this.underWay.set(id, { userId, post });
  }

  /** Posts the code that proves that whoever made the subscription also reads what is posted to it. */
  private async ask(id: number): Promise<void> {
    const row = await this.subscriptions.ask(id);
    if (!row) return;
    const object = { '@type': 'PushVerification', pushSubscriptionId: String(id), verificationCode: row.code };
    const { status } = await this.post(row, object, TTL.verification);
    if (status === 404 || status === 410) await this.database.transaction(() => this.subscriptions.end([row]));
  }

  /** Posts the states that are others than the client knows of. */
  private async tell(id: number, counter: number): Promise<void> {
    const row = await this.subscriptions.find(id);
    if (!row) return;
    const context = await this.credentials.holderOf(row.userId, row.credentialId);
    if (!context) {
      await this.database.transaction(() => this.subscriptions.end([row]));
      return;
    }
    const types = row.types === null ? null : (JSON.parse(row.types) as string[]);
    const known = JSON.parse(row.told) as Record<string, string>;
    const now = [...(await this.states.all(context))].filter(([type]) => types === null || types.includes(type));
    const changed = now.filter(([type, state]) => known[type] !== state);
    if (changed.length === 0) {
      this.looked.set(id, counter);
      return;
    }
    const claimed = await this.subscriptions.claim(row);
    if (!claimed) return;
    const object = { '@type': 'StateChange', changed: { [ACCOUNT]: Object.fromEntries(changed) } };
    const delivery = await this.post(claimed, object, TTL.change);
    const told = JSON.stringify({ ...known, ...Object.fromEntries(changed) });
    await this.subscriptions.settle(claimed, delivery, told);
  }

  private post(row: PushSubscription, object: object, ttl: number): Promise<Delivery> {
    const { url, keys } = this.subscriptions.target(row);
    const text = JSON.stringify(object);
    const body = keys === null ? Buffer.from(text) : encryptPush(text, keys, newKeyPair(), this.random.bytes(16));
    const headers = {
      'content-type': 'application/json',
      ...(keys === null ? {} : { 'content-encoding': 'aes128gcm' }),
      ttl: String(ttl),
      urgency: 'normal',
    };
    return deliver(url, headers, body, this.configuration.pushAllow, this.stopping.signal);
  }
}
