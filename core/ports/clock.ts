/** The time, as a port: everything that depends on it can be run at any time in a test. */
export abstract class Clock {
  /** The present instant, cut to whole seconds: what the database and JMAP's UTCDate can hold. */
  abstract now(): Date;
  /** Milliseconds of a clock that never goes back, for measuring durations. */
  abstract monotonic(): number;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date(Math.floor(Date.now() / 1000) * 1000);
  }

  monotonic(): number {
    return performance.now();
  }
}
