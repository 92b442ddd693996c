import { inject, injectable, Log, RecurringDaemon } from '../../../core/api';
import { Presences } from './presences.service';

/** Ends the presence of those who have gone without a word: a window that crashed, a line that broke. */
@injectable()
export class EndPresences extends RecurringDaemon {
  protected readonly pause = 1_000;
  private isReachable = true;

  constructor(
    @inject(Presences) private readonly presences: Presences,
    @inject(Log) private readonly log: Log,
  ) {
    super();
  }

  protected async once(): Promise<void> {
    try {
      await this.presences.sweep();
      this.isReachable = true;
    } catch (error) {
      if (this.isReachable) this.log.warn({ err: error }, 'Presences cannot be looked at; it is tried again');
      this.isReachable = false;
    }
  }
}
