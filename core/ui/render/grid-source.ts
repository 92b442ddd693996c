import type { Comparator, DataTypes, Filter, TypeName } from 'extjs-types';
import { theStore } from '../store/index';

/** Pages kept up to date; what lies further back is asked anew when scrolled to. */
const KEPT = 4;

/** Changes that come together, such as a change shown at once and its confirmation, are one reason to ask. */
const TOGETHER_MS = 60;

/**
 * Pages of an answer for a grid that scrolls over any number of rows. Pages that were here are shown at once and
 * replaced when the server has answered, so that nothing blinks when records change.
 */
export class GridSource<N extends TypeName> {
  total = 0;
  isLoaded = false;
  error: Error | null = null;
  private readonly pages = new Map<number, readonly DataTypes[N][]>();
  private readonly loading = new Map<number, Promise<void>>();
  private isStopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  /**
   * @param changed called when pages or their records have changed
   * @param others types by whose changes the answer may become another
   */
  constructor(
    readonly type: N,
    readonly filter: Filter | undefined,
    readonly sort: readonly Comparator[] | undefined,
    private readonly pageSize: number,
    private readonly changed: () => void,
    others: readonly TypeName[] = [],
  ) {
    this.stop = theStore().subscribe([type, ...others], () => {
      this.changed(); // records changed in place are here already
      this.reload();
    });
  }

  close(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.stop();
  }

  /** Records of a page, at once if they are here. */
  async page(page: number): Promise<readonly DataTypes[N][]> {
    if (!this.pages.has(page)) await this.load(page);
    return this.here(page) ?? [];
  }

  here(page: number): readonly DataTypes[N][] | undefined {
    const records = this.pages.get(page);
    if (records === undefined) return undefined;
    this.pages.delete(page); // the last one asked for is the last one dropped
    this.pages.set(page, records);
    // What has just gone is drawn as it was until the page has been asked for again.
    return records.map((record) => theStore().peek(this.type, (record as { id: string }).id) ?? record);
  }

  /** Place of a record in the answer, if its page is here. */
  indexOf(id: string): number | undefined {
    for (const [page, records] of this.pages) {
      const index = records.findIndex((record) => (record as { id: string }).id === id);
      if (index >= 0) return page * this.pageSize + index;
    }
    return undefined;
  }

  /** Ids of records of the answer, whether they are here or not. */
  async ids(position: number, limit: number): Promise<string[]> {
    const { type, filter = null, sort = [] } = this;
    const { ids } = await theStore().call(`${type}/query`, { filter, sort, position, limit });
    return ids as string[];
  }

  record(id: string): DataTypes[N] | undefined {
    return theStore().peek(this.type, id);
  }

  private load(page: number): Promise<void> {
    const running = this.loading.get(page);
    if (running !== undefined) return running;
    const load = this.ask(page).finally(() => this.loading.delete(page));
    this.loading.set(page, load);
    return load;
  }

  private async ask(page: number): Promise<void> {
    const { type, filter, sort, pageSize } = this;
    try {
      const { records, total } = await theStore().page({ type, filter, sort }, page * pageSize, pageSize);
      this.pages.set(page, records);
      this.total = total;
      this.error = null;
    } catch (error) {
      this.error = error as Error;
    }
    this.isLoaded = true;
  }

  /** Asks the pages last shown again; the others are forgotten. */
  private async refresh(): Promise<void> {
    this.timer = undefined;
    const recent = [...this.pages.keys()].slice(-KEPT);
    for (const page of this.pages.keys()) if (!recent.includes(page)) this.pages.delete(page);
    await Promise.all(recent.map((page) => this.ask(page)));
    if (!this.isStopped) this.changed();
  }

  reload(): void {
    this.timer ??= setTimeout(() => void this.refresh(), TOGETHER_MS);
  }
}
