/**
 * What becomes of a value that is not carried over as it is: it is changed, becomes several things, has no place here, or
 * cannot be used; `skipped` is a row of which nothing comes along.
 */
export const FATES = ['changed', 'split', 'noPlace', 'broken', 'skipped'] as const;
export type Fate = (typeof FATES)[number];

export interface Discrepancy {
  readonly table: string;
  readonly id: number;
  /** Null for the whole row. */
  readonly column: string | null;
  readonly fate: Fate;
  /** A sentence; the same for all rows of which it is true, so that they can be counted. */
  readonly reason: string;
  readonly was: string;
  readonly becomes: string;
}

/** Longest value that is shown of a row. */
export const MOST_SHOWN = 200;

/** Collects what is to be said of one row. */
export class Remarks {
  readonly all: Discrepancy[] = [];

  constructor(
    private readonly table: string,
    private readonly id: number,
  ) {}

  add(
    fate: Fate,
    column: string | null,
    reason: string,
    was: string | number = '',
    becomes: string | number = '',
  ): void {
    const [shown, now] = [was, becomes].map((value) => [...String(value)].slice(0, MOST_SHOWN).join(''));
    this.all.push({ table: this.table, id: this.id, column, fate, reason, was: shown ?? '', becomes: now ?? '' });
  }
}
