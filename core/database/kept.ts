import type { Random } from '../ports/random';
import type { Database } from './database';

/** Tables that change seldom and are read for nearly every answer. */
const SELDOM: ReadonlySet<string> = new Set([
  'core_acl',
  'core_acl_group',
  'core_custom_field',
  'core_custom_field_set',
  'core_notification_choice',
  'core_setting',
]);

/** Values at most. */
const MOST = 1_000;

/** True for a table whose values are kept; for what may be any table, too. */
export function isSeldom(table: string | undefined): boolean {
  return table === undefined || SELDOM.has(table);
}

/**
 * What was read of the tables that change seldom, kept between requests. The account has a mark which every transaction
 * that writes to one of them draws anew, in whichever program it runs: what is kept under another mark is not used. A mark
 * is drawn by chance instead of counted, because a database that was restored would count the same numbers once more.
 */
export class Kept {
  private readonly known = new Map<string, { readonly mark: string; readonly value: unknown }>();

  constructor(
    private readonly database: Database,
    private readonly random: Random,
  ) {}

  /** What is kept by this name, or else what is read, now. */
  async value<T>(name: string, read: () => Promise<T>): Promise<T> {
    const mark = await this.mark();
    if (mark === null) return read();
    const known = this.known.get(name);
    if (known?.mark === mark) return known.value as T;
    const value = await read();
    this.known.delete(name);
    this.known.set(name, { mark, value });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
    return value;
  }

  /** Draws the mark anew when the transaction at hand has written to one of the tables; to be done last. */
  async renew(): Promise<void> {
    const { unit } = this.database;
    if (unit.keptMark !== null) return;
    const mark = this.random.bytes(8).toString('hex');
    await unit.put('UPDATE core_account SET keptMark = ? WHERE id = 1', [mark]);
    unit.keptMark = mark;
  }

  /** Null when nothing kept is to be trusted: the transaction at hand has written itself. */
  private async mark(): Promise<string | null> {
    if (this.database.isInTransaction) return this.database.unit.keptMark;
    const { reading } = this.database;
    if (!reading) return this.ask();
    reading.mark ??= this.ask();
    return reading.mark;
  }

  private async ask(): Promise<string | null> {
    const { manager } = this.database;
    const [row] = await manager.query<{ keptMark: string | null }[]>('SELECT keptMark FROM core_account WHERE id = 1');
    return row?.keptMark ?? null;
  }
}
