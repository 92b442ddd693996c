import { inject, injectable } from 'inversify';
import type { Context } from '../../auth/context';
import { User } from '../../auth/principal.entity';
import { Database } from '../../database/database';
import { Records } from '../../jmap/records';
import type { Options } from '../field-kind';
import { PrincipalKind } from './principal.kind';

/** Somebody with a login. */
@injectable()
export class UserKind extends PrincipalKind {
  override readonly name = 'user';
  override readonly becomes = ['principal'];

  constructor(
    @inject(Records) records: Records,
    @inject(Database) private readonly database: Database,
  ) {
    super(records);
  }

  override async refuses(value: unknown, options: Options, context: Context): Promise<string | null> {
    const hasLogin = await this.database.manager.existsBy(User, { id: Number(value) });
    return hasLogin ? super.refuses(value, options, context) : 'is no such user';
  }
}
