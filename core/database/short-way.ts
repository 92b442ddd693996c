import type Sqlite from 'better-sqlite3';
import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';

/** What the driver answered: rows, or for a write the key that was given and the number of rows. */
export interface Answer {
  readonly raw: unknown;
  readonly records: unknown[];
  readonly affected?: number;
}

/** Runs one statement. */
export type Way = (statement: string, values: readonly unknown[]) => Promise<Answer>;

/** Prepared statements that are kept: preparing costs more than many a question. */
const STATEMENTS = 500;

/** What mysql2 answers by: a pool, or a connection of it. */
interface Asked {
  query(statement: string, values: readonly unknown[], done: (error: Error | null, raw: unknown) => void): void;
}

/**
 * The way to the driver without TypeORM's, which makes promises, listeners and stack traces for each statement: that
 * takes longer than most answers.
 */
export function shortWay(source: DataSource): (runner?: QueryRunner) => Way {
  if (source.options.type === 'better-sqlite3') {
    const { databaseConnection } = source.driver as unknown as { databaseConnection: Sqlite.Database };
    const way = sqliteWay(databaseConnection);
    return () => way;
  }
  const { pool } = source.driver as unknown as { pool: Asked };
  return (runner) => async (statement, values) => {
    const asked = runner ? ((await runner.connect()) as Asked) : pool;
    return mysqlWay(asked, statement, values);
  };
}

function sqliteWay(database: Sqlite.Database): Way {
  const prepared = new Map<string, Sqlite.Statement>();
  const prepare = (text: string): Sqlite.Statement => {
    const statement = database.prepare(text);
    prepared.set(text, statement);
    const [oldest] = prepared.keys();
    if (prepared.size > STATEMENTS && oldest !== undefined) prepared.delete(oldest);
    return statement;
  };
  const run = (text: string, values: readonly unknown[]): Answer => {
    const statement = prepared.get(text) ?? prepare(text);
    // The driver knows no booleans.
    const given = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    if (statement.reader) {
      const rows = statement.all(...given);
      return { raw: rows, records: rows };
    }
    const { changes, lastInsertRowid } = statement.run(...given);
    return { raw: lastInsertRowid, records: [], affected: changes };
  };
  return (text, values) => {
    try {
      return Promise.resolve(run(text, values));
    } catch (error) {
      return Promise.reject(new QueryFailedError(text, [...values], error as Error));
    }
  };
}

function mysqlWay(asked: Asked, statement: string, values: readonly unknown[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    asked.query(statement, values, (error, raw) => {
      if (error) reject(new QueryFailedError(statement, [...values], error));
      else if (Array.isArray(raw)) resolve({ raw, records: raw });
      else resolve({ raw, records: [], affected: (raw as { affectedRows: number }).affectedRows });
    });
  });
}
