import { Daemon, delay, inject, injectable, Log } from '../../../core/api';
import { Presences } from './presences.service';

/** Milliseconds between two looks at who is not heard of any more. */
const LOOK_EVERY = 1_000;

/** Ends the presence of those who have gone without a word: a window that crashed, a line that broke. */
@injectable()
export class EndPresences extends Daemon {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    @inject(Presences) private readonly presences: Presences,
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
    let isReachable = true;
    while (!signal.aborted) {
      await delay(LOOK_EVERY, signal);
      try {
        await this.presences.sweep();
        isReachable = true;
      } catch (error) {
        if (isReachable) this.log.warn({ err: error }, 'Presences cannot be looked at; it is tried again');
        isReachable = false;
      }
    }
  }
}
