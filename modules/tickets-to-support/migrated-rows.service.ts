import { Database, inject, injectable, sql } from '../../core/api';
import { MigratedRow } from './migrated.entity';

/** A row of the source, and what it became. */
export type Became = Pick<MigratedRow, 'sourceTable' | 'sourceId' | 'type' | 'objectId' | 'hash'>;

/** Remembers what the rows of a source have become: this is why a second run does nothing twice. */
@injectable()
export class MigratedRows {
  constructor(@inject(Database) private readonly database: Database) {}

  /** Those of these rows that are here already, by their id in the source. */
  async known(source: string, table: string, ids: readonly number[]): Promise<Map<number, MigratedRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.rows.read(
      MigratedRow,
      sql`SELECT * FROM tickets_to_support_row WHERE source = ${source} AND sourceTable = ${table} AND sourceId IN (${ids})`,
    );
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** The same of several tables at once, by {@link placeOf}. */
  async among(
    source: string,
    places: readonly Pick<MigratedRow, 'sourceTable' | 'sourceId'>[],
  ): Promise<Map<string, MigratedRow>> {
    if (places.length === 0) return new Map();
    const tables = [...new Set(places.map(({ sourceTable }) => sourceTable))];
    const ids = [...new Set(places.map(({ sourceId }) => sourceId))];
    const rows = await this.database.rows.read(
      MigratedRow,
      sql`SELECT * FROM tickets_to_support_row WHERE source = ${source} AND sourceTable IN (${tables}) AND sourceId IN (${ids})`,
    );
    return new Map(rows.map((row) => [placeOf(row), row]));
  }

  /** All of a table, for tables that are small. */
  async all(source: string, table: string): Promise<Map<number, MigratedRow>> {
    const rows = await this.database.manager.findBy(MigratedRow, { source, sourceTable: table });
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** Remembers rows. Needs the transaction that made of them what they are here. */
  async remember(source: string, rows: readonly Became[]): Promise<void> {
    await this.database.rows.insertAll(
      MigratedRow,
      rows.map((row) => ({ source, ...row })),
    );
  }

  /** Forgets rows of a table, whatever they have become. Needs a transaction. */
  async forget(source: string, table: string, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await sql`DELETE FROM tickets_to_support_row WHERE source = ${source} AND sourceTable = ${table} AND sourceId IN (${ids})`.run(
      this.database,
    );
  }

  /** Notes that what a row is now has been taken over. Needs a transaction. */
  async renew(id: number, hash: string): Promise<void> {
    await this.database.manager.update(MigratedRow, id, { hash });
  }

  /** Rows of each table, by table: those that became something, and all. */
  async counts(source: string): Promise<Map<string, { readonly rows: number; readonly objects: number }>> {
    const rows =
      await sql`SELECT sourceTable, COUNT(*) AS n, COUNT(objectId) AS made FROM tickets_to_support_row WHERE source = ${source} GROUP BY sourceTable ORDER BY sourceTable`.run<{
        sourceTable: string;
        n: number;
        made: number;
      }>(this.database);
    return new Map(rows.map((row) => [row.sourceTable, { rows: Number(row.n), objects: Number(row.made) }]));
  }
}

/** Table and id of a row in the source. */
export function placeOf({ sourceTable, sourceId }: Pick<MigratedRow, 'sourceTable' | 'sourceId'>): string {
  return `${sourceTable} ${String(sourceId)}`;
}
