import { createHash } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { type FindOptionsWhere, In, Not } from 'typeorm';
import { Database } from '../database/database';
import { insertRows } from '../database/insert-rows';
import { sql } from '../database/sql';
import { TypeExtension } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import type { Row } from '../jmap/property';
import { Records, ROW } from '../jmap/records';
import { type ExtendedType, Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { Audience } from '../sharing/audience';
import { audiencesOf } from './audiences';
import { joined, keysOf } from './document-words';
import { SearchDocument } from './search-document.entity';
import type { SearchScope } from './search-scope.entity';
import { SearchScopes } from './search-scopes.service';
import { SearchText } from './search-text';

/** Of what is stored. Another number has everything indexed anew, in the background. */
const VERSION = 3;
/** Objects of one transaction of the indexing in the background. */
const BATCH = 200;
/** Words that are removed at once. */
const WORDS_AT_ONCE = 500;

type Known = Pick<SearchDocument, 'id' | 'ownerId' | 'words' | 'readerWords'>;
/** A document with the scopes that it is put into. */
type Entered = Known & { readonly scopes: readonly SearchScope[] };

/** Writes what can be found. Everything here happens in the transaction at hand. */
@injectable()
export class SearchIndex {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(SearchScopes) private readonly scopes: SearchScopes,
  ) {}

  /** True when this change makes other words of the object. */
  concerns(type: string, draft: Draft): boolean {
    const { search } = this.types.get(type);
    if (search.length === 0) return false;
    const isOther = draft.isNew || search.some((name) => draft.changed(name));
    return isOther || this.contributions.all(SearchText).some((texts) => texts.changes(type, draft));
  }

  /** Texts by which objects are found by everybody who sees them, by id: those of their `search` first, in its order. */
  async textsOf(type: string, rows: readonly Row[]): Promise<Map<number, readonly string[]>> {
    const { search } = this.types.get(type);
    const texts = new Map(rows.map((row) => [row.id, search.map((name) => textIn(row[name]))]));
    for (const contribution of this.contributions.all(SearchText)) {
      for (const [id, more] of await contribution.of(type, rows)) texts.get(id)?.push(...more);
    }
    return texts;
  }

  /** Texts by which objects are found by those alone who read them as colleagues, by id; some have none. */
  async readerTextsOf(type: string, rows: readonly Row[]): Promise<Map<number, readonly string[]>> {
    const texts = new Map<number, readonly string[]>();
    for (const contribution of this.contributions.all(SearchText)) {
      for (const [id, more] of await contribution.ofReaders(type, rows))
        if (more.length > 0) texts.set(id, [...(texts.get(id) ?? []), ...more]);
    }
    return texts;
  }

  /**
   * Stores the words of objects in place of what was stored.
   * @param audiences keys of who sees each of them
   */
  async write(type: string, rows: readonly Row[], audiences: ReadonlyMap<number, readonly string[]>): Promise<void> {
    const known = await this.database.rows.read(
      SearchDocument,
      sql`SELECT * FROM core_search_document WHERE type = ${type} AND objectId IN (${rows.map(({ id }) => id)})`,
    );
    await this.leave(known);
    if (known.length > 0) await this.database.manager.delete(SearchDocument, { id: In(known.map(({ id }) => id)) });
    await this.add(type, rows, audiences, known);
  }

  /**
   * Stores the words of objects of which nothing is stored.
   * @param former documents that they had until now
   */
  async add(
    type: string,
    rows: readonly Row[],
    audiences: ReadonlyMap<number, readonly string[]>,
    former: readonly SearchDocument[] = [],
  ): Promise<void> {
    const texts = await this.textsOf(type, rows);
    const readerTexts = await this.readerTextsOf(type, rows);
    const extended = this.types.get(type);
    const version = this.version();
    const documents = rows.map((row) => {
      const readerWords = joined(readerTexts.get(row.id) ?? []) || null;
      return {
        ...documentOf(extended, row),
        version,
        words: joined(texts.get(row.id) ?? []),
        readerWords,
        audience: this.finders(type, audiences.get(row.id) ?? [], readerWords),
      };
    });
    const scopes = await this.scopes.of(documents);
    // It keeps its id: of documents of the same moment the order would else tell of changes that one is not shown.
    const known = new Map(former.map(({ id, objectId }) => [objectId, id]));
    const [again, fresh]: [Entered[], Omit<Entered, 'id'>[]] = [[], []];
    for (const [at, { audience: _, ...words }] of documents.entries()) {
      const place = { ...words, scopes: scopes[at] ?? [] };
      const id = known.get(words.objectId);
      if (id === undefined) fresh.push(place);
      else again.push({ ...place, id });
    }
    const stored = (places: readonly Omit<Entered, 'id'>[]): Promise<number[]> =>
      this.database.rows.insertAll(
        SearchDocument,
        places.map(({ scopes: __, ...document }) => document),
      );
    await stored(again);
    const ids = await stored(fresh);
    await this.enter([...again, ...fresh.map((place, at) => ({ ...place, id: ids[at] ?? 0 }))]);
  }

  /** Has the object found by those who see it now. */
  async move(type: string, objectId: number, audience: readonly string[]): Promise<void> {
    const document = await this.database.manager.findOneBy(SearchDocument, { type, objectId });
    if (!document) return;
    const { ownerType, readerWords } = document;
    await this.leave([document]);
    const [scopes = []] = await this.scopes.of([
      { type, ownerType, audience: this.finders(type, audience, readerWords) },
    ]);
    const { id, ownerId, words } = document;
    await this.enter([{ id, ownerId, words, readerWords, scopes }]);
  }

  async remove(type: string, objectId: number): Promise<void> {
    const document = await this.database.manager.findOneBy(SearchDocument, { type, objectId });
    if (!document) return;
    await this.leave([document]);
    await this.database.manager.delete(SearchDocument, document.id);
  }

  /** Has everything indexed anew; what is there is found until its turn comes. */
  async outdate(): Promise<void> {
    await this.database.manager.update(SearchDocument, { version: Not(0) }, { version: 0 });
  }

  /**
   * Indexes some objects of the type that are not, or not of this version, in a transaction of its own.
   * @param after objects up to this id are known to be done
   * @returns the id to go on after, or null when nothing is left
   */
  fill(type: string, after: number): Promise<number | null> {
    return this.database.transaction(async () => {
      const missing = await this.records
        .unrestricted(type)
        .select(`${ROW}.id`, 'id')
        .where(`${ROW}.id > :after`, { after })
        .andWhere(
          `NOT EXISTS (SELECT 1 FROM core_search_document document_ WHERE document_.type = :type AND document_.objectId = ${ROW}.id AND document_.version = :version)`,
          { type, version: this.version() },
        )
        .orderBy(`${ROW}.id`)
        .limit(BATCH)
        .getRawMany<{ id: number }>();
      const ids = missing.map(({ id }) => id);
      const rows = await this.records.load(type, ids);
      await this.write(type, rows, await audiencesOf(type, rows, this.types, this.records));
      return ids.length < BATCH ? null : (ids.at(-1) ?? null);
    });
  }

  /** Removes some documents of the type that a whole indexing left behind: their objects are gone. True when there may be more. */
  sweep(type: string): Promise<boolean> {
    return this.database.transaction(() => this.removeSome({ type, version: Not(this.version()) }));
  }

  /** Removes some documents of a type, in the transaction at hand. True when there may be more. */
  purge(type: string): Promise<boolean> {
    return this.removeSome({ type });
  }

  private async removeSome(where: FindOptionsWhere<SearchDocument>): Promise<boolean> {
    const found = await this.database.manager.find(SearchDocument, { where, take: BATCH });
    await this.leave(found);
    await this.database.manager.delete(SearchDocument, { id: In(found.map(({ id }) => id)) });
    return found.length === BATCH;
  }

  /** Puts documents into scopes. Rows in the order of the table, which is several times faster. */
  private async enter(documents: readonly Entered[]): Promise<void> {
    const audiences = documents.flatMap(({ id, scopes }) => scopes.map((scope) => [id, scope.id]));
    const words = documents.flatMap((document) => {
      const [forAll, forReaders] = [keysOf(document.words), everyKeyOf(document)];
      return document.scopes
        .filter(({ isShared }) => isShared)
        .flatMap(({ id, audience }) => {
          const keys = Audience.isReaders(audience) ? forReaders : forAll;
          return keys.map((key): [number, string, number, number] => [id, key, document.id, document.ownerId]);
        });
    });
    words.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : one > other ? 1 : 0));
    const { unit } = this.database;
    await insertRows(unit, 'core_search_audience', ['documentId', 'scopeId'], audiences);
    await insertRows(unit, 'core_search_word', ['scopeId', 'word', 'documentId', 'ownerId'], words);
  }

  /** Takes documents out of all their scopes. */
  private async leave(documents: readonly Known[]): Promise<void> {
    if (documents.length === 0) return;
    const ids = documents.map(({ id }) => id);
    const places =
      await sql`SELECT audience_.documentId, audience_.scopeId FROM core_search_audience audience_ JOIN core_search_scope scope_ ON scope_.id = audience_.scopeId WHERE audience_.documentId IN (${ids}) AND scope_.isShared = 1`.run<{
        documentId: number;
        scopeId: number;
      }>(this.database);
    const words = new Map(documents.map((document) => [document.id, everyKeyOf(document)]));
    for (const { documentId, scopeId } of places) {
      const keys = words.get(documentId) ?? [];
      for (let at = 0; at < keys.length; at += WORDS_AT_ONCE) {
        await sql`DELETE FROM core_search_word WHERE scopeId = ${scopeId} AND documentId = ${documentId} AND word IN (${keys.slice(at, at + WORDS_AT_ONCE)})`.run(
          this.database,
        );
      }
    }
    await sql`DELETE FROM core_search_audience WHERE documentId IN (${ids})`.run(this.database);
  }

  /** Keys of who finds an object: who sees it and, for what colleagues alone read, those who read it so. */
  private finders(type: string, audience: readonly string[], readerWords: string | null): readonly string[] {
    return readerWords === null ? audience : [...new Set([...audience, ...this.records.readersAmong(type, audience)])];
  }

  /** Of what is stored by the modules that run now: they decide which words an object has and who sees it. */
  private version(): number {
    return this.types.once(SearchIndex, () => this.workOutVersion());
  }

  private workOutVersion(): number {
    const searched = this.types.searchable().map((name) => [name, this.types.get(name).search]);
    const parts = [TypeExtension, SearchText].flatMap((kind) =>
      this.contributions.all<object>(kind).map((part) => part.constructor.name),
    );
    const all = JSON.stringify([VERSION, searched.sort(), parts.sort()]);
    return createHash('sha256').update(all).digest().readUInt32BE() >>> 1;
  }
}

/** The different words of a document, those for colleagues alone among them. */
function everyKeyOf({ words, readerWords }: Pick<SearchDocument, 'words' | 'readerWords'>): string[] {
  return keysOf(`${words} ${readerWords ?? ''}`);
}

function documentOf(
  { type }: ExtendedType,
  row: Row,
): Omit<SearchDocument, 'id' | 'words' | 'readerWords' | 'version'> {
  const owner = type.foundIn(row);
  const at = row['createdAt'];
  return {
    type: type.name,
    objectId: row.id,
    ownerType: owner?.type ?? type.name,
    ownerId: owner?.id ?? row.id,
    at: at instanceof Date ? at : null,
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
