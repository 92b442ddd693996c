/** One demand of a specification, in our words, and the tests that hold us to it. */
export interface Clause {
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly text: string;
  /** Titles of tests, as they stand in `test(…)`. */
  readonly tests?: readonly string[];
  /** Why it does not concern us, or where we do otherwise on purpose. */
  readonly not?: string;
}

export function must(section: string, text: string, ...tests: readonly string[]): Clause {
  return { section, level: 'MUST', text, tests };
}

export function should(section: string, text: string, ...tests: readonly string[]): Clause {
  return { section, level: 'SHOULD', text, tests };
}

/** A MUST that does not concern us, or that we do not keep: `not` says why. */
export function without(section: string, text: string, not: string): Clause {
  return { section, level: 'MUST', text, not };
}
