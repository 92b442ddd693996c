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

  /** Creates the table, then its indices one by one, each unless it exists. */
  async createTable(name: string, columns: TableColumnOptions[], indices: readonly IndexWords[] = []): Promise<void> {
    await this.runner.createTable(new Table({ name, columns }), true);
    fault('core.start.step');
    for (const index of indices) await this.createIndex(name, index);
  }

  async createIndex(table: string, { on, unique }: IndexWords): Promise<void> {
    const name = indexName(table, on);
    const existing = await this.runner.getTable(table);
    if (existing?.indices.some((index) => index.name === name)) return;
    await this.runner.createIndex(table, new TableIndex({ name, columnNames: [...on], isUnique: unique === true }));
    fault('core.start.step');
  }

  async addColumn(table: string, column: TableColumnOptions): Promise<void> {
    const existing = await this.runner.getTable(table);
    if (existing?.findColumnByName(column.name)) return;
    await this.runner.addColumn(table, new TableColumn(column));
    fault('core.start.step');
  }

  /**
   * Adds `<of>Key`, the sort key of a text, fills it for what is there, and makes an index on it when asked.
   * @param id primary key of the table
   */
  async addSortKey(table: string, of: string, { id = 'id', isIndexed = false } = {}): Promise<void> {
    const key = `${of}Key`;
    await this.addColumn(table, this.column.optionalText(key));
    const unfilled = [
      'SELECT',
      id,
      'AS id,',
      of,
      'AS text FROM',
      table,
      'WHERE',
      key,
      'IS NULL AND',
      of,
      'IS NOT NULL',
    ];
    const select = [...unfilled, 'ORDER BY', id, 'LIMIT', FILL_BATCH].join(' ');
    for (;;) {
      const rows = (await this.runner.query(select)) as { id: number; text: string }[];
      if (rows.length === 0) break;
      const cases = rows.map(() => 'WHEN ? THEN ?');
      const places = rows.map(() => '?').join(', ');
      const update = ['UPDATE', table, 'SET', key, '= CASE', id, ...cases, 'END WHERE', id, 'IN (', places, ')'];
      await this.runner.query(update.join(' '), [
        ...rows.flatMap((row) => [row.id, sortKey(row.text)]),
        ...rows.map((row) => row.id),
      ]);
      fault('core.start.step');
    }
    if (isIndexed) await this.createIndex(table, { on: [key] });
  }

  hasTable(name: string): Promise<boolean> {
    return this.runner.hasTable(name);
  }

  /** For what nobody needs any more. */
  async dropTable(name: string): Promise<void> {
    await this.runner.dropTable(name, true);
    fault('core.start.step');
  }

  /** For data steps; must be repeatable. */
  async run(statement: string, parameters: unknown[] = []): Promise<void> {
    await this.runner.query(statement, parameters);
  }
}

/** `tasks_task_due`: the name that migrations and entities agree on. */
function indexName(table: string, columns: readonly string[]): string {
  return [table, ...columns].join('_');
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
