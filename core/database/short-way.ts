import type Sqlite from 'better-sqlite3';
import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { type Asked, mysqlWay } from './mysql-way';
import { Together } from './together';

/** What the driver answered: rows, or for a write the key that was given and the number of rows. */
export interface Answer {
  readonly raw: unknown;
  readonly records: unknown[];
  readonly affected?: number;
}

/** The way of statements to the database. */
export interface Way {
  /** Runs one statement. */
  ask(statement: string, values: readonly unknown[]): Promise<Answer>;
  /** Runs a write whose answer nobody needs: it may wait for the next statement of its transaction. */
  put(statement: string, values: readonly unknown[]): Promise<unknown>;
}

/** Prepared statements that are kept: preparing costs more than many a question. */
const STATEMENTS = 500;

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
  const isMariaDb = source.options.type === 'mariadb';
  return (runner) => {
    const connect = (): Promise<Asked> => (runner ? (runner.connect() as Promise<Asked>) : Promise.resolve(pool));
    return isMariaDb ? new Together(connect) : mysqlWay(connect);
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
  const ask = (text: string, values: readonly unknown[]): Promise<Answer> => {
    try {
      return Promise.resolve(run(text, values));
    } catch (error) {
      return Promise.reject(new QueryFailedError(text, [...values], error as Error));
    }
  };
  return { ask, put: ask };
}
