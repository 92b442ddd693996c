import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '../../../core/api';
import type { Options } from '../options';
import type { PlannedDesk } from '../plan/desk';
import type { StageTime } from '../progress';
import type { LegacyCounts, LegacySource } from '../source/legacy-source';
import type { AccessOf } from './access.service';
import type { ComparisonResult } from './balance';
import { htmlOf } from './html';
import { type ReasonCount, type Tally, unwritable } from './tally';

/** What a report is made of. */
interface Ingredients {
  readonly folder: string;
  readonly source: LegacySource;
  readonly options: Options;
  readonly began: Date;
  readonly ended: Date;
  readonly counts: LegacyCounts;
  readonly planned: PlannedDesk;
  readonly tally: Tally;
  readonly stages: readonly StageTime[];
  /** Null for a dry run. */
  readonly comparison: ComparisonResult | null;
  readonly access: readonly AccessOf[];
  /** The source is not as it was when the run began. */
  readonly isChanged: boolean;
}

/** The report of a run, as `report.json` has it. */
export interface Report {
  readonly source: string;
  readonly shape: readonly string[];
  readonly isDryRun: boolean;
  readonly began: string;
  readonly ended: string;
  readonly counts: LegacyCounts;
  readonly stages: readonly StageTime[];
  readonly types: readonly { readonly id: number; readonly name: string; readonly statuses: readonly string[] }[];
  readonly reasons: readonly ReasonCount[];
  readonly comparison: ComparisonResult | null;
  readonly access: readonly AccessOf[];
  /** Sentences about what nothing explains; none when all is well. */
  readonly unexplained: readonly string[];
}

export interface Outcome {
  readonly report: Report;
  readonly folder: string;
}

/**
 * Writes `report.json` and `report.html` beside the list of discrepancies.
 * @throws Problem when they cannot be written
 */
export async function writeReport(ingredients: Ingredients): Promise<Outcome> {
  const { folder, source, options, began, ended, counts, planned, tally, stages, comparison, access } = ingredients;
  const report: Report = {
    source: source.name,
    shape: source.shape,
    isDryRun: options.isDryRun,
    began: began.toISOString(),
    ended: ended.toISOString(),
    counts,
    stages,
    types: [...planned.lists.values()].map(({ typeId, name, statuses }) => ({
      id: typeId,
      name,
      statuses: statuses.map((status) => status.name),
    })),
    reasons: tally.reasons,
    comparison,
    access,
    unexplained: unexplainedIn(ingredients),
  };
  for (const [name, text] of [
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.html', htmlOf(report)],
  ] as const) {
    const file = join(folder, name);
    await writeFile(file, text, { mode: 0o600 }).catch((error: unknown) => {
      throw unwritable(file, error);
    });
    fault('migration.report');
  }
  return { report, folder };
}

function unexplainedIn({ comparison, access, isChanged }: Ingredients): string[] {
  const strange = access.filter(({ reason }) => reason === '');
  return [
    ...(isChanged ? ['The source was changed during the run: run it again to take over what changed.'] : []),
    ...(comparison && comparison.unexplainedRows > 0
      ? [`${String(comparison.unexplainedRows)} rows are not as they should be, and nothing says why.`]
      : []),
    ...(strange.length > 0
      ? [`${String(strange.length)} times somebody sees other tickets of a type than before, and nothing says why.`]
      : []),
  ];
}
