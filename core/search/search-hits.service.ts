import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { Sql, sql } from '../database/sql';
import { has, isOwner, keysIn, ownersWith, rowsOf, type Word } from './search-conditions';
import { SearchDocument } from './search-document.entity';
import { type HeldScopes, SearchScopes } from './search-scopes.service';
import type { Term } from './terms';

/** How much is read before another way is taken; what is found is the same. */
export const EFFORT = {
  steps: [
    { rare: 2000, newest: 500 },
    { rare: 5000, newest: 5000 },
  ] as readonly Step[],
  /** Rows of a word up to which a query begins with its objects. */
  owners: 10_000,
};

/** One attempt. */
interface Step {
  /** Rows of a word up to which it is rare: all of them are looked at. */
  readonly rare: number;
  /** How many of the newest documents are read for common words. */
  readonly newest: number;
}

/** Condition on the id of an object, in two ways that find the same. */
export interface Owns {
  /** With which a query can begin. */
  readonly asSet: Sql;
  /** For one row after the other. */
  readonly asCheck: Sql;
  /** True when it holds for so few that a query should begin with it. */
  readonly isRare: boolean;
}

/** Finds documents by their words, the newest first. */
@injectable()
export class SearchHits {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(SearchScopes) private readonly scopes: SearchScopes,
  ) {}

  /** Documents with all the terms that the caller sees, without their words. */
  async find(
    terms: readonly Term[],
    types: readonly string[],
    context: Context,
    position: number,
    limit: number,
  ): Promise<SearchDocument[]> {
    const scopes = await this.scopes.held(context, types);
    const most = position + limit;
    const ids = [...(await this.inShared(terms, scopes, most)), ...(await this.inOwn(terms, scopes, most))];
    if (ids.length === 0) return [];
    return this.database.rows.read(
      SearchDocument,
      sql`SELECT id, type, objectId, ownerType, ownerId, at FROM core_search_document WHERE id IN (${ids}) ORDER BY at DESC, id DESC LIMIT ${limit} OFFSET ${position}`,
    );
  }

  /** Condition on the id of a row of this type: each of the terms is in it, or in a part of it that the caller sees. */
  async owns(terms: readonly Term[], type: string, types: readonly string[], id: Sql, context: Context): Promise<Owns> {
    const scopes = await this.scopes.held(context, types, type);
    if (terms.length === 0 || scopes.shared.length + scopes.own.length === 0)
      return { asSet: sql`1 = 0`, asCheck: sql`1 = 0`, isRare: true };
    const { rarest, count } = await this.rarest(different(terms.flatMap(keysIn)), scopes.shared, EFFORT.owners);
    const isRare = count < EFFORT.owners;
    const all = (isSet: (term: Term) => boolean): Sql =>
      Sql.join(
        terms.map((term) =>
          isSet(term) ? sql`${id} IN (${ownersWith(term, scopes)})` : isOwner(term, type, id, scopes),
        ),
        ' AND ',
      );
    if (!isRare) return { asSet: all(() => true), asCheck: all(() => false), isRare };
    const few = all((term) => hasWord(term, rarest));
    return { asSet: few, asCheck: few, isRare };
  }

  private async inShared(terms: readonly Term[], held: HeldScopes, most: number): Promise<number[]> {
    if (held.shared.length === 0) return [];
    const words = different(terms.flatMap(keysIn));
    for (const { rare, newest } of EFFORT.steps) {
      const { rarest, count } = await this.rarest(words, held.shared, rare);
      if (count < rare) return this.withRows([rarest], terms, held, most);
      const ids = await this.amongNewest(newest, terms, held, most);
      if (ids.length === most) return ids;
    }
    // Common, but not together or not of late: what the words have in common is cheaper to find than to read.
    return this.withRows(words, terms, held, most);
  }

  /** The word with the fewest rows in these scopes, counted no further than to `enough`. */
  private async rarest(
    words: readonly Word[],
    scopes: readonly number[],
    enough: number,
  ): Promise<{ rarest: Word; count: number }> {
    let [rarest, count] = [words[0] as Word, Number.POSITIVE_INFINITY];
    for (const word of words) {
      const [row] =
        await sql`SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${rowsOf(word, scopes)} LIMIT ${enough}) some_`.run<{
          count: number;
        }>(this.database);
      if (Number(row?.count) < count) [rarest, count] = [word, Number(row?.count)];
    }
    return { rarest, count };
  }

  /** Documents with all the terms, looked for among those that have rows of all these words. */
  private withRows(
    words: readonly Word[],
    terms: readonly Term[],
    { shared: scopes, readers }: HeldScopes,
    most: number,
  ): Promise<number[]> {
    const rows = words.map((word) => sql`SELECT word_.documentId AS id FROM ${rowsOf(word, scopes)}`);
    const left = terms.filter((term) => !isProved(term, words)).map((term) => has(term, readers));
    // By GROUP BY they come in the order of the documents on the disk: several times faster than DISTINCT when many.
    return this.newestOf(sql`SELECT id FROM (${Sql.join(rows, ' INTERSECT ')}) all_ GROUP BY id`, left, most);
  }

  /** Those in the scopes come first: of no other document is the text read. */
  private amongNewest(
    newest: number,
    terms: readonly Term[],
    { shared: scopes, readers }: HeldScopes,
    most: number,
  ): Promise<number[]> {
    // Asked of each document (COALESCE), and before all else (LIMIT).
    const isSeen = sql`EXISTS (SELECT 1 FROM core_search_audience audience_ WHERE audience_.documentId = newest_.id AND COALESCE(audience_.scopeId, NULL) IN (${scopes}))`;
    const hasAll = terms.map((term) => has(term, readers));
    return this.ids(
      sql`SELECT some_.id FROM (
            SELECT newest_.id, newest_.at
              FROM (SELECT id, at FROM core_search_document ORDER BY at DESC, id DESC LIMIT ${newest}) newest_
             WHERE ${isSeen} ORDER BY newest_.at DESC, newest_.id DESC LIMIT ${newest}) some_
          ${this.thenJoin} core_search_document document_ ON document_.id = some_.id
           WHERE ${Sql.join(hasAll, ' AND ')} ORDER BY some_.at DESC, some_.id DESC LIMIT ${most}`,
    );
  }

  private async inOwn(terms: readonly Term[], { own: scopes, readers }: HeldScopes, most: number): Promise<number[]> {
    if (scopes.length === 0) return [];
    return this.newestOf(
      sql`SELECT DISTINCT documentId AS id FROM core_search_audience WHERE scopeId IN (${scopes})`,
      terms.map((term) => has(term, readers)),
      most,
    );
  }

  /** Ids of the newest documents among those that a query finds, with conditions on `document_`. */
  private newestOf(some: Sql, conditions: readonly Sql[], most: number): Promise<number[]> {
    return this.ids(
      sql`SELECT document_.id FROM (${some}) some_
          ${this.thenJoin} core_search_document document_ ON document_.id = some_.id
           WHERE ${Sql.join([sql`1 = 1`, ...conditions], ' AND ')} ORDER BY document_.at DESC, document_.id DESC LIMIT ${most}`,
    );
  }

  /** Joins what is read after the other: else the planners would walk through everybody's documents until the page is full. */
  private get thenJoin(): Sql {
    return { sqlite: sql`CROSS JOIN`, mysql: sql`STRAIGHT_JOIN` }[this.database.dialect];
  }

  private async ids(query: Sql): Promise<number[]> {
    return (await query.run<{ id: number }>(this.database)).map(({ id }) => id);
  }
}

function hasWord(term: Term, { key, isPrefix }: Word): boolean {
  return keysIn(term).some((word) => word.key === key && word.isPrefix === isPrefix);
}

/** True when whatever has rows of these words has the term: not when it is several words in a row. */
function isProved(term: Term, words: readonly Word[]): boolean {
  return term.keys.length === 1 && words.some((word) => hasWord(term, word));
}

function different(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [JSON.stringify(word), word])).values()];
}
