import type { TypeName } from 'extjs-types';
import { addressOf, knowAddresses } from '../appearance';
import { theStore } from '../store/index';

/** A piece of text; hits are what was asked for. */
export interface Part {
  text: string;
  isHit: boolean;
}

/** One object of `Search/query`. */
export interface SearchResult {
  type: TypeName;
  id: string;
  /** The object to open: the ticket of a comment, else the object itself. */
  owner: { type: TypeName; id: string };
  title: Part[];
  snippet: Part[];
  /** UTCDate. */
  createdAt: string | null;
}

/** What was found of one type; `address` is where it opens. */
export interface Group {
  type: TypeName;
  results: (SearchResult & { address: string })[];
}

/** Most of one type, beside others and alone. */
const MOST = { each: 6, alone: 30 } as const;

/** Types that can be searched, those with a page of their own before what is a part of others. */
export function searchedTypes(): TypeName[] {
  const { types } = theStore().session.capabilities['urn:groupware:core'];
  const searched = (Object.keys(types) as TypeName[]).filter((type) => types[type]?.isSearched);
  const isPart = (type: TypeName): number => (addressOf(type, '0') === undefined ? 1 : 0);
  return searched.sort((one, other) => isPart(one) - isPart(other));
}

/** What a principal is kept as; the id is the same. */
const KEPT_AS = ['User', 'Group', 'Contact'] as const;

/** Where what was found opens: a person or group where it is kept, anything else by itself. */
async function openedAt(found: readonly SearchResult[]): Promise<(SearchResult & { address: string })[]> {
  const principals = found.filter(({ owner }) => owner.type === 'Principal').map(({ owner }) => owner.id);
  const kept = new Map<string, TypeName>();
  const ask = async (type: (typeof KEPT_AS)[number]) => {
    if (addressOf(type, '0') === undefined) return;
    for (const { id } of await theStore().get(type, principals)) kept.set(id, type);
  };
  if (principals.length > 0) await Promise.all(KEPT_AS.map(ask));
  await knowAddresses(found.map(({ owner }) => owner));
  return found.flatMap((result) => {
    const { type, id } = result.owner;
    const address = addressOf(type === 'Principal' ? (kept.get(id) ?? type) : type, id);
    return address === undefined ? [] : [{ ...result, address }];
  });
}

/** Asks for each type in one request. What this user has no page for is left out. */
export function search(text: string, types: readonly TypeName[]): Promise<Group[]> {
  const limit = types.length === 1 ? MOST.alone : MOST.each;
  return Promise.all(
    types.map(async (type) => {
      const answer = await theStore().call('Search/query', { filter: { text, types: [type] }, limit });
      return { type, results: await openedAt(answer['list'] as SearchResult[]) };
    }),
  );
}
