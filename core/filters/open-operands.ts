import { OPEN } from '../jmap/filter-form';

type Tree = Readonly<Record<string, unknown>>;

/**
 * A saved filter as /query can check it. Where /query takes an operand, a saved filter may leave it open: `{ "ask": true }`
 * is asked of the reader; `{ "day": -7 }` is the day so many days from the reader's today, as an instant, and
 * `{ "date": -7 }` the same without a time. Clients put the operand in its place before they query; one that is not given
 * yet leaves out its test.
 */
export function opened(tree: Tree): Record<string, unknown> {
  const { conditions } = tree;
  if (Array.isArray(conditions)) {
    return { ...tree, conditions: conditions.map((part: unknown) => (isMap(part) ? opened(part) : part)) };
  }
  return mapped(tree, (value) => (isMap(value) ? mapped(value, openedOperand) : value));
}

/** An operand, or one level deeper where a filter has paths of its own: custom fields. */
function openedOperand(operand: unknown, operator: string): unknown {
  if (isOpen(operand, operator)) return OPEN;
  return isMap(operand) ? mapped(operand, (inner, name) => (isOpen(inner, name) ? OPEN : inner)) : operand;
}

function isOpen(operand: unknown, operator: string): boolean {
  if (!isMap(operand) || Object.keys(operand).length !== 1) return false;
  const days = operand['day'] ?? operand['date'];
  const isDay = Number.isInteger(days) && Math.abs(Number(days)) <= MOST_DAYS;
  return operand['ask'] === true || (isDay && (operator === 'before' || operator === 'after'));
}

/** Ten years. */
const MOST_DAYS = 3660;

function mapped(map: Tree, change: (value: unknown, name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}

function isMap(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
