import { delay } from '../ports/timers';
import { Daemon } from './contract';

/** Does the same again and again while the program runs, with a pause in between. */
export abstract class RecurringDaemon extends Daemon {
  /** Milliseconds from the end of one time to the beginning of the next. */
  protected abstract readonly pause: number;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  /** What is done each time; must not throw. */
  protected abstract once(): Promise<void>;

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.once();
      await delay(this.pause, signal);
    }
  }
}
