import type { Filter, FilterCondition } from 'extjs-types';
import type { ChosenFilters, FieldTests } from '../../../core/ui/api';
import { OPEN, PRIORITIES, PRIORITY_TESTS, PROGRESS, type PriorityName, type Progress } from '../../tasks/ui/api';
import { askedBy } from './saved-filters';

export const ASSIGNED = ['mine', 'unassigned', 'others'] as const;
export type Assigned = (typeof ASSIGNED)[number];

/** Who watches. */
export const WATCHED = ['me'] as const;

/** The most urgent first, as they are offered. */
export const PRIORITY_NAMES = [...PRIORITIES.slice(1), PRIORITIES[0]].map(([, name]) => name);

/** Written into the URL where no state of progress is checked, which otherwise would mean the default. */
const ANY = 'any';

/** What is checked at the left. Nothing checked means no restriction. */
export interface Chosen {
  progress: readonly Progress[];
  /** Named statuses of lists, by id. */
  statuses: readonly string[];
  assigned: readonly Assigned[];
  watched: readonly (typeof WATCHED)[number][];
  priorities: readonly PriorityName[];
  lists: readonly string[];
  categories: readonly string[];
  /** Only what the user has not read. */
  isUnread: boolean;
  /** What is asked of custom fields. */
  fields: FieldTests;
  /** Saved filters. */
  saved: ChosenFilters;
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
    statuses: split(query['status']),
    assigned: named('assigned', ASSIGNED),
    watched: named('watched', WATCHED),
    priorities: named('priority', PRIORITY_NAMES),
    lists: split(query['lists']),
    categories: split(query['categories']),
    isUnread: query['unread'] === '1',
    fields: testsOf(query['fields']),
    saved: savedOf(query['saved'], query['ask']),
  };
}

/** The part of the URL that stands for what is checked; null takes a name out. */
export function queryOf({
  progress,
  statuses,
  assigned,
  watched,
  priorities,
  lists,
  categories,
  isUnread,
  fields,
  saved,
}: Chosen): Record<string, string | null> {
  const asked = Object.entries(saved).filter(([, given]) => given.some((operand) => operand !== null));
  return {
    progress: isDefault(progress) ? null : progress.join(',') || ANY,
    status: statuses.join(',') || null,
    assigned: assigned.join(',') || null,
    watched: watched.join(',') || null,
    priority: priorities.join(',') || null,
    lists: lists.join(',') || null,
    categories: categories.join(',') || null,
    unread: isUnread ? '1' : null,
    fields: Object.keys(fields).length > 0 ? JSON.stringify(fields) : null,
    saved: Object.keys(saved).join(',') || null,
    ask: asked.length > 0 ? JSON.stringify(Object.fromEntries(asked)) : null,
  };
}

/** The server's filter for what is checked. */
export function filterOf(chosen: Chosen): Filter {
  const condition: FilterCondition = { role: 'support', isMerged: false, ...conditionOf(chosen) };
  const others = [...prioritised(chosen), ...askedBy(chosen.saved)];
  return others.length === 0 ? condition : { operator: 'AND', conditions: [condition, ...others] };
}

/** What is checked beside saved filters, as one of them would have it; null when it is what everybody sees at first. */
export function savedAs(chosen: Chosen): Filter | null {
  const condition = conditionOf(chosen);
  const others = prioritised(chosen);
  const isSaid = Object.keys(condition).length > 0;
  if (others.length > 0) return { operator: 'AND', conditions: [...(isSaid ? [condition] : []), ...others] };
  const isFirst = Object.keys(condition).join() === 'progress' && isDefault(chosen.progress);
  return isFirst || !isSaid ? null : condition;
}

/** One of the priorities that are checked; the numbers of several are no range. */
function prioritised({ priorities }: Chosen): Filter[] {
  if (priorities.length === 0) return [];
  const conditions = priorities.map((name) => PRIORITY_TESTS[name]);
  return [{ operator: 'OR', conditions }];
}

function conditionOf(chosen: Chosen): FilterCondition {
  const { progress, statuses, assigned, watched, lists, categories, isUnread, fields } = chosen;
  const condition: FilterCondition = {};
  if (progress.length > 0) condition['progress'] = progress;
  if (statuses.length > 0) condition['statusId'] = statuses;
  if (watched.length > 0) condition['isWatched'] = true;
  if (lists.length > 0) condition['taskListIds'] = lists;
  if (categories.length > 0) condition['categories'] = categories;
  if (isUnread) condition['isUnread'] = true;
  const asked = askedOf(fields);
  if (Object.keys(asked).length > 0) condition['customFields'] = asked;
  if (assigned.length > 0 && assigned.length < ASSIGNED.length) condition['responsible'] = assigned;
  return condition;
}

/** Nothing else than open tickets is looked for at first. */
function isDefault(progress: readonly Progress[]): boolean {
  return progress.length === OPEN.length && OPEN.every((state) => progress.includes(state));
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
  const found = mapOf(text);
  return Object.values(found).every(isMap) ? (found as FieldTests) : {};
}

function savedOf(ids: string | undefined, asked: string | undefined): ChosenFilters {
  const given = mapOf(asked);
  const operands = (id: string): unknown[] => (Array.isArray(given[id]) ? given[id] : []);
  return Object.fromEntries(split(ids).map((id) => [id, operands(id)]));
}

function mapOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text ?? '{}');
    return isMap(found) ? found : {};
  } catch {
    return {};
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function split(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((part) => part !== '');
}
