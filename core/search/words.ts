/** A word of a text, as it is compared, with its place in the text (UTF-16). */
export interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Letters, digits and marks, and the invisible characters that a word may hold. */
const RUN = /[\p{L}\p{N}\p{M}\u00ad\u200c\u200d\u2060]+/gu;
/** Scripts that put no space between words: every character is one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic, and what is invisible. */
const DROPPED = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200c\u200d\u2060]/gu;
/** What is a key already. */
const PLAIN = /^[a-z0-9]+$/;
/** Longest key, so that an index takes it; what is longer is known by its beginning. */
const LONGEST = 78;

/**
 * The words of a text, in order: the one idea of a word, for what is stored, for what is asked and for what is marked.
 * Case, accents, width and ligatures make no difference (NFKC, folded).
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const run of text.matchAll(RUN)) {
    for (const { part, at } of split(run[0])) {
      const start = run.index + at;
      const end = start + part.length;
      if (PLAIN.test(part)) {
        words.push({ key: part.slice(0, LONGEST), start, end });
        continue;
      }
      for (const [folded] of fold(part).matchAll(RUN)) words.push({ key: keyOf(folded), start, end });
    }
  }
  return words;
}

/** Cuts a run where a character of an unspaced script stands. */
function split(run: string): { part: string; at: number }[] {
  if (PLAIN.test(run) || !UNSPACED.test(run)) return [{ part: run, at: 0 }];
  const parts: { part: string; at: number }[] = [];
  let isOpen = false;
  let at = 0;
  for (const character of run) {
    const last = parts.at(-1);
    const isAlone = UNSPACED.test(character);
    if (last !== undefined && (/\p{M}/u.test(character) || (isOpen && !isAlone))) last.part += character;
    else {
      parts.push({ part: character, at });
      isOpen = !isAlone;
    }
    at += character.length;
  }
  return parts;
}

function fold(part: string): string {
  // Twice through the cases, so that ß is ss; and a sigma at the end of a word is a sigma.
  const plain = part.normalize('NFKD').replace(DROPPED, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return plain.normalize('NFKD').replace(DROPPED, '').normalize('NFKC');
}

/**
 * A word in letters which every database compares alike: a-z and 0-9 as they are, other characters as `_` and four
 * digits to base 36.
 */
function keyOf(word: string): string {
  let key = '';
  for (const character of word) {
    key += /[a-z0-9]/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(36).padStart(4, '0')}`;
  }
  return key.slice(0, LONGEST);
}
