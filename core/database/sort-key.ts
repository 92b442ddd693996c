import { OptionalText } from './columns';

/** Characters of a key: as much as every database can index. What differs only later is the same to a sort. */
const LONGEST = 190;

/** Letters with a titlecase of their own, or whose uppercase is more than one letter (UnicodeData.txt). */
const TITLECASE: ReadonlyMap<number, number> = new Map([
  ...[0x01c5, 0x01c8, 0x01cb, 0x01f2].flatMap((title) => [title - 1, title, title + 1].map((c) => [c, title] as const)),
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((first) =>
    Array.from({ length: 8 }, (_, n) => [first + n, first + n + 8] as const),
  ),
  ...[0x1fb3, 0x1fc3, 0x1ff3].map((c) => [c, c + 9] as const),
]);
/** Georgian has capitals, but its titlecase is what it is. */
const GEORGIAN = /^[\u10d0-\u10ff]$/;

/**
 * What texts are compared by, code point by code point, on every database alike: `i;unicode-casemap` (RFC 5051), each
 * character in titlecase and decomposed. What is below `"` is written as two characters, so that no database takes a
 * space for the end of a text.
 */
export function sortKey(text: string): string {
  const mapped = [...text].map((character) => titlecase(character).normalize('NFKD')).join('');
  const apart = mapped.replace(/[\0-!]/g, (low) => `!${String.fromCharCode(low.charCodeAt(0) + 0x22)}`);
  return [...apart].slice(0, LONGEST).join('');
}

function titlecase(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const known = TITLECASE.get(code);
  if (known !== undefined) return String.fromCodePoint(known);
  if (GEORGIAN.test(character)) return character;
  const upper = character.toUpperCase();
  return [...upper].length === 1 ? upper : character;
}

const keys: { readonly target: unknown; readonly column: string; readonly of: string }[] = [];

/** Column that holds the {@link sortKey} of another; null only for rows of before there was one. Kept by Records. */
export const SortKey =
  (of: string): PropertyDecorator =>
  (target, property) => {
    keys.push({ target: target.constructor, column: String(property), of });
    OptionalText(LONGEST)(target, property);
  };

/** Columns of one table that are about to be stored, with the keys of those that have one. */
export function withSortKeys(entity: unknown, columns: Record<string, unknown>): Record<string, unknown> {
  const all = { ...columns };
  for (const { column, of } of keys.filter(({ target }) => target === entity)) {
    const text = columns[of];
    if (text !== undefined) all[column] = typeof text === 'string' ? sortKey(text) : null;
  }
  return all;
}
