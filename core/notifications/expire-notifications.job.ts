import { inject, injectable } from 'inversify';
import { Job } from '../jobs/job';
import { ShareNotifications } from '../sharing/share-notifications.service';
import { Notifications } from './notifications.service';

/** Removes what people were told and nobody will read any more. */
@injectable()
export class ExpireNotifications extends Job {
  readonly id = 'core.notifications';
  override readonly title = 'Remove old notifications';
  override readonly every = 3600;

  constructor(
    @inject(Notifications) private readonly notifications: Notifications,
    @inject(ShareNotifications) private readonly shareNotifications: ShareNotifications,
  ) {
    super();
  }

  async run(): Promise<void> {
    for (const told of [this.notifications, this.shareNotifications]) while ((await told.expireSome()) > 0);
  }
}
