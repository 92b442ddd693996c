import { inject, injectable } from 'inversify';
import { RecurringDaemon } from '../module/recurring.daemon';
import { Log } from '../ports/log';
import { HighWater } from './high-water';

/** Notes how far the counter has come, and sees when it has gone back while the program runs. */
@injectable()
export class HighWaterDaemon extends RecurringDaemon {
  /** A backup that is older than this is told from the database that it replaces. */
  protected readonly pause = 5_000;

  constructor(
    @inject(HighWater) private readonly highWater: HighWater,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  protected async once(): Promise<void> {
    // The database may be gone for a while: then there is nothing to compare.
    const isOlder = await this.highWater.look().catch(() => false);
    if (isOlder) this.log.warn({}, 'The database was restored from an older backup: all clients read anew');
  }
}
