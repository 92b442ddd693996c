/** Ways in which a filter compares. */
export type Operator = 'equals' | 'in' | 'contains' | 'greater' | 'less' | 'before' | 'after' | 'isEmpty';

/** How people ask by a filter: what an editor of filters needs to offer it. */
export interface FilterForm {
  readonly kind: 'text' | 'number' | 'datetime' | 'flag' | 'choice' | 'reference';
  /** The first is that of a value that is given without one. */
  readonly operators: readonly Operator[];
  /** Type whose ids are the operands; of `Principal`, `me` is one too. */
  readonly refersTo: string | null;
  /** All operands that there are, of a choice. */
  readonly choices: readonly string[];
}

/** An operand that nobody has given yet: any would do, so the test holds. No JSON says it. */
export const OPEN = Symbol('open');
