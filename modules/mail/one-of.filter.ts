import { type FilterScope, MethodError } from '../../core/api';

/** Filter on a column of our own that holds one of a closed list of words. */
export function oneOf(column: string, words: readonly string[]): (value: unknown, scope: FilterScope) => string {
  return (value, { row, bind }) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      throw MethodError.invalidArguments(`filter: ${column} is one of ${words.join(', ')}`);
    }
    return `${row}.${column} = ${bind(value)}`;
  };
}
