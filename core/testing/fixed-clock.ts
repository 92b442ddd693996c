import { Clock } from '../ports/clock';

/** A clock that a test sets. */
export class FixedClock extends Clock {
  private time: number;

  constructor(start = '2026-11-23T09:00:00Z') {
    super();
    this.time = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  monotonic(): number {
    return this.time;
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
