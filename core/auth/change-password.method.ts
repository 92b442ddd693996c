import { inject, injectable } from 'inversify';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { Problem } from '../problem';
import type { Context } from './context';
import { Credentials } from './credentials.service';
import { isNotInPerson } from './own-credentials';

/** Profile/changePassword: changes the caller's own password from `current` to `password` and ends their other sessions. */
@injectable()
export class ChangePassword extends Method {
  readonly name = 'Profile/changePassword';
  readonly capability = capabilityOf('core');

  constructor(@inject(Credentials) private readonly credentials: Credentials) {
    super();
  }

  async run({ accountId, current, password }: Record<string, unknown>, context: Context): Promise<object> {
    if (isNotInPerson(context)) throw MethodError.of('forbidden', 'Only who signs in themselves changes the password');
    if (typeof current !== 'string') throw MethodError.invalidArguments('current must be a string');
    if (typeof password !== 'string') throw MethodError.invalidArguments('password must be a string');
    try {
      await this.credentials.changePassword(context, current, password);
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        throw MethodError.invalidArguments('current is not your password');
      throw error;
    }
    return { accountId };
  }
}
