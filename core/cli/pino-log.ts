import pino from 'pino';
import { Log } from '../ports/log';

/** The log as JSON lines on standard error, secrets removed. */
export class PinoLog extends Log {
  private readonly pino: pino.Logger;

  constructor(level: string) {
    super();
    const redact = [
      'password',
      '*.password',
      'err.parameters',
      'err.query',
      'err.driverError',
      'headers.authorization',
    ];
    this.pino = pino({ level, redact: { paths: redact, remove: true }, base: null }, pino.destination(2));
  }

  debug(facts: object, message: string): void {
    this.pino.debug(facts, message);
  }
  info(facts: object, message: string): void {
    this.pino.info(facts, message);
  }
  warn(facts: object, message: string): void {
    this.pino.warn(facts, message);
  }
  error(facts: object, message: string): void {
    this.pino.error(facts, message);
  }
}
