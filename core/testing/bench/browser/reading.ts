/** What was measured in a page, several times: one line of the table. */
export interface Reading {
  readonly name: string;
  readonly unit: 'ms' | 'kB' | 'MB' | 'frames' | 'elements';
  /** What it may be at most; null where nobody has said. */
  readonly bar: number | null;
  readonly values: readonly number[];
  /** The raw cost of the same, measured in the same run, in the same unit. */
  readonly raw: { readonly what: string; readonly values: readonly number[] } | null;
}
