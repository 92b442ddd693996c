import { timingSafeEqual } from 'node:crypto';
import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { RateLimit } from '../auth/rate-limit';
import { Configuration } from '../config/config';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { DataType, type Operation } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { computed, type Property, text, texts, utcDate } from '../jmap/property';
import { CORE } from '../jmap/session';
import { States } from '../jmap/state';
import { Clock } from '../ports/clock';
import { Random } from '../ports/random';
import { Problem } from '../problem';
import type { Access } from '../sharing/access';
import { Level } from '../sharing/level';
import { faultOfPushUrl } from './push-address';
import { PushSender } from './push-sender.daemon';
import { PushSubscription, placeOf } from './push-subscription.entity';
import { areKeys, type PushKeys } from './web-push';

/** Milliseconds that a subscription lasts at most when what made it has no end of its own. */
const LONGEST = 7 * 86_400_000;
/** Subscriptions of one person, and how many they may make in an hour. */
const MOST = 50;
const MOST_AN_HOUR = 30;

/** No value is answered: there is none to load. */
const none = (): Promise<Map<number, unknown>> => Promise.resolve(new Map<number, unknown>());

/**
 * An address to which the host posts what has changed (RFC 8620 §7.2). It is seen and changed by the session or app
 * password that made it alone, and ends with it. The host posts a `PushVerification` to it once, and nothing else until
 * its code comes back as `verificationCode`.
 */
@injectable()
export class PushSubscriptionType extends DataType<PushSubscription> {
  readonly name = 'PushSubscription';
  readonly entity = PushSubscription;
  override readonly standardCapability = CORE;
  override readonly isOutsideAccounts = true;
  override readonly operations: readonly Operation[] = ['get', 'set'];

  readonly access: Access<PushSubscription> = {
    least: Level.read,
    where: (alias) => `${alias}.userId = :ctxPrincipal AND ${alias}.credentialId = :ctxCredential`,
    audience: () => Promise.resolve([]),
  };

  readonly properties = {
    deviceClientId: text({ required: true, immutable: true, max: 255 }),
    /** `https://…` on the Internet, unless the configuration allows another. */
    url: computed(none, { required: true, nullable: false, immutable: true, writeOnly: true, parse: string }),
    keys: computed(none, { immutable: true, writeOnly: true, parse: keys }),
    verificationCode: text({ nullable: true, max: 64 }),
    expires: utcDate({ nullable: true }),
    types: listOrNull(),
  };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(States) private readonly states: States,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(PushSender) private readonly sender: PushSender,
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {
    super();
  }

  /** There are none to see but those of the caller's own credentials. */
  override allow(): void {
    return undefined;
  }

  override async saving(draft: Draft): Promise<void> {
    if (!draft.actor) return;
    if (draft.isNew) await this.begin(draft, draft.actor);
    else if (
      draft.changed('verificationCode') &&
      !isSameText(draft.values['verificationCode'], draft.before?.['code'])
    ) {
      throw SetError.invalid('verificationCode', 'is not the one that was posted');
    }
    if (draft.isNew || draft.changed('expires')) draft.values['expires'] = this.bounded(draft, draft.actor);
  }

  override async saved(draft: Draft): Promise<void> {
    const { id, extras } = draft;
    const own = extras.get('keys') as PushKeys | null | undefined;
    if (draft.isNew) {
      await this.database.manager.update(PushSubscription, id, {
        urlSecret: this.secretKey.encrypt(placeOf(id, 'url'), extras.get('url') as string),
        keysSecret: own ? this.secretKey.encrypt(placeOf(id, 'keys'), JSON.stringify(own)) : null,
      });
    }
    this.database.afterCommit(() => {
      this.sender.wake();
    });
  }

  private async begin(draft: Draft, actor: Context): Promise<void> {
    const { values, extras } = draft;
    const fault = faultOfPushUrl(extras.get('url') as string, this.configuration.pushAllow);
    if (fault !== null) throw SetError.invalid('url', fault);
    if ((values['verificationCode'] ?? null) !== null) {
      throw SetError.invalid('verificationCode', 'is posted to the address first');
    }
    await this.guard(actor.principalId);
    Object.assign(values, {
      userId: actor.principalId,
      credentialId: actor.signIn?.credentialId ?? 0,
      code: this.random.token(),
      told: JSON.stringify(Object.fromEntries(await this.states.all(actor))),
      isAsked: false,
      failures: 0,
      pause: 0,
    });
  }

  /** Whoever could make any number of them could have the host flood somebody else (RFC 8620 §8.6). */
  private async guard(userId: number): Promise<void> {
    const count = await this.database.manager.countBy(PushSubscription, { userId });
    if (count >= MOST) throw SetError.of('overQuota', `There are ${String(MOST)} push subscriptions already`);
    try {
      await this.limit.take([{ name: `push ${String(userId)}`, most: MOST_AN_HOUR, seconds: 3600 }]);
    } catch (error) {
      if (error instanceof Problem) throw SetError.of('rateLimit', 'Too many push subscriptions were made lately');
      throw error;
    }
  }

  /** A session has its own end; what has none, or is the password itself, does not make one for ever. */
  private bounded({ values }: Draft, { signIn }: Context): Date | null {
    const wanted = (values['expires'] as Date | null | undefined) ?? null;
    if (signIn?.by === 'session') return wanted;
    const last = new Date(this.clock.now().getTime() + LONGEST);
    return wanted === null || wanted > last ? last : wanted;
  }
}

function string(value: unknown): { value: unknown } | { fault: string } {
  return typeof value === 'string' ? { value } : { fault: 'must be a string' };
}

function keys(value: unknown): { value: unknown } | { fault: string } {
  const { p256dh, auth } = value as Partial<PushKeys>;
  if (typeof p256dh !== 'string' || typeof auth !== 'string') return { fault: 'must have p256dh and auth' };
  return areKeys({ p256dh, auth })
    ? { value: { p256dh, auth } }
    : { fault: 'must be a key of P-256 and 16 bytes, base64url' };
}

/** Names of types, or null for all. */
function listOrNull(): Property {
  const list = texts({ nullable: true, default: null, most: 100 });
  return {
    ...list,
    parse: (value) => {
      const parsed = list.parse(value);
      return 'fault' in parsed || parsed.value === null ? parsed : { value: JSON.stringify(parsed.value) };
    },
    format: (stored) => (typeof stored === 'string' ? (JSON.parse(stored) as unknown) : null),
  };
}

function isSameText(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
