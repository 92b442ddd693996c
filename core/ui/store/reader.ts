import type { Answer, Batch } from './batch';
import type { Cache } from './cache';

type Row = { id: string } & Record<string, unknown>;

/** Takes in the answer of a `get`, and says which records it told. */
export type Taking = (answer: Answer) => string[];

/** Brings records from the server into the caches. */
export class Reader {
  constructor(
    private readonly accountId: () => string,
    private readonly batch: Batch,
    private readonly cacheOf: (type: string) => Cache,
    private readonly redraw: (type: string) => void,
  ) {}

  async fetch(type: string, ids: readonly string[] | null): Promise<string[]> {
    const take = this.taking(type);
    const [answer] = await this.batch.ask([[`${type}/get`, { accountId: this.accountId(), ids }]]);
    return answer === undefined ? [] : take(answer);
  }

  /** What takes in the answer of a `get` that is asked now. */
  taking(type: string): Taking {
    const cache = this.cacheOf(type);
    const since = cache.state;
    return (answer) => {
      const { state, list } = answer as { state: string; list: Row[] };
      const ids = list.map((record) => record.id);
      // Whatever goes wrong on the way, the next change brings them up to date.
      if (cache.take(list, state, since)) void this.renew(type, ids).catch(() => undefined);
      return ids;
    };
  }

  /** Asks anew for records that are here; those that are gone leave. */
  async renew(type: string, ids: readonly string[]): Promise<void> {
    const found = new Set(await this.fetch(type, ids));
    this.cacheOf(type).remove(ids.filter((id) => !found.has(id)));
    this.redraw(type);
  }
}
