import type { Report } from './report';

/** Of lists that may be long, so many. */
const MOST = 200;

/** What the report of a run says in numbers, as the panel shows it. */
export interface Summary extends Pick<Report, 'shape' | 'counts' | 'reasons' | 'unexplained'> {
  /** With tickets read and found here; null for a dry run. */
  readonly types: readonly {
    readonly id: number;
    readonly name: string;
    readonly read: number | null;
    readonly here: number | null;
  }[];
  readonly tables: readonly {
    readonly table: string;
    readonly read: number;
    readonly here: number;
    readonly without: number;
    /** What they say is the same. */
    readonly isAlike: boolean;
  }[];
  /** Worked, there and here; null for a dry run. */
  readonly hours: readonly [read: number, here: number] | null;
  /** Reasons that are in the report alone. */
  readonly moreReasons: number;
}

export function summaryOf({ shape, counts, types, reasons, comparison, unexplained }: Report): Summary {
  return {
    shape,
    counts,
    types: types.slice(0, MOST).map(({ id, name }) => {
      const sums = comparison?.types.find(({ typeId }) => typeId === id);
      // Of a type without tickets nothing is read.
      return { id, name, read: comparison && (sums?.read ?? 0), here: comparison && (sums?.here ?? 0) };
    }),
    tables: (comparison?.tables ?? []).map(({ table, read, here, without, digests }) => ({
      ...{ table, read, here, without },
      isAlike: digests[0] === digests[1],
    })),
    hours: comparison?.hours ?? null,
    reasons: reasons.slice(0, MOST),
    moreReasons: Math.max(0, reasons.length - MOST),
    unexplained,
  };
}
