import { contains } from '../jmap/contains';
import type { FilterScope } from '../jmap/data-type';
import { MethodError } from '../jmap/errors';
import { OPEN } from '../jmap/filter-form';
import type { Definition } from './definition';

/** Operator → SQL comparison, for those that are one. */
const SIGNS = { equals: '=', greater: '>', less: '<', before: '<', after: '>' } as const;

/** Most values of an `in`. */
const MOST = 200;

/**
 * Condition for `{"customFields": {"contractNumber": {"contains": "x"}}}`: all of it holds.
 * @param find definition by key, if the caller may know of it
 * @param readable condition that the caller may read the whole object
 * @throws MethodError unsupportedFilter for a key or operator that is none, invalidArguments for a value
 */
export async function filterCondition(
  type: string,
  value: unknown,
  scope: FilterScope,
  find: (key: string) => Promise<Definition | null>,
  readable: string,
): Promise<string> {
  const parts: string[] = [];
  for (const [key, tests] of Object.entries(mapOf('customFields', value))) {
    const definition = await find(key);
    if (!definition) throw MethodError.of('unsupportedFilter', `${type} has no custom field "${key.slice(0, 60)}"`);
    for (const [operator, operand] of Object.entries(mapOf(`customFields/${key}`, tests))) {
      parts.push(test(definition, operator, operand, scope, readable));
    }
  }
  return parts.length > 0 ? `(${parts.join(' AND ')})` : '1 = 1';
}

function test(
  { field, set, kind }: Definition,
  name: string,
  operand: unknown,
  scope: FilterScope,
  readable: string,
): string {
  const at = `customFields/${field.key}/${name.slice(0, 60)}`;
  const operator = kind.operators.find((known) => known === name);
  if (!operator) {
    const known = kind.operators.join(', ');
    throw MethodError.of('unsupportedFilter', `${at}: a field of the kind ${kind.name} knows ${known}`);
  }
  if (operand === OPEN) return '1 = 1';
  const column = `index_.${kind.column(field.options)}`;
  const some = (condition: string): string =>
    `EXISTS (SELECT 1 FROM core_custom_index index_ WHERE index_.objectId = ${scope.row}.id AND index_.fieldId = ${String(field.id)}${condition})`;
  const shown = (condition: string): string => (set.forCustomers ? condition : `(${readable} AND ${condition})`);
  if (operator === 'isEmpty') {
    if (typeof operand !== 'boolean') throw MethodError.invalidArguments(`${at}: must be true or false`);
    return operand ? `NOT ${shown(some(''))}` : shown(some(''));
  }
  if (operator === 'contains') {
    return shown(some(` AND ${contains(['index_.textValue', 'index_.longValue'], operand, scope.bind)}`));
  }
  const wanted = (item: unknown): unknown => {
    const parsed = kind.sought(item, field.options);
    if ('fault' in parsed) throw MethodError.invalidArguments(`${at}: ${parsed.fault}`);
    const [entry] = parsed.value === null ? [] : kind.index(parsed.value, field.options);
    const found = entry?.[kind.column(field.options)];
    if (found === undefined) throw MethodError.invalidArguments(`${at}: must not be empty`);
    return found;
  };
  if (operator === 'in') {
    if (!Array.isArray(operand) || operand.length === 0 || operand.length > MOST) {
      throw MethodError.invalidArguments(`${at}: must be a list of 1 to ${String(MOST)} values`);
    }
    return shown(some(` AND ${column} IN ${scope.bind(operand.map(wanted))}`));
  }
  return shown(some(` AND ${column} ${SIGNS[operator]} ${scope.bind(wanted(operand))}`));
}

function mapOf(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw MethodError.invalidArguments(`filter/${name} must be a map`);
}
