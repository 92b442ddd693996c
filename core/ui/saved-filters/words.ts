import { t } from '../i18n';
import type { Askable } from './askable';
import type { Condition } from './tree';

/**
 * A way to compare, as people choose it: an operator or, after `!`, its contrary. What compares with nothing has its
 * operand in it, `isEmpty:true`.
 */
export type Way = string;

/** The ways to compare what is asked of. */
export function waysOf({ operators, isFlag }: Askable): Way[] {
  if (isFlag) return ['equals:true', 'equals:false'];
  return operators.flatMap((operator) => {
    if (operator === 'isEmpty') return ['isEmpty:false', 'isEmpty:true'];
    return CONTRARY.includes(operator) ? [operator, `!${operator}`] : [operator];
  });
}

/** Operators whose contrary people look for; that of *before* would find what has no day. */
const CONTRARY = ['contains', 'equals', 'in'];

export function wayOf({ operator, operand, isNegated }: Condition): Way {
  // What is not so is the other of the two.
  if (typeof operand === 'boolean') return `${operator}:${String(operand !== isNegated)}`;
  return isNegated ? `!${operator}` : operator;
}

/** The condition compared in another way; what was entered stays where it fits. */
export function inWay(condition: Condition, way: Way): Condition {
  const [name = '', value] = way.replace(/^!/, '').split(':');
  const fits = typeof condition.operand !== 'boolean' && (condition.operator === 'in') === (name === 'in');
  const operand = value === undefined ? (fits ? condition.operand : null) : value === 'true';
  return { ...condition, operator: name, operand, isNegated: way.startsWith('!') };
}

/** True when something is entered beside it. */
export function hasOperand(way: Way): boolean {
  return !way.includes(':');
}

export function wayText(way: Way): string {
  return t(`filters.way.${way}`);
}
