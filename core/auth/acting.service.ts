import { inject, injectable } from 'inversify';
import { AuditTrail } from '../audit/audit-trail';
import { Database } from '../database/database';
import { Clock } from '../ports/clock';
import { Problem } from '../problem';
import type { Actor, Context } from './context';
import { Directory } from './directory.service';
import { Credential, Principal, User } from './principal.entity';
import { Secrets } from './secrets.service';

/** Milliseconds after which an administrator is themselves again. */
const LIFE = 4 * 3_600_000;

/**
 * Administrators in somebody else's name: a session of that person that hangs on the administrator's own and ends with
 * it. It never is one of another administrator, and manages nothing by which the person signs in.
 */
@injectable()
export class Acting {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Directory) private readonly directory: Directory,
    @inject(Secrets) private readonly secrets: Secrets,
    @inject(AuditTrail) private readonly trail: AuditTrail,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Problem 403 for whoever is not here as an administrator, by a session of their own */
  check({ isAdmin, signIn }: Context): void {
    const isOwn = signIn?.by === 'session' && signIn.actor === undefined;
    if (!isAdmin || !isOwn) throw new Problem('Only administrators act in the name of others', 403);
  }

  /**
   * Begins a session in the name of a user.
   * @returns its secret
   * @throws Problem 403 for an administrator, for oneself, and for whoever may not sign in, unknown ones alike
   */
  begin(administrator: Context, userId: number): Promise<string> {
    this.check(administrator);
    const own = administrator.signIn?.credentialId ?? null;
    return this.database.transaction(async () => {
      const user = await this.database.manager.findOneBy(User, { id: userId });
      const context = await this.directory.contextOf(userId);
      if (own === null || !user || !context || context.isAdmin || userId === administrator.principalId) {
        throw new Problem('Nobody acts in the name of this user', 403);
      }
      await this.trail.note({ action: 'act-as', type: 'User', objectId: userId, title: user.username });
      return this.secrets.make(userId, 'session', LIFE, null, { actorId: administrator.principalId, parentId: own });
    });
  }

  /**
   * The administrator behind a session in somebody's name.
   * @returns null when they may not go on: signed out, switched off, or no administrator any more
   */
  async actorOf({ actorId, parentId }: Pick<Credential, 'actorId' | 'parentId'>): Promise<Actor | null> {
    if (actorId === null || parentId === null) return null;
    const { manager } = this.database;
    const parent = await manager.findOneBy(Credential, { id: parentId, userId: actorId, kind: 'session' });
    const isOver = !parent || (parent.expiresAt !== null && parent.expiresAt <= this.clock.now());
    const context = isOver ? null : await this.directory.contextOf(actorId);
    return context?.isAdmin === true ? { id: actorId, name: context.user.name } : null;
  }

  /** Names of the administrators behind these sessions, for those who own them. */
  async namesOf(
    rows: readonly { readonly id: number; readonly actorId: number | null }[],
  ): Promise<Map<number, string>> {
    const names = new Map<number, string>();
    for (const { id, actorId } of rows) {
      const principal = actorId === null ? null : await this.database.manager.findOneBy(Principal, { id: actorId });
      if (principal) names.set(id, principal.name);
    }
    return names;
  }
}
