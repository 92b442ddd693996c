import { wordsOf } from './words';

/** Words of one text; what it has beyond is not found. */
const MOST_WORDS = 50_000;

/** Encoded words between spaces, so that rows of words can be looked for, but not from one text to the next. */
export function joined(texts: readonly string[]): string {
  const words = texts.map((text) => wordsOf(text).slice(0, MOST_WORDS)).filter((keys) => keys.length > 0);
  return words.map((keys) => ` ${keys.map(({ key }) => key).join(' ')} `).join('.');
}

/** The different words of a document. */
export function keysOf(words: string): string[] {
  return [...new Set(words.split(/[ .]+/))].filter((key) => key !== '');
}
