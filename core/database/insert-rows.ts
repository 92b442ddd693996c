import type { Dialect } from './columns';
import type { UnitOfWork } from './unit-of-work';

/** Values of one statement at most: what MySQL is sent at once, and what SQLite prepares quickly (it takes 32,766). */
const VALUES: Readonly<Record<Dialect, number>> = { mysql: 16_000, sqlite: 2_000 };

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
  const place = `(${columns.map(() => '?').join(', ')})`;
  for (const some of portionsOf(rows, columns.length, unit.dialect)) {
    const places = Array.from({ length: some.length }, () => place).join(', ');
    const statement = ['INSERT INTO', table, `(${columns.join(', ')})`, 'VALUES', places, end].join(' ');
    await unit.put(statement, some.flat());
  }
}

/**
 * Rows of so many columns in portions for one statement each. Full ones, then on SQLite halves of halves: statements of few
 * sizes are kept prepared there.
 */
export function portionsOf<T>(rows: readonly T[], columns: number, dialect: Dialect): T[][] {
  const portions: T[][] = [];
  let size = Math.max(1, Math.floor(VALUES[dialect] / columns));
  for (let at = 0; at < rows.length; at += size) {
    while (dialect === 'sqlite' && size > 1 && size > rows.length - at) size = Math.ceil(size / 2);
    portions.push(rows.slice(at, at + size));
  }
  return portions;
}
