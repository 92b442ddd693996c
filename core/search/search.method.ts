import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { formatDate, type Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { capabilityOf, Types } from '../jmap/types';
import { Level } from '../sharing/level';
import { Sharing } from '../sharing/sharing.service';
import type { SearchDocument } from './search-document.entity';
import { SearchHits } from './search-hits.service';
import { SearchIndex } from './search-index.service';
import { marked, type Part, snippetOf } from './snippet';
import { type Term, termsOf } from './terms';

/** Most results of one answer. */
const MOST = 50;

const Arguments = z.strictObject({
  accountId: z.string(),
  filter: z.strictObject({ text: z.string(), types: z.array(z.string()).nullable().default(null) }),
  position: z.number().int().min(0).max(10_000).default(0),
  limit: z.number().int().min(1).default(20),
});

/** One object that was found. */
interface SearchResult {
  readonly type: string;
  readonly id: string;
  /** The object to open: the ticket of a comment, else the object itself. */
  readonly owner: { readonly type: string; readonly id: string };
  readonly title: readonly Part[];
  readonly snippet: readonly Part[];
  readonly createdAt: string | null;
}

/**
 * `Search/query`: objects of all types by their words, as far as the caller sees them, the newest first.
 */
@injectable()
export class SearchQuery extends Method {
  readonly name = 'Search/query';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(SearchIndex) private readonly index: SearchIndex,
    @inject(SearchHits) private readonly hits: SearchHits,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, asker: Context): Promise<object> {
    const { accountId, filter, position, limit } = parseArguments(Arguments, args);
    const searchable = this.types.searchable();
    const unknown = filter.types?.find((type) => !searchable.includes(type));
    if (unknown !== undefined) {
      throw MethodError.invalidArguments(`filter/types: "${unknown.slice(0, 60)}" is no type that can be searched`);
    }
    const terms = termsOf(filter.text);
    const types = filter.types ?? searchable;
    if (terms.length === 0) return { accountId, position, list: [] };
    const context = await this.sharing.standing(asker);
    const found = await this.hits.find(terms, types, context, position, Math.min(limit, MOST));
    return { accountId, position, list: await this.describe(await this.visible(found, context), terms, context) };
  }

  /** The objects themselves say once more who sees them: the index only proposes. */
  private async visible(documents: readonly SearchDocument[], context: Context): Promise<SearchDocument[]> {
    const byType = new Map<string, number[]>();
    for (const { type, objectId } of documents) byType.set(type, [...(byType.get(type) ?? []), objectId]);
    const seen = new Map<string, ReadonlySet<number>>();
    const looks = [...byType].map(async ([type, ids]) => {
      seen.set(type, await this.records.visibleIds(type, ids, context));
    });
    await Promise.all(looks);
    return documents.filter(({ type, objectId }) => seen.get(type)?.has(objectId));
  }

  /** Texts of objects that the caller sees, as far as this one may read them. */
  private async texts(type: string, rows: readonly Row[], context: Context): Promise<Map<number, readonly string[]>> {
    const texts = await this.index.textsOf(type, rows);
    const more = await this.index.readerTextsOf(type, rows);
    const level = Math.max(Level.read, this.types.get(type).type.access.least);
    for (const id of await this.records.visibleIds(type, [...more.keys()], context, level))
      texts.set(id, [...(texts.get(id) ?? []), ...(more.get(id) ?? [])]);
    return texts;
  }

  private async describe(
    documents: readonly SearchDocument[],
    terms: readonly Term[],
    context: Context,
  ): Promise<SearchResult[]> {
    const texts = new Map<string, readonly string[]>();
    const wanted = new Map<string, Set<number>>();
    const want = (type: string, id: number): unknown => wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
    for (const { type, objectId, ownerType, ownerId } of documents) {
      want(type, objectId);
      want(ownerType, ownerId);
    }
    const reads = [...wanted].map(async ([type, ids]) => {
      const rows = await this.records.load(type, [...ids]);
      for (const [id, found] of await this.texts(type, rows, context)) texts.set(`${type} ${String(id)}`, found);
    });
    await Promise.all(reads);
    return documents.map(({ type, objectId, ownerType, ownerId, at }) => {
      const own = texts.get(`${type} ${String(objectId)}`) ?? [];
      const isPart = ownerType !== type || ownerId !== objectId;
      const [title = ''] = isPart ? (texts.get(`${ownerType} ${String(ownerId)}`) ?? []) : own;
      return {
        type,
        id: String(objectId),
        owner: { type: ownerType, id: String(ownerId) },
        title: isPart ? [{ text: title, isHit: false }] : marked(title, terms),
        snippet: snippetOf(isPart ? own : own.slice(1), terms),
        createdAt: at === null ? null : formatDate(at),
      };
    });
  }
}
