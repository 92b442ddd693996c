import type { Filter } from 'extjs-types';

/** How the parts of a group are taken together: all of them hold, any, or none. */
export const MATCHES = ['AND', 'OR', 'NOT'] as const;
export type Match = (typeof MATCHES)[number];

export interface Group {
  readonly match: Match;
  readonly parts: readonly Part[];
}

/** One test of one property, or of a custom field by `customFields/<key>`. */
export interface Condition {
  readonly name: string;
  /** Empty as long as nothing is chosen, and for the bare value of what nobody knows. */
  readonly operator: string;
  readonly operand: unknown;
  /** It must not hold. */
  readonly isNegated: boolean;
}
export type Part = Group | Condition;

/** Groups within groups, the outermost counted: nobody reads what is deeper. */
export const DEEPEST = 4;

export const NOTHING: Condition = { name: '', operator: '', operand: null, isNegated: false };

export function isGroup(part: Part): part is Group {
  return 'match' in part;
}

/**
 * A filter as it is edited.
 * @param first operator of a property, which a value that is given without one has
 */
export function groupOf(filter: Filter, first: FirstOf = () => ''): Group {
  const part = partOf(filter, first);
  return isGroup(part) ? part : { match: 'AND', parts: [part] };
}

/** What was edited as a filter; a group with no condition in it says nothing. */
export function filterOf(part: Part): Filter {
  if (isGroup(part)) {
    const parts = part.parts.filter((one) => !isGroup(one) || conditionsOf(one).length > 0);
    return { operator: part.match, conditions: parts.map(filterOf) };
  }
  const { name, operator, operand, isNegated } = part;
  const value = operator === '' ? operand : { [operator]: operand };
  const [property = '', key] = name.split('/');
  const condition = { [property]: key === undefined ? value : { [key]: value } } as Filter;
  return isNegated ? { operator: 'NOT', conditions: [condition] } : condition;
}

/** The group with another part in a place; `null` takes it out. @param path indexes from the outermost group on */
export function withPart(group: Group, [index, ...path]: readonly number[], part: Part | null): Group {
  if (index === undefined) return part !== null && isGroup(part) ? part : group;
  const parts = group.parts.flatMap((known, at): Part[] => {
    if (at !== index) return [known];
    if (path.length > 0) return isGroup(known) ? [withPart(known, path, part)] : [known];
    return part === null ? [] : [part];
  });
  return { ...group, parts };
}

/** Every condition, with its place. */
export function conditionsOf(group: Group, path: readonly number[] = []): [Condition, readonly number[]][] {
  return group.parts.flatMap((part, index) => {
    const place = [...path, index];
    return isGroup(part) ? conditionsOf(part, place) : [[part, place] as [Condition, readonly number[]]];
  });
}

type FirstOf = (name: string) => string;

function partOf(filter: Filter, first: FirstOf): Part {
  if (!('operator' in filter && Array.isArray(filter['conditions']))) return testsOf(filter as Tests, first);
  const parts = filter['conditions'].map((part) => partOf(part, first));
  const [only] = parts;
  const isNot = filter['operator'] === 'NOT';
  // None of one is that one's contrary.
  if (isNot && parts.length === 1 && only !== undefined && !isGroup(only) && !only.isNegated)
    return { ...only, isNegated: true };
  return { match: filter['operator'] as Match, parts };
}

type Tests = Readonly<Record<string, unknown>>;

/** A condition of several tests is all of them. */
function testsOf(condition: Tests, first: FirstOf): Part {
  const parts = Object.entries(condition).flatMap(([name, value]) =>
    name === 'customFields' && isMap(value)
      ? Object.entries(value).flatMap(([key, tests]) => operatorsOf(`customFields/${key}`, tests, first))
      : operatorsOf(name, value, first),
  );
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { match: 'AND', parts };
}

function operatorsOf(name: string, value: unknown, first: FirstOf): Condition[] {
  if (!isMap(value)) return [{ name, operator: first(name), operand: value, isNegated: false }];
  return Object.entries(value).map(([operator, operand]) => ({ name, operator, operand, isNegated: false }));
}

function isMap(value: unknown): value is Tests {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
