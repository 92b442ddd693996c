import { inject, injectable } from 'inversify';
import { Daemon } from '../module/contract';
import { Log } from '../ports/log';
import { delay } from '../ports/timers';
import { HighWater } from './high-water';

/** Milliseconds: a backup that is older than this is told from the database that it replaces. */
const LOOK_EVERY = 5_000;

/** Notes how far the counter has come, and sees when it has gone back while the program runs. */
@injectable()
export class HighWaterDaemon extends Daemon {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    @inject(HighWater) private readonly highWater: HighWater,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // The database may be gone for a while: then there is nothing to compare.
      const isOlder = await this.highWater.look().catch(() => false);
      if (isOlder) this.log.warn({}, 'The database was restored from an older backup: all clients read anew');
      await delay(LOOK_EVERY, signal);
    }
  }
}
