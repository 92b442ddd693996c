import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import type { Draft } from '../jmap/draft';
import { RecordListener } from '../jmap/record-listener';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import { JobRunner } from './job-runner';
import { JobState } from './job-state.entity';
import { nextRun } from './schedule';

/** Another time zone is another time of day for all that runs by one. */
@injectable()
export class TimeZoneListener extends RecordListener {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(JobRunner) private readonly runner: JobRunner,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override async saved(type: string, draft: Draft): Promise<void> {
    if (type !== this.settings.name || !draft.extras.has('timeZone')) return;
    const { timeZone } = await this.settings.read();
    const { manager } = this.database;
    const now = this.clock.now();
    for (const job of this.runner.jobs()) {
      const state = await manager.findOneBy(JobState, { job: job.id });
      const schedule = state && this.runner.scheduleFor(job, state);
      // What is due already stays due.
      if (!state?.nextRunAt || state.nextRunAt <= now || !schedule || 'every' in schedule) continue;
      await manager.update(JobState, state.id, { nextRunAt: nextRun(schedule, now, timeZone) });
    }
  }
}
