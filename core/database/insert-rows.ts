import type { UnitOfWork } from './unit-of-work';

/** Most values of one statement: SQLite takes 32,766. */
const VALUES = 16_000;

/**
 * Stores many rows with few statements, in the transaction at hand.
 * @param end what follows the rows, such as what happens to those that are there already
 */
export async function insertRows(
  unit: UnitOfWork,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  end = '',
): Promise<void> {
  const batch = Math.floor(VALUES / columns.length);
  for (let start = 0; start < rows.length; start += batch) {
    const some = rows.slice(start, start + batch);
    const places = some.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
    const statement = ['INSERT INTO', table, `(${columns.join(', ')})`, 'VALUES', places, end].join(' ');
    await unit.put(statement, some.flat());
  }
}
