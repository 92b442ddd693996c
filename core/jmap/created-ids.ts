import type { ExtendedType } from './types';

/** Creation id → id, for all types of one request (RFC 8620 §5.3). */
export type CreatedIds = Map<string, string>;

/** The id that `#key` stands for; any other id, and the key of nothing, as it is. */
export function resolveId(id: string, created: CreatedIds): string {
  return id.startsWith('#') ? (created.get(id.slice(1)) ?? id) : id;
}

/** Each id once, with those that `#key` stands for: two keys may stand for the same blob. */
export function resolveIds(ids: readonly string[], created: CreatedIds): Set<string> {
  return new Set(ids.map((id) => resolveId(id, created)));
}

type Objects = Readonly<Record<string, Record<string, unknown>>>;

/**
 * The creations of one /set in an order in which each comes after those it refers to by `#` (RFC 8620 §5.3). In a
 * circle one comes too early, and its reference then names nothing.
 */
export function inCreationOrder(create: Objects, { properties }: ExtendedType): [string, Record<string, unknown>][] {
  const ordered = new Map<string, Record<string, unknown>>();
  const begun = new Set<string>();
  const visit = (key: string): void => {
    const object = Object.hasOwn(create, key) ? create[key] : undefined;
    if (object === undefined || begun.has(key)) return;
    begun.add(key);
    for (const [name, value] of Object.entries(object)) {
      const isReference = (properties.get(name)?.property.refersTo ?? null) !== null;
      if (isReference && typeof value === 'string' && value.startsWith('#')) visit(value.slice(1));
    }
    ordered.set(key, object);
  };
  for (const key of Object.keys(create)) visit(key);
  return [...ordered];
}
