import type { Comparator, DataTypes, Filter, TypeName } from 'extjs-types';
import { Batch } from './batch';
import { Blobs } from './blobs';
import { Cache } from './cache';
import { bringUpToDate } from './changes';
import { Connection } from './connection';
import { MethodError } from './errors';
import { Push } from './push';
import { Reader } from './reader';
import { completeSet, insist } from './set-answer';
import { Subscribers } from './subscribers';
import type {
  Patch,
  Query,
  QueryWindow,
  Session,
  SetCall,
  SetCallOf,
  SetResult,
  Store,
  Upload,
  UploadOptions,
} from './types';
import { LiveWindow, pageCalls } from './window';

export interface StoreEvents {
  /** The server no longer knows the session. */
  signedOut(): void;
  /** The server's session object is another than ours: modules or rights have changed. */
  sessionChanged(): Promise<void>;
}

/** The page's store over JMAP. One per login. */
export class JmapStore implements Store {
  private readonly connection: Connection;
  private readonly batch: Batch;
  private readonly reader: Reader;
  private readonly blobs: Blobs;
  private readonly push: Push;
  private readonly caches = new Map<string, Cache>();
  private readonly windows = new Map<string, Set<LiveWindow>>();
  private readonly subscribers = new Subscribers();
  private readonly counters = new Map<string, Map<string, Promise<number>>>();
  private readonly whole = new Map<string, Promise<string[]>>();
  private readonly catchingUp = new Map<string, Promise<void>>();

  constructor(
    public session: Session,
    events: StoreEvents,
  ) {
    this.connection = new Connection(() => events.signedOut());
    this.batch = new Batch(
      this.connection,
      () => this.session,
      (state) => {
        if (state !== this.session.state) void events.sessionChanged();
      },
      () => events.sessionChanged(),
    );
    this.reader = new Reader(
      () => this.accountId,
      this.batch,
      (type) => this.cache(type),
      (type) => this.redraw(type),
    );
    this.blobs = new Blobs(
      this.connection,
      () => this.session,
      () => this.accountId,
    );
    const url = session.eventSourceUrl.replace('{types}', '*').replace('{closeafter}', 'no').replace('{ping}', '30');
    this.push = new Push(
      url,
      (states) => {
        for (const [type, state] of Object.entries(states))
          if (this.cache(type).state !== state) void this.catchUp(type);
      },
      () => {
        this.connection.setOnline(true);
        for (const type of this.known()) void this.catchUp(type);
      },
    );
  }

  get accountId(): string {
    return this.session.primaryAccounts['urn:groupware:core'] ?? Object.keys(this.session.accounts)[0] ?? '';
  }
  get isOnline(): boolean {
    return this.connection.isOnline;
  }

  may(permission: string): boolean {
    const { user, permissions } = this.session.capabilities['urn:groupware:core'];
    return user.isAdmin || permissions.includes(permission);
  }

  close(): void {
    this.push.close();
  }

  peek<N extends TypeName>(type: N, id: string): DataTypes[N] | undefined {
    return this.cache(type).get(id) as DataTypes[N] | undefined;
  }

  async get<N extends TypeName>(type: N, ids: readonly string[]): Promise<DataTypes[N][]> {
    const cache = this.cache(type);
    const missing = [...new Set(ids)].filter((id) => !cache.has(id));
    const step = this.session.capabilities['urn:ietf:params:jmap:core'].maxObjectsInGet;
    const chunks = Array.from({ length: Math.ceil(missing.length / step) }, (_, n) =>
      missing.slice(n * step, (n + 1) * step),
    );
    await Promise.all(chunks.map((chunk) => this.reader.fetch(type, chunk)));
    return ids.flatMap((id) => (cache.get(id) as DataTypes[N] | undefined) ?? []);
  }

  async all<N extends TypeName>(type: N): Promise<DataTypes[N][]> {
    let ids = this.whole.get(type);
    if (ids === undefined) {
      ids = this.reader.fetch(type, null);
      ids.catch(() => this.whole.delete(type));
      this.whole.set(type, ids);
    }
    const cache = this.cache(type);
    return (await ids).flatMap((id) => (cache.get(id) as DataTypes[N] | undefined) ?? []);
  }

  async some<N extends TypeName>(query: Query<N>, position: number, limit: number) {
    return (await this.asked(query, position, limit, false)).records;
  }

  page<N extends TypeName>(query: Query<N>, position: number, limit: number) {
    return this.asked(query, position, limit, true);
  }

  private async asked<N extends TypeName>(query: Query<N>, position: number, limit: number, isCounted: boolean) {
    const take = this.reader.taking(query.type);
    const [found, got] = await this.batch.ask(pageCalls(this.accountId, query, position, limit, isCounted));
    if (found === undefined || got === undefined) throw new MethodError(`${query.type}/query`, 'serverFail');
    take(got);
    const { ids, total } = found as { ids: string[]; total?: number };
    const cache = this.cache(query.type);
    const records = ids.flatMap((id) => (cache.get(id) as DataTypes[N] | undefined) ?? []);
    return { records, total: total ?? records.length };
  }

  window<N extends TypeName>(query: Query<N>, changed: () => void, limit = 50): QueryWindow<DataTypes[N]> {
    const windows = this.windows.get(query.type) ?? new Set();
    this.windows.set(query.type, windows);
    const taking = () => this.reader.taking(query.type);
    const { accountId, batch } = this;
    const forget = (window: LiveWindow) => windows.delete(window);
    const window = new LiveWindow(query, 0, limit, accountId, batch, this.cache(query.type), taking, changed, forget);
    windows.add(window);
    return window as unknown as QueryWindow<DataTypes[N]>;
  }

  counter(type: TypeName, filter: Filter): Promise<number> {
    const known = this.counters.get(type) ?? new Map<string, Promise<number>>();
    this.counters.set(type, known);
    const key = JSON.stringify(filter);
    let count = known.get(key);
    if (count === undefined) {
      const sort: Comparator[] = [];
      const args = { accountId: this.accountId, filter, sort, position: 0, limit: 0, calculateTotal: true };
      count = this.batch.ask([[`${type}/query`, args]]).then(([answer]) => Number(answer?.['total'] ?? 0));
      count.catch(() => known.delete(key));
      known.set(key, count);
    }
    return count;
  }

  async create<N extends TypeName>(type: N, record: Partial<DataTypes[N]>): Promise<string> {
    const [result] = await this.set<N>([{ type, create: { new: record } }]);
    return result?.created['new']?.id ?? '';
  }

  async update<N extends TypeName>(type: N, id: string, patch: Patch<DataTypes[N]>): Promise<void> {
    await this.set<N>([{ type, update: { [id]: patch } }]);
  }

  async destroy(type: TypeName, ids: readonly string[], contents?: string): Promise<void> {
    await this.set([{ type, destroy: ids, ...(contents === undefined ? {} : { [contents]: true }) }]);
  }

  commit(calls: readonly SetCall[]): Promise<SetResult[]> {
    return this.set<TypeName>(calls);
  }

  private async set<N extends TypeName>(calls: readonly SetCallOf<N>[]): Promise<SetResult[]> {
    const results = await this.attempt<N>(calls);
    insist(results);
    return results;
  }

  async attempt<N extends TypeName>(calls: readonly SetCallOf<N>[]): Promise<SetResult[]> {
    this.optimistically(calls, (cache, id, patch) => cache.begin(id, patch));
    let results: (SetResult & { oldState: string | null })[] = [];
    try {
      const told = calls.map(({ type, ...args }) => [`${type}/set`, { accountId: this.accountId, ...args }] as const);
      results = (await this.batch.tell(told)).map(completeSet);
    } finally {
      this.optimistically(calls, (cache, id, patch, call) =>
        cache.end(id, patch, id in (results[call]?.updated ?? {})),
      );
    }
    calls.forEach(({ type }, index) => {
      const result = results[index];
      if (result === undefined) return;
      const cache = this.cache(type);
      for (const [id, more] of Object.entries(result.updated)) {
        if (more !== null) cache.merge(id, more as Record<string, unknown>);
      }
      cache.remove(result.destroyed);
      if (cache.state === result.oldState) cache.state = result.newState;
      this.announce(type);
    });
    return results;
  }

  private optimistically(
    calls: readonly SetCallOf<TypeName>[],
    act: (cache: Cache, id: string, patch: Record<string, unknown>, call: number) => void,
  ): void {
    calls.forEach((call, index) => {
      const { update } = call;
      if (update === undefined) return;
      for (const [id, patch] of Object.entries(update)) act(this.cache(call.type), id, patch, index);
      this.redraw(call.type);
    });
  }

  async call(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const [answer] = await this.batch.ask([[method, { accountId: this.accountId, ...args }]]);
    return answer ?? {};
  }

  async tell(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const [answer] = await this.batch.tell([[method, { accountId: this.accountId, ...args }]]);
    return answer ?? {};
  }

  subscribe(types: readonly TypeName[], changed: () => void): () => void {
    return this.subscribers.add(types, changed);
  }

  onConnection(changed: () => void): () => void {
    return this.connection.onChange(changed);
  }

  upload(file: Blob & { name?: string }, options?: UploadOptions): Promise<Upload> {
    return this.blobs.upload(file, options);
  }
  blobUrl(blobId: string, type: string): Promise<string> {
    return this.blobs.url(blobId, type);
  }
  blobText(blobId: string): Promise<string> {
    return this.blobs.text(blobId);
  }
  download(blob: { blobId: string; name: string; type: string }): Promise<void> {
    return this.blobs.download(blob);
  }
  save(url: string, name: string, question?: object): Promise<void> {
    return this.blobs.save(url, name, question);
  }

  private cache(type: string): Cache {
    let cache = this.caches.get(type);
    if (cache === undefined) this.caches.set(type, (cache = new Cache()));
    return cache;
  }

  private known(): Set<string> {
    return new Set([...this.caches.keys(), ...this.subscribers.types(), ...this.counters.keys()]);
  }

  /** Asks what has changed since, and brings the cached records up to date. One at a time per type. */
  private async catchUp(type: string): Promise<void> {
    const running = this.catchingUp.get(type);
    const renew = (ids: readonly string[]) => this.reader.renew(type, ids);
    const next = (running ?? Promise.resolve()).then(() =>
      bringUpToDate(type, this.accountId, this.cache(type), this.batch, renew),
    );
    this.catchingUp.set(type, next);
    await next.catch(() => undefined); // reads wait for the server by themselves; what is left is a refusal
    this.announce(type);
  }

  /** The type has changed: all that was derived from it is asked anew. */
  private announce(type: string): void {
    this.counters.delete(type);
    this.whole.delete(type);
    for (const window of this.windows.get(type) ?? []) void window.refresh();
    this.redraw(type);
  }

  private redraw(type: string): void {
    for (const window of this.windows.get(type) ?? []) window.changed();
    this.subscribers.tell(type);
  }
}
