import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { destroySome, TypeKeeper } from '../module/type-keeper';
import { DefaultGrant } from './acl.entity';

/** What new objects of a type are shared with, and what was said about the sharing of old ones, goes with it. */
@injectable()
export class ShareKeeper extends TypeKeeper {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  async purge(type: string): Promise<boolean> {
    await this.database.manager.delete(DefaultGrant, { type });
    return destroySome(this.records, 'ShareNotification', { objectType: type });
  }
}
