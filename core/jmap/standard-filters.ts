import { contains } from './contains';
import type { Filter, FilterScope, Filters } from './data-type';
import { MethodError } from './errors';
import { type FilterForm, OPEN, type Operator } from './filter-form';
import { flag } from './flag';
import { idOf, type Properties, type Property } from './property';

/** Operand → SQL condition; throws MethodError for one that it cannot use. */
type Test = (operand: unknown, scope: FilterScope) => string | Promise<string>;
type Tests = Readonly<Partial<Record<Operator, Test>>>;
/** The column of a property in a query. */
type Column = (scope: FilterScope) => string;

/**
 * A filter that people can ask by. Its value is a map of operators to operands, `{ "before": "2026-11-23T10:00:00Z" }`,
 * all of which hold, or an operand of the first operator alone.
 */
export function asked(form: Pick<FilterForm, 'kind'> & Partial<FilterForm>, tests: Tests): Filter {
  const operators = Object.keys(tests) as Operator[];
  const filter = async (value: unknown, scope: FilterScope): Promise<string> => {
    const given: [string, unknown][] = isMap(value) ? Object.entries(value) : [[operators[0] ?? '', value]];
    const parts: string[] = [];
    for (const [name, operand] of given) {
      const test = operators.includes(name as Operator) ? tests[name as Operator] : undefined;
      if (!test) {
        const at = `${scope.name}/${name.slice(0, 60)}`;
        throw MethodError.of('unsupportedFilter', `${at}: known are ${operators.join(', ')}`);
      }
      if (operand !== OPEN) parts.push(await test(operand, scope));
    }
    return parts.length > 0 ? `(${parts.join(' AND ')})` : '1 = 1';
  };
  return Object.assign(filter, { form: { refersTo: null, choices: [], ...form, operators } });
}

/** A filter that holds or does not. */
export function flagged(condition: Test): Filter {
  return asked(
    { kind: 'flag' },
    { equals: async (operand, scope) => flag(scope.name, operand, String(await condition(operand, scope))) },
  );
}

/**
 * Filters by columns, as the kinds of these properties suit. What only colleagues are shown is as if it had no value for
 * everybody else.
 * @param of whose columns they are, the type's own or those of the extension that declares them
 */
export function standardFilters<P extends Properties>(
  properties: P,
  names: readonly (keyof P & string)[],
  of: 'row' | 'extension' = 'row',
): Filters {
  return Object.fromEntries(
    names.map((name) => [name, byColumn(properties[name] as Property, (scope) => `${scope[of]}.${name}`)]),
  );
}

function byColumn(property: Property, column: Column): Filter {
  const shown = (scope: FilterScope, condition: string): string =>
    property.agentsOnly ? `(${scope.readable()} AND ${condition})` : condition;
  const compare =
    (sign: '=' | '<' | '>'): Test =>
    (operand, scope) =>
      shown(scope, `${column(scope)} ${sign} ${scope.bind(parsed(property, operand, scope))}`);
  const isFilled = (scope: FilterScope): string =>
    property.kind === 'text'
      ? `(${column(scope)} IS NOT NULL AND ${column(scope)} <> '')`
      : `${column(scope)} IS NOT NULL`;
  const isEmpty: Test = (operand, scope) => flag(scope.name, operand, `NOT ${shown(scope, isFilled(scope))}`);
  const perhapsEmpty: Tests = property.nullable ? { isEmpty } : {};
  const among = (values: (operand: unknown, scope: FilterScope) => unknown): Test => {
    return (operand, scope) => shown(scope, `${column(scope)} IN ${scope.bind(values(operand, scope))}`);
  };
  const { kind, refersTo, choices } = property;
  switch (kind) {
    case 'text':
      if (choices) return asked({ kind: 'choice', choices }, { in: among(choicesOf(choices)), ...perhapsEmpty });
      return asked(
        { kind },
        {
          contains: (operand, scope) => shown(scope, contains([column(scope)], operand, scope.bind)),
          equals: compare('='),
          isEmpty,
        },
      );
    case 'integer':
      return asked(
        { kind: 'number' },
        { equals: compare('='), greater: compare('>'), less: compare('<'), ...perhapsEmpty },
      );
    case 'utcDate':
      return asked({ kind: 'datetime' }, { before: compare('<'), after: compare('>'), ...perhapsEmpty });
    case 'boolean':
      return flagged((_, scope) => shown(scope, `COALESCE(${column(scope)}, 0) = 1`));
    case 'reference':
      return asked({ kind, refersTo }, { in: among(referred(refersTo)), ...perhapsEmpty });
    default:
      throw new Error(`Nothing is known of filters by a property of the kind ${kind}`);
  }
}

/** A filter that takes ids of objects of a type. */
export function referring(type: string, condition: (ids: number[], scope: FilterScope) => string): Filter {
  const test: Test = (operand, scope) => condition(idsOf(scope.name, operand), scope);
  return asked({ kind: 'reference', refersTo: type }, { in: test });
}

/** Reads a filter's value as ids; unknown ids match nothing. @throws MethodError when it is no list of strings. */
export function idsOf(name: string, value: unknown): number[] {
  const ids = stringsOf(name, value, 'ids')
    .map(idOf)
    .filter((id) => id !== null);
  return ids.length > 0 ? ids : [0];
}

function referred(type: string | null): (operand: unknown, scope: FilterScope) => number[] {
  return (operand, { name, context }) => {
    const own = String(context.principalId);
    const ids = stringsOf(name, operand, 'ids').map((id) => (type === 'Principal' && id === 'me' ? own : id));
    return idsOf(name, ids);
  };
}

function choicesOf(choices: readonly string[]): (operand: unknown, scope: FilterScope) => string[] {
  return (operand, { name }) => {
    const wanted = stringsOf(name, operand, choices.join(', '));
    if (wanted.some((item) => !choices.includes(item))) {
      throw MethodError.invalidArguments(`filter/${name} must be a list of ${choices.join(', ')}`);
    }
    return wanted.length > 0 ? wanted : [''];
  };
}

function stringsOf(name: string, value: unknown, of: string): string[] {
  const list = typeof value === 'string' ? [value] : value;
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  throw MethodError.invalidArguments(`filter/${name} must be a list of ${of}`);
}

function parsed(property: Property, operand: unknown, { name }: FilterScope): unknown {
  const found = operand === null ? { fault: 'must not be null' } : property.parse(operand);
  if ('fault' in found) throw MethodError.invalidArguments(`filter/${name} ${found.fault}`);
  return found.value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
