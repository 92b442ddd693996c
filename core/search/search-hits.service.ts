import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { Sql, sql } from '../database/sql';
import { has, keysIn, ownersWith, rowsOf, type Word } from './search-conditions';
import { SearchDocument } from './search-document.entity';
import { type HeldScopes, SearchScopes } from './search-scopes.service';
import type { Term } from './terms';

/** How much is read before another way is taken; what is found is the same. */
export const EFFORT = {
  /** Rows of a word up to which it is rare: all of them are looked at. */
  rare: 2000,
  /** How many of the newest documents are read for common words, before all are looked at. */
  newest: [500, 5000],
};

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
  async owns(terms: readonly Term[], type: string, types: readonly string[], id: Sql, context: Context): Promise<Sql> {
    const scopes = await this.scopes.held(context, types, type);
    if (terms.length === 0 || scopes.shared.length + scopes.own.length === 0) return sql`1 = 0`;
    return Sql.join(
      terms.map((term) => sql`${id} IN (${ownersWith(term, scopes)})`),
      ' AND ',
    );
  }

  private async inShared(
    terms: readonly Term[],
    { shared: scopes, readers }: HeldScopes,
    most: number,
  ): Promise<number[]> {
    if (scopes.length === 0) return [];
    const hasAll = terms.map((term) => has(term, readers));
    const words = different(terms.flatMap(keysIn));
    const { rarest, count } = await this.rarest(words, scopes);
    if (count < EFFORT.rare) return this.withWord(rarest, hasAll, scopes, most);
    for (const newest of EFFORT.newest) {
      const ids = await this.amongNewest(newest, hasAll, scopes, most);
      if (ids.length === most) return ids;
    }
    // Common, but not together or not of late: what the words have in common is cheaper to find than to read.
    const others = words
      .filter((word) => word !== rarest)
      .map((word) => sql`document_.id IN (SELECT word_.documentId FROM ${rowsOf(word, scopes)})`);
    const rows = hasAll.filter((_, at) => (terms[at]?.keys.length ?? 0) > 1);
    return this.withWord(rarest, [...others, ...rows], scopes, most);
  }

  /** The word with the fewest rows in these scopes, counted no further than it takes to call it common. */
  private async rarest(words: readonly Word[], scopes: readonly number[]): Promise<{ rarest: Word; count: number }> {
    let [rarest, count] = [words[0] as Word, Number.POSITIVE_INFINITY];
    for (const word of words) {
      const [row] =
        await sql`SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${rowsOf(word, scopes)} LIMIT ${EFFORT.rare}) some_`.run<{
          count: number;
        }>(this.database);
      if (Number(row?.count) < count) [rarest, count] = [word, Number(row?.count)];
    }
    return { rarest, count };
  }

  private withWord(word: Word, rest: readonly Sql[], scopes: readonly number[], most: number): Promise<number[]> {
    return this.newestOf(sql`(SELECT DISTINCT word_.documentId AS id FROM ${rowsOf(word, scopes)}) some_`, rest, most);
  }

  private amongNewest(
    newest: number,
    hasAll: readonly Sql[],
    scopes: readonly number[],
    most: number,
  ): Promise<number[]> {
    return this.newestOf(
      sql`(SELECT id FROM core_search_document ORDER BY at DESC, id DESC LIMIT ${newest}) some_`,
      [
        sql`EXISTS (SELECT 1 FROM core_search_audience audience_ WHERE audience_.documentId = document_.id AND audience_.scopeId IN (${scopes}))`,
        ...hasAll,
      ],
      most,
    );
  }

  private async inOwn(terms: readonly Term[], { own: scopes, readers }: HeldScopes, most: number): Promise<number[]> {
    if (scopes.length === 0) return [];
    return this.newestOf(
      sql`(SELECT DISTINCT documentId AS id FROM core_search_audience WHERE scopeId IN (${scopes})) some_`,
      terms.map((term) => has(term, readers)),
      most,
    );
  }

  /** Ids of the newest documents among some, with conditions on `document_`. */
  private async newestOf(some: Sql, conditions: readonly Sql[], most: number): Promise<number[]> {
    const rows =
      await sql`SELECT document_.id FROM ${some} JOIN core_search_document document_ ON document_.id = some_.id WHERE ${Sql.join([sql`1 = 1`, ...conditions], ' AND ')} ORDER BY document_.at DESC, document_.id DESC LIMIT ${most}`.run<{
        id: number;
      }>(this.database);
    return rows.map(({ id }) => id);
  }
}

function different(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [JSON.stringify(word), word])).values()];
}
