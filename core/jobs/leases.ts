import { AsyncLocalStorage } from 'node:async_hooks';
import { inject, injectable } from 'inversify';
import { IsNull, Not } from 'typeorm';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Clock } from '../ports/clock';
import { Random } from '../ports/random';
import { CoreSettings } from '../settings/core-settings';
import { JobState } from './job-state.entity';
import { nextRun, type Schedule } from './schedule';

/** Seconds after which a node that says nothing counts as gone. */
export const LEASE_SECONDS = 15;
/** Jobs that run at least this often are not told to open pages each time: the page asks. Seconds. */
const OFTEN = 300;

/** The right to run a job, until another node takes it. */
export interface Lease {
  readonly id: number;
  readonly job: string;
  readonly fence: number;
  /** Wakes known when the run began; one more asks for another run. */
  wakes: number;
}

export interface Outcome {
  readonly startedAt: Date;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: string | null;
}

/** Another node took the job over: nothing of this run may be stored any more. */
export class LeaseLost extends Error {
  constructor({ job }: Lease) {
    super(`The job ${job} was taken over by another node`);
  }
}

/**
 * Leases of jobs. All transactions queue behind one row lock, so what one of them reads here nobody changes until it
 * ends: a run that lost its lease is found out at the start of its next transaction, and cannot commit.
 */
@injectable()
export class Leases {
  private readonly node: string;
  private readonly current = new AsyncLocalStorage<Lease | null>();
  /** To be called when no job of this host runs any more: the database goes on with the next host. */
  readonly retire: () => void;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
    @inject(Random) random: Random,
  ) {
    this.node = random.bytes(9).toString('base64url');
    const release = database.guard(() => this.verify());
    this.retire = () => {
      release();
      this.current.disable();
    };
  }

  /** Runs the work so that each of its transactions first makes sure that the lease is still held. */
  within<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    return this.current.run(lease, work);
  }

  /** Runs the work outside of any lease: one job that starts another does not lend it its own. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return this.current.run(null, work);
  }

  /**
   * Takes the job when it is due, or asked for, and nobody has it. Asked for while another node has it, that node is
   * told to run once more.
   */
  take(job: string, isAskedFor: boolean): Promise<Lease | null> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      const now = this.clock.now();
      const state = await manager.findOneBy(JobState, { job });
      if (!state) return null;
      const { id, nextRunAt, fence, wakes, isEnabled } = state;
      const isWanted = (isAskedFor && isEnabled) || (nextRunAt !== null && nextRunAt <= now);
      if (!isWanted) return null;
      if (this.isHeld(state, now)) {
        if (isAskedFor) await manager.update(JobState, id, { wakes: wakes + 1, nextRunAt: now });
        return null;
      }
      const lease = { id, job, fence: fence + 1, wakes };
      await manager.update(JobState, id, { leaseOwner: this.node, leaseUntil: this.end(now), fence: lease.fence });
      return lease;
    });
  }

  /** Says that the run goes on. @returns false when the lease is lost */
  extend(lease: Lease): Promise<boolean> {
    return this.database.transaction(async () => {
      const state = await this.holder(lease);
      // A beat that comes after the end must not begin it again.
      if (!state?.leaseUntil) return false;
      await this.database.manager.update(JobState, lease.id, { leaseUntil: this.end(this.clock.now()) });
      return true;
    });
  }

  /**
   * Notes how the run went and plans the next.
   * @returns true when somebody asked for another meanwhile: the lease is then kept
   */
  finish(lease: Lease, schedule: Schedule, { startedAt, duration, error }: Outcome): Promise<boolean> {
    return this.database.transaction(async () => {
      const state = await this.holder(lease);
      if (!state) return false;
      const isAskedAgain = state.wakes !== lease.wakes && state.isEnabled;
      lease.wakes = state.wakes;
      const now = this.clock.now();
      const { timeZone } = await this.settings.read();
      const nextRunAt = state.isEnabled ? nextRun(schedule, now, timeZone) : null;
      const free = isAskedAgain ? {} : { leaseOwner: null, leaseUntil: null };
      const result = { lastRunAt: startedAt, lastDuration: Math.round(duration), lastError: error };
      await this.database.manager.update(JobState, lease.id, { ...result, ...free, nextRunAt });
      const isRare = 'cron' in schedule || schedule.every >= OFTEN;
      if (isRare || error !== state.lastError) await this.records.touch('Job', lease.id, Object.keys(result));
      return isAskedAgain;
    });
  }

  /** The program that held them is gone: on SQLite there is only ever one. */
  async releaseAll(): Promise<void> {
    await this.database.transaction(() =>
      this.database.manager.update(JobState, { leaseOwner: Not(IsNull()) }, { leaseOwner: null, leaseUntil: null }),
    );
  }

  /** @param now a lease that reaches further than any can was given by a clock that was wrong */
  isHeld({ leaseUntil }: JobState, now: Date): boolean {
    return leaseUntil !== null && leaseUntil > now && leaseUntil <= this.end(now);
  }

  private end(now: Date): Date {
    return new Date(now.getTime() + LEASE_SECONDS * 1000);
  }

  private async verify(): Promise<void> {
    const lease = this.current.getStore();
    if (lease && !(await this.holder(lease))) throw new LeaseLost(lease);
  }

  private holder({ id, fence }: Lease): Promise<JobState | null> {
    return this.database.manager.findOneBy(JobState, { id, fence });
  }
}
