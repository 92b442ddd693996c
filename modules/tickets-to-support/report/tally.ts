import { createWriteStream, type WriteStream } from 'node:fs';
import { Problem } from '../../../core/api';
import type { Discrepancy } from '../plan/discrepancy';

/** How often a reason was given. */
export interface ReasonCount extends Pick<Discrepancy, 'table' | 'column' | 'fate' | 'reason'> {
  readonly rows: number;
}

/** Counts discrepancies by their reason, and writes each into a file: there may be more than fit into memory. */
export class Tally {
  private readonly counts = new Map<string, { one: Discrepancy; rows: number }>();
  private problem: NodeJS.ErrnoException | null = null;
  /** Goes on when the file takes more, or never will. */
  private wake: () => void = () => undefined;

  private constructor(
    private readonly stream: WriteStream,
    private readonly file: string,
  ) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.problem = error;
      this.wake();
    });
    for (const event of ['open', 'drain', 'close'])
      stream.on(event, () => {
        this.wake();
      });
  }

  /** @throws Problem when the file cannot be written */
  static async into(file: string): Promise<Tally> {
    const stream = createWriteStream(file, { mode: 0o600 });
    const tally = new Tally(stream, file);
    await tally.next();
    tally.check();
    return tally;
  }

  async add(discrepancies: readonly Discrepancy[]): Promise<void> {
    for (const one of discrepancies) {
      const key = [one.table, one.column, one.fate, one.reason].join('\n');
      const known = this.counts.get(key);
      if (known) known.rows++;
      else this.counts.set(key, { one, rows: 1 });
    }
    if (discrepancies.length === 0) return;
    const text = discrepancies.map((one) => `${JSON.stringify(one)}\n`).join('');
    if (!this.stream.write(text) && this.problem === null) await this.next();
    this.check();
  }

  /** The reasons, the most frequent first. */
  get reasons(): ReasonCount[] {
    return [...this.counts.values()]
      .map(({ one: { table, column, fate, reason }, rows }) => ({ table, column, fate, reason, rows }))
      .sort((a, b) => b.rows - a.rows || a.table.localeCompare(b.table));
  }

  async close(): Promise<void> {
    this.stream.end();
    while (!this.stream.closed) await this.next();
    this.check();
  }

  /** Waits until the file has taken what it was given, or something has ended it. */
  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private check(): void {
    if (this.problem) throw unwritable(this.file, this.problem);
  }
}

/** Why a report cannot be written, in a sentence. */
export function unwritable(file: string, error: unknown): Problem {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return new Problem(`The disk is full: ${file} cannot be written`, 507);
  return new Problem(`${file} cannot be written (${code})`, 500);
}
