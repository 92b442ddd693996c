import type { Transform } from 'node:stream';
import { stringify } from 'csv-stringify';
import { type Cell, cutCell, isLikeFormula } from './cell';

/** Takes rows of cells, the titles first, and gives CSV (RFC 4180) in UTF-8 with a mark, by which Excel knows it. */
export function csvOf(): Transform {
  return stringify({ record_delimiter: 'windows', bom: true, cast: { boolean: String } });
}

/** A cell as CSV holds it: what looks like a formula begins with an apostrophe, numbers stay numbers. */
export function csvCell(cell: Cell): string | number | boolean {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.at;
  if (typeof cell !== 'string') return cell;
  return cutCell(isLikeFormula(cell) ? `'${cell}` : cell);
}
