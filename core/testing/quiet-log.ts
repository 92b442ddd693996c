import { Log } from '../ports/log';

/** Keeps what is logged, so that a test can look at it and nothing clutters the screen. */
export class QuietLog extends Log {
  readonly lines: { level: string; message: string; facts: object }[] = [];

  debug(): void {
    // Not kept: only of use to somebody who watches.
  }
  info(facts: object, message: string): void {
    this.lines.push({ level: 'info', message, facts });
  }
  warn(facts: object, message: string): void {
    this.lines.push({ level: 'warn', message, facts });
  }
  error(facts: object, message: string): void {
    this.lines.push({ level: 'error', message, facts });
  }
}
