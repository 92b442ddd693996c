import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { idOf } from '../jmap/property';
import { Records } from '../jmap/records';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import type { Context } from './context';
import { Credentials } from './credentials.service';
import { Memberships } from './memberships.service';
import { User } from './principal.entity';

/**
 * User/createPasswordLink: a one-time link with which its holder sets the user's password, for handing over. The
 * answer holds the part after the address of the host, because the client knows under which one it is reached.
 */
@injectable()
export class CreatePasswordLink extends Method {
  readonly name = 'User/createPasswordLink';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Credentials) private readonly credentials: Credentials,
    @inject(Memberships) private readonly memberships: Memberships,
  ) {
    super();
  }

  async run({ accountId, id }: Record<string, unknown>, context: Context): Promise<object> {
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not administer people');
    if (context.signIn?.actor) throw MethodError.of('forbidden', 'Nobody makes such links in the name of others');
    const userId = typeof id === 'string' ? (idOf(id) ?? 0) : 0;
    const seen = await this.records.visibleIds('User', [userId], context);
    if (!seen.has(userId)) throw MethodError.invalidArguments('id is no such user');
    if (!context.isAdmin && (await this.memberships.isAdmin(userId))) {
      throw MethodError.of('forbidden', 'Only administrators change administrators');
    }
    const user = await this.database.manager.findOneByOrFail(User, { id: userId });
    if (!user.isActive) throw MethodError.invalidArguments('id is that of a user who may not sign in');
    const token = await this.credentials.createPasswordLink(userId);
    return { accountId, path: `/#first-login/${token}` };
  }
}
