import { type Condition, type Formula, fieldsOf, parseCondition, parseFormula } from '../conditions/api';
import type { Property } from '../jmap/property';
import type { CustomField, CustomFieldSet } from './custom-field.entity';
import type { FieldKind } from './field-kind';

/** Name of the property that a type declares by `customFields()`. */
export const PROPERTY = 'customFields';

/** A field with its set, its kind and its conditions as they are understood. */
export interface Definition {
  readonly field: CustomField;
  readonly set: CustomFieldSet;
  readonly kind: FieldKind;
}

/** An expression of a field or its set, with the property that holds it. */
export interface Stated {
  readonly property: 'showWhen' | 'hiddenWhen' | 'requiredWhen' | 'options';
  readonly owner: CustomField | CustomFieldSet;
  readonly text: string;
}

export function expressionsOf({ field, set, kind }: Definition): Stated[] {
  const all: Stated[] = [
    { property: 'showWhen', owner: set, text: set.showWhen },
    { property: 'hiddenWhen', owner: field, text: field.hiddenWhen },
    { property: 'requiredWhen', owner: field, text: field.requiredWhen },
  ];
  if (kind.isComputed) all.push({ property: 'options', owner: field, text: String(field.options['formula']) });
  return all.filter(({ text }) => text.trim() !== '');
}

/** The condition, or null for none; what was stored was read before, so a fault cannot be. */
export function conditionOf(text: string): Condition | null {
  const parsed = text.trim() === '' ? null : parseCondition(text);
  return parsed && 'expression' in parsed ? parsed.expression : null;
}

export function formulaOf({ options }: CustomField): Formula | null {
  const parsed = parseFormula(String(options['formula']));
  return 'expression' in parsed ? parsed.expression : null;
}

/** Names in an expression. @returns the fault when it is none */
export function namesIn({ property, text }: Stated): ReadonlySet<string> | { readonly fault: string } {
  const parsed = property === 'options' ? parseFormula(text) : parseCondition(text);
  return 'fault' in parsed ? { fault: `cannot be read: ${parsed.fault}` } : fieldsOf(parsed.expression);
}

/** True for a property of the object itself that a condition may name. */
export function isNamable(property: Property): boolean {
  return (property.stored || property.current !== undefined) && !property.writeOnly;
}
