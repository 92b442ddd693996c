/** What a text is sorted by: the column of its {@link sortKey}, and the text itself for other collations. */
export interface TextSort {
  readonly key: string;
  readonly text: string;
}

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
export function collated(text: TextSort, collation: string | undefined): string | null {
  const name = collation ?? DEFAULT;
  return Object.hasOwn(COLLATIONS, name) ? (COLLATIONS[name]?.(text) ?? null) : null;
}

/** A sort by a text for people, whose key is in the column of the same name with `Key` behind it. */
export function byText(text: string): TextSort {
  return { key: `${text}Key`, text };
}

function inCapitals(expression: string, letter: string): string {
  return `REPLACE(${expression}, '${letter}', '${letter.toUpperCase()}')`;
}
