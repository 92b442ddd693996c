import type { Filter, FilterCondition } from 'extjs-types';
import type { FieldTests } from '../../../core/ui/api';
import { OPEN, PROGRESS, type Progress } from '../../tasks/ui/api';

export const ASSIGNED = ['mine', 'unassigned', 'others'] as const;
export type Assigned = (typeof ASSIGNED)[number];

/** Written into the URL where no state of progress is checked, which otherwise would mean the default. */
const ANY = 'any';

/** What is checked at the left. Nothing checked means no restriction. */
export interface Chosen {
  progress: readonly Progress[];
  assigned: readonly Assigned[];
  lists: readonly string[];
  categories: readonly string[];
  /** What is asked of custom fields. */
  fields: FieldTests;
}
type Query = Readonly<Record<string, string>>;

/** Reads the URL (`#support?progress=needs-action&assigned=mine&lists=3,4`); what is unknown in it is passed over. */
export function chosenOf(query: Query): Chosen {
  const named = <T extends string>(name: string, known: readonly T[]) => {
    const values = split(query[name]);
    return known.filter((value) => values.includes(value));
  };
  return {
    progress: query['progress'] === undefined ? OPEN : named('progress', PROGRESS),
    assigned: named('assigned', ASSIGNED),
    lists: split(query['lists']),
    categories: split(query['categories']),
    fields: testsOf(query['fields']),
  };
}

/** The part of the URL that stands for what is checked; null takes a name out. */
export function queryOf({ progress, assigned, lists, categories, fields }: Chosen): Record<string, string | null> {
  const isDefault = progress.length === OPEN.length && OPEN.every((state) => progress.includes(state));
  return {
    progress: isDefault ? null : progress.join(',') || ANY,
    assigned: assigned.join(',') || null,
    lists: lists.join(',') || null,
    categories: categories.join(',') || null,
    fields: Object.keys(fields).length > 0 ? JSON.stringify(fields) : null,
  };
}

/** The server's filter for what is checked. */
export function filterOf({ progress, assigned, lists, categories, fields }: Chosen): Filter {
  const condition: FilterCondition = { role: 'support' };
  if (progress.length > 0) condition['progress'] = progress;
  if (lists.length > 0) condition['taskListIds'] = lists;
  if (categories.length > 0) condition['categories'] = categories;
  const asked = askedOf(fields);
  if (Object.keys(asked).length > 0) condition['customFields'] = asked;
  const isRestricted = assigned.length > 0 && assigned.length < ASSIGNED.length;
  if (!isRestricted) return condition;
  const [first] = assigned;
  if (assigned.length === 1 && first !== undefined) return { ...condition, responsible: first };
  const anyOf = assigned.map((responsible) => ({ responsible }));
  return { operator: 'AND', conditions: [condition, { operator: 'OR', conditions: anyOf }] };
}

/** The server's filter for the categories that tickets of these lists can have. */
export function categoriesOf(lists: readonly string[]): Filter {
  return { operator: 'OR', conditions: [{ isOfAllLists: true }, { taskListIds: lists }] };
}

/** The tests whose operand has been entered. */
function askedOf(fields: FieldTests): FieldTests {
  const isEntered = (operand: unknown) => operand !== null && !(Array.isArray(operand) && operand.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, test]) => Object.values(test).every(isEntered)));
}

function testsOf(text: string | undefined): FieldTests {
  try {
    const found: unknown = JSON.parse(text ?? '{}');
    const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap(found) && Object.values(found as object).every(isMap) ? (found as FieldTests) : {};
  } catch {
    return {};
  }
}

function split(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((part) => part !== '');
}
