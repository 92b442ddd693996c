import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../ports/random';
import type { Database } from './database';
import { newEpoch } from './migrate';

/** Epoch → the highest number of its counter that was seen. */
type Marks = Record<string, number>;

const FILE = 'states.json';

/**
 * How far the account's counter had come, kept beside the database. A database that says less was restored from an
 * older backup: it is going to give numbers a second time, to other changes, so that it is given a new epoch and
 * clients read anew (RFC 8620 §1.6.2).
 */
export class HighWater {
  private readonly file: string;
  private marks: Marks;

  constructor(
    folder: string,
    private readonly database: Database,
    private readonly random: Random,
  ) {
    this.file = join(folder, FILE);
    this.marks = read(this.file);
  }

  /** Compares and notes. @returns true when the database was found to be an older one */
  async look(): Promise<boolean> {
    const { epoch, seq } = await this.counter();
    const mark = this.marks[epoch] ?? 0;
    if (seq === mark) return false;
    if (seq > mark) {
      this.note(epoch, seq);
      return false;
    }
    const fresh = newEpoch(this.random);
    const renewed = await this.database.transaction(async () => {
      // Under the lock: another node may have come first.
      const now = await this.counter();
      if (now.epoch !== epoch) return false;
      await this.database.manager.query('UPDATE core_account SET epoch = ? WHERE id = 1', [fresh]);
      return true;
    });
    if (renewed) this.note(fresh, seq);
    return renewed;
  }

  private async counter(): Promise<{ epoch: string; seq: number }> {
    const [row] = await this.database.manager.query<{ epoch: string; seq: number }[]>(
      'SELECT epoch, seq FROM core_account WHERE id = 1',
    );
    if (!row) throw new Error('core_account has no row');
    return { epoch: row.epoch, seq: Number(row.seq) };
  }

  private note(epoch: string, seq: number): void {
    this.marks = { ...this.marks, [epoch]: seq };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.marks), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

/** What cannot be read says nothing. */
function read(file: string): Marks {
  if (!existsSync(file)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])));
  } catch {
    return {};
  }
}
