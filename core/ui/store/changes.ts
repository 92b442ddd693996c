import type { Batch } from './batch';
import type { Cache } from './cache';
import { MethodError } from './errors';

const CHANGES_AT_ONCE = 500;

/**
 * Asks what has changed since the cache's state (RFC 8620 §5.2) and brings the cached records up to date.
 * A server that cannot say any more makes the cache start anew.
 * @param renew asks for records that are in the cache anew
 */
export async function bringUpToDate(
  type: string,
  accountId: string,
  cache: Cache,
  batch: Batch,
  renew: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let isMore = true; isMore && cache.state !== undefined; ) {
    try {
      const args = { accountId, sinceState: cache.state, maxChanges: CHANGES_AT_ONCE };
      const [answer] = await batch.ask([[`${type}/changes`, args]]);
      const { newState, hasMoreChanges, updated, destroyed } = answer as unknown as ChangesAnswer;
      cache.remove(destroyed);
      const stale = updated.filter((id) => cache.has(id));
      if (stale.length > 0) await renew(stale);
      cache.state = newState;
      isMore = hasMoreChanges;
    } catch (error) {
      if (!(error instanceof MethodError)) throw error;
      cache.clear();
      isMore = false;
    }
  }
}

interface ChangesAnswer {
  newState: string;
  hasMoreChanges: boolean;
  updated: string[];
  destroyed: string[];
}
