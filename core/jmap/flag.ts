import { MethodError } from './errors';

/**
 * SQL condition of a filter that takes true or false: the condition, or that it does not hold.
 * @throws MethodError invalidArguments for anything else
 */
export function flag(name: string, value: unknown, condition: string): string {
  if (typeof value !== 'boolean') throw MethodError.invalidArguments(`filter/${name} must be true or false`);
  return value ? `(${condition})` : `NOT (${condition})`;
}
