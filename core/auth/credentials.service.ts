import { inject, injectable } from 'inversify';
import { In, IsNull, Not } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail';
import { caller } from '../audit/caller';
import { Repeats } from '../audit/repeats';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { Problem } from '../problem';
import { PushSubscriptions } from '../push/push-subscriptions.service';
import { CoreSettings } from '../settings/core-settings';
import { Acting } from './acting.service';
import type { Context } from './context';
import { Directory } from './directory.service';
import { KnownDevices } from './known-devices';
import { Letters } from './letters/letters.service';
import { Passwords } from './password';
import { Credential, User } from './principal.entity';
import { RateLimit } from './rate-limit';
import { Secrets } from './secrets.service';
import { linkBuckets, networkOf, signInBuckets, type Visitor } from './sign-in-buckets';
import { contextFrom, type Standing, standingOf } from './standing';

const DAY = 24 * 3_600_000;
const LINK_LIFE = 7 * DAY;

/** Signing in and staying so: sessions, app passwords, one-time password links. */
@injectable()
export class Credentials {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
    @inject(Secrets) private readonly secrets: Secrets,
    @inject(Passwords) private readonly passwords: Passwords,
    @inject(RateLimit) private readonly limit: RateLimit,
    @inject(KnownDevices) private readonly devices: KnownDevices,
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(Repeats) private readonly repeats: Repeats,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(PushSubscriptions) private readonly pushes: PushSubscriptions,
    @inject(Letters) private readonly letters: Letters,
    @inject(Acting) private readonly acting: Acting,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Checks user name (or mail address) and password. As much work for an unknown name as for a wrong password.
   * @throws Problem 401 for anything wrong, always the same; 429 after too many tries, see {@link signInBuckets}
   */
  async checkPassword(name: string, password: string, visitor: Visitor): Promise<Context> {
    const user = await this.directory.findUser(name);
    const known = await this.knownAs(user, visitor);
    const isAtHome = known === null && (await this.isAtHome(user, visitor.address));
    const buckets = signInBuckets(name, visitor.address, known, isAtHome);
    await this.limit.take(buckets);
    const fits = await this.passwords.matches(password, user?.passwordHash ?? null);
    const context =
      fits && user ? await this.directory.contextOf(user.id, { by: 'password', credentialId: null }) : null;
    if (!context || !user?.passwordHash) {
      const actor = { id: user?.id ?? null, name: user ? user.username : name };
      await this.repeats.note({ action: 'login-failed', outcome: 'refused', actor });
      throw new Problem('User name or password is wrong', 401);
    }
    await this.limit.giveBack(buckets);
    if (this.passwords.isOutdated(user.passwordHash)) await this.setPassword(user.id, password);
    return context;
  }

  /**
   * Basic authentication of API clients: an app password, or the account's own. An app password cannot be guessed, so
   * that whoever has one is let in however often others have tried.
   */
  async checkBasic(name: string, secret: string, visitor: Visitor): Promise<Context> {
    const user = await this.directory.findUser(name);
    const credential = await this.secrets.find(['app-password'], secret);
    if (user && credential?.userId === user.id) {
      const context = await this.contextBy(credential, await standingOf(user.id, this.database));
      if (context) return context;
    }
    return this.checkPassword(name, secret, visitor);
  }

  /** Starts a session; answers the secret for the cookie. */
  async openSession(userId: number): Promise<string> {
    const { sessionDays } = await this.settings.read();
    return this.database.transaction(async () => {
      await this.trail.note({ action: 'login', actor: await this.actor(userId) });
      await this.database.manager.update(User, userId, { lastLoginAt: this.clock.now() });
      await this.records.touch('User', userId, ['lastLoginAt']);
      return this.secrets.make(userId, 'session', sessionDays * DAY, null);
    });
  }

  /** Makes an app password; answers it, for the only time. */
  createAppPassword(userId: number, label: string): Promise<string> {
    return this.secrets.make(userId, 'app-password', null, label);
  }

  /** Makes a one-time link secret with which its holder sets the password. @param life milliseconds */
  createPasswordLink(userId: number, life = LINK_LIFE): Promise<string> {
    return this.secrets.make(userId, 'password-link', life, null);
  }

  /** The user behind a session cookie or a bearer token, or null. */
  async contextOf(secret: string): Promise<Context | null> {
    const held = await this.secrets.findHeld(['session', 'app-password'], secret);
    return held && (await this.isGood(held.credential)) ? this.contextBy(held.credential, held.standing) : null;
  }

  /** Who holds this session or app password, or for 0 the account's own password; null when it lets nobody in any more. */
  async holderOf(userId: number, credentialId: number): Promise<Context | null> {
    const { manager } = this.database;
    if (credentialId === 0) {
      const hasPassword = await manager.existsBy(User, { id: userId, passwordHash: Not(IsNull()) });
      return hasPassword ? this.directory.contextOf(userId, { by: 'password', credentialId: null }) : null;
    }
    const credential = await manager.findOneBy(Credential, { id: credentialId, userId });
    const { kind } = credential ?? {};
    if (!credential || (kind !== 'session' && kind !== 'app-password')) return null;
    // What goes on by itself is not for an administrator in somebody's name.
    if (credential.actorId !== null) return null;
    const isOver = kind === 'session' ? !(await this.isOpen(credential)) : this.isExpired(credential);
    return isOver ? null : this.directory.contextOf(userId, { by: kind, credentialId });
  }

  /** Removes what lets nobody in any more. */
  async expire(): Promise<void> {
    const { begunSince, usedSince } = await this.limits();
    await this.database.transaction(async () => {
      const rows = await this.database.manager
        .createQueryBuilder(Credential, 'c')
        .where('c.expiresAt <= :now', { now: this.clock.now() })
        .orWhere("c.kind = 'session' AND c.createdAt < :begunSince", { begunSince })
        .orWhere("c.kind = 'session' AND COALESCE(c.lastUsedAt, c.createdAt) < :usedSince", { usedSince })
        .getMany();
      await this.secrets.end(rows);
    });
  }

  async closeSession(secret: string): Promise<void> {
    await this.database.transaction(async () => {
      const credential = await this.secrets.find(['session'], secret);
      if (!credential) return;
      await this.secrets.end([credential]);
      const { userId, actorId } = credential;
      if (actorId === null) await this.trail.note({ action: 'logout', actor: await this.actor(userId) });
      else
        await this.trail.note({ action: 'act-end', type: 'User', objectId: userId, actor: await this.actor(actorId) });
    });
  }

  /** Ends all sessions, app passwords and links of somebody; open event streams notice within seconds. */
  async endAll(userId: number): Promise<void> {
    await this.database.transaction(async () => {
      await this.secrets.end(await this.database.manager.findBy(Credential, { userId }));
      await this.pushes.endOf(userId, 0);
    });
  }

  /**
   * Changes the own password; all other sessions, and links to set it, end.
   * @throws Problem 401 when the present one is wrong, 429 after too many tries, 400 when the new one cannot be used
   */
  async changePassword({ user, signIn }: Context, current: string, password: string): Promise<void> {
    const own = signIn?.credentialId ?? null;
    const visitor = { address: caller().address ?? '', sessionId: own ?? undefined };
    await this.checkPassword(user.username, current, visitor);
    const hash = await this.passwords.hash(password);
    await this.database.transaction(() => this.storePassword(user.id, hash, own));
  }

  /**
   * Uses up a password link and sets the password; all other sessions and links of that person end.
   * @throws Problem 404 when the link is unknown, used or expired; 400 when the password cannot be used; 429
   */
  async usePasswordLink(secret: string, password: string, address: string): Promise<number> {
    const buckets = linkBuckets(address);
    await this.limit.take(buckets);
    // Before the costly part, which is not for whoever has no link.
    if (!(await this.secrets.find(['password-link'], secret))) throw noSuchLink();
    const hash = await this.passwords.hash(password);
    const userId = await this.database.transaction(async () => {
      const link = await this.secrets.find(['password-link'], secret);
      if (!link) throw noSuchLink();
      // Compare-and-set: of two uses at once, one finds the row.
      const used = await this.database.manager.delete(Credential, { id: link.id, kind: 'password-link' });
      if (used.affected === 0) throw noSuchLink();
      if (!(await this.database.manager.existsBy(User, { id: link.userId, isActive: true }))) throw noSuchLink();
      await this.storePassword(link.userId, hash, null);
      return link.userId;
    });
    await this.limit.giveBack(buckets);
    return userId;
  }

  async setPassword(userId: number, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(async () => {
      await this.database.manager.update(User, userId, { passwordHash });
    });
  }

  /** By what the visitor is known to be this person, or near enough: a session of theirs, or a browser of theirs. */
  private async knownAs(user: User | null, { device, session, sessionId }: Visitor): Promise<string | null> {
    if (!user) return null;
    if (sessionId !== undefined) return `session ${String(sessionId)}`;
    const open = session === undefined ? null : await this.session(session);
    if (open?.userId === user.id) return `session ${String(open.id)}`;
    return device !== undefined && this.devices.knows(device, user.id) ? `device ${device}` : null;
  }

  /** True in a network from which this person is signed in now. */
  private async isAtHome(user: User | null, address: string): Promise<boolean> {
    // Asked of nobody too: an unknown name takes as long as a known one.
    const rows = await this.database.manager.findBy(Credential, { userId: user?.id ?? 0 });
    return rows.some((row) => row.address !== null && networkOf(row.address) === networkOf(address));
  }

  /** The session with this secret that is not over. */
  private async session(secret: string): Promise<Credential | null> {
    const found = await this.secrets.find(['session'], secret);
    return found && (await this.isGood(found)) ? found : null;
  }

  /** True for what is no session, and for a session that is not over. */
  private async isGood(credential: Credential): Promise<boolean> {
    return credential.kind !== 'session' || this.isOpen(credential);
  }

  private async isOpen(session: Credential): Promise<boolean> {
    const { begunSince, usedSince } = await this.limits();
    const isRecent = session.createdAt >= begunSince && (session.lastUsedAt ?? session.createdAt) >= usedSince;
    return isRecent && !this.isExpired(session);
  }

  private isExpired({ expiresAt }: Credential): boolean {
    return expiresAt !== null && expiresAt <= this.clock.now();
  }

  /** Sessions that began before the first, or were last used before the second of these, are over. */
  private async limits(): Promise<{ readonly begunSince: Date; readonly usedSince: Date }> {
    const { sessionIdleDays, sessionDays } = await this.settings.read();
    const now = this.clock.now().getTime();
    return { begunSince: new Date(now - sessionDays * DAY), usedSince: new Date(now - sessionIdleDays * DAY) };
  }

  /** Whose credential this is, who thereby uses it. */
  private async contextBy(credential: Credential, standing: readonly Standing[]): Promise<Context | null> {
    const { id, kind, actorId } = credential;
    const actor = actorId === null ? null : await this.acting.actorOf(credential);
    if (actorId !== null && actor === null) return null;
    await this.secrets.touch(credential);
    const by = kind === 'session' ? 'session' : 'app-password';
    const context = contextFrom(standing, { by, credentialId: id, ...(actor ? { actor } : {}) });
    // Somebody who was made an administrator meanwhile is nobody to act for.
    return actor && context?.isAdmin ? null : context;
  }

  /** Needs a transaction. @param kept the session that goes on */
  private async storePassword(userId: number, passwordHash: string, kept: number | null): Promise<void> {
    const { manager } = this.database;
    const others = await manager.findBy(Credential, { userId, kind: In(['session', 'password-link']) });
    await this.secrets.end(others.filter(({ id }) => id !== kept));
    await this.pushes.endOf(userId, 0);
    const { passwordHash: former } = await manager.findOneByOrFail(User, { id: userId });
    const receiver = former === null ? null : await this.letters.receiverOf(userId);
    // Whoever did not do it must hear of it.
    if (receiver) await this.letters.send({ kind: 'passwordChanged', path: '/', secretUntil: null }, receiver);
    await manager.update(User, userId, { passwordHash });
    await this.records.touch('User', userId, ['hasPassword']);
    await this.records.touch('Profile', userId, ['hasPassword']);
    await this.trail.note({ action: 'password', actor: await this.actor(userId) });
  }

  private async actor(id: number): Promise<{ id: number; name: string }> {
    const { username } = await this.database.manager.findOneByOrFail(User, { id });
    return { id, name: username };
  }
}

function noSuchLink(): Problem {
  return new Problem('This link was already used or has expired', 404);
}
