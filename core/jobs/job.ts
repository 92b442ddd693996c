/** Work by the clock. Of many nodes one runs it at a time. */
export abstract class Job {
  /** `module.noun`. */
  abstract readonly id: string;
  /** What it does, in a few words, for the page of jobs. */
  readonly title: string = '';
  /** Seconds from the end of one run to the start of the next. A job has this or {@link cron}. */
  readonly every: number | null = null;
  /** Cron expression of five fields (minute, hour, day, month, weekday), in the time zone of the settings. */
  readonly cron: string | null = null;
  /**
   * Must stop soon after the signal aborts: the host stops, or another node has taken over. Its transactions are
   * refused from then on, so it can do no harm to what the other does.
   */
  abstract run(signal: AbortSignal): Promise<void>;
}
