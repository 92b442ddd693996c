import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Dependent } from '../jmap/data-type';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Notification } from './notification.entity';
import { NotificationKind } from './notification-kind';

/** What people were told goes with the object where it happened; whoever else sees that does not matter to it. */
@injectable()
export class NotificationsOfObject extends Dependent {
  readonly type = 'Notification';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {
    super();
  }

  follows(type: string): boolean {
    return this.contributions.all(NotificationKind).some(({ happensIn }) => happensIn === type);
  }

  audiences(): Promise<ReadonlyMap<number, readonly string[]>> {
    return Promise.resolve(new Map<number, readonly string[]>());
  }

  async destroyWith(entityType: string, entityId: number): Promise<void> {
    const { manager } = this.database;
    const told = await manager.find(Notification, { where: { entityType, entityId }, order: { id: 'ASC' } });
    await this.records.destroyAll('Notification', told);
  }
}
