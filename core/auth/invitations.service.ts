import { inject, injectable } from 'inversify';
import { In, IsNull, MoreThan } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail';
import { Database } from '../database/database';
import { SetError } from '../jmap/errors';
import { Records } from '../jmap/records';
import { isLanguage } from '../locale';
import { Clock } from '../ports/clock';
import { Random } from '../ports/random';
import { Problem } from '../problem';
import { Directory } from './directory.service';
import { Invitation } from './invitation.entity';
import { Letters } from './letters/letters.service';
import { Passwords } from './password';
import { Group, User } from './principal.entity';
import { RateLimit } from './rate-limit';
import { digest } from './secrets.service';
import { linkBuckets } from './sign-in-buckets';
import { SignInSettings } from './sign-in-settings';

const HOUR = 3_600_000;
/** Milliseconds for which a link is good: of an invitation, and of what somebody has asked for by themselves. */
const LIFE = { invitation: 7 * 24 * HOUR, registration: 24 * HOUR } as const;

/** What the invited choose. */
export interface Acceptance {
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

/** People who are asked in: the links they get, and how they become users. */
@injectable()
export class Invitations {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Letters) private readonly letters: Letters,
    @inject(Passwords) private readonly passwords: Passwords,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(SignInSettings) private readonly settings: SignInSettings,
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
  ) {}

  /** True when a mail to this invitation's address can be sent. */
  reaches({ email }: Pick<Invitation, 'email'>): Promise<boolean> {
    return this.letters.reaches(email);
  }

  /**
   * Makes a new link, with which all former ones end, and sends it. Needs a transaction.
   * @returns null, or when no mail can be sent the part of the link after the address of the host, to be handed over
   */
  async send({ id, email, name, locale, invitedById }: Invitation): Promise<string | null> {
    const kind = invitedById === null ? 'registration' : 'invitation';
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LIFE[kind]);
    const token = this.random.token();
    const path = `/#invitation/${token}`;
    const receiver = { address: email, locale, name: name === '' ? null : name, username: null };
    const isSent = await this.letters.send({ kind, path, secretUntil: expiresAt }, receiver);
    const change = { hash: digest(token), expiresAt, ...(isSent ? { sentAt: now } : {}) };
    await this.records.update('Invitation', id, change);
    return isSent ? null : path;
  }

  /**
   * Sends a link to somebody who has asked for an account. Whoever is invited already gets that invitation anew.
   * Needs a transaction. @param email normalised
   */
  async register(email: string, locale: string): Promise<void> {
    const open = await this.database.manager.findOneBy(Invitation, { email, acceptedAt: IsNull() });
    if (open) {
      await this.send(open);
      return;
    }
    const { registrationGroupId: group } = await this.settings.read();
    const groupIds = group === null ? [] : [group];
    const language = isLanguage(locale) && locale.length <= 20 ? { locale } : {};
    // Being stored has it sent.
    await this.records.insert<Invitation>('Invitation', {
      ...{ email, name: '', groupIds, isInternal: false, invitedById: null, ...language },
    });
  }

  /** The invitation that may still be accepted with this secret. @throws Problem 404 */
  async open(token: string): Promise<Invitation> {
    const hash = /^[\w-]{43}$/.test(token) ? digest(token) : null;
    const now = this.clock.now();
    const { manager } = this.database;
    const found =
      hash === null
        ? null
        : await manager.findOneBy(Invitation, { hash, acceptedAt: IsNull(), expiresAt: MoreThan(now) });
    // Who had asked for it does not come in any more when the door has been closed.
    const isOpen = found !== null && (found.invitedById !== null || (await this.settings.isOpenFor(found.email)));
    if (!found || !isOpen) throw noSuchInvitation();
    return found;
  }

  /**
   * Makes the invited a user, once.
   * @returns the id of the user
   * @throws Problem 404 for a link that is unknown, used, withdrawn or expired; 400 for what cannot be used; 429
   */
  async accept(token: string, { username, name, password }: Acceptance, address: string): Promise<number> {
    const buckets = linkBuckets(address);
    await this.limit.take(buckets);
    await this.open(token);
    const passwordHash = await this.passwords.hash(password);
    const userId = await this.database.transaction(async () => {
      const invitation = await this.open(token);
      const { id, email, isInternal, locale } = invitation;
      const now = this.clock.now();
      // Compare-and-set: of two uses at once, one finds the hash.
      const used = await this.database.manager.update(
        Invitation,
        { id, hash: digest(token) },
        { hash: null, acceptedAt: now },
      );
      if (used.affected === 0) throw noSuchInvitation();
      const groups = await this.groupsOf(invitation);
      const made = await this.createUser({ username, name, email, groups, isInternal, locale, passwordHash });
      await this.records.update('Invitation', id, { userId: made });
      await this.records.touch('Invitation', id, ['acceptedAt', 'state']);
      const { username: actor } = await this.database.manager.findOneByOrFail(User, { id: made });
      const event = { type: 'Invitation', objectId: id, title: email, actor: { id: made, name: actor } };
      await this.trail.note({ action: 'accept', ...event });
      return made;
    });
    await this.limit.giveBack(buckets);
    return userId;
  }

  /** Those of the groups that are still there and that anybody may be put into. */
  private async groupsOf({ groupIds }: Invitation): Promise<number[]> {
    const { manager } = this.database;
    const groups = await manager.findBy(Group, { id: In(groupIds), builtIn: IsNull(), personalUserId: IsNull() });
    return groups.map(({ id }) => id);
  }

  private async createUser(user: Parameters<Directory['createUser']>[0]): Promise<number> {
    try {
      return await this.directory.createUser(user);
    } catch (error) {
      throw error instanceof SetError ? new Problem(error.description) : error;
    }
  }
}

function noSuchInvitation(): Problem {
  return new Problem('This invitation was already used, withdrawn, or has expired', 404);
}
