import { MethodError } from './errors';
import { utcDate } from './property';

/**
 * What a filter that takes a UTCDate is given.
 * @throws MethodError invalidArguments for anything else
 */
export function instant(name: string, value: unknown): Date {
  const parsed = utcDate().parse(value);
  if ('fault' in parsed || !(parsed.value instanceof Date))
    throw MethodError.invalidArguments(`filter/${name} ${'fault' in parsed ? parsed.fault : 'must be a date'}`);
  return parsed.value;
}
