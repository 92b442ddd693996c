import { inject, injectable } from 'inversify';
import { Database } from '../../database/database';
import { Job } from '../../jobs/job';
import { NotificationMails } from './notification-mails.service';

/** Mails to people what they are told by mail, a moment after it happened. */
@injectable()
export class NotificationMailJob extends Job {
  readonly id = 'core.notification-mail';
  override readonly title = 'Mail notifications';
  override readonly every = 20;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(NotificationMails) private readonly mails: NotificationMails,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const person = await this.mails.next();
      if (person === null) return;
      await this.database.transaction(() => this.mails.send(person));
    }
  }
}
