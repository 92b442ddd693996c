import type { TypeName } from 'extjs-types';
import { type Change, callMany, changeMany, destroyMany, givingBack, type Outcome, type Watch } from './change-many';
import { Keeping, type Kept } from './kept-told';

/** How long a change can be taken back. */
const UNDO_MS = 10 * 60_000;

/** What is being done to many records. */
export interface Running {
  readonly text: string;
  readonly count: number;
  done: number;
  readonly stopping: AbortController;
}

/** What was done, and how it is taken back. */
export interface Told {
  readonly kind: 'changed' | 'restored' | 'destroyed' | 'called';
  readonly outcome: Outcome;
  readonly undo: (() => Promise<void>) | null;
}

/** What is done to many records of a grid, one thing at a time, and what was done last. */
export class BulkWork {
  running: Running | undefined;
  told: Told | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  private readonly keeping: Keeping;

  constructor(private readonly type: TypeName) {
    this.keeping = new Keeping(type);
    const kept = this.keeping.find();
    if (kept !== undefined) this.offer(kept);
  }

  /** @param text what is done, for whoever waits for it */
  async change(text: string, ids: readonly string[], properties: readonly string[], decide: Change['decide']) {
    const { type } = this;
    const outcome = await this.run(text, ids.length, (watch) => changeMany({ type, ids, properties, decide }, watch));
    if (outcome === undefined) return;
    this.offer({ kind: 'changed', text, properties, outcome, until: Date.now() + UNDO_MS });
  }

  private async takeBack({ text, properties, outcome: { left } }: Kept): Promise<void> {
    const change = { type: this.type, ids: [...left.keys()], properties, decide: givingBack(left) };
    const outcome = await this.run(text, change.ids.length, (watch) => changeMany(change, watch));
    if (outcome === undefined) return;
    // What was stopped, or got lost on its way, can be taken back later.
    const later = new Map(
      [...left].filter(([id]) => ['stopped', 'failed'].includes(outcome.refused.get(id)?.type ?? '')),
    );
    const until = Date.now() + UNDO_MS;
    this.offer({ kind: 'restored', text, properties, outcome: { ...outcome, left: later }, until });
  }

  /** Tells what was done, and how it is taken back if there is anything; then a reload of the page offers it as well. */
  private offer(kept: Kept): void {
    const { kind, outcome, until } = kept;
    const isAny = outcome.left.size > 0;
    if (isAny) this.keeping.keep(kept);
    this.tell({ kind, outcome, undo: isAny ? () => this.takeBack(kept) : null }, until);
  }

  async call(text: string, ids: readonly string[], handler: (ids: readonly string[]) => Promise<unknown>) {
    const outcome = await this.run(text, ids.length, (watch) => callMany(handler, ids, watch));
    if (outcome !== undefined) this.tell({ kind: 'called', outcome, undo: null });
  }

  /** @returns ids of those that are gone */
  async destroy(text: string, ids: readonly string[]): Promise<string[]> {
    const outcome = await this.run(text, ids.length, (watch) => destroyMany(this.type, ids, watch));
    if (outcome === undefined) return [];
    this.tell({ kind: 'destroyed', outcome, undo: null });
    return ids.filter((id) => outcome.refused.get(id)?.type === 'notFound' || !outcome.refused.has(id));
  }

  /** What was done is no more spoken of, and cannot be taken back. */
  forget(): void {
    clearTimeout(this.timer);
    this.told = undefined;
    this.keeping.drop();
    this.announce();
  }

  /** @returns the way out */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async run(
    text: string,
    count: number,
    work: (watch: Watch) => Promise<Outcome>,
  ): Promise<Outcome | undefined> {
    if (this.running !== undefined) return undefined;
    const stopping = new AbortController();
    const running: Running = { text, count, done: 0, stopping };
    this.running = running;
    this.forget();
    try {
      return await work({
        signal: stopping.signal,
        progressed: (done) => {
          running.done = done;
          this.announce();
        },
      });
    } finally {
      this.running = undefined;
      this.announce();
    }
  }

  private tell(told: Told, until = Date.now() + UNDO_MS): void {
    this.told = told;
    this.timer = setTimeout(() => this.forget(), until - Date.now());
    this.announce();
  }

  private announce(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

const works = new WeakMap<object, BulkWork>();

/** What is done to the rows of a described grid; it goes on while the grid is not there. */
export function workOf(description: { readonly type: TypeName }): BulkWork {
  let work = works.get(description);
  if (work === undefined) works.set(description, (work = new BulkWork(description.type)));
  return work;
}
