import type { Filter } from 'extjs-types';

/** An operand that is asked of the reader when the filter is used. */
export interface Asked {
  readonly ask: true;
}
/** The day so many days from the reader's today, as an instant or as a date without time. */
export type Day = { readonly day: number } | { readonly date: number };

type Map = Readonly<Record<string, unknown>>;

export function isAsked(operand: unknown): operand is Asked {
  return isMap(operand) && operand['ask'] === true;
}

export function isDay(operand: unknown): operand is Day {
  return isMap(operand) && ('day' in operand || 'date' in operand);
}

/** How many operands a filter asks for. */
export function openCount(filter: Filter): number {
  let count = 0;
  replaced(filter, (operand) => {
    if (isAsked(operand)) count++;
    return operand;
  });
  return count;
}

/**
 * The filter as it is asked now: what was left open has an operand. Tests whose operand nobody has given are left out.
 * @param given operands in the order in which the filter asks for them
 * @param now of the reader
 * @returns null when nothing is left to ask
 */
export function closed(filter: Filter, given: readonly unknown[], now = new Date()): Filter | null {
  const left = [...given];
  return replaced(filter, (operand, operator) => {
    if (isAsked(operand)) return isGiven(left[0]) ? left.shift() : void left.shift();
    return isDay(operand) ? dayOf(operand, operator, now) : operand;
  });
}

/** True for an operand that says something. */
export function isGiven(operand: unknown): boolean {
  if (Array.isArray(operand)) return operand.length > 0;
  return operand !== undefined && operand !== null && operand !== '';
}

type Change = (operand: unknown, operator: string) => unknown;

/** The filter with other operands; a test that is left with undefined goes, and what is left with no test at all. */
function replaced(filter: Filter, change: Change): Filter | null {
  if ('operator' in filter && Array.isArray(filter['conditions'])) {
    const parts = filter['conditions'].map((part) => replaced(part, change));
    const conditions = parts.filter((part) => part !== null);
    return parts.length > 0 && conditions.length === 0 ? null : ({ ...filter, conditions } as Filter);
  }
  return replacedTests(filter as Map, change) as Filter | null;
}

function replacedTests(condition: Map, change: Change): Map | null {
  const tests = Object.entries(condition).flatMap(([name, value]): [string, unknown][] => {
    const inner = name === 'customFields' ? fieldTests(value, change) : operands(value, change);
    return inner === null ? [] : [[name, inner]];
  });
  return tests.length > 0 || Object.keys(condition).length === 0 ? Object.fromEntries(tests) : null;
}

function fieldTests(value: unknown, change: Change): unknown {
  if (!isMap(value)) return value;
  const tests = Object.entries(value).flatMap(([key, own]): [string, unknown][] => {
    const inner = operands(own, change);
    return inner === null ? [] : [[key, inner]];
  });
  return tests.length > 0 ? Object.fromEntries(tests) : null;
}

function operands(value: unknown, change: Change): unknown {
  if (!isMap(value)) return value;
  const tests = Object.entries(value)
    .map(([operator, operand]) => [operator, change(operand, operator)] as const)
    .filter(([, operand]) => operand !== undefined);
  return tests.length > 0 ? Object.fromEntries(tests) : null;
}

/** Before a day is before it begins, after it is after its last second. */
function dayOf(operand: Day, operator: string, now: Date): string {
  const isInstant = 'day' in operand;
  const days = isInstant ? operand.day : operand.date;
  const isAfter = isInstant && operator === 'after';
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days + (isAfter ? 1 : 0));
  if (isAfter) day.setSeconds(-1);
  if (isInstant) return `${day.toISOString().slice(0, 19)}Z`;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
