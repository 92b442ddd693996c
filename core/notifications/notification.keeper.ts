import { inject, injectable } from 'inversify';
import { Records } from '../jmap/records';
import { destroySome, TypeKeeper } from '../module/type-keeper';

/** What people were told of objects goes with their type. */
@injectable()
export class NotificationKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  purge(type: string): Promise<boolean> {
    return destroySome(this.records, 'Notification', { entityType: type });
  }
}
