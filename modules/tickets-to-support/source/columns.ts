import { digestOf } from '../digest';

/** A row as the driver answers it. */
export type Raw = Readonly<Record<string, unknown>>;

/** Number in a column; 0 when the column is not there, or empty. */
export function numberIn(row: Raw, column: string): number {
  const value = Number(row[column] ?? 0);
  return Number.isFinite(value) ? value : 0;
}

/** Text in a column; empty when the column is not there, or null. */
export function textIn(row: Raw, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** Digest of all columns of a row. */
export function hashOf(row: Raw): string {
  return digestOf(JSON.stringify(row));
}

/** Words of a name in a row, with one space between them. */
export function nameIn(row: Raw, ...columns: readonly string[]): string {
  return columns
    .map((column) => textIn(row, column).trim())
    .filter((word) => word !== '')
    .join(' ');
}

/** Seconds since 1970 of an instant, which one driver answers as a date and others as text in UTC; 0 for none. */
export function secondsIn(row: Raw, column: string): number {
  const value = row[column];
  const at = value instanceof Date ? value.getTime() : Date.parse(`${textIn(row, column).replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? 0 : Math.floor(at / 1000);
}
