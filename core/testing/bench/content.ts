/** What the tickets of the bench are made of. The same numbers always give the same texts. */

/** In one of a thousand comments, and in no other text. */
export const RARE = 'quagmire';
/** Each in about every third comment. */
export const COMMON = ['printer', 'invoice'] as const;
/** Each in every fourth comment, and never both. */
export const PARTED = ['kettle', 'saucer'] as const;

const WORDS_OF_A_COMMENT = 20;
const RARE_EVERY = 1000;
const COMMON_SHARE = 1 / 3;
const PARTED_EVERY = 4;
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const VOCABULARY = 20_000;

/** Numbers from 0 to 1 that depend on nothing but the seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The nth word of an invented language. */
function wordOf(n: number): string {
  let word = '';
  for (let left = n + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length] ?? '';
  }
  return word;
}

const vocabulary = Array.from({ length: VOCABULARY }, (_, n) => wordOf(n));

/** Words as often as in real texts: the nth about 1/n as often as the first. */
function someWords(count: number, next: () => number): string {
  return Array.from({ length: count }, () => vocabulary[Math.floor(VOCABULARY ** next()) - 1] ?? '').join(' ');
}

export function titleOf(ticket: number): string {
  return someWords(5, chance(ticket));
}

/** @param comment counted over all tickets */
export function textOf(comment: number): string {
  const next = chance(comment + 1_000_000_007);
  const words = [
    ...(comment % RARE_EVERY === 7 ? [RARE] : []),
    ...COMMON.filter(() => next() < COMMON_SHARE),
    ...PARTED.filter((_, at) => comment % PARTED_EVERY === at),
  ];
  return [someWords(WORDS_OF_A_COMMENT, next), ...words].join(' ');
}
