import type { Filter } from './data-type';
import { MethodError } from './errors';

/**
 * SQL condition: the text is found anywhere in one of the columns, in any case. The case is folded on both sides,
 * because the databases' own ideas of LIKE differ.
 * @throws MethodError invalidArguments when it is no text
 */
export function contains(columns: readonly string[], value: unknown, bind: (value: unknown) => string): string {
  if (typeof value !== 'string') throw MethodError.invalidArguments('filter: a text is needed');
  const found = value.slice(0, 200).toLowerCase().replace(/[!%_]/g, '!$&');
  const pattern = bind(`%${found}%`);
  return `(${columns.map((column) => `LOWER(${column}) LIKE ${pattern} ESCAPE '!'`).join(' OR ')})`;
}

/** A filter by a text that is found anywhere in one of these columns of the type's own table, see {@link contains}. */
export function containing(...columns: readonly string[]): Filter {
  return (value, { row, bind }) =>
    contains(
      columns.map((column) => `${row}.${column}`),
      value,
      bind,
    );
}
