import { injectable } from 'inversify';
import { Daemon } from '../../core/api';
import { closeParseWorkers } from './parse/worker';

/** The processes that read mail start with the first mail and end with the host. */
@injectable()
export class ParseWorkersDaemon extends Daemon {
  async start(): Promise<void> {
    // They are started when there is a mail to read.
  }

  stop(): Promise<void> {
    return closeParseWorkers();
  }
}
