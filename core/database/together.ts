import { QueryFailedError } from 'typeorm';
import { type Asked, answerOf, rawOf } from './mysql-way';
import type { Answer, Way } from './short-way';

/** A statement, and who waits for its answer, if anybody does. */
interface Item {
  readonly statement: string;
  readonly values: readonly unknown[];
  readonly asker?: { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };
}

const NOTHING: Answer = { raw: undefined, records: [] };
/** Statements that answer nothing. */
const SILENT = /^(?:START TRANSACTION|SAVEPOINT|RELEASE SAVEPOINT)\b/;
/** Those that answer rows, or that everything went well. Whoever asks for a key or a number of rows is told of one alone. */
const SOCIABLE = /^\s*(?:SELECT|COMMIT|ROLLBACK TO)\b/;
/** Characters of what waits at most; the server takes 16 MB. */
const MOST = 1_000_000;

/**
 * The statements of one transaction, or the questions of one request, on MariaDB, where each way to the server costs more
 * than most of the answers. A write whose answer nobody needs waits for the next statement and goes with it, and what is
 * asked at the same time goes together; all in the order in which it came. Together they are one compound statement
 * (`BEGIN NOT ATOMIC`), which ends with the first failure, so that no COMMIT follows one. The connection itself takes one
 * statement at a time, as ever: a text that was put together badly elsewhere cannot bring a second one.
 */
export class Together implements Way {
  private waiting: Item[] = [];
  /** Characters of what waits, roughly. */
  private weight = 0;
  private isUnderWay = false;
  /** A write failed, or what came before it did, so that nothing goes any more until the rollback. */
  private failure: Error | null = null;

  constructor(private readonly connect: () => Promise<Asked>) {}

  ask(statement: string, values: readonly unknown[]): Promise<Answer> {
    if (SILENT.test(statement)) return this.put(statement, values).then(() => NOTHING);
    if (statement.startsWith('ROLLBACK')) this.failure = null;
    if (statement === 'ROLLBACK') this.waiting = this.waiting.filter(({ asker }) => asker);
    return this.wait(statement, values);
  }

  /** The answer of a failure comes with that of the next statement. */
  async put(statement: string, values: readonly unknown[]): Promise<void> {
    this.weight += values.reduce<number>(
      (sum, value) => sum + (typeof value === 'string' ? value.length : 8),
      statement.length,
    );
    if (this.weight > MOST) await this.wait(statement, values);
    else this.waiting.push({ statement, values });
  }

  private wait(statement: string, values: readonly unknown[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, values, asker: { resolve, reject } });
      if (this.isUnderWay) return;
      this.isUnderWay = true;
      // When all that can go on without an answer has gone on, and asked.
      process.nextTick(() => void this.sendAll());
    });
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.some(({ asker }) => asker)) {
      const items = this.next();
      try {
        const answers = this.failure ? Promise.reject(this.failure) : this.send(items);
        for (const [at, answer] of (await answers).entries()) items[at]?.asker?.resolve(answer);
      } catch (error) {
        if (items.some(({ asker }) => !asker)) this.failure = error as Error;
        for (const { statement, values, asker } of items)
          asker?.reject(new QueryFailedError(statement, [...values], error as Error));
      }
    }
    this.isUnderWay = false;
  }

  /** The first of those that wait, with all that may go with it. */
  private next(): Item[] {
    const lonely = this.waiting.findIndex(({ statement, asker }) => asker && !SOCIABLE.test(statement));
    this.weight = 0;
    return this.waiting.splice(0, lonely < 0 ? this.waiting.length : Math.max(lonely, 1));
  }

  private async send(items: readonly Item[]): Promise<Answer[]> {
    const connection = await this.connect();
    const [only, ...others] = items;
    if (only && others.length === 0) return [answerOf(await rawOf(connection, only.statement, only.values))];
    const texts = items.map(({ statement, values }) => `${connection.format(statement, values)};`);
    const raw = await rawOf(connection, ['BEGIN NOT ATOMIC', ...texts, 'END'].join(' '));
    // Rows of each question, and then how all of it ended; that alone when nothing was asked.
    const rows = Array.isArray(raw) ? (raw as unknown[]) : [];
    let asked = 0;
    return items.map(({ statement }) => (/^\s*SELECT\b/.test(statement) ? answerOf(rows[asked++]) : NOTHING));
  }
}
