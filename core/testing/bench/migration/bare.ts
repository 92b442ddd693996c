import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { FreshDatabase } from '../../servers/databases';

/** Rows of one transaction. */
const PAGE = 500;
const TABLES = ['ti_tickets', 'ti_messages'] as const;

/**
 * Reads the tickets and messages of a source and puts them as they are into tables of the same columns, without an index:
 * what any program at least must do that brings them. As durable as what the program stores, a page in one transaction.
 * @returns seconds
 */
export async function bareCopy(source: string, fresh: FreshDatabase): Promise<number> {
  const from = await createConnection({ uri: source, charset: 'utf8mb4_bin', dateStrings: true });
  const into = fresh.url === undefined ? new IntoSqlite(fresh.data) : await IntoMysql.open(fresh.url);
  const start = performance.now();
  try {
    for (const table of TABLES) {
      for (let after = 0; ; ) {
        const [rows] = await from.query<RowDataPacket[]>('SELECT * FROM ?? WHERE id > ? ORDER BY id LIMIT ?', [
          table,
          after,
          PAGE,
        ]);
        const last = rows.at(-1);
        if (!last) break;
        after = Number(last['id']);
        await into.store(
          `bare_${table}`,
          Object.keys(last),
          rows.map((row) => Object.values(row) as unknown[]),
        );
      }
    }
    return (performance.now() - start) / 1000;
  } finally {
    await from.end();
    await into.close();
  }
}

class IntoSqlite {
  private readonly database: Sqlite.Database;
  private readonly statements = new Map<string, Sqlite.Statement>();

  constructor(data: string) {
    this.database = new Sqlite(join(data, 'bare.sqlite'));
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
  }

  store(table: string, columns: readonly string[], rows: readonly unknown[][]): Promise<void> {
    const statement = this.statements.get(table) ?? this.prepare(table, columns);
    this.database.transaction(() => {
      for (const row of rows) statement.run(...row);
    })();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private prepare(table: string, columns: readonly string[]): Sqlite.Statement {
    this.database.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
    const places = columns.map(() => '?').join(', ');
    const statement = this.database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    this.statements.set(table, statement);
    return statement;
  }
}

class IntoMysql {
  private readonly known = new Set<string>();

  private constructor(private readonly connection: Connection) {}

  static async open(url: string): Promise<IntoMysql> {
    return new IntoMysql(await createConnection({ uri: url, charset: 'utf8mb4_bin' }));
  }

  async store(table: string, columns: readonly string[], rows: readonly unknown[][]): Promise<void> {
    if (!this.known.has(table)) {
      const all = columns.map((column) => `\`${column}\` ${column === 'id' ? 'int PRIMARY KEY' : 'longtext NULL'}`);
      await this.connection.query(['CREATE TABLE', table, '(', all.join(', '), ')'].join(' '));
      this.known.add(table);
    }
    await this.connection.query('INSERT INTO ?? (??) VALUES ?', [table, columns, rows]);
  }

  close(): Promise<void> {
    return this.connection.end();
  }
}
