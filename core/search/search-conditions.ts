import { Sql, sql } from '../database/sql';
import type { HeldScopes } from './search-scopes.service';
import type { Term } from './terms';

const DOCUMENT = sql`core_search_document document_`;

/** A word, or the beginning of one, by which documents are looked up. */
export interface Word {
  readonly key: string;
  readonly isPrefix: boolean;
}

/** The words of a term; several when it is a row of words. */
export function keysIn({ keys, isPrefix }: Term): Word[] {
  return keys.map((key, index) => ({ key, isPrefix: isPrefix && index === keys.length - 1 }));
}

/** Rows of `core_search_word`, called `word_`, with the word in one of the scopes: what follows FROM. */
export function rowsOf({ key, isPrefix }: Word, scopes: readonly number[], join = sql``): Sql {
  // Keys hold a-z, 0-9 and _ alone: all that begin with one are before the same with a brace.
  const isIt = isPrefix ? sql`word_.word >= ${key} AND word_.word < ${`${key}{`}` : sql`word_.word = ${key}`;
  return sql`core_search_word word_ ${join} WHERE word_.scopeId IN (${scopes}) AND ${isIt}`;
}

/**
 * Condition on a row of `core_search_document` called `document_`: it has the term, in what everybody reads who sees it
 * or, in one of these scopes, in what colleagues alone read.
 */
export function has(term: Term, readers: readonly number[]): Sql {
  const isInWords = sql`INSTR(document_.words, ${inText(term)}) > 0`;
  if (readers.length === 0) return isInWords;
  return sql`(${isInWords} OR (INSTR(document_.readerWords, ${inText(term)}) > 0 AND EXISTS (SELECT 1 FROM core_search_audience reader_ WHERE reader_.documentId = document_.id AND reader_.scopeId IN (${readers}))))`;
}

/**
 * Query for the ids of objects that have the term, in themselves or in a part of them.
 * @param scopes of documents whose owners are of the objects' type
 */
export function ownersWith(term: Term, { shared, readers, own }: HeldScopes): Sql {
  // Of a row of words the longest is most likely the rarest.
  const [word] = keysIn(term).sort((a, b) => b.key.length - a.key.length);
  const parts: Sql[] = [];
  if (word && shared.length > 0) {
    const isRow = term.keys.length > 1;
    const rows = rowsOf(word, shared, isRow ? sql`JOIN ${DOCUMENT} ON document_.id = word_.documentId` : sql``);
    parts.push(sql`SELECT word_.ownerId FROM ${rows} AND ${isRow ? has(term, readers) : sql`1 = 1`}`);
  }
  if (own.length > 0) {
    const documents = sql`core_search_audience audience_ JOIN ${DOCUMENT} ON document_.id = audience_.documentId`;
    parts.push(
      sql`SELECT document_.ownerId FROM ${documents} WHERE audience_.scopeId IN (${own}) AND ${has(term, readers)}`,
    );
  }
  return Sql.join(parts, ' UNION ALL ');
}

/**
 * Condition on the id of one object after the other: it has the term, in itself or in a part of it. Dearer than
 * {@link ownersWith} for each, but cheap where many objects have the term and a few of them are looked for.
 */
export function isOwner(term: Term, ownerType: string, id: Sql, { shared, readers, own }: HeldScopes): Sql {
  const isSeen = sql`EXISTS (SELECT 1 FROM core_search_audience audience_ WHERE audience_.documentId = document_.id AND COALESCE(audience_.scopeId, NULL) IN (${[...shared, ...own]}))`;
  // As a value: of a condition both databases would make a join, and begin with all documents.
  return sql`(SELECT 1 FROM ${DOCUMENT} WHERE document_.ownerType = ${ownerType} AND document_.ownerId = ${id} AND ${has(term, readers)} AND ${isSeen} LIMIT 1) IS NOT NULL`;
}

/** What stands in the spaced words where the term does. */
function inText({ keys, isPrefix }: Term): string {
  return ` ${keys.join(' ')}${isPrefix ? '' : ' '}`;
}
