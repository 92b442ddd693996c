import type { Context } from '../auth/context';

/** What a text is sorted by: the column of its {@link sortKey}, and the text itself for other collations. */
export interface TextSort {
  readonly key: string;
  readonly text: string;
}

/** A sort whose expression depends on the direction: what has no value comes last in both. */
export interface TwoWaySort {
  readonly ascending: string;
  readonly descending: string;
}

/** A sort by what not everybody is shown of every row: rows of which the caller is not shown it come last, both ways. */
export interface GuardedSort {
  readonly by: string;
  /** SQL condition under which the caller is shown what the row called `alias` is sorted by; null for always. */
  shown(alias: string, context: Context): string | null;
}

/** SQL expressions by which rows are sorted. Whatever is no text has one order, no matter which collation is asked for. */
export type Sort = string | TextSort | TwoWaySort | GuardedSort;

/** The order of texts when a client asks for none. */
const DEFAULT = 'i;unicode-casemap';

/** Identifier (RFC 4790) → the expression by which a text is sorted; the same order on every database. */
const COLLATIONS: Readonly<Record<string, (text: TextSort) => string>> = {
  'i;ascii-casemap': ({ text }) => `HEX(${Array.from('abcdefghijklmnopqrstuvwxyz').reduce(inCapitals, text)})`,
  'i;octet': ({ text }) => `HEX(${text})`,
  [DEFAULT]: ({ key }) => key,
};

/** The collations that a Comparator may name (RFC 8620 §2, §5.5). */
export const collationAlgorithms: readonly string[] = Object.keys(COLLATIONS);

/** The expression for a text in this collation; null when there is no such. */
function collated(text: TextSort, collation: string | undefined): string | null {
  const name = collation ?? DEFAULT;
  return Object.hasOwn(COLLATIONS, name) ? (COLLATIONS[name]?.(text) ?? null) : null;
}

/**
 * The one expression of a sort.
 * @returns null when there is no such collation
 */
export function expressionOf(
  sort: Sort,
  { isAscending, collation }: { readonly isAscending: boolean; readonly collation?: string | undefined },
): string | null {
  if (collation !== undefined && !collationAlgorithms.includes(collation)) return null;
  if (typeof sort === 'string') return sort;
  if ('by' in sort) return sort.by;
  if ('ascending' in sort) return isAscending ? sort.ascending : sort.descending;
  return collated(sort, collation);
}

/** The sort with what is made of each of its expressions. */
export function mapSort(sort: Sort, made: (expression: string) => string): Sort {
  if (typeof sort === 'string') return made(sort);
  if ('by' in sort) return { ...sort, by: made(sort.by) };
  if ('ascending' in sort) return { ascending: made(sort.ascending), descending: made(sort.descending) };
  return { key: made(sort.key), text: made(sort.text) };
}

/** A sort by a text for people, whose key is in the column of the same name with `Key` behind it. */
export function byText(text: string): TextSort {
  return { key: `${text}Key`, text };
}

function inCapitals(expression: string, letter: string): string {
  return `REPLACE(${expression}, '${letter}', '${letter.toUpperCase()}')`;
}
