import type { Context } from '../auth/context';
import type { Row } from './property';
import type { Records } from './records';

/** Ids of objects of `type` in this column, by row, as the wire has them: of those alone that the caller sees. */
export async function seenReferences(
  records: Records,
  type: string,
  rows: readonly Row[],
  column: string,
  context: Context,
): Promise<Map<number, string>> {
  const named = rows.flatMap((row): [number, number][] => {
    const id = row[column];
    return typeof id === 'number' ? [[row.id, id]] : [];
  });
  const seen = await records.visibleIds(type, [...new Set(named.map(([, id]) => id))], context);
  return new Map(named.filter(([, id]) => seen.has(id)).map(([row, id]) => [row, String(id)]));
}
