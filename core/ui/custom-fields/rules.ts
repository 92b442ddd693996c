import { type Facts, holds, parseCondition, parseFormula, type Value, workOut } from '../../conditions/api';
import type { CustomField, SetOfFields, Values } from './definitions';

/** A field that is asked for now. */
export interface AskedField {
  readonly field: CustomField;
  readonly isRequired: boolean;
}

export interface AskedSet {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly AskedField[];
}

/** What the conditions ask for, as the server will: of an object with these properties and values. */
export function askedFor(sets: readonly SetOfFields[], record: Values, values: Values): AskedSet[] {
  const facts = factsOf(sets, record, values);
  const isTrue = (text: string): boolean => {
    const parsed = text.trim() === '' ? null : parseCondition(text);
    return parsed !== null && 'expression' in parsed && holds(parsed.expression, facts);
  };
  return sets
    .filter(({ set }) => set.showWhen.trim() === '' || isTrue(set.showWhen))
    .map(({ set, fields }) => ({
      name: set.name,
      description: set.description,
      fields: fields
        .filter((field) => !isTrue(field.hiddenWhen))
        .map((field) => ({ field, isRequired: field.required || isTrue(field.requiredWhen) })),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** Result of a formula, shown while somebody types. */
export function resultOf({ options }: CustomField, sets: readonly SetOfFields[], values: Values): string {
  const parsed = parseFormula(options.formula ?? '');
  const result = 'expression' in parsed ? workOut(parsed.expression, factsOf(sets, {}, values)) : null;
  return result === null ? '' : String(result);
}

function factsOf(sets: readonly SetOfFields[], record: Values, values: Values): Facts {
  const fields = new Map(sets.flatMap((set) => set.fields.map((field) => [field.key, field] as const)));
  return (name) => {
    const field = fields.get(name);
    if (field === undefined) return (record[name] ?? null) as Value;
    const value = values[name] ?? null;
    if (field.kind === 'checkbox') return value === true;
    return (field.kind === 'file' && value !== null ? (value as { name: string }).name : value) as Value;
  };
}
