import { inject, injectable } from 'inversify';
import { Job } from '../jobs/job';
import { ShareNotifications } from './share-notifications.service';

/** Removes share notifications that nobody will read any more. */
@injectable()
export class ExpireShareNotifications extends Job {
  readonly id = 'core.share-notifications';
  override readonly title = 'Remove old share notifications';
  override readonly every = 3600;

  constructor(@inject(ShareNotifications) private readonly notifications: ShareNotifications) {
    super();
  }

  async run(): Promise<void> {
    await this.notifications.expire();
  }
}
