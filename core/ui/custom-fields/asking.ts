import type { CustomField } from './definitions';

/**
 * The operators by which people ask of a field. A list of values is offered where values are chosen; there one value
 * alone is no other question.
 * @param known those of its kind
 */
export function operatorsFor({ kind, options }: CustomField, known: readonly string[]): string[] {
  const hasChoices = options.options !== undefined;
  const single = known.filter((name) => name !== (hasChoices ? 'equals' : 'in'));
  // A worked out text is not greater than another.
  return single.filter(
    (name) =>
      kind !== 'function' ||
      (name === 'contains') === (options.result === 'text') ||
      name === 'equals' ||
      name === 'isEmpty',
  );
}

/** Kind of the input in which an operand is entered. */
export function inputKind({ kind, options }: CustomField, operator: string): string {
  if (operator === 'in') return 'multi-select';
  if (kind === 'function') return options.result === 'text' ? 'text' : 'number';
  return kind === 'textarea' || kind === 'html' ? 'text' : kind;
}
