import { inject, injectable } from 'inversify';
import { Database, Job } from '../../../core/api';
import { Expiry } from './expiry.service';

/** Closes tickets whose customers do not answer any more, once a day. */
@injectable()
export class ExpiryJob extends Job {
  readonly id = 'support.expiry';
  override readonly title = 'Close tickets whose customers do not answer';
  override readonly cron = '20 5 * * *';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Expiry) private readonly expiry: Expiry,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    let last: number | null = 0;
    while (last !== null && !signal.aborted) {
      const after: number = last;
      last = await this.database.transaction(() => this.expiry.closeNext(after));
    }
  }
}
