import type { Comparator, Filter } from 'extjs-types';
import { type Answer, type Batch, type Call, resultOf } from './batch';
import type { Cache } from './cache';
import { MethodError } from './errors';
import type { Taking } from './reader';
import type { QueryWindow } from './types';

export interface Question {
  type: string;
  filter?: Filter | undefined;
  sort?: readonly Comparator[] | undefined;
}
type Row = { id: string } & Record<string, unknown>;

/** A page of an answer with its records, in one request (RFC 8620 §5.5 with a result reference). */
export function pageCalls(
  accountId: string,
  { type, filter, sort }: Question,
  position: number,
  limit: number,
  calculateTotal: boolean,
): Call[] {
  const query = { accountId, filter: filter ?? null, sort: sort ?? [], position, limit, calculateTotal };
  return [
    [`${type}/query`, query],
    [`${type}/get`, { accountId, '#ids': resultOf(0, `${type}/query`, '/ids') }],
  ];
}

/**
 * A window over a query that follows the server: after a change it asks what has changed in the answer
 * (`queryChanges`), and only if that cannot be said or the window would have holes, asks anew.
 */
export class LiveWindow implements QueryWindow<Row> {
  total = 0;
  isLoading = true;
  error: Error | null = null;
  private ids: string[] = [];
  private queryState: string | undefined;
  private isClosed = false;
  /** Counts questions, so that a late answer to an old one is not taken for the new. */
  private turn = 0;

  constructor(
    private readonly question: Question,
    public position: number,
    public limit: number,
    private readonly accountId: string,
    private readonly batch: Batch,
    private readonly cache: Cache,
    private readonly taking: () => Taking,
    readonly changed: () => void,
    private readonly closed: (window: LiveWindow) => void,
  ) {
    void this.load();
  }

  get records(): readonly Row[] {
    return this.ids.flatMap((id) => this.cache.get(id) ?? []);
  }

  show(position: number, limit: number): void {
    if (position === this.position && limit === this.limit) return;
    this.position = position;
    this.limit = limit;
    this.isLoading = true;
    void this.load();
  }

  reload(): void {
    void this.load();
  }

  close(): void {
    this.isClosed = true;
    this.closed(this);
  }

  /** Something of this type has changed, and the cache knows it already. */
  async refresh(): Promise<void> {
    const { queryState } = this;
    if (queryState === undefined || this.position !== 0) return this.load();
    const turn = ++this.turn;
    const { type, filter, sort } = this.question;
    const args = { accountId: this.accountId, filter: filter ?? null, sort: sort ?? [] };
    try {
      const [answer] = await this.batch.ask([
        [`${type}/queryChanges`, { ...args, sinceQueryState: queryState, calculateTotal: true }],
      ]);
      if (turn !== this.turn || this.isClosed || answer === undefined) return;
      if (!this.patch(answer as unknown as QueryChanges)) {
        await this.load();
        return;
      }
    } catch (error) {
      if (turn !== this.turn || this.isClosed) return;
      if (error instanceof MethodError) return this.load();
      this.error = error as Error;
    }
    this.changed();
  }

  /** False if the window would have holes or records not loaded. */
  private patch({ newQueryState, removed, added, total }: QueryChanges): boolean {
    const gone = new Set(removed);
    const ids = this.ids.filter((id) => !gone.has(id));
    // Indexes are those of the finished answer, in rising order (RFC 8620 §5.6).
    for (const { id, index } of added) if (index <= ids.length) ids.splice(index, 0, id);
    const wanted = ids.slice(0, this.limit);
    const whole = total ?? this.total;
    if (wanted.length < Math.min(this.limit, whole) || wanted.some((id) => !this.cache.has(id))) return false;
    this.ids = wanted;
    this.total = whole;
    this.queryState = newQueryState;
    return true;
  }

  private async load(): Promise<void> {
    const turn = ++this.turn;
    const take = this.taking();
    try {
      const calls = pageCalls(this.accountId, this.question, this.position, this.limit, true);
      const [found, got] = (await this.batch.ask(calls)) as unknown as [QueryAnswer, Answer];
      take(got);
      if (turn !== this.turn || this.isClosed) return;
      this.ids = found.ids;
      this.total = found.total ?? found.ids.length;
      this.queryState = found.canCalculateChanges ? found.queryState : undefined;
      this.error = null;
    } catch (error) {
      if (turn !== this.turn || this.isClosed) return;
      this.error = error as Error;
    }
    this.isLoading = false;
    this.changed();
  }
}

interface QueryAnswer {
  ids: string[];
  total?: number;
  queryState: string;
  canCalculateChanges: boolean;
}
interface QueryChanges {
  newQueryState: string;
  total?: number;
  removed: string[];
  added: { id: string; index: number }[];
}
