import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { text } from '../jmap/property';
import { capabilityOf } from '../jmap/types';
import type { Context } from './context';
import { Credentials } from './credentials.service';
import { isNotInPerson } from './own-credentials';
import { Credential } from './principal.entity';

/** App passwords of one person; more are more than anybody can tell apart. */
const MOST = 50;
const LABEL = text({ required: true });

/**
 * AppPassword/create: makes an app password of the caller, called `label`. The answer holds it, and it is never
 * told again.
 */
@injectable()
export class CreateAppPassword extends Method {
  readonly name = 'AppPassword/create';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Credentials) private readonly credentials: Credentials,
  ) {
    super();
  }

  async run({ accountId, label }: Record<string, unknown>, context: Context): Promise<object> {
    if (isNotInPerson(context)) throw MethodError.of('forbidden', 'Only who signs in themselves makes an app password');
    const parsed = LABEL.parse(label ?? '');
    if ('fault' in parsed) throw MethodError.invalidArguments(`label ${parsed.fault}`);
    const userId = context.principalId;
    if ((await this.database.manager.countBy(Credential, { userId, kind: 'app-password' })) >= MOST) {
      throw MethodError.invalidArguments(`label would be app password ${String(MOST + 1)}: revoke one first`);
    }
    return { accountId, password: await this.credentials.createAppPassword(userId, parsed.value as string) };
  }
}
