import { placesOf, type Term } from './terms';
import { wordsOf } from './words';

/** A piece of text; hits are what was asked for. */
export interface Part {
  readonly text: string;
  readonly isHit: boolean;
}

/** Characters of a snippet, and how many of them stand before the first hit. */
const LENGTH = 180;
const BEFORE = 50;

/** The whole text in parts, hits marked. */
export function marked(text: string, terms: readonly Term[]): Part[] {
  return partsOf(text, hitsIn(text, terms), 0, text.length);
}

/** The first of the texts with a hit, around that hit; else the beginning of the first text. */
export function snippetOf(texts: readonly string[], terms: readonly Term[]): Part[] {
  for (const text of texts) {
    const hits = hitsIn(text, terms);
    if (hits[0]) return around(text, hits, hits[0][0]);
  }
  return around(texts.find((text) => text.trim() !== '') ?? '', [], 0);
}

type Range = readonly [start: number, end: number];

/** Places of all terms, in order, none overlapping. */
function hitsIn(text: string, terms: readonly Term[]): Range[] {
  const words = wordsOf(text);
  const ranges = terms
    .flatMap((term) =>
      placesOf(term, words).map((at): Range => [words[at]?.start ?? 0, words[at + term.keys.length - 1]?.end ?? 0]),
    )
    .sort(([a], [b]) => a - b);
  const merged: Range[] = [];
  for (const [start, end] of ranges) {
    const last = merged.at(-1);
    if (last && start < last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}

function around(text: string, hits: readonly Range[], first: number): Part[] {
  let from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  // No space on the way to the hit: cut anywhere, but not through a character.
  if (from > first || (from === 0 && first > BEFORE)) from = whole(text, first - BEFORE);
  let to = Math.min(text.length, from + LENGTH);
  if (to < text.length) {
    const space = text.lastIndexOf(' ', to);
    to = space > first + LENGTH / 4 ? space : whole(text, to);
  }
  const parts = partsOf(text, hits, from, to);
  return [
    ...(from > 0 ? [{ text: '… ', isHit: false }] : []),
    ...parts,
    ...(to < text.length ? [{ text: ' …', isHit: false }] : []),
  ];
}

/** The place, or the one before it when it is inside a surrogate pair. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at;
}

function partsOf(text: string, hits: readonly Range[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  const add = (start: number, end: number, isHit: boolean): void => {
    if (end > start) parts.push({ text: text.slice(start, end).replace(/\s+/g, ' '), isHit });
  };
  let at = from;
  for (const [start, end] of hits) {
    if (start >= to) break;
    add(at, start, false);
    add(Math.max(at, start), Math.min(end, to), true);
    at = Math.max(at, Math.min(end, to));
  }
  add(at, to, false);
  return parts;
}
