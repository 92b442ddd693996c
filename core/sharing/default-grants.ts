import { Level } from './level';

/** Group → level. */
export type Grants = ReadonlyMap<number, number>;

/** Levels to set so that every group has at least its default. Nobody loses anything. */
export function merged(grants: Grants, defaults: Grants): Map<number, number> {
  return new Map([...defaults].filter(([group, level]) => level > (grants.get(group) ?? 0)));
}

/** Levels to set (0 for none) so that the defaults alone are left, and manage for the owner. */
export function replaced(grants: Grants, defaults: Grants, owner: number | null): Map<number, number> {
  const wanted = new Map(defaults);
  if (owner !== null) wanted.set(owner, Level.manage);
  const changes = new Map([...wanted].filter(([group, level]) => grants.get(group) !== level));
  for (const group of grants.keys()) if (!wanted.has(group)) changes.set(group, 0);
  return changes;
}
