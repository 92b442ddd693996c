import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { sql } from '../database/sql';
import { SearchHits } from '../search/search-hits.service';
import { termsOf } from '../search/terms';
import { Level } from '../sharing/level';
import type { QueryArguments, QueryChangesArguments } from './arguments';
import { ChangesMethod, type ChangesSince } from './changes.method';
import { expressionOf, mapSort, type Sort } from './collation';
import type { SortScope, TypeExtension } from './data-type';
import { MethodError } from './errors';
import { QUERY_LIMIT } from './limits';
import { Records } from './records';
import { ROW, type Selection } from './selection';
import { States } from './state';
import { type ExtendedType, Types } from './types';

/** Readings of a list that others are changing. */
const ATTEMPTS = 5;
/** Depth of a filter tree, against questions made to exhaust the stack. */
const DEEPEST = 20;

const ID = sql`row_.id`;

/** Foo/query and Foo/queryChanges (RFC 8620 §5.5, §5.6). */
@injectable()
export class Query {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
    @inject(ChangesMethod) private readonly changes: ChangesMethod,
    @inject(SearchHits) private readonly search: SearchHits,
  ) {}

  async run(name: string, args: QueryArguments, context: Context): Promise<object> {
    const type = this.types.get(name);
    const queryState = await this.states.of(name, context);
    const query = await this.build(type, args.filter, args.sort, context);
    const limit = Math.min(args.limit ?? QUERY_LIMIT, QUERY_LIMIT);
    const isFromEnd = args.anchor === null && args.position < 0;
    const counted = isFromEnd ? await query.count() : undefined;
    const position = await this.position(query, args, counted ?? 0);
    const ids = limit === 0 ? [] : (await query.ids(position, limit)).map(String);
    // A page with room left ends the list: nothing needs to be counted.
    const isEnd = ids.length < limit && (ids.length > 0 || position === 0);
    const total = args.calculateTotal ? (counted ?? (isEnd ? position + ids.length : await query.count())) : undefined;
    return {
      accountId: args.accountId,
      queryState,
      canCalculateChanges: type.type.operations.includes('queryChanges') && isStable(type, args.filter),
      position,
      ids,
      ...(total === undefined ? {} : { total }),
      ...(args.limit === null || args.limit > QUERY_LIMIT ? { limit } : {}),
    };
  }

  /**
   * Ids of all that match, in order: for a service that goes on with them. Whoever reads them later asks for access
   * again.
   * @param most ids read at most
   */
  async all(
    name: string,
    { filter, sort }: Pick<QueryArguments, 'filter' | 'sort'>,
    most: number,
    context: Context,
  ): Promise<string[]> {
    const query = await this.build(this.types.get(name), filter, sort, context);
    return (await query.ids(0, most)).map(String);
  }

  /** Refuses a filter that a query of the caller would refuse. @throws MethodError */
  async check(name: string, filter: Record<string, unknown>, context: Context): Promise<void> {
    await this.build(this.types.get(name), filter, null, context);
  }

  async runChanges(name: string, args: QueryChangesArguments, context: Context): Promise<object> {
    const type = this.types.get(name);
    if (!isStable(type, args.filter)) {
      throw MethodError.of(
        'cannotCalculateChanges',
        'The result of this filter changes with other things than the objects',
      );
    }
    const query = await this.build(type, args.filter, args.sort, context);
    const { changes, ids } = await this.settled(name, args.sinceQueryState, query, context);
    const touched = new Set([...changes.created, ...changes.updated].map(String));
    const added = ids.flatMap((id, index) => (touched.has(id) ? [{ id, index }] : []));
    // What is new may be in the client's list already: its query may have been answered while it was written.
    const removed = [...changes.created, ...changes.updated, ...changes.destroyed].map(String);
    if (args.maxChanges !== null && added.length + removed.length > args.maxChanges) {
      throw MethodError.of('tooManyChanges', `More than ${String(args.maxChanges)} changes`);
    }
    return {
      accountId: args.accountId,
      oldQueryState: args.sinceQueryState,
      newQueryState: changes.newState,
      ...(args.calculateTotal ? { total: ids.length } : {}),
      removed,
      added,
    };
  }

  /**
   * Changes, and the list they lead to. When others write between the two reads, the positions would be those of
   * another list; then both are read again.
   * @throws MethodError cannotCalculateChanges when they never stop
   */
  private async settled(
    name: string,
    since: string,
    query: Selection,
    context: Context,
  ): Promise<{ changes: ChangesSince; ids: string[] }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const changes = await this.changes.since(name, since, null, context);
      const ids = (await query.ids(0, Number.MAX_SAFE_INTEGER)).map(String);
      if ((await this.states.of(name, context)) === changes.newState) return { changes, ids };
    }
    throw MethodError.of('cannotCalculateChanges', 'The list changes faster than it can be read: query anew');
  }

  /** The caller's view of the type, filtered and in a stable order. */
  private async build(
    type: ExtendedType,
    filter: QueryArguments['filter'],
    sort: QueryArguments['sort'],
    context: Context,
  ): Promise<Selection> {
    const query = this.records.select(type.type.name, context);
    const joined = new Map<TypeExtension, string>();
    const join = (extension: TypeExtension): string => {
      const known = joined.get(extension);
      if (known) return known;
      if (extension.entity === null) return '';
      const alias = query.joinExtension(extension.entity, extension.key);
      joined.set(extension, alias);
      return alias;
    };
    if (filter !== null) query.and(await this.condition(type, filter, context, query, join, 1, true));
    const ordered = new Set<string>();
    // What is equal comes in the direction of what it is equal by: one index then has the whole order.
    let direction: 'ASC' | 'DESC' = 'DESC';
    for (const { property, isAscending, collation } of sort ?? []) {
      const found = await this.sortExpression(type, property, context, query, join);
      if (found === null)
        throw MethodError.of('unsupportedSort', `${type.type.name} cannot be sorted by "${property.slice(0, 60)}"`);
      const expression = expressionOf(found, { isAscending, collation });
      if (expression === null)
        throw MethodError.of('unsupportedSort', `Unknown collation "${String(collation).slice(0, 60)}"`);
      // Asked for twice, the first time counts (RFC 8620 §5.5).
      if (ordered.has(expression)) continue;
      direction = isAscending ? 'ASC' : 'DESC';
      const guard = typeof found === 'object' && 'shown' in found ? found.shown(ROW, context) : null;
      query.orderBy(expression, direction, guard);
      ordered.add(expression);
    }
    return ordered.has(`${ROW}.id`) ? query : query.orderBy(`${ROW}.id`, direction);
  }

  /** What `property` or, of a kept property, `property/path` is sorted by; null when it is no sort of the type. */
  private async sortExpression(
    type: ExtendedType,
    property: string,
    context: Context,
    query: Selection,
    join: (extension: TypeExtension) => string,
  ): Promise<Sort | null> {
    if (property === 'id') return `${ROW}.id`;
    const known = type.sorts.get(property);
    if (known) {
      const alias = known.extension ? join(known.extension) : ROW;
      return mapSort(known.expression, (part) => part.replaceAll('{row}', ROW).replaceAll('{extension}', alias));
    }
    const [name = '', ...path] = property.split('/');
    const keeper = path.length > 0 ? type.keepers.get(name) : undefined;
    const joinOne: SortScope['join'] = (entity, on) => query.join(entity, on);
    return keeper ? keeper.sort(type.type.name, path.join('/'), { context, row: ROW, join: joinOne }) : null;
  }

  /** @param isNeeded false where the condition may fail for a row that is found all the same */
  private async condition(
    type: ExtendedType,
    tree: Record<string, unknown>,
    context: Context,
    query: Selection,
    join: (extension: TypeExtension) => string,
    depth: number,
    isNeeded: boolean,
  ): Promise<string> {
    if (depth > DEEPEST) throw MethodError.of('unsupportedFilter', 'The filter is nested too deeply');
    const { operator, conditions } = tree;
    if (operator !== undefined) {
      if (!Array.isArray(conditions)) throw MethodError.invalidArguments('filter: conditions must be a list');
      const parts: string[] = [];
      for (const part of conditions as unknown[]) {
        if (typeof part !== 'object' || part === null || Array.isArray(part)) {
          throw MethodError.invalidArguments('filter: a condition must be an object');
        }
        const isPartNeeded = isNeeded && operator === 'AND';
        const inner = part as Record<string, unknown>;
        parts.push(await this.condition(type, inner, context, query, join, depth + 1, isPartNeeded));
      }
      if (operator === 'AND') return parts.length > 0 ? `(${parts.join(' AND ')})` : '1 = 1';
      if (operator === 'OR') return parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0';
      // NOT: none of the conditions holds; COALESCE, because NOT NULL is NULL in SQL.
      if (operator === 'NOT') return parts.length > 0 ? `NOT COALESCE((${parts.join(' OR ')}), 0)` : '1 = 1';
      throw MethodError.invalidArguments('filter: operator must be AND, OR or NOT');
    }
    const parts: string[] = [];
    for (const [name, value] of Object.entries(tree)) {
      const known = type.filters.get(name);
      if (!known) throw MethodError.of('unsupportedFilter', `${type.type.name} has no filter "${name.slice(0, 60)}"`);
      const extension = known.extension ? join(known.extension) : '';
      const give = (given: unknown): string => query.bind(given);
      const found = async (text: string): Promise<string> => {
        const owns = await this.search.owns(termsOf(text), type.type.name, this.types.searchable(), ID, context);
        if (owns.isRare && isNeeded) query.beginWithFew();
        return query.either(owns.asSet.render(give), owns.asCheck.render(give), !owns.isRare && isNeeded);
      };
      const level = Math.max(Level.read, type.type.access.least);
      const readable = (): string => this.records.condition(type, ROW, context, level);
      parts.push(await known.filter(value, { context, name, row: ROW, extension, bind: give, readable, found }));
    }
    return parts.length > 0 ? `(${parts.join(' AND ')})` : '1 = 1';
  }

  private async position(query: Selection, args: QueryArguments, total: number): Promise<number> {
    if (args.anchor === null) return args.position >= 0 ? args.position : Math.max(0, total + args.position);
    const ids = (await query.ids(0, Number.MAX_SAFE_INTEGER)).map(String);
    const index = ids.indexOf(args.anchor);
    if (index < 0) throw MethodError.of('anchorNotFound', 'The anchor is not in the result');
    return Math.max(0, index + args.anchorOffset);
  }
}

/** True when the result can only change with the objects themselves. */
function isStable(type: ExtendedType, filter: unknown): boolean {
  if (typeof filter !== 'object' || filter === null) return true;
  const { operator, conditions } = filter as { operator?: unknown; conditions?: unknown };
  if (operator !== undefined) return Array.isArray(conditions) && conditions.every((part) => isStable(type, part));
  return Object.keys(filter).every((name) => !type.volatileFilters.has(name));
}
