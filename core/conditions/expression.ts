/** What a value of a field can be, as JMAP says it. Empty is null, '' or a list of nothing. */
export type Value = string | number | boolean | null | readonly string[];

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];
export const SUMS = ['+', '-'] as const;
export const PRODUCTS = ['*', '/'] as const;
export type Arithmetic = (typeof SUMS | typeof PRODUCTS)[number];

/** Functions of a formula, with the least and the most arguments of each. */
export const FUNCTIONS = { round: [1, 2], concat: [1, 20] } as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** Something that is worked out to a value: `round(hours * 80, 2)`. */
export type Formula =
  | { readonly is: 'value'; readonly value: string | number | boolean }
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'arithmetic'; readonly operator: Arithmetic; readonly left: Formula; readonly right: Formula }
  | { readonly is: 'negative'; readonly of: Formula }
  | { readonly is: 'call'; readonly name: FunctionName; readonly of: readonly Formula[] };

/** Something that holds or does not: `a = 1 AND (b is empty OR c > 3)`. */
export type Condition =
  | { readonly is: 'compare'; readonly operator: Comparison; readonly left: Formula; readonly right: Formula }
  | { readonly is: 'in'; readonly of: Formula; readonly among: readonly Formula[] }
  | { readonly is: 'empty'; readonly of: Formula }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type Expression = Formula | Condition;

export function isCondition(expression: Expression): expression is Condition {
  return ['compare', 'in', 'empty', 'not', 'and', 'or'].includes(expression.is);
}

/** Names of all fields in it, each once. */
export function fieldsOf(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (part: Expression): void => {
    if (part.is === 'field') names.add(part.name);
    if ('left' in part) [part.left, part.right].forEach(walk);
    if ('among' in part) part.among.forEach(walk);
    if ('of' in part)
      (Array.isArray(part.of) ? (part.of as readonly Expression[]) : [part.of as Expression]).forEach(walk);
  };
  walk(expression);
  return names;
}
