import type { EntityMetadata, EntityTarget } from 'typeorm';
import type { Database } from './database';
import { portionsOf } from './insert-rows';
import { withSortKeys } from './sort-key';
import type { Sql } from './sql';

type Values = Record<string, unknown>;
type Column = EntityMetadata['columns'][number];

/** What is to be known of a table to read and write its rows by plain SQL. */
interface Shape {
  readonly table: string;
  readonly columns: readonly Column[];
  /** Those whose values are another thing in the database: instants, booleans, JSON. */
  readonly converted: readonly Column[];
  /** Key that the database gives, or null. */
  readonly generated: string | null;
  /** Columns in whose order an index has the rows, equal ones by their key; and the key itself. */
  readonly walkable: ReadonlySet<string>;
}

/** Kinds that are the same here and there. */
const PLAIN = new Set<unknown>(['integer', 'varchar', 'text', 'longtext', 'double']);

const shapes = new WeakMap<EntityMetadata, Shape>();

/**
 * Reads and writes rows as TypeORM does, with the same values of the same columns, but by plain SQL: TypeORM puts
 * together a statement for every question, which takes several times as long as answering it. For what every request
 * needs.
 */
export class Rows {
  constructor(private readonly database: Database) {}

  /** Runs a query that answers all columns of the entity's table (`SELECT *`). */
  async read<T extends object>(entity: EntityTarget<T>, query: Sql): Promise<T[]> {
    const rows = await query.run<Values>(this.database);
    return this.hydrate(entity, rows);
  }

  /** Rows whose `key` is one of these. */
  async with<T extends object>(entity: EntityTarget<T>, key: string, ids: readonly number[]): Promise<T[]> {
    if (ids.length === 0) return [];
    const { table } = this.shape(entity);
    const places = ids.map(() => '?').join(', ');
    const statement = ['SELECT * FROM', table, 'WHERE', this.quoted(key), `IN (${places})`].join(' ');
    const read = (): Promise<Values[]> => this.database.manager.query(statement, [...ids]);
    // The one that a change is about is asked for by all who have to do with it.
    const rows = ids.length > 1 ? read() : this.database.once([table], keyOf(table, key, ids[0]), read);
    return this.hydrate(entity, await rows);
  }

  /** The same as {@link hydrate}, of what was just read: in a transaction {@link with} need not read it again. */
  async learn<T extends object>(entity: EntityTarget<T>, rows: readonly Values[]): Promise<T[]> {
    const { table } = this.shape(entity);
    for (const row of rows) {
      await this.database.once([table], keyOf(table, 'id', row['id']), () => Promise.resolve([row]));
    }
    return this.hydrate(entity, rows);
  }

  /** Turns rows of the entity's table, as the driver answers them, into what the entity says. */
  hydrate<T extends object>(entity: EntityTarget<T>, rows: readonly Values[]): T[] {
    const { columns, converted } = this.shape(entity);
    const { driver } = this.database.writer;
    return rows.map((row) => {
      const made: Values = {};
      for (const { propertyName } of columns) made[propertyName] = row[propertyName];
      for (const column of converted) {
        made[column.propertyName] = driver.prepareHydratedValue(row[column.propertyName], column) as unknown;
      }
      return made as T;
    });
  }

  /** Stores a new row; what is not given has its default. @returns the key that the database gave, if it gives one */
  async insert(entity: EntityTarget<object>, values: Values): Promise<number | null> {
    const { table, generated } = this.shape(entity);
    const given = this.given(entity, values);
    const names = given.map(({ propertyName }) => this.quoted(propertyName)).join(', ');
    const places = given.map(() => '?').join(', ');
    const statement = ['INSERT INTO', table, `(${names})`, 'VALUES', `(${places})`].join(' ');
    const stored = given.map((column) => this.stored(column, values));
    const known = generated === null ? null : values[generated];
    if (known !== undefined) {
      await this.database.unit.put(statement, stored);
      return known === null ? null : Number(known);
    }
    const made = await this.database.manager.query<number | bigint | { insertId: number }>(statement, stored);
    return Number(typeof made === 'object' ? made.insertId : made);
  }

  /**
   * Stores many new rows of the same columns with few statements, sort keys included. Nobody else writes meanwhile: every
   * transaction waits for the account's row, which is why the keys of one statement follow one another.
   * @returns the keys that the database gave, in the order of the rows; none when it gives no keys
   */
  async insertAll(entity: EntityTarget<object>, rows: readonly Values[]): Promise<number[]> {
    const [first] = rows;
    if (!first) return [];
    const { table, generated } = this.shape(entity);
    const given = this.given(entity, withSortKeys(entity, first));
    const names = given.map(({ propertyName }) => this.quoted(propertyName)).join(', ');
    const places = `(${given.map(() => '?').join(', ')})`;
    const isGiven = generated === null || first[generated] !== undefined;
    const keys: number[] = [];
    for (const some of portionsOf(rows, given.length, this.database.dialect)) {
      const statement = ['INSERT INTO', table, `(${names})`, 'VALUES', some.map(() => places).join(', ')].join(' ');
      const sorted = some.map((row) => withSortKeys(entity, row));
      const values = sorted.flatMap((row) => given.map((column) => this.stored(column, row)));
      if (isGiven) {
        await this.database.unit.put(statement, values);
        continue;
      }
      const made = await this.database.manager.query<number | bigint | { insertId: number }>(statement, values);
      // SQLite tells the last key, MySQL the first.
      const step = some.length === 1 ? 0 : await this.step();
      const from = typeof made === 'object' ? made.insertId : Number(made) - some.length + 1;
      keys.push(...some.map((_, at) => from + at * step));
    }
    return keys;
  }

  /** Changes columns of the row with this key. */
  async update(entity: EntityTarget<object>, key: string, id: number, values: Values): Promise<void> {
    const { table } = this.shape(entity);
    const given = this.given(entity, values);
    if (given.length === 0) return;
    const set = given.map(({ propertyName }) => `${this.quoted(propertyName)} = ?`).join(', ');
    const statement = ['UPDATE', table, 'SET', set, 'WHERE', this.quoted(key), '= ?'].join(' ');
    await this.database.unit.put(statement, [...given.map((column) => this.stored(column, values)), id]);
  }

  /** Name of the entity's table. */
  table(entity: EntityTarget<object>): string {
    return this.shape(entity).table;
  }

  /** True when the rows can be walked in the order of this column. */
  isWalkable(entity: EntityTarget<object>, column: string): boolean {
    return this.shape(entity).walkable.has(column);
  }

  /** From one generated key to the next: of a cluster, each server gives every so many. */
  private async step(): Promise<number> {
    if (this.database.dialect === 'sqlite') return 1;
    // The same for all statements of a transaction.
    return this.database.once([], 'auto_increment_increment', async () => {
      const [row] = await this.database.manager.query<{ step: number }[]>('SELECT @@auto_increment_increment AS step');
      return Number(row?.step ?? 1);
    });
  }

  private given(entity: EntityTarget<object>, values: Values): Column[] {
    return this.shape(entity).columns.filter(({ propertyName }) => values[propertyName] !== undefined);
  }

  private stored(column: Column, values: Values): unknown {
    const value = values[column.propertyName];
    return this.database.writer.driver.preparePersistentValue(value, column) as unknown;
  }

  private quoted(name: string): string {
    return this.database.dialect === 'mysql' ? `\`${name}\`` : `"${name}"`;
  }

  private shape(entity: EntityTarget<object>): Shape {
    const metadata = this.database.writer.getMetadata(entity);
    const known = shapes.get(metadata);
    if (known) return known;
    const made = {
      table: metadata.tableName,
      columns: metadata.columns,
      converted: metadata.columns.filter(({ type }) => !PLAIN.has(type)),
      generated: metadata.generatedColumns[0]?.propertyName ?? null,
      walkable: new Set(
        [metadata.primaryColumns, ...metadata.indices.map(({ columns }) => columns)].flatMap(([first, ...others]) =>
          first && others.length === 0 ? [first.propertyName] : [],
        ),
      ),
    };
    shapes.set(metadata, made);
    return made;
  }
}

/** By what it is known in a transaction which rows of a table have this in a column. */
function keyOf(table: string, column: string, value: unknown): string {
  return [table, column, value].join(' ');
}
