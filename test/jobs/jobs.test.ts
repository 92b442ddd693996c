import { type Container, injectable } from 'inversify';
import { Types } from '../../core/jmap/types';
import { Job } from '../../core/jobs/job';
import { JobRunner } from '../../core/jobs/job-runner';
import { JobState } from '../../core/jobs/job-state.entity';
import { LEASE_SECONDS, Leases } from '../../core/jobs/leases';
import { formatSchedule, isStranded, nextRun, parseSchedule, type Schedule } from '../../core/jobs/schedule';
import { bindModule } from '../../core/module/bind';
import { Contributions } from '../../core/module/contributions';
import type { Host } from '../../core/module/host';
import { Modules } from '../../core/module/modules';
import { RunningHost } from '../../core/module/running-host';
import { Problem } from '../../core/problem';
import { eventually } from '../../core/testing/eventually';
import { FixedClock } from '../../core/testing/fixed-clock';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

type Json = Record<string, unknown>;

const at = (time: string): Date => new Date(time);
const cron = (text: string): Schedule => ({ cron: text });

describe('schedules', () => {
  test('are durations or cron expressions of five fields, and nothing else', () => {
    expect(parseSchedule('PT30S')).toEqual({ every: 30 });
    expect(parseSchedule('PT1H5M')).toEqual({ every: 3900 });
    expect(parseSchedule('*/15 8-18 * * MON-FRI')).toEqual(cron('*/15 8-18 * * MON-FRI'));
    const wrong = ['', ' ', 'PT', 'PT0S', 'P1D', 'PT99999H', '* * * *', '* * * * * *', '61 * * * *', 'x', '0 0 30 2 *'];
    for (const text of [...wrong, '@reboot', '* * * * *; rm', "' OR 1=1", '\n* * * * *\u0000']) {
      expect([text, parseSchedule(text)]).toEqual([text, null]);
    }
    for (const every of [1, 59, 60, 3600, 3661, 86_400]) {
      expect(parseSchedule(formatSchedule({ every }))).toEqual({ every });
    }
  });

  test('have each time of day once, also when the clocks are put forward or back', () => {
    const run = (from: string, text: string): string => nextRun(cron(text), at(from), 'Europe/Amsterdam').toISOString();
    expect(run('2026-11-23T09:00:00Z', '0 3 * * *')).toBe('2026-11-24T02:00:00.000Z');
    // 29 March 2026: 02:30 does not exist; the job is not lost.
    const spring = run('2026-03-28T23:30:00Z', '30 2 * * *');
    expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(spring);
    expect(run(spring, '30 2 * * *')).toBe('2026-03-30T00:30:00.000Z');
    // 25 October 2026: 02:30 comes twice; the job runs once.
    const autumn = run('2026-10-24T23:00:00Z', '30 2 * * *');
    expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(autumn);
    expect(run(autumn, '30 2 * * *')).toBe('2026-10-26T01:30:00.000Z');
  });

  test('know when the clock was put back under them', () => {
    const now = at('2026-11-23T09:00:00Z');
    expect(isStranded(at('2026-11-23T09:00:30Z'), { every: 30 }, now, 'UTC')).toBe(false);
    expect(isStranded(at('2026-11-23T10:00:00Z'), { every: 30 }, now, 'UTC')).toBe(true);
    expect(isStranded(at('2026-11-24T03:00:00Z'), cron('0 3 * * *'), now, 'UTC')).toBe(false);
    expect(isStranded(at('2027-11-24T03:00:00Z'), cron('0 3 * * *'), now, 'UTC')).toBe(true);
  });
});

/** What the jobs below did, on all nodes together. */
const done: string[] = [];
let work: (node: string, signal: AbortSignal) => Promise<void> = () => Promise.resolve();

/** A job for each host, told apart by the name of its node. */
function aJob(node: string): new () => Job {
  @injectable()
  class SampleJob extends Job {
    readonly id = 'sample.work';
    override readonly title = 'Sample work';
    override readonly cron = '0 * * * *';
    async run(signal: AbortSignal): Promise<void> {
      await work(node, signal);
      done.push(node);
    }
  }
  return SampleJob;
}

function lend(host: Host, node: string): void {
  const modules = host.get(Modules);
  modules.add({
    id: 'sample',
    version: '1.0.0',
    title: 'Sample',
    description: '',
    requires: [],
    uses: [],
    permissions: {},
  });
  modules.set('sample', 'enabled');
  const { container } = host as unknown as { container: Container };
  container.load(bindModule('sample', { jobs: [aJob(node)] }, host.get(Contributions)));
  host.get(Types).forget();
}

describe.each(testDatabases())('jobs on $name', (database) => {
  const clock = new FixedClock('2026-11-23T09:30:00Z');
  let first: TestHost;
  /** A second node on the same schema; on SQLite two programs never share a database. */
  let second: RunningHost | null = null;

  beforeAll(async () => {
    first = await TestHost.start(database, { clock });
    lend(first.host, 'first');
    if (database.name === 'mariadb') {
      second = await RunningHost.start({ configuration: first.configuration, log: new QuietLog(), clock });
      lend(second.host, 'second');
    }
    for (const host of hosts()) host.get(JobRunner).start();
    await eventually('the row of the job', () => row().catch(() => null));
  });
  afterAll(async () => {
    await second?.stop();
    await first.drop();
  });
  beforeEach(async () => {
    await idle();
    work = () => Promise.resolve();
    done.length = 0;
  });

  const hosts = (): Host[] => [first.host, ...(second ? [second.host] : [])];
  const row = (): Promise<JobState> => first.database.manager.findOneByOrFail(JobState, { job: 'sample.work' });
  const idle = (): Promise<unknown> =>
    eventually('the lease to be free', async () => (await row()).leaseUntil === null);
  const change = (values: Partial<JobState>): Promise<unknown> =>
    first.database.transaction(() => first.database.manager.update(JobState, { job: 'sample.work' }, values));
  const looks = async (): Promise<void> => {
    // Long enough for every node to look twice.
    await new Promise((resolve) => setTimeout(resolve, 2200));
  };

  test('a due run happens exactly once, on whichever node', async () => {
    for (let hour = 1; hour <= 3; hour++) {
      clock.advance(3600);
      await eventually(`run ${String(hour)}`, () => Promise.resolve(done.length === hour));
      await idle();
    }
    await looks();
    expect(done).toHaveLength(3);
    expect(await row()).toMatchObject({ lastError: null, nextRunAt: at('2026-11-23T13:00:00Z') });
    expect((await row()).lastRunAt).toEqual(at('2026-11-23T12:30:00Z'));
  });

  test('times that were missed are made up for once', async () => {
    clock.advance(5 * 3600);
    await eventually('the run', () => Promise.resolve(done.length > 0));
    await looks();
    expect(done).toHaveLength(1);
    expect((await row()).nextRunAt).toEqual(at('2026-11-23T18:00:00Z'));
  });

  test('asking for a run starts it at once, and once more when it was asked for meanwhile', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    work = () => held;
    const asked = performance.now();
    first.get(JobRunner).wake('sample.work');
    await eventually('the lease', async () => (await row()).leaseOwner !== null);
    // A busy machine may be slow; without a wake it would have been half an hour.
    expect(performance.now() - asked).toBeLessThan(5000);
    for (const host of hosts()) for (let n = 0; n < 5; n++) host.get(JobRunner).wake('sample.work');
    await eventually('the others to have asked', async () => second === null || (await row()).wakes > 0);
    release();
    await eventually('the second run', () => Promise.resolve(done.length >= 2));
    await idle();
    await looks();
    // Asked by its own node and by the other, it may run for each; never for each of the five.
    expect(done.length).toBeLessThanOrEqual(second ? 5 : 2);
  });

  test('a failure is told in words for people, and cleared by the next run', async () => {
    work = () => Promise.reject(new Problem('The archive is full'));
    first.get(JobRunner).wake('sample.work');
    await eventually('the failure', async () => (await row()).lastError === 'The archive is full');
    await idle();
    work = () => Promise.reject(new Error('ER_SECRET at 10.0.0.1'));
    first.get(JobRunner).wake('sample.work');
    const { lastError } = await eventually('the failure', async () => {
      const now = await row();
      return now.lastError !== 'The archive is full' && now;
    });
    expect(lastError).toMatch(/^Something went wrong; the log has more under [0-9a-f]{12}$/);
    await idle();
    work = () => Promise.resolve();
    first.get(JobRunner).wake('sample.work');
    await eventually('the good run', async () => (await row()).lastError === null);
  });

  test('whoever lost the lease cannot commit, and is told to stop', async () => {
    const leases = first.get(Leases);
    const notDue = { nextRunAt: at('2026-11-23T23:00:00Z') };
    await change(notDue);
    const zombie = await leases.take('sample.work', true);
    expect(await leases.take('sample.work', true)).toBeNull();
    const fine = await leases.within(zombie!, () => first.database.transaction(() => Promise.resolve('stored')));
    expect(fine).toBe('stored');
    // It slept through its lease, and another node took the job.
    const until = new Date(clock.now().getTime() - 1000);
    await change({ leaseUntil: until });
    const heir = await (second?.host.get(Leases) ?? leases).take('sample.work', true);
    expect(heir?.fence).toBe(zombie!.fence + 1);
    const late = leases.within(zombie!, () =>
      first.database.transaction(() => first.database.manager.update(JobState, zombie!.id, { lastError: 'zombie' })),
    );
    await expect(late).rejects.toThrow('The job sample.work was taken over by another node');
    expect((await row()).lastError).toBeNull();
    // What the zombie starts besides is not held against it.
    await leases.within(zombie!, () => leases.outside(() => first.database.transaction(() => Promise.resolve())));
    expect(await leases.extend(zombie!)).toBe(false);
    const outcome = { startedAt: clock.now(), duration: 1, error: 'zombie' };
    expect(await leases.finish(zombie!, { every: 30 }, outcome)).toBe(false);
    expect(await row()).toMatchObject({
      lastError: null,
      fence: heir!.fence,
      leaseOwner: expect.any(String) as string,
    });
    // Asked for while it was held, it would else run as soon as it is free.
    await change({ leaseOwner: null, leaseUntil: null, ...notDue });
  });

  test('a node that is gone holds a job no longer than its lease', async () => {
    const due = clock.now();
    await change({ leaseOwner: 'gone', leaseUntil: new Date(due.getTime() + LEASE_SECONDS * 1000), nextRunAt: due });
    await looks();
    expect(done).toEqual([]);
    clock.advance(LEASE_SECONDS + 1);
    await eventually('the run', () => Promise.resolve(done.length === 1));
  });

  test('a clock that was wrong for a while strands neither job nor lease', async () => {
    const wrong = at('2031-01-01T00:00:00Z');
    await change({ nextRunAt: wrong, leaseOwner: 'gone', leaseUntil: wrong });
    await eventually('the plan to be made anew', async () => (await row()).nextRunAt! < at('2026-11-24T09:00:00Z'));
    clock.advance(3600);
    await eventually('the run', () => Promise.resolve(done.length === 1));
  });

  test('administrators see, change and start jobs; nobody else knows of them', async () => {
    const admin = await first.admin();
    const all = async (): Promise<Json[]> => (await admin.get<Json>('Job', null)).list;
    const sample = (await all()).find(({ job }) => job === 'sample.work')!;
    expect(sample).toMatchObject({
      ...{ module: 'sample', title: 'Sample work', isEnabled: true, schedule: null, defaultSchedule: '0 * * * *' },
      ...{ lastError: null, isRunning: false, lastDuration: expect.any(Number) as number },
    });
    expect((await all()).map(({ job }) => job)).toEqual(expect.arrayContaining(['mail.process', 'mail.outbox']));
    const id = sample['id'] as string;
    const set = (patch: Json): Promise<Json | null> => admin.refused('Job', { update: { [id]: patch } });
    for (const schedule of ['often', 'PT0S', '* * *', 7, '* * * * * *', 'x'.repeat(101)]) {
      expect([schedule, (await set({ schedule }))?.['properties']]).toEqual([schedule, ['schedule']]);
    }
    for (const patch of [{ lastError: 'x' }, { job: 'x' }, { fence: 1 }, { leaseOwner: 'x' }, { isEnabled: 'no' }]) {
      expect([patch, (await set(patch))?.['type']]).toEqual([patch, 'invalidProperties']);
    }
    expect(await admin.refused('Job', { create: { schedule: 'PT5M' } })).toMatchObject({ type: 'forbidden' });
    expect(await admin.refused('Job', { destroy: id })).toMatchObject({ type: 'forbidden' });

    await admin.update('Job', id, { schedule: '0 3 * * *' });
    await admin.update('CoreSettings', 'singleton', { timeZone: 'Asia/Tokyo' });
    expect((await row()).nextRunAt?.getUTCHours()).toBe(18);
    await admin.update('Job', id, { isEnabled: false });
    expect((await row()).nextRunAt).toBeNull();
    first.get(JobRunner).wake('sample.work');
    await looks();
    expect(done).toEqual([]);
    // Switched off it still runs when an administrator says so.
    const { state } = await admin.get('Job', []);
    await admin.update('Job', id, { nextRunAt: '2026-01-01T00:00:00Z' });
    await eventually('the run', () => Promise.resolve(done.length === 1));
    await idle();
    expect((await row()).nextRunAt).toBeNull();
    expect(await admin.call('Job/changes', { sinceState: state })).toMatchObject({ updated: [id] });
    await admin.update('Job', id, { isEnabled: true, schedule: null });

    const agent = await first.person('bram', { permissions: ['support:manage', 'mail:manage'] });
    expect(await agent.get('Job', null)).toMatchObject({ list: [] });
    expect(await agent.get('Job', [id])).toMatchObject({ notFound: [id] });
    expect(await agent.refused('Job', { update: { [id]: { isEnabled: false } } })).toMatchObject({ type: 'notFound' });
  });
});
