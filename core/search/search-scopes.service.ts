import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { EVERYBODY } from '../database/change-log';
import { Database } from '../database/database';
import { insertRows } from '../database/insert-rows';
import { sql } from '../database/sql';
import { Audience, keysOf } from '../sharing/audience';
import { Sharing } from '../sharing/sharing.service';
import { SearchScope } from './search-scope.entity';

/** Ids of the scopes that somebody may search. */
export interface HeldScopes {
  readonly shared: readonly number[];
  /** Those of the shared ones whose holders read the documents as colleagues. */
  readonly readers: readonly number[];
  readonly own: readonly number[];
}

/** A document's type, the type of what it opens, and who sees it. */
export interface Placed {
  readonly type: string;
  readonly ownerType: string;
  readonly audience: readonly string[];
}

/** Who may search what. A search reads nothing outside the scopes of who asks, so not even its time tells of more. */
@injectable()
export class SearchScopes {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  /** Scopes of each of the documents, in their order; those that nobody needed before are made. */
  async of(documents: readonly Placed[]): Promise<SearchScope[][]> {
    const wanted = documents.map(({ type, ownerType, audience }) =>
      keysFor(audience).map((key) => ({ audience: key, type, ownerType, isShared: !Audience.isPersonal(key) })),
    );
    const all = new Map(wanted.flat().map((scope) => [nameOf(scope), scope]));
    const known = await this.find([...all.values()]);
    const missing = [...all].filter(([name]) => !known.has(name)).map(([, scope]) => scope);
    await insertRows(
      this.database.unit,
      'core_search_scope',
      ['audience', 'type', 'ownerType', 'isShared'],
      missing.map(({ audience, type, ownerType, isShared }) => [audience, type, ownerType, isShared]),
    );
    for (const [name, scope] of await this.find(missing)) known.set(name, scope);
    return wanted.map((scopes) => scopes.flatMap((scope) => known.get(nameOf(scope)) ?? []));
  }

  /**
   * Scopes of what the caller sees, of documents of these types and, where it is given, of parts of that type alone.
   * A type that is seen by pairs of keys cannot be searched.
   */
  async held(context: Context, types: readonly string[], ownerType?: string): Promise<HeldScopes> {
    if (types.length === 0) return { shared: [], readers: [], own: [] };
    const holder = await this.sharing.holder(context);
    // An administrator holds all keys, and whatever can be seen at all is in a shared scope.
    const held = context.isAdmin
      ? sql`isShared = 1 AND type IN (${types})`
      : sql`audience IN (${keysOf(holder, holder.levels.keys())}) AND type IN (${types})`;
    const owned = ownerType === undefined ? sql`` : sql`AND ownerType = ${ownerType}`;
    const query = sql`SELECT * FROM core_search_scope WHERE ${held} ${owned}`;
    const scopes = await this.database.rows.read(SearchScope, query);
    const idsOf = (isWanted: (scope: SearchScope) => boolean): number[] =>
      scopes.flatMap((scope) => (isWanted(scope) ? [scope.id] : [])).sort((a, b) => a - b);
    return {
      shared: idsOf(({ isShared }) => isShared),
      readers: idsOf(({ audience }) => Audience.isReaders(audience)),
      own: idsOf(({ isShared }) => !isShared),
    };
  }

  /** Removes those of a type that went with its module, once no document is in them. Needs a transaction. */
  async forget(type: string): Promise<void> {
    await sql`DELETE FROM core_search_scope WHERE (type = ${type} OR ownerType = ${type}) AND NOT EXISTS (SELECT 1 FROM core_search_audience audience_ WHERE audience_.scopeId = core_search_scope.id)`.run(
      this.database,
    );
  }

  private async find(scopes: readonly Omit<SearchScope, 'id'>[]): Promise<Map<string, SearchScope>> {
    if (scopes.length === 0) return new Map();
    const audiences = [...new Set(scopes.map(({ audience }) => audience))];
    const found = await this.database.rows.read(
      SearchScope,
      sql`SELECT * FROM core_search_scope WHERE audience IN (${audiences})`,
    );
    return new Map(found.map((scope) => [nameOf(scope), scope]));
  }
}

/** What single people alone see is in a shared scope too: that of the administrators. */
function keysFor(audience: readonly string[]): readonly string[] {
  const isAlone = audience.length > 0 && audience.every((key) => Audience.isPersonal(key));
  return isAlone ? [...audience, EVERYBODY] : audience;
}

function nameOf({ audience, type, ownerType }: Omit<SearchScope, 'id'>): string {
  return `${audience} ${type} ${ownerType}`;
}
