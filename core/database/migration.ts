import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type QueryRunner, Table, TableColumn, type TableColumnOptions, TableIndex } from 'typeorm';
import { requireFile } from '../module/require';
import { fault } from '../ports/fault';
import { Problem } from '../problem';
import { ColumnWords, type Dialect } from './columns';
import { sortKey } from './sort-key';

/** Rows that are filled by one statement. */
const FILL_BATCH = 250;

/** Index of one table: columns in order; the name is made of table and columns. */
export interface IndexWords {
  readonly on: readonly string[];
  readonly unique?: true;
}

/** A column to be filled with what is made of the text in the column `of`. */
export interface FillWords {
  readonly id?: string;
  readonly column: string;
  readonly of: string;
  readonly with: (text: string) => string | null;
}

/**
 * What a migration may do. Every step looks first whether it was already done, because MySQL commits each DDL
 * statement by itself: a migration killed half way is simply run again.
 */
export class Schema {
  readonly column: ColumnWords;

  constructor(
    private readonly runner: QueryRunner,
    readonly dialect: Dialect,
  ) {
    this.column = new ColumnWords(dialect);
  }

  /** Creates the table with its indices, each unless it exists. MySQL makes all of them in one statement. */
  async createTable(name: string, columns: TableColumnOptions[], indices: readonly IndexWords[] = []): Promise<void> {
    const inside = this.dialect === 'mysql' ? indices.map((index) => tableIndex(name, index)) : [];
    await this.runner.createTable(new Table({ name, columns, indices: inside }), true);
    fault('core.start.step');
    for (const index of indices) await this.createIndex(name, index);
  }

  async createIndex(table: string, words: IndexWords): Promise<void> {
    const index = tableIndex(table, words);
    if (await this.hasIndex(table, index.name ?? '')) return;
    await this.runner.createIndex(this.known(table), index);
    fault('core.start.step');
  }

  async dropIndex(table: string, words: IndexWords): Promise<void> {
    const index = tableIndex(table, words);
    if (!(await this.hasIndex(table, index.name ?? ''))) return;
    await this.runner.dropIndex(this.known(table), index);
    fault('core.start.step');
  }

  async addColumn(table: string, column: TableColumnOptions): Promise<void> {
    if (await this.hasColumn(table, column.name)) return;
    await this.runner.addColumn(this.known(table), new TableColumn(column));
    fault('core.start.step');
  }

  /**
   * Adds `<of>Key`, the sort key of a text, fills it for what is there, and makes an index on it when asked.
   * @param id primary key of the table
   */
  async addSortKey(table: string, of: string, { id = 'id', isIndexed = false } = {}): Promise<void> {
    const key = `${of}Key`;
    await this.addColumn(table, this.column.optionalText(key));
    await this.fill(table, { id, column: key, of, with: sortKey });
    if (isIndexed) await this.createIndex(table, { on: [key] });
  }

  /**
   * Fills a column, where nothing is in it, with what is made of the text in another.
   * @param id primary key of the table
   */
  async fill(table: string, { id = 'id', column, of, with: made }: FillWords): Promise<void> {
    const unfilled = ['SELECT', id, 'AS id,', of, 'AS text FROM', table, 'WHERE', column, 'IS NULL AND', of];
    const select = [...unfilled, 'IS NOT NULL AND', id, '> ? ORDER BY', id, 'LIMIT', FILL_BATCH].join(' ');
    for (let last = 0; ; ) {
      const rows = (await this.runner.query(select, [last])) as { id: number; text: string }[];
      if (rows.length === 0) break;
      last = rows.at(-1)?.id ?? last;
      const cases = rows.map(() => 'WHEN ? THEN ?');
      const places = rows.map(() => '?').join(', ');
      const update = ['UPDATE', table, 'SET', column, '= CASE', id, ...cases, 'END WHERE', id, 'IN (', places, ')'];
      await this.runner.query(update.join(' '), [
        ...rows.flatMap((row) => [row.id, made(row.text)]),
        ...rows.map((row) => row.id),
      ]);
      fault('core.start.step');
    }
  }

  /** For what is kept elsewhere by now. */
  async dropColumn(table: string, column: string): Promise<void> {
    if (!(await this.hasColumn(table, column))) return;
    await this.runner.query(['ALTER TABLE', table, 'DROP COLUMN', column].join(' '));
    fault('core.start.step');
  }

  // Asked for by name: the runner's own getTable() reads all there is to know of a table, which takes MariaDB as long as
  // making it, and a new database asks a hundred times.

  /** MySQL needs the name alone; SQLite makes some changes by a new table, and must know the old one. */
  private known(table: string): Table | string {
    return this.dialect === 'mysql' ? new Table({ name: table }) : table;
  }

  private hasIndex(table: string, name: string): Promise<boolean> {
    return this.dialect === 'mysql'
      ? this.has(
          'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?',
          [table, name],
        )
      : this.has("SELECT 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name = ?", [table, name]);
  }

  hasColumn(table: string, name: string): Promise<boolean> {
    return this.dialect === 'mysql'
      ? this.has(
          'SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?',
          [table, name],
        )
      : this.has('SELECT 1 FROM pragma_table_info(?) WHERE name = ?', [table, name]);
  }

  private async has(question: string, parameters: readonly string[]): Promise<boolean> {
    const rows = (await this.runner.query(question, [...parameters])) as unknown[];
    return rows.length > 0;
  }

  hasTable(name: string): Promise<boolean> {
    return this.runner.hasTable(name);
  }

  /** For what nobody needs any more. */
  async dropTable(name: string): Promise<void> {
    await this.runner.dropTable(name, true);
    // Has TypeORM forget it, which would take another of this name for the same.
    await this.runner.getTables([]);
    fault('core.start.step');
  }

  /** For data steps; must be repeatable. */
  async run(statement: string, parameters: unknown[] = []): Promise<void> {
    await this.runner.query(statement, parameters);
  }
}

/** The index with the name that migrations and entities agree on: `tasks_task_due`. */
function tableIndex(table: string, { on, unique }: IndexWords): TableIndex {
  return new TableIndex({ name: [table, ...on].join('_'), columnNames: [...on], isUnique: unique === true });
}

/** What a migration file exports. */
interface MigrationFile {
  up(schema: Schema): Promise<void>;
}

export interface Migration {
  readonly name: string;
  readonly up: (schema: Schema) => Promise<void>;
}

/**
 * The migrations of one module, made from the files `<13 digits>-verb-noun.ts` of its folder, oldest first: the file
 * name is the name, so no list of them is kept anywhere.
 */
export function migrationsIn(module: string, folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /\.(js|ts)$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => {
      const [, stamp, title] = /^(\d{13})-([a-z0-9-]+)\.(?:js|ts)$/.exec(file) ?? [];
      if (!stamp || !title) throw new Problem(`${folder}/${file}: a migration is named <13 digits>-verb-noun`);
      return {
        name: `${module}:${title}-${stamp}`,
        up: async (schema) => {
          const migration = requireFile(join(folder, file)) as MigrationFile;
          await migration.up(schema);
        },
      };
    });
}
