import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { FixedClock } from '../../core/testing/fixed-clock';
import { generateSource } from '../../core/testing/legacy/generated-source';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { optionsOf } from '../../modules/tickets-to-support/options';
import type { Progress } from '../../modules/tickets-to-support/progress';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { INSIDE } from '../faults/inside';
import { fingerprint } from './fingerprint';
import { LegacyDatabase } from './legacy-database';

const TICKETS = 150;
/** Seconds from one run to the next, after which nobody is taken for being at work. */
const EVERY = 60;
const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `what goes wrong on the way into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const clock = new FixedClock();
    let host: TestHost;
    let old: LegacyDatabase;
    let reports: string;

    const run = async (
      more: Readonly<Record<string, string | boolean>> = {},
      hear: (progress: Progress) => void = () => undefined,
    ): Promise<Report> => {
      clock.advance(EVERY);
      const options = optionsOf({ from: old.url, name: 'failing', createUsers: true, ...more }, reports);
      return (await host.get(Migration).run(options, { signal: new AbortController().signal, hear })).report;
    };
    /** What it says; never a word of a driver, of SQL or of the program's inside. */
    async function refusal(work: Promise<unknown>): Promise<string> {
      const error = await work.then(
        () => new Error('It went well'),
        (thrown: unknown) => thrown as Error,
      );
      expect(error.name).toBe('Problem');
      expect(error.message.replaceAll(reports, '')).not.toMatch(INSIDE);
      return error.message.replaceAll(reports, '…');
    }
    const printed = (): Promise<Record<string, string>> =>
      fingerprint((statement) => host.database.manager.query(statement));

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await generateSource(old.connection, { seed: 5, tickets: TICKETS, messages: 3 });
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true, clock });
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test.each(['discrepancies.jsonl', 'report.json', 'report.html'])('a disk that is full for %s', async (name) => {
      const next = new Date(clock.now().getTime() + EVERY * 1000);
      const folder = join(reports, `failing-${next.toISOString().replace(/[:.]/g, '-')}`);
      await mkdir(folder);
      await symlink('/dev/full', join(folder, name));
      expect(await refusal(run())).toBe(
        `The disk is full: ${join(folder, name).replace(reports, '…')} cannot be written`,
      );
    });

    test('a folder for reports that cannot be one', async () => {
      await writeFile(join(reports, 'file'), '');
      expect(await refusal(run({ report: join(reports, 'file', 'folder') }))).toMatch(
        /^…\/file\/folder\/failing-[\w-]+ cannot be written \(ENOTDIR\)$/,
      );
    });

    test('a database that is full', async () => {
      if (database.name !== 'sqlite') return;
      const { databaseConnection } = host.database.writer.driver as unknown as { databaseConnection: Sqlite.Database };
      const pages = databaseConnection.pragma('page_count', { simple: true }) as number;
      const most = databaseConnection.pragma('max_page_count', { simple: true }) as number;
      await old.run(
        "INSERT INTO ti_messages (ticket_id, content, ctime, mtime) SELECT id, REPEAT('many words ', 2000), 1, 1 FROM ti_tickets",
      );
      databaseConnection.pragma(`max_page_count = ${String(pages + 20)}`);
      expect(await refusal(run())).toBe(
        'The disk is full, so the database takes nothing more: what was brought until then stays, and the next run goes on from there',
      );
      databaseConnection.pragma(`max_page_count = ${String(most)}`);
    });

    test('after all that the next run brings everything, and nothing twice', async () => {
      const report = await run();
      expect(report.comparison!.unexplained).toEqual([]);
      expect(report.unexplained).toEqual([]);
      const now = await printed();
      expect(now['tickets']).toContain(`${String(TICKETS)} rows`);
      expect((await run()).unexplained).toEqual([]);
      expect(await printed()).toEqual(now);
    });

    test('a source that is changed during the run', async () => {
      let isChanged = false;
      const report = await run({}, ({ stage }) => {
        if (stage !== 'comparing' || isChanged) return;
        isChanged = true;
        void old.run("UPDATE ti_tickets SET subject = 'Other' WHERE id = 7");
      });
      expect(report.unexplained).toEqual([
        'The source was changed during the run: run it again to take over what changed.',
      ]);
      expect((await run()).unexplained).toEqual([]);
    });

    test('a source of which one may not read everything, and one that is not whole', async () => {
      const url = new URL(old.url);
      const user = `reader_${String(process.pid)}`;
      await old.run('CREATE OR REPLACE USER ??@? IDENTIFIED BY ?', [user, '%', 'secret']);
      try {
        await old.run('GRANT SELECT ON ??.ti_types TO ??@?', [url.pathname.slice(1), user, '%']);
        const from = new URL(url.href);
        from.username = user;
        from.password = 'secret';
        expect(await refusal(run({ from: from.href }))).toMatch(
          /lacks the tables ti_tickets, ti_messages|may not read/,
        );
      } finally {
        await old.run('DROP USER ??@?', [user, '%']);
      }
      await old.run('RENAME TABLE ti_messages TO other_messages');
      expect(await refusal(run())).toMatch(/^The schema "groupware_test_\w+" lacks the tables ti_messages$/);
      await old.run('RENAME TABLE other_messages TO ti_messages');
      await old.run('ALTER TABLE ti_tickets DROP COLUMN status_id');
      expect(await refusal(run())).toMatch(/could not be read|lacks/);
    });
  },
);
