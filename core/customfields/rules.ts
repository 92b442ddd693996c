import { type Condition, type Facts, fieldsOf, holds, type Value } from '../conditions/api';
import type { Types } from '../jmap/types';
import { conditionOf } from './definition';
import type { Given } from './given';

/**
 * Holds a person to what the conditions ask for: what is hidden cannot be given, what is required cannot be left out.
 * What the host itself stores is never refused: a mail must become a ticket although nobody filled in a form. What was
 * missing before may stay so until the field, or something it depends on, changes.
 */
export function faultsByCondition(type: string, types: Types, given: Given): void {
  const { draft } = given;
  const facts = factsOf(type, types, given);
  for (const definition of given.visible) {
    const { field, set, kind } = definition;
    const shown = conditionOf(set.showWhen);
    const hidden = conditionOf(field.hiddenWhen);
    const needed = conditionOf(field.requiredWhen);
    const isHidden = (shown !== null && !holds(shown, facts)) || (hidden !== null && holds(hidden, facts));
    const hasValue = field.id in given.values;
    if (isHidden) {
      if (!hasValue || !given.changed(definition)) continue;
      if (draft.actor && given.wasSaid(definition)) given.refuse(field.key, 'is not asked for here');
      else if (draft.isNew) given.drop(definition);
      continue;
    }
    const isRequired = field.required || (needed !== null && holds(needed, facts));
    if (!draft.actor || hasValue || kind.isComputed || !isRequired) continue;
    const isConcerned = draft.isNew || given.changed(definition) || dependsOnChange(given, [shown, hidden, needed]);
    if (isConcerned) given.refuse(field.key, 'is required');
  }
}

/** What conditions see: custom fields by key, and the object's own properties as JMAP says them. */
function factsOf(type: string, types: Types, given: Given): Facts {
  const byKey = new Map(given.definitions.map((definition) => [definition.field.key, definition]));
  const { properties } = types.get(type);
  return (name) => {
    const custom = byKey.get(name);
    if (custom) {
      const value = given.values[String(custom.field.id)];
      return value === undefined ? custom.kind.empty : custom.kind.fact(value);
    }
    const value = given.elsewhere.has(name) ? given.elsewhere.get(name) : given.draft.values[name];
    return (properties.get(name)?.property.format(value) ?? null) as Value;
  };
}

function dependsOnChange(given: Given, conditions: readonly (Condition | null)[]): boolean {
  const changed = new Set(given.definitions.filter((one) => given.changed(one)).map(({ field }) => field.key));
  const names = conditions.flatMap((condition) => (condition ? [...fieldsOf(condition)] : []));
  const { draft } = given;
  return names.some(
    (name) => changed.has(name) || draft.extras.has(name) || (name in draft.values && draft.changed(name)),
  );
}
