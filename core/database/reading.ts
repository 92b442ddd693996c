import { AsyncLocalStorage } from 'node:async_hooks';
import type { Way } from './short-way';

/** What is known while one request is answered. */
export class Reading {
  /** The account's, see Kept, once it was asked for: as for one who began a little earlier. */
  mark: Promise<string | null> | null = null;
  /** By which it reads, once it has. */
  way: Way | null = null;
  /** Answered: what it has started, and goes on, must not live on what was known then. */
  isOver = false;
  private readonly asking = new Map<unknown, Promise<unknown>>();
  private readonly written = new Set<string | null>();

  /** Hears of the mark, which was read along with something else. */
  begins(mark: string | null): void {
    this.mark ??= Promise.resolve(mark);
  }

  /** To be called before what may change something by other ways than a transaction. */
  forget(): void {
    this.mark = null;
  }

  /** Reads something, along with who asks for the same at the moment. */
  along<T>(key: unknown, read: () => Promise<T>): Promise<T> {
    const asked = this.asking.get(key) as Promise<T> | undefined;
    if (asked) return asked;
    const value = read().finally(() => this.asking.delete(key));
    this.asking.set(key, value);
    return value;
  }

  /** Hears of a transaction that has ended: what it wrote to (null: nobody knows what), and the mark that it left, if that is known. */
  wrote(tables: ReadonlySet<string | null>, mark: string | null): void {
    this.mark = mark === null ? null : Promise.resolve(mark);
    for (const table of tables) this.written.add(table);
  }

  /** True when one of its transactions has, or may have, written to one of these tables. */
  hasWritten(tables: readonly string[]): boolean {
    return this.written.has(null) || tables.some((table) => this.written.has(table));
  }
}

/** The requests that are being answered. */
export class Readings {
  private readonly store = new AsyncLocalStorage<Reading>();

  /** The one at hand, until it is answered. */
  get current(): Reading | undefined {
    const reading = this.store.getStore();
    return reading?.isOver ? undefined : reading;
  }

  during<T>(work: () => Promise<T>): Promise<T> {
    const reading = new Reading();
    return this.store.run(reading, work).finally(() => {
      reading.isOver = true;
    });
  }

  /** To be called once the database is closed: Node would hand an emptied context on for ever. */
  close(): void {
    this.store.disable();
  }
}
