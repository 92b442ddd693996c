import { workOut } from '../conditions/api';
import type { StoredValues } from './custom-field.entity';
import { type Definition, formulaOf } from './definition';

/** The values with the results of all formulas. An object without any value has no results either. */
export function workOutAll(definitions: readonly Definition[], values: StoredValues): StoredValues {
  const computed = definitions.filter(({ kind }) => kind.isComputed);
  const byKey = new Map(definitions.map((definition) => [definition.field.key, definition]));
  const ids = new Set(computed.map(({ field }) => String(field.id)));
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(values).filter(([id]) => !ids.has(id)));
  if (Object.keys(result).length === 0) return result;
  for (const { field, kind } of computed) {
    const formula = formulaOf(field);
    const value = formula && workOut(formula, (name) => factOf(byKey.get(name), values));
    const parsed = value === null ? null : kind.parse(value, field.options);
    if (parsed && 'value' in parsed && parsed.value !== null) result[String(field.id)] = parsed.value;
  }
  return result;
}

function factOf(definition: Definition | undefined, values: StoredValues): ReturnType<Definition['kind']['fact']> {
  const value = definition && values[definition.field.id];
  if (!definition || value === undefined) return definition?.kind.empty ?? null;
  return definition.kind.fact(value);
}
