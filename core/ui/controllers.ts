import type { Comparator, DataTypes, Filter, TypeName } from 'extjs-types';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { theStore } from './store/index';
import type { QueryWindow, WindowState } from './store/types';

/**
 * A record shown by a Lit element: loaded when its id is known, drawn again when it changes.
 * `get` may give back undefined: nothing is shown then.
 */
export class RecordController<N extends TypeName> implements ReactiveController {
  record: DataTypes[N] | undefined;
  /** True once the server has said that the record does not exist or is not ours to see. */
  isMissing = false;
  error: Error | null = null;
  private id: string | undefined;
  private stop: (() => void) | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly type: N,
    private readonly wanted: () => string | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = theStore().subscribe([this.type], () => void this.load());
  }

  hostDisconnected(): void {
    this.stop?.();
    this.id = undefined;
  }

  hostUpdate(): void {
    const id = this.wanted();
    if (id === this.id) return;
    this.id = id;
    this.isMissing = false;
    this.error = null;
    this.record = id === undefined ? undefined : theStore().peek(this.type, id);
    if (id !== undefined) void this.load();
  }

  private async load(): Promise<void> {
    const { id } = this;
    if (id === undefined) return;
    try {
      const [record] = await theStore().get(this.type, [id]);
      if (id !== this.id) return;
      this.record = record;
      this.isMissing = record === undefined;
      this.error = null;
    } catch (error) {
      if (id === this.id) this.error = error as Error;
    }
    this.host.requestUpdate();
  }
}

export interface Wanted {
  filter?: Filter | undefined;
  sort?: readonly Comparator[] | undefined;
}

/** A live window over a query, for a Lit element. A new question (by value) starts a new window. */
export class QueryController<N extends TypeName> implements ReactiveController, WindowState<DataTypes[N]> {
  private window: QueryWindow<DataTypes[N]> | undefined;
  private asked: string | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly type: N,
    private readonly wanted: () => Wanted | undefined,
    private readonly limit = 50,
  ) {
    host.addController(this);
  }

  get total(): number {
    return this.window?.total ?? 0;
  }
  get records(): readonly DataTypes[N][] {
    return this.window?.records ?? [];
  }
  get isLoading(): boolean {
    return this.window?.isLoading ?? false;
  }
  get error(): Error | null {
    return this.window?.error ?? null;
  }
  /** Asks for more rows from the start of the answer. */
  more(by = this.limit): void {
    if (this.window !== undefined) this.window.show(0, this.window.limit + by);
  }
  reload(): void {
    this.window?.reload();
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.window?.close();
    this.window = undefined;
    this.asked = undefined;
  }

  hostUpdate(): void {
    const wanted = this.wanted();
    const asked = wanted === undefined ? undefined : JSON.stringify([wanted.filter, wanted.sort]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.window?.close();
    this.window =
      wanted === undefined
        ? undefined
        : theStore().window({ type: this.type, ...wanted }, () => this.host.requestUpdate(), this.limit);
  }
}

/** Counters for a Lit element: a number per key, asked in one request, asked again when the type changes. */
export class CounterController<N extends TypeName> implements ReactiveController {
  /** Undefined until known. */
  readonly counts: Record<string, number | undefined> = {};
  private stop: (() => void) | undefined;
  private asked = '';

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly type: N,
    private readonly filters: () => Record<string, Filter>,
    /** Types by whose changes the numbers may become others. */
    private readonly others: readonly TypeName[] = [],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = theStore().subscribe([this.type, ...this.others], () => void this.load());
  }

  hostDisconnected(): void {
    this.stop?.();
    this.asked = '';
  }

  hostUpdate(): void {
    const asked = JSON.stringify(this.filters());
    if (asked === this.asked) return;
    this.asked = asked;
    void this.load();
  }

  private async load(): Promise<void> {
    const { asked } = this;
    const one = async ([key, filter]: [string, Filter]) => {
      const count = await theStore()
        .counter(this.type, filter)
        .catch(() => undefined);
      if (asked === this.asked) this.counts[key] = count;
    };
    await Promise.all(Object.entries(this.filters()).map(one));
    if (asked === this.asked) this.host.requestUpdate();
  }
}
