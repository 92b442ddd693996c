import type { Draft } from './draft';
import type { ExtendedType } from './types';

/** Names of what changes for more people than agents. */
export function shownChanges(draft: Draft): string[] {
  return draft.changes().filter((name) => !draft.forAgents.has(name));
}

/** True when nothing but what agents alone are shown is among these names. */
export function isForAgents({ properties }: ExtendedType, names: readonly string[]): boolean {
  return names.every((name) => properties.get(name)?.property.agentsOnly === true);
}
