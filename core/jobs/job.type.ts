import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { type Action, DataType, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { boolean, computed, integer, type Row, text, utcDate } from '../jmap/property';
import { Contributions } from '../module/contributions';
import { Translations } from '../module/translations';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import { ADMINISTER } from '../settings/permission';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Job } from './job';
import { JobState } from './job-state.entity';
import { formatSchedule, nextRun, parseSchedule, scheduleOf } from './schedule';

/**
 * Work by the clock, for administrators: when it runs, how the last run went. Setting `nextRunAt` to a time that has
 * come runs the job at once.
 */
@injectable()
export class JobType extends DataType<JobState> {
  readonly name = 'Job';
  readonly entity = JobState;

  /** Jobs of modules that do not run are not there. */
  readonly access: Access<JobState> = {
    least: Level.read,
    where: (alias: string, context: Context) =>
      context.may(ADMINISTER) ? `${alias}.job IN ('${[...this.jobs().keys()].join("', '")}')` : '1 = 0',
    audience: ({ job }: JobState) => Promise.resolve(this.jobs().has(job) ? [Audience.permitted(ADMINISTER)] : []),
  };

  readonly properties = {
    job: text({ serverSet: true }),
    module: text({ serverSet: true }),
    title: computed((rows, context) =>
      this.each(rows, (job) => this.translations.of(this.contributions.moduleOf(job), context)(job.title)),
    ),
    isEnabled: boolean({ default: true }),
    schedule: text({ nullable: true, max: 100 }),
    defaultSchedule: computed((rows) => this.each(rows, (job) => formatSchedule(scheduleOf(job)))),
    nextRunAt: utcDate({ nullable: true }),
    lastRunAt: utcDate({ serverSet: true, nullable: true }),
    lastDuration: integer({ serverSet: true, nullable: true }),
    lastError: text({ serverSet: true, nullable: true }),
    isRunning: computed((rows) => this.each(rows, (_job, { leaseUntil }) => this.isAhead(leaseUntil))),
  };

  override readonly sorts: Sorts = { job: '{row}.job', nextRunAt: '{row}.nextRunAt', lastRunAt: '{row}.lastRunAt' };

  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
    @inject(Translations) private readonly translations: Translations,
  ) {
    super();
  }

  override allow(action: Action): void {
    if (action !== 'update') throw SetError.forbidden('Jobs come and go with their modules');
  }

  override async saving(draft: Draft): Promise<void> {
    if (draft.isNew || draft.actor === null) return;
    const state = draft.values as unknown as JobState;
    if (state.schedule === '') state.schedule = null;
    const own = state.schedule === null ? null : parseSchedule(state.schedule);
    if (state.schedule !== null && !own) {
      throw SetError.invalid('schedule', 'must be a duration such as PT5M or a cron expression such as 0 3 * * *');
    }
    const job = this.jobs().get(state.job);
    if (!job || draft.changed('nextRunAt')) return;
    if (!state.isEnabled) state.nextRunAt = null;
    else if (draft.changed('schedule') || draft.changed('isEnabled')) {
      state.nextRunAt = nextRun(own ?? scheduleOf(job), this.clock.now(), (await this.settings.read()).timeZone);
    }
  }

  private jobs(): Map<string, Job> {
    return new Map(this.contributions.all(Job).map((job) => [job.id, job]));
  }

  private isAhead(time: unknown): boolean {
    return time instanceof Date && time > this.clock.now();
  }

  private each(rows: readonly Row[], of: (job: Job, row: Row) => unknown): Promise<Map<number, unknown>> {
    const jobs = this.jobs();
    return Promise.resolve(
      new Map(
        rows.map((row) => {
          const job = jobs.get(row['job'] as string);
          return [row.id, job ? of(job, row) : null];
        }),
      ),
    );
  }
}
