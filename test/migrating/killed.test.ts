import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../core/testing/eventually';
import { generateSource } from '../../core/testing/legacy/generated-source';
import { missingReason } from '../../core/testing/servers/availability';
import { type FreshDatabase, testDatabases } from '../../core/testing/servers/databases';
import { faultPoints, OF_COMMANDS } from '../faults/moments';
import { Program } from '../faults/program';
import { Stored } from '../faults/stored';
import { fingerprint } from './fingerprint';
import { LegacyDatabase } from './legacy-database';

type Row = Record<string, unknown>;

/** More than one page of them. */
const TICKETS = 105;
/** At which hit of a point the program kills itself: what is not here, at the first. */
const HITS: Readonly<Record<string, number>> = { 'migration.list': 2 };
/** In which order: each point must be reached from where the one before was left. */
const ORDER = [
  'migration.taken',
  'migration.people',
  'migration.list',
  'migration.page.stored',
  'migration.page.brought',
  'migration.compared',
  'migration.report',
];
/** Those that only a run after a change, or an undoing, comes to. */
const [CAUGHT_UP, UNDONE] = ['migration.caught-up', 'migration.undone'];

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `the program that brings tickets into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    let old: LegacyDatabase;
    let reports: string;
    let undisturbed: FreshDatabase;
    let disturbed: FreshDatabase;
    const programs: Program[] = [];

    function start(fresh: FreshDatabase, args: readonly string[], fault = ''): Program {
      const program = new Program(
        {
          GROUPWARE_DATA: fresh.data,
          GROUPWARE_SMTP_PORT: '-1',
          ...(fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: fresh.url }),
          ...(fault === '' ? {} : { GROUPWARE_TEST_FAULT: `${fault}:${String(HITS[fault] ?? 1)}` }),
        },
        args,
      );
      programs.push(program);
      return program;
    }
    const migrate = (fresh: FreshDatabase, fault = ''): Program =>
      start(
        fresh,
        ['tickets', 'migrate', '--from', old.url, '--name', 'killed', '--create-users', '--report', reports],
        fault,
      );
    async function within<T>(fresh: FreshDatabase, work: (stored: Stored) => Promise<T>): Promise<T> {
      const stored = await Stored.open(fresh);
      try {
        return await work(stored);
      } finally {
        await stored.close();
      }
    }
    /** Nobody knows that the one who was killed is dead, for half a minute; a test does not wait for that. */
    const expire = (fresh: FreshDatabase): Promise<unknown> =>
      within(fresh, (stored) => stored.change('UPDATE tickets_to_support_run SET heldUntil = NULL'));
    const printed = (fresh: FreshDatabase): Promise<Record<string, string>> =>
      within(fresh, (stored) => fingerprint((statement) => stored.rows(statement)));
    async function dies(program: Program, fault: string): Promise<void> {
      expect([fault, await program.end(), program.complained]).toEqual([fault, 'SIGKILL', '']);
    }
    async function ends(program: Program): Promise<void> {
      expect([await program.end(), program.complained]).toEqual([0, '']);
    }

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await generateSource(old.connection, { seed: 3, tickets: TICKETS, messages: 3 });
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      [undisturbed, disturbed] = [await database.fresh(), await database.fresh()];
      for (const fresh of [undisturbed, disturbed])
        await ends(start(fresh, ['module', 'install', 'tickets-to-support']));
    });
    afterAll(async () => {
      for (const program of programs) program.kill();
      await Promise.all(programs.map(({ ended }) => ended));
      await undisturbed.drop();
      await disturbed.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test('is refused while another one is at work, which goes on to its end', async () => {
      const first = migrate(undisturbed);
      await within(undisturbed, async (stored) => {
        await eventually('it to be at work, and between two transactions', async () => {
          first.halt();
          const [run] = await stored.rows<Row>('SELECT heldUntil FROM tickets_to_support_run');
          if (run?.['heldUntil'] != null && (await stored.isFree())) return true;
          first.goOn();
          return false;
        });
      });
      const second = migrate(undisturbed);
      expect(await second.end()).toBe(1);
      expect(second.complained).toMatch(/^Another program is bringing the tickets of killed[^\n]*\n$/);
      first.goOn();
      await ends(first);
    });

    test('is killed at each of its steps, and the next run ends as one that nobody disturbed', async () => {
      // A new step is one that somebody has to think of.
      const points = faultPoints().filter((point) => point.startsWith(OF_COMMANDS));
      expect([...ORDER, CAUGHT_UP, UNDONE].sort()).toEqual(points);
      for (const fault of ORDER) {
        await dies(migrate(disturbed, fault), fault);
        await expire(disturbed);
      }
      await ends(migrate(disturbed));
      expect(await printed(disturbed)).toEqual(await printed(undisturbed));
      expect(await within(disturbed, (stored) => stored.damage())).toEqual([]);
    });

    test('also while it catches up, and while what it brought is undone', async () => {
      await old.run("UPDATE ti_tickets SET subject = CONCAT('Again ', id), mtime = 1730000000 WHERE id IN (5, 6, 50)");
      await old.run(
        "INSERT INTO ti_messages (ticket_id, content, user_id, ctime, mtime) VALUES (5, 'More', 0, 1730000000, 1730000000), (50, 'More', 2, 1730000000, 1730000000)",
      );
      await ends(migrate(undisturbed));
      await dies(migrate(disturbed, CAUGHT_UP), CAUGHT_UP);
      await expire(disturbed);
      await ends(migrate(disturbed));
      const whole = await printed(undisturbed);
      expect(await printed(disturbed)).toEqual(whole);
      const undo = ['tickets', 'undo', '--name', 'killed', '--confirm', 'killed'];
      await dies(start(disturbed, undo, UNDONE), UNDONE);
      await expire(disturbed);
      await ends(start(disturbed, undo));
      expect(await within(disturbed, (stored) => stored.rows('SELECT id FROM tasks_task'))).toEqual([]);
      expect(await within(disturbed, (stored) => stored.rows('SELECT id FROM comments_comment'))).toEqual([]);
    });

    test('a source that cannot be read is told in a sentence, with exit code 1', async () => {
      const url = new URL(old.url);
      url.username = 'nobody';
      url.password = 'secret';
      const program = start(disturbed, ['tickets', 'migrate', '--from', url.href]);
      expect(await program.end()).toBe(1);
      expect(program.complained).toMatch(/^The database [\w.:]+ refuses the name or the password of "nobody"\n$/);
    });
  },
);
