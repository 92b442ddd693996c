import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Connection, createConnection, escape } from 'mysql2/promise';
import type { Configuration } from '../../config/config';

type Value = string | number | boolean | Date | null | undefined;
/** A row by column. */
export type Values = Readonly<Record<string, Value>>;

/**
 * Puts very many rows into tables, past the program and on a connection of its own: with few statements, and the
 * secondary indexes of each table away until the end, when they are made at once. Rows in the order of their table's
 * key go in several times faster. What is put in need not survive a power cut.
 */
export abstract class Bulk {
  private readonly bare = new Set<string>();
  /** What makes the indexes again that were taken away. */
  private readonly indexes: string[] = [];

  static async of({ data, databaseUrl }: Configuration): Promise<Bulk> {
    return databaseUrl === undefined
      ? new SqliteBulk(data)
      : new MysqlBulk(await createConnection({ uri: databaseUrl, timezone: 'Z', charset: 'utf8mb4_bin' }));
  }

  async insert(table: string, rows: readonly Values[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {});
    const values = rows.map((row) => columns.map((column) => row[column]));
    await this.insertLists(table, columns, values);
  }

  /** The same for rows that are lists of values, in the order of the columns. */
  async insertLists(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<void> {
    if (rows.length === 0) return;
    if (!this.bare.has(table)) this.indexes.push(...(await this.strip(table)));
    this.bare.add(table);
    await this.store(table, columns, rows);
  }

  /** Makes the indexes again. To be called in any case: without them the program is not itself. */
  async end(): Promise<void> {
    for (const statement of this.indexes) await this.run(statement);
    await this.close();
  }

  /** Runs a statement without parameters. */
  abstract run(statement: string): Promise<void>;
  /** Takes away the secondary indexes of a table and answers the statements that make them. */
  protected abstract strip(table: string): Promise<string[]>;
  protected abstract store(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Value[])[],
  ): Promise<void>;
  protected abstract close(): Promise<void>;
}

/** Rows of one statement. */
const SOME = { sqlite: 40, mysql: 5000 };

class SqliteBulk extends Bulk {
  private readonly database: Sqlite.Database;

  constructor(data: string) {
    super();
    this.database = new Sqlite(join(data, 'groupware.sqlite'), { timeout: 20_000 });
    this.database.pragma('synchronous = OFF');
    this.database.pragma('cache_size = -200000');
  }

  override run(statement: string): Promise<void> {
    this.database.exec(statement);
    return Promise.resolve();
  }

  protected override strip(table: string): Promise<string[]> {
    const known = this.database
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
      .all(table) as { name: string; sql: string }[];
    for (const { name } of known) this.database.exec(`DROP INDEX "${name}"`);
    return Promise.resolve(known.map(({ sql }) => sql));
  }

  protected override store(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Value[])[],
  ): Promise<void> {
    const places = `(${columns.map(() => '?').join(', ')})`;
    const statement = (count: number): Sqlite.Statement =>
      this.database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: count }, () => places).join(', ')}`,
      );
    const [many, one] = [statement(SOME.sqlite), statement(1)];
    this.database.transaction(() => {
      let at = 0;
      for (; at + SOME.sqlite <= rows.length; at += SOME.sqlite) many.run(rows.slice(at, at + SOME.sqlite).flat());
      for (; at < rows.length; at++) one.run(rows[at] ?? []);
    })();
    return Promise.resolve();
  }

  protected override close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }
}

class MysqlBulk extends Bulk {
  constructor(private readonly connection: Connection) {
    super();
  }

  override async run(statement: string): Promise<void> {
    await this.connection.query(statement);
  }

  protected override async strip(table: string): Promise<string[]> {
    const [rows] = await this.connection.query('SHOW CREATE TABLE ??', [table]);
    const [{ 'Create Table': made = '' } = {}] = rows as { 'Create Table'?: string }[];
    const keys = [...made.matchAll(/^ +((?:UNIQUE )?KEY (`\w+`) .*?),?$/gm)];
    if (keys.length === 0) return [];
    const alter = (parts: readonly string[]): string => `ALTER TABLE ${table} ${parts.join(', ')}`;
    await this.run(alter(keys.map(([, , name = '']) => `DROP KEY ${name}`)));
    return [alter(keys.map(([, key = '']) => `ADD ${key}`))];
  }

  protected override async store(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Value[])[],
  ): Promise<void> {
    for (let at = 0; at < rows.length; at += SOME.mysql) {
      const some = rows.slice(at, at + SOME.mysql).map((row) => `(${row.map(literal).join(',')})`);
      await this.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${some.join(',')}`);
    }
  }

  protected override close(): Promise<void> {
    return this.connection.end();
  }
}

function literal(value: Value): string {
  return typeof value === 'number' ? String(value) : escape(value, false, 'Z');
}
