import type { Configuration } from '../config/config';
import { RunningHost } from '../module/running-host';
import { SearchJob } from '../search/search.job';
import { SearchIndex } from '../search/search-index.service';
import { PinoLog } from './pino-log';

/**
 * Indexes everything anew. What is found stays found meanwhile; when it is stopped half way, the running host goes on
 * with the rest.
 */
export async function rebuildSearch(configuration: Configuration): Promise<void> {
  const running = await RunningHost.start({ configuration, log: new PinoLog(configuration.logLevel) });
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const { host } = running;
    await host.database.transaction(() => host.get(SearchIndex).outdate());
    await host.get(SearchJob).run(stopping.signal);
  } finally {
    await running.stop();
  }
  process.stdout.write(
    stopping.signal.aborted ? 'Stopped: the running host goes on with the rest.\n' : 'Everything is indexed anew.\n',
  );
}
