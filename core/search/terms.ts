import { type Word, wordsOf } from './words';

/** Words that must follow one another; the last of them may go on when `isPrefix`. */
export interface Term {
  readonly keys: readonly string[];
  readonly isPrefix: boolean;
}

/** Longest question, in characters, and most words in it; what is beyond is not looked for. */
const LONGEST = 500;
const MOST_WORDS = 20;

/**
 * What is asked for: words by their beginnings, phrases in quotes word for word; all must be found. Signs mean
 * nothing: there are no operators. `ada@example.org` is three words in a row. Empty when there is no word in it.
 */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let left = MOST_WORDS;
  for (const [index, part] of text
    .slice(0, LONGEST)
    .split(/["“”„«»]/)
    .entries()) {
    const isPhrase = index % 2 === 1;
    for (const chunk of isPhrase ? [part] : part.split(/\s+/)) {
      const keys = wordsOf(chunk)
        .slice(0, left)
        .map(({ key }) => key);
      if (keys.length > 0) terms.push({ keys, isPrefix: !isPhrase });
      left -= keys.length;
    }
  }
  return terms;
}

/** Indexes of the words at which the term begins. */
export function placesOf({ keys, isPrefix }: Term, words: readonly Word[]): number[] {
  const last = keys.length - 1;
  return [...words.keys()].filter((at) =>
    keys.every((key, offset) => {
      const word = words[at + offset]?.key;
      return word === key || (isPrefix && offset === last && word?.startsWith(key) === true);
    }),
  );
}
