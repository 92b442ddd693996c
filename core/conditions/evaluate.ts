import type { Condition, Formula, Value } from './expression';

/** Value of a field by its name; a name nobody knows is empty. */
export type Facts = (name: string) => Value;

/** What one thing is compared as: nothing, a number or a text. */
type Plain = number | string | null;

/**
 * True when the condition holds. Texts that are numbers compare as numbers with numbers, true is 1 and false is 0; a
 * list is equal to each of its entries; nothing is greater or less than what is empty.
 */
export function holds(condition: Condition, facts: Facts): boolean {
  switch (condition.is) {
    case 'and':
      return holds(condition.left, facts) && holds(condition.right, facts);
    case 'or':
      return holds(condition.left, facts) || holds(condition.right, facts);
    case 'not':
      return !holds(condition.of, facts);
    case 'empty':
      return entries(condition.of, facts).every((entry) => entry === null);
    case 'in':
      return condition.among.some((item) => areEqual(entries(condition.of, facts), entries(item, facts)));
    case 'compare': {
      const left = entries(condition.left, facts);
      const right = entries(condition.right, facts);
      if (condition.operator === '=') return areEqual(left, right);
      if (condition.operator === '!=') return !areEqual(left, right);
      const { operator } = condition;
      return left.some((a) => right.some((b) => isOrdered(operator, order(a, b))));
    }
  }
}

/** Works a formula out: a number, a text, or null when a part that it needs is empty or no number. */
export function workOut(formula: Formula, facts: Facts): number | string | boolean | null {
  switch (formula.is) {
    case 'value':
      return formula.value;
    case 'field': {
      const value = facts(formula.name);
      if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : null;
      return value === '' ? null : (value as number | string | boolean | null);
    }
    case 'negative':
      return calculate([formula.of], facts, ([a = 0]) => -a);
    case 'arithmetic':
      return calculate([formula.left, formula.right], facts, ([a = 0, b = 0]) => {
        if (formula.operator === '+') return a + b;
        if (formula.operator === '-') return a - b;
        return formula.operator === '*' ? a * b : a / b;
      });
    case 'call':
      if (formula.name === 'concat') return formula.of.map((part) => String(workOut(part, facts) ?? '')).join('');
      return calculate(formula.of, facts, ([a = 0, digits = 0]) => round(a, digits));
  }
}

function calculate(
  parts: readonly Formula[],
  facts: Facts,
  calculation: (numbers: readonly number[]) => number,
): number | null {
  const numbers = parts.map((part) => numberOf(plain(workOut(part, facts))));
  if (numbers.includes(null)) return null;
  const result = calculation(numbers as number[]);
  return Number.isFinite(result) ? result : null;
}

/** Half away from zero, as people round; 1.005 to two digits is 1.01, whatever binary fractions think. */
function round(value: number, digits: number): number {
  const places = Math.min(10, Math.max(0, Math.trunc(digits)));
  const shifted = Number(`${Math.abs(value).toFixed(12)}e${String(places)}`);
  return (Math.sign(value) * Math.round(shifted)) / 10 ** places;
}

function entries(formula: Formula, facts: Facts): readonly Plain[] {
  const value = formula.is === 'field' ? facts(formula.name) : workOut(formula, facts);
  if (!Array.isArray(value)) return [plain(value as Exclude<Value, readonly string[]>)];
  return value.length > 0 ? value.map(plain) : [null];
}

function plain(value: string | number | boolean | null): Plain {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value === '' ? null : value;
}

function areEqual(left: readonly Plain[], right: readonly Plain[]): boolean {
  return left.some((a) => right.some((b) => (a === null || b === null ? a === b : order(a, b) === 0)));
}

/** Below 0, 0 or above 0; null when the two cannot be ordered. */
function order(a: Plain, b: Plain): number | null {
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : a < b ? -1 : 1;
  const [first, second] = [numberOf(a), numberOf(b)];
  return first === null || second === null ? null : first - second;
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', found: number | null): boolean {
  if (found === null) return false;
  if (found === 0) return operator === '<=' || operator === '>=';
  return found < 0 ? operator.startsWith('<') : operator.startsWith('>');
}

function numberOf(value: Plain): number | null {
  if (typeof value !== 'string') return value;
  return /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}
