import type { CDPSession } from 'playwright-core';
import { delay } from '../../../ports/timers';

/** A page asks for nothing more when it has not for so long. */
const QUIET_MS = 500;
const LOOK_EVERY = 25;
/** How long an answer may take before the bench gives up. */
const PATIENCE_MS = 60_000;

/** What a page has fetched, as it came through the wire: compressed, with headers. Event streams never end and are left out. */
export class Traffic {
  bytes = 0;
  /** Addresses of what was read, in order, answers to questions left out. */
  readonly files: string[] = [];
  private readonly inFlight = new Set<string>();
  private last = performance.now();

  private constructor() {}

  static async of(debuggerOfPage: CDPSession): Promise<Traffic> {
    const traffic = new Traffic();
    debuggerOfPage.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
      if (type === 'EventSource') return;
      traffic.inFlight.add(requestId);
      if (request.method === 'GET') traffic.files.push(request.url);
      traffic.last = performance.now();
    });
    debuggerOfPage.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      traffic.bytes += encodedDataLength;
      traffic.end(requestId);
    });
    debuggerOfPage.on('Network.loadingFailed', ({ requestId }) => {
      traffic.end(requestId);
    });
    await debuggerOfPage.send('Network.enable');
    return traffic;
  }

  /** Resolves when the page has fetched all that it wants of itself. */
  async settled(): Promise<void> {
    while (this.inFlight.size > 0 || performance.now() - this.last < QUIET_MS) {
      if (performance.now() - this.last > PATIENCE_MS) throw new Error('The page waits for an answer without end');
      await delay(LOOK_EVERY);
    }
  }

  private end(requestId: string): void {
    this.inFlight.delete(requestId);
    this.last = performance.now();
  }
}
