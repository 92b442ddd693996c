import type { Cell } from './cell';

/** Sums are as near as numbers come to them: so many parts of one are told apart. */
const PARTS = 1_000_000;

/** Adds up the numbers of those columns of which it was asked. */
export class Sums {
  private readonly sums: number[];

  constructor(private readonly columns: readonly { readonly isSummed: boolean }[]) {
    this.sums = columns.map(() => 0);
  }

  get isAsked(): boolean {
    return this.columns.some(({ isSummed }) => isSummed);
  }

  add(row: readonly Cell[]): void {
    for (const [at, cell] of row.entries()) if (typeof cell === 'number') this.sums[at] = (this.sums[at] ?? 0) + cell;
  }

  /** The last row of the table: marked in its first column, unless that one is added up itself. */
  row(): Cell[] {
    return this.columns.map(({ isSummed }, at) =>
      isSummed ? Math.round((this.sums[at] ?? 0) * PARTS) / PARTS : at === 0 ? 'Σ' : null,
    );
  }
}
