import { inject, injectable } from 'inversify';
import { callFor, jobCaller } from '../audit/caller';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Clock } from '../ports/clock';
import { Log } from '../ports/log';
import { Random } from '../ports/random';
import { delay } from '../ports/timers';
import { Problem } from '../problem';
import { CoreSettings } from '../settings/core-settings';
import { Job } from './job';
import { JobState } from './job-state.entity';
import { LEASE_SECONDS, type Lease, LeaseLost, Leases, type Outcome } from './leases';
import { isStranded, nextRun, parseSchedule, type Schedule, scheduleOf } from './schedule';

/** How often it is looked which jobs are due. Milliseconds. */
const LOOK_EVERY = 1000;
/** How often a run says that it goes on: well before its lease ends. Milliseconds. */
const BEAT_EVERY = (LEASE_SECONDS * 1000) / 3;

/** Runs jobs when they are due, and at once when somebody says there is work; of many nodes, one runs each. */
@injectable()
export class JobRunner {
  private readonly stopping = new AbortController();
  private readonly running = new Map<string, { isAskedAgain: boolean }>();
  private readonly runs = new Set<Promise<void>>();
  private watch: Promise<void> | undefined;
  private isReachable = true;

  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Leases) private readonly leases: Leases,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) private readonly random: Random,
    @inject(Log) private readonly log: Log,
  ) {}

  start(): void {
    this.watch ??= this.look();
  }

  /** Asks for a run soon: after the present one, or now. */
  wake(id: string): void {
    const job = this.jobs().find((one) => one.id === id);
    if (job && this.watch) this.begin(job, true);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watch;
    await Promise.all(this.runs);
    this.leases.retire();
  }

  /** Makes the rows of new jobs. What runs by a pause is due when the host starts: nobody knows what it missed. */
  async prepare(): Promise<void> {
    const { timeZone } = await this.settings.read();
    await this.database.transaction(async () => {
      const { manager } = this.database;
      const now = this.clock.now();
      for (const job of this.jobs()) {
        const own = scheduleOf(job);
        const state = await manager.findOneBy(JobState, { job: job.id });
        if (!state) await this.insert(job, 'every' in own ? now : nextRun(own, now, timeZone));
        else if (state.isEnabled && 'every' in this.scheduleFor(job, state)) {
          await manager.update(JobState, state.id, { nextRunAt: now });
        }
      }
    });
    if (this.database.dialect === 'sqlite') await this.leases.releaseAll();
  }

  /** The schedule in force: the administrator's, or the job's own. */
  scheduleFor(job: Job, { schedule }: Pick<JobState, 'schedule'>): Schedule {
    return (schedule === null ? null : parseSchedule(schedule)) ?? scheduleOf(job);
  }

  jobs(): readonly Job[] {
    return this.contributions.all(Job);
  }

  private async insert(job: Job, nextRunAt: Date): Promise<void> {
    await this.records.insert<JobState>('Job', {
      ...{ job: job.id, module: this.contributions.moduleOf(job), isEnabled: true, schedule: null, nextRunAt },
      ...{ lastRunAt: null, lastDuration: null, lastError: null, leaseOwner: null, leaseUntil: null },
      ...{ fence: 0, wakes: 0 },
    });
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    let isPrepared = false;
    while (!signal.aborted) {
      try {
        if (!isPrepared) await this.prepare();
        isPrepared = true;
        await this.beginDue();
        this.isReachable = true;
      } catch (error) {
        // Once, not each second: the database may be gone for an hour.
        if (this.isReachable) this.log.error({ err: error }, 'Jobs cannot be looked at; it is tried again');
        this.isReachable = false;
      }
      await delay(LOOK_EVERY, signal);
    }
  }

  private async beginDue(): Promise<void> {
    const now = this.clock.now();
    const states = new Map((await this.database.manager.find(JobState)).map((state) => [state.job, state]));
    const { timeZone } = await this.settings.read();
    for (const job of this.jobs()) {
      const state = states.get(job.id);
      if (!state?.nextRunAt) continue;
      if (state.nextRunAt <= now) {
        if (!this.leases.isHeld(state, now)) this.begin(job, false);
        continue;
      }
      const schedule = this.scheduleFor(job, state);
      if (!isStranded(state.nextRunAt, schedule, now, timeZone)) continue;
      const nextRunAt = 'every' in schedule ? now : nextRun(schedule, now, timeZone);
      await this.database.transaction(() => this.database.manager.update(JobState, state.id, { nextRunAt }));
    }
  }

  private begin(job: Job, isAskedFor: boolean): void {
    const present = this.running.get(job.id);
    if (present) {
      present.isAskedAgain ||= isAskedFor;
      return;
    }
    this.running.set(job.id, { isAskedAgain: false });
    const run = this.leases
      .outside(() => this.attempt(job, isAskedFor))
      .catch((error: unknown) => {
        this.log.error({ err: error, job: job.id }, `The job ${job.id} could not be begun or ended`);
      })
      .finally(() => {
        const isAskedAgain = this.running.get(job.id)?.isAskedAgain === true;
        this.running.delete(job.id);
        this.runs.delete(run);
        if (isAskedAgain && !this.stopping.signal.aborted) this.begin(job, true);
      });
    this.runs.add(run);
  }

  private async attempt(job: Job, isAskedFor: boolean): Promise<void> {
    const lease = await this.leases.take(job.id, isAskedFor);
    if (!lease) return;
    for (let isAskedAgain = true; isAskedAgain && !this.stopping.signal.aborted; ) {
      const outcome = await this.run(job, lease);
      if (!outcome) return;
      const state = await this.database.manager.findOneByOrFail(JobState, { id: lease.id });
      isAskedAgain = await this.leases.finish(lease, this.scheduleFor(job, state), outcome);
    }
  }

  /** One run with its heartbeat. @returns null when another node has taken over */
  private async run(job: Job, lease: Lease): Promise<Outcome | null> {
    const over = new AbortController();
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    void this.beat(lease, over.signal, lost);
    const startedAt = this.clock.now();
    const begun = this.clock.monotonic();
    let error: string | null = null;
    try {
      await this.leases.within(lease, () => callFor(jobCaller(job.id), () => job.run(signal)));
    } catch (failure) {
      if (failure instanceof LeaseLost) {
        this.log.warn({ job: job.id }, failure.message);
        return null;
      }
      error = this.explain(failure, job);
    } finally {
      over.abort();
    }
    return { startedAt, duration: this.clock.monotonic() - begun, error };
  }

  private async beat(lease: Lease, over: AbortSignal, lost: AbortController): Promise<void> {
    while (!over.aborted) {
      await delay(BEAT_EVERY, over);
      // A database that does not answer decides nothing: the lease ends by itself.
      if (!(await this.leases.extend(lease).catch(() => true))) lost.abort();
    }
  }

  /** Words for people; what a driver says is for the log alone. */
  private explain(failure: unknown, job: Job): string {
    if (failure instanceof Problem) {
      this.log.warn({ job: job.id }, `The job ${job.id} failed: ${failure.message}`);
      return failure.message;
    }
    const reference = this.random.bytes(6).toString('hex');
    this.log.error({ err: failure, job: job.id, reference }, `The job ${job.id} failed; it is tried again later`);
    return `Something went wrong; the log has more under ${reference}`;
  }
}
