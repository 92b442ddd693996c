import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { EvidenceOf } from '../../modules/support/intake/evidence.service';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { Undoing } from '../../modules/tickets-to-support/undoing.service';
import { LegacyDatabase } from './legacy-database';
import { MANY, ODD } from './odd-rows.sql';

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `odd rows into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const clock = new FixedClock();
    let host: TestHost;
    let admin: Client;
    let old: LegacyDatabase;
    let reports: string;

    const run = async (more: Partial<Options> = {}, signal = new AbortController().signal): Promise<Report> => {
      const options = { ...optionsOf({ from: old.url, name: 'odd' }, reports), ...more };
      return (await host.get(Migration).run(options, { signal, hear: () => undefined })).report;
    };
    const rows = <T = Json>(statement: string, values: readonly unknown[] = []): Promise<T[]> =>
      host.database.manager.query<T[]>(statement, [...values]);
    const said = async (): Promise<Json[]> => {
      const newest = (await readdir(reports)).sort().at(-1)!;
      const text = await readFile(join(reports, newest, 'discrepancies.jsonl'), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Json);
    };
    const ticketOf = async (sourceId: number): Promise<Json> => {
      const found = await rows<{ objectId: number }>(
        "SELECT objectId FROM tickets_to_support_row WHERE source = 'odd' AND sourceTable = 'ti_tickets' AND sourceId = ?",
        [sourceId],
      );
      expect(found).toHaveLength(1);
      return (await admin.get('Task', [String(found[0]!.objectId)])).list[0]!;
    };
    const threadOf = async (id: string): Promise<Json[]> => {
      const ids = await admin.query('Comment', { entityType: 'Task', entityId: id });
      return (await admin.get('Comment', ids)).list.sort((a, b) => Number(a['id']) - Number(b['id']));
    };

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await old.run(ODD);
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true, clock });
      admin = await host.admin();
      for (const name of ['anna', 'carl'])
        await host.person(name, { email: name === 'anna' ? 'anna@example.org' : 'carl@example.net' });
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test.each([
      ['mysql://root@127.0.0.1:3306/groupware_test_none', /has no schema "groupware_test_none"/],
      ['mysql://nobody:wrong@127.0.0.1:3306/mysql', /refuses the name or the password of "nobody"/],
      ['mysql://root@127.0.0.1:1/x', /No database answers at 127.0.0.1:1/],
      ['mysql://root@127.0.0.1:3306/information_schema', /is no database of Group-Office with tickets/],
      ['postgres://x/y', /--from must be an address such as mysql/],
    ])('%s is refused in a sentence', async (from, sentence) => {
      const server = new URL(old.url);
      const url = from.replace('127.0.0.1:3306', server.host);
      await expect(run({ from: url })).rejects.toThrow(sentence);
      await expect(run({ from: url })).rejects.not.toThrow(/wrong|Access denied for/);
    });

    test('unknown types and people are named', async () => {
      await expect(run({ types: ['Nothing'] })).rejects.toThrow('There is no type "Nothing" there');
      await expect(run({ standIn: 999_999 })).rejects.toThrow('--user 999999 is nobody who can sign in here');
      expect(await rows('SELECT id FROM tickets_to_support_row')).toEqual([]);
    });

    test('each odd row comes over as well as can be, and is told of', async () => {
      const report = await run();
      expect(report.unexplained).toEqual([]);
      expect(report.shape).toEqual(expect.arrayContaining(['users in core_user', 'flags of before 2011']));
      const [one, two, three] = [await ticketOf(1), await ticketOf(2), await ticketOf(3)];
      const { list: people } = await admin.get<Json>('Principal', null);
      const anna = people.find(({ name }) => name === 'Anna')!['id'] as string;
      expect(one).toMatchObject({
        priority: 1,
        progress: 'in-process',
        responsibleId: anna,
        // Anna made it for somebody else.
        customerEmail: 'ann@example.net',
        customerName: 'Ann Other',
        cc: ['bea@example.net', 'carl@example.net'],
        due: null,
      });
      const { list: statuses } = await admin.get<Json>('TaskStatus', [one['statusId'] as string]);
      expect(statuses).toEqual([expect.objectContaining({ name: 'Waiting', progress: 'in-process' })]);
      expect(
        (await threadOf(one['id'] as string)).map(({ text, isPrivate, authorRole }) => ({
          text,
          isPrivate,
          authorRole,
        })),
      ).toEqual([
        { text: 'Zoë is café', isPrivate: false, authorRole: 'customer' },
        { text: 'Between us', isPrivate: true, authorRole: 'agent' },
        { text: 'Done', isPrivate: false, authorRole: 'agent' },
      ]);
      expect(two).toMatchObject({
        title: '(no subject)',
        priority: 0,
        progress: 'in-process',
        statusId: null,
        responsibleId: null,
        customerEmail: 'carl@example.net',
      });
      expect(three).toMatchObject({
        title: 'x'.repeat(255),
        progress: 'needs-action',
        customerEmail: 'contact@example.com',
        createdAt: '2017-07-14T02:46:40Z',
      });
      expect(await threadOf(three['id'] as string)).toEqual([]);
      const { list: lists } = await admin.get<Json>('TaskList', null);
      const named = (id: string): string => lists.find((list) => list['id'] === id)!['name'] as string;
      expect([one, two, three].map(({ taskListId }) => named(taskListId as string))).toEqual([
        'Fault',
        'Type 9',
        'Type 2',
      ]);
      expect(await rows('SELECT property, old, new FROM support_legacy_event ORDER BY id')).toEqual([
        { property: 'statusId', old: null, new: 'Waiting' },
        { property: 'statusId', old: 'Waiting', new: 'Closed' },
        { property: 'taskListId', old: null, new: 'Type 2' },
      ]);
      const past = await admin.call('Ticket/history', { id: one['id'] });
      expect(past['list']).toEqual([
        expect.objectContaining({
          at: '2017-07-14T02:40:30Z',
          actor: { id: anna, name: 'Anna' },
          changes: [{ property: 'taskListId', old: null, new: { id: null, name: 'Type 2' } }],
        }),
        expect.objectContaining({
          changes: [{ property: 'statusId', old: { id: null, name: 'Waiting' }, new: { id: null, name: 'Closed' } }],
        }),
        expect.objectContaining({ changes: [{ property: 'statusId', old: null, new: { id: null, name: 'Waiting' } }] }),
      ]);
      expect(await rows('SELECT SUM(hours) AS hours, SUM(hours * amount) AS money FROM support_legacy_work')).toEqual([
        { hours: 1.75, money: 140 },
      ]);
      expect(report.comparison!.hours).toEqual([1.75, 1.75]);
      const facts = await rows<{ facts: string }>('SELECT facts FROM support_legacy_ticket WHERE taskId = ?', [
        Number(one['id']),
      ]);
      expect(JSON.parse(facts[0]!.facts)).toMatchObject({
        phone: '555',
        company: 'ACME',
        group: 'ACME people',
        orderId: 9,
      });
      const told = (await said()).map(({ table, id, column, fate }) => [table, id, column, fate].join(' '));
      expect(told).toEqual(
        expect.arrayContaining([
          'ti_tickets 1 cc_addresses broken',
          'ti_tickets 1 group_id noPlace',
          'ti_tickets 2 priority broken',
          'ti_tickets 2 status_id broken',
          'ti_tickets 2 agent_id broken',
          'ti_tickets 2 subject changed',
          'ti_tickets 2 mtime broken',
          'ti_tickets 3 ctime broken',
          'ti_tickets 3 email broken',
          'ti_tickets 3 subject changed',
          'ti_tickets 3 agent_id changed',
          'ti_messages 1 content changed',
          'ti_messages 2 content changed',
          'ti_messages 3 mtime noPlace',
          'ti_messages 5 user_id broken',
          'ti_messages 6  skipped',
          'ti_messages 7 ticket_id skipped',
          'ti_types 2 name changed',
          'ti_types 2 type_group_id broken',
          'ti_types 2 show_from_others noPlace',
          'ti_types 9  changed',
          'ti_templates 2 content changed',
          'ti_tickets_custom_fields 1  noPlace',
          'core_link 1  noPlace',
        ]),
      );
    });

    test('what was unread there is unread here, and nothing else', async () => {
      const anna = await host.clientOf(Number((await ticketOf(1))['responsibleId']));
      const before = await anna.get<Json>('Task', [(await ticketOf(1))['id'] as string], ['isUnread']);
      // Whoever has read nothing yet has nothing unread.
      expect(before.list[0]).toMatchObject({ isUnread: null });
      await host.database.transaction(() =>
        host.database.manager.query(
          'INSERT INTO support_read_floor (principalId, taskId, commentId) VALUES (?, 0, 0)',
          [Number(anna.principalId)],
        ),
      );
      expect(await anna.query('Task', { isUnread: true })).toEqual([(await ticketOf(1))['id']]);
    });

    test('a mail with the old number in its subject comes to the ticket', async () => {
      const mail = {
        from: { address: 'carl@example.net', name: '' },
        to: [],
        cc: [],
        deliveredTo: [],
        inReplyTo: [],
        references: [],
      };
      const evidence = await host
        .get(EvidenceOf)
        .mail({ ...mail, subject: 'RE: [ts #201800001] Odd' } as never, { envelopeTo: [] } as never);
      expect(evidence.subject).toEqual({ taskId: Number((await ticketOf(1))['id']), relation: 'participant' });
    });

    test('all of it can be undone, until somebody has worked on it', async () => {
      const undo = (): Promise<number> => host.get(Undoing).run('odd', new AbortController().signal);
      const left = async (): Promise<number[]> =>
        Promise.all(
          ['tasks_task', 'comments_comment', 'support_ticket', 'support_legacy_ticket', 'support_legacy_event'].map(
            async (table) => Number((await rows<{ n: unknown }>(['SELECT COUNT(*) AS n FROM', table].join(' ')))[0]!.n),
          ),
        );
      expect(await undo()).toBe(3);
      expect(await left()).toEqual([0, 0, 0, 0, 0]);
      expect((await admin.get<Json>('TaskList', null)).list.map(({ name }) => name as string)).toEqual(['Support']);
      await expect(host.get(Undoing).run('nothing', new AbortController().signal)).rejects.toThrow(
        'Nothing was brought',
      );
      // And brought again.
      expect((await run()).unexplained).toEqual([]);
      expect((await left())[0]).toBe(3);
      const { id } = await ticketOf(1);
      await admin.create('Comment', { entityType: 'Task', entityId: id, text: 'Mine', isPrivate: true });
      const before = await left();
      await expect(undo()).rejects.toThrow(
        `It cannot be undone any more: somebody has worked on ticket ${id as string}`,
      );
      expect(await left()).toEqual(before);
    });

    test('cut off after any transaction, the next run goes on; meanwhile nobody else does', async () => {
      await old.run(MANY);
      const stop = new Error('cut off');
      for (let transactions = 1, isDone = false; !isDone; transactions++) {
        let left = transactions;
        // From then on nothing is stored any more, not even that the run is over: as when the program is killed.
        const end = host.database.atEnd(() => (left-- > 0 ? Promise.resolve() : Promise.reject(stop)));
        const outcome = await run().catch((error: unknown) => error);
        end();
        isDone = outcome !== stop;
        if (isDone) {
          expect((outcome as Report).unexplained).toEqual([]);
          continue;
        }
        await expect(run()).rejects.toThrow('Another program is bringing the tickets of odd');
        clock.advance(31);
      }
      const [map] = await rows(
        'SELECT COUNT(*) AS n, COUNT(DISTINCT objectId) AS d FROM tickets_to_support_row WHERE sourceTable = ?',
        ['ti_tickets'],
      );
      expect([map!['n'], map!['d']].map(Number)).toEqual([253, 253]);
      const [count] = await rows<{ n: unknown }>(
        "SELECT COUNT(*) AS n FROM comments_comment WHERE text LIKE 'Message %'",
      );
      expect(Number(count!.n)).toBe(500);
      const [contacts] = await rows<{ n: unknown }>(
        "SELECT COUNT(*) AS n FROM core_principal WHERE email LIKE 'many%'",
      );
      expect(Number(contacts!.n)).toBe(50);
    });
  },
);
