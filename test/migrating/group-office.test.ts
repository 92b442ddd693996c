import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../core/testing/client';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { hasDump, LegacyDatabase } from './legacy-database';

interface OldTicket {
  id: number;
  ticket_number: string;
  priority: number;
  status_id: number;
  type_id: number;
  user_id: number;
  agent_id: number;
  first_name: string;
  middle_name: string;
  last_name: string;
  email: string;
  company: string;
  subject: string;
  ctime: number;
  mtime: number;
  unseen: number;
  cc_addresses: string;
}
interface OldMessage {
  id: number;
  ticket_id: number;
  status_id: number;
  has_status: number;
  content: string;
  is_note: number;
  user_id: number;
  ctime: number;
}

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

/** Tables of ours that tickets are stored in. */
const OURS = [
  'tasks_task',
  'tasks_list',
  'comments_comment',
  'core_principal',
  'tickets_to_support_row',
  'core_change',
];
const at = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

const reason = missingReason('MariaDB') ?? (hasDump ? null : 'the dump of a Group-Office database');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `a real Group-Office database into $name${reason === null ? '' : ` [skipped without ${reason}]`}`,
  (database) => {
    let host: TestHost;
    let admin: Client;
    let old: LegacyDatabase;
    let reports: string;
    const signal = new AbortController().signal;

    const migrate = async (more: Partial<Options> = {}): Promise<Report> => {
      const options = { ...optionsOf({ from: old.url, name: 'go62' }, reports), ...more };
      const { report } = await host.get(Migration).run(options, { signal, hear: () => undefined });
      return report;
    };
    const count = async (table: string): Promise<number> => {
      const [row] = await host.database.manager.query<{ n: number }[]>(['SELECT COUNT(*) AS n FROM', table].join(' '));
      return Number(row!.n);
    };
    const counts = async (): Promise<Record<string, number>> =>
      Object.fromEntries(await Promise.all(OURS.map(async (table) => [table, await count(table)] as const)));
    const checksums = (): Promise<unknown> =>
      old.rows('CHECKSUM TABLE ti_tickets, ti_messages, ti_types, go_users, go_acl');
    const idOf = async (number: string): Promise<string> => {
      const rows = await host.database.manager.query<{ taskId: number }[]>(
        'SELECT taskId FROM support_legacy_ticket WHERE number = ?',
        [number],
      );
      expect(rows).toHaveLength(1);
      return String(rows[0]!.taskId);
    };
    const ticket = async (number: string): Promise<Json> => {
      const { list } = await admin.get('Task', [await idOf(number)]);
      return list[0]!;
    };
    const thread = async (id: string): Promise<Json[]> => {
      const ids = await admin.query('Comment', { entityType: 'Task', entityId: id });
      const { list } = await admin.get('Comment', ids);
      return list.sort((a, b) => Number(a['id']) - Number(b['id']));
    };

    beforeAll(async () => {
      old = await LegacyDatabase.ofDump();
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true });
      admin = await host.admin();
      await host.person('elmer', { email: 'elmer@acmerpp.demo', permissions: ['support:use'] });
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test('a dry run tells what would become of it, and writes nothing', async () => {
      const [before, sums] = [await counts(), await checksums()];
      const report = await migrate({ isDryRun: true });
      expect(await counts()).toEqual(before);
      expect(await checksums()).toEqual(sums);
      expect(report).toMatchObject({
        isDryRun: true,
        counts: { tickets: 4, messages: 15, orphans: 0 },
        unexplained: [],
      });
      expect(report.types).toEqual([
        { id: 1, name: 'IT', statuses: ['In progress', 'Not resolved'] },
        { id: 2, name: 'Sales', statuses: ['In progress', 'Not resolved'] },
      ]);
      expect(report.reasons).toContainEqual(
        expect.objectContaining({ rows: 6, table: 'ti_messages', column: 'template_id', fate: 'noPlace' }),
      );
    });

    test('every ticket comes over with all its values, and the source is as it was', async () => {
      const sums = await checksums();
      const report = await migrate({ createsUsers: true });
      expect(report.unexplained).toEqual([]);
      expect(report.comparison).toMatchObject({ unexplainedRows: 0 });
      for (const { digests } of report.comparison!.tables) expect(digests[0]).toBe(digests[1]);
      expect(await checksums()).toEqual(sums);
      const tickets = await old.rows<OldTicket>('SELECT * FROM ti_tickets ORDER BY id');
      const { list: people } = await admin.get<{ id: string; email: string | null; name: string }>('Principal', null);
      const named = (name: string) => people.find((person) => person.name === name)!;
      // The first is known by the user name, the second by the address; the third was made.
      const users = { 1: named('Administrator'), 2: named('Elmer'), 3: named('Demo User') } as Record<
        number,
        (typeof people)[0]
      >;
      // The first ticket was made by an agent for somebody else.
      const customers = [named('Wile E. Coyote'), users[1]!, users[3]!, users[3]!];
      for (const row of tickets) {
        const id = await idOf(row.ticket_number);
        const now = await ticket(row.ticket_number);
        const messages = await old.rows<OldMessage>('SELECT * FROM ti_messages WHERE ticket_id = ? ORDER BY id', [
          row.id,
        ]);
        const heard = messages.filter((message) => message.is_note === 0);
        const isClosed = row.status_id < 0;
        const isAnswered = heard.some(
          ({ user_id, ticket_id }) => user_id === 1 || user_id === 2 || (user_id === 3 && ticket_id === 1),
        );
        const customer = customers[tickets.indexOf(row)]!;
        expect(now).toMatchObject({
          title: row.subject,
          legacyNumber: row.ticket_number,
          createdAt: at(row.ctime),
          modifiedAt: at(row.mtime),
          priority: { 0: 9, 1: 0, 2: 1 }[row.priority],
          progress: isClosed ? 'completed' : row.unseen === 0 && isAnswered ? 'in-process' : 'needs-action',
          percentComplete: isClosed ? 100 : 0,
          customerId: customer.id,
          customerName: customer.name,
          customerEmail: customer.email,
          responsibleId: row.agent_id === 0 ? null : users[row.agent_id]!.id,
          cc: row.cc_addresses === '' ? [] : [row.cc_addresses],
          hasPrivateNote: messages.some((message) => message.is_note === 1),
          lastCommentAt: at(heard.at(-1)!.ctime),
        });
        const said = await thread(id);
        expect(
          said.map(({ text, isPrivate, createdAt, authorName, authorRole }) => ({
            text,
            isPrivate,
            createdAt,
            authorName,
            authorRole,
          })),
        ).toEqual(
          messages.map((message) => ({
            text: message.content,
            isPrivate: message.is_note === 1,
            createdAt: at(message.ctime),
            authorName:
              message.user_id === 0
                ? [row.first_name, row.middle_name, row.last_name].filter((word) => word !== '').join(' ')
                : { 1: 'System Administrator', 2: 'Elmer Fudd', 3: 'Demo User' }[message.user_id],
            // User 3 works on tickets of the first type, and has asked in the second.
            authorRole: message.user_id === 0 || (message.user_id === 3 && row.type_id === 2) ? 'customer' : 'agent',
          })),
        );
      }
      expect(await count('tasks_task')).toBe(tickets.length);
    });

    test('agents work on what they worked on, customers see what is theirs', async () => {
      const { list } = await admin.get<Json>('TaskList', null);
      const rightsOf = (name: string): Json => list.find((one) => one['name'] === name)!['shareWith'];
      const { list: people } = await admin.get<{ id: string; name: string }>('Principal', null);
      const named = (rights: Json, right: string): string[] =>
        Object.entries(rights)
          .flatMap(([id, of]) => (of[right] ? [people.find((p) => p.id === id)!.name] : []))
          .sort();
      expect(named(rightsOf('IT'), 'mayWrite')).toEqual(['Administrator', 'Demo User', 'Elmer']);
      expect(named(rightsOf('Sales'), 'mayWrite')).toEqual(['Administrator']);
      expect(named(rightsOf('Sales'), 'maySubmit')).toEqual(expect.arrayContaining(['Everyone']));
      const demo = await host.clientOf(Number(people.find((p) => p.name === 'Demo User')!.id));
      const linda = await host.clientOf(Number(people.find((p) => p.name === 'Linda Smith')!.id));
      const numbers = ['202000001', '202000002', '202000003', '202000006'];
      const ids = await Promise.all(numbers.map(idOf));
      const seen = async (who: Client): Promise<string[]> => {
        const found = (await who.get<{ id: string }>('Task', ids, ['id'])).list.map(({ id }) => id);
        return numbers.filter((_, n) => found.includes(ids[n]!));
      };
      // Demo works on tickets of the first type, and has asked the others.
      expect(await seen(demo)).toEqual(numbers);
      expect(await seen(linda)).toEqual([]);
      const own = await demo.query('Comment', { entityType: 'Task', entityId: ids[3]! });
      const { list: heard } = await demo.get<{ text: string }>('Comment', own);
      expect(heard.map(({ text }) => text)).not.toContain('Assigned to: Administrator, System');
      // The second is of a type on which demo works; the note on the fourth, with the same words, is for agents.
      const { list: found } = await demo.call('Search/query', { filter: { text: 'Assigned' } });
      expect((found as Json[]).map(({ owner }) => (owner as Json)['id'] as string)).toEqual([ids[1]]);
    });

    test('nobody was told of anything', async () => {
      for (const table of ['mail_outbox', 'core_notification', 'comments_mention']) expect(await count(table)).toBe(0);
    });

    test('words and old numbers find them', async () => {
      const found = async (text: string): Promise<unknown> =>
        (await admin.call('Search/query', { filter: { text } }))['list'];
      expect(await found('202000003')).toEqual([
        expect.objectContaining({ type: 'Task', id: await idOf('202000003') }),
      ]);
      expect(await found('yiouyhio')).toEqual([
        expect.objectContaining({ type: 'Comment', owner: { type: 'Task', id: await idOf('202000002') } }),
      ]);
    });

    test('of private notes those alone hear, and find them, who read the type', async () => {
      const heard = await host.database.manager.query<{ audience: string }[]>(
        "SELECT c.audienceAfter AS audience FROM core_change c JOIN comments_comment n ON n.id = c.objectId AND n.isPrivate = 1 WHERE c.type = 'Comment'",
      );
      const finds = await host.database.manager.query<{ audience: string }[]>(
        "SELECT s.audience FROM core_search_document d JOIN comments_comment n ON n.id = d.objectId AND n.isPrivate = 1 JOIN core_search_audience a ON a.documentId = d.id JOIN core_search_scope s ON s.id = a.scopeId WHERE d.type = 'Comment'",
      );
      expect([heard.length, finds.length]).toEqual([3, 3]);
      for (const { audience } of [...heard, ...finds]) expect(audience).toMatch(/^r\d+$/);
    });

    test('a second run does nothing twice', async () => {
      const before = await counts();
      const report = await migrate({ createsUsers: true });
      expect(report.unexplained).toEqual([]);
      expect(await counts()).toEqual(before);
    });

    test('what changes there is taken over by the next run, unless it was worked on here', async () => {
      await old.run(
        "INSERT INTO ti_messages (ticket_id, content, user_id, ctime, mtime) VALUES (3, 'Are you there?', 0, 1700000000, 1700000000), (6, 'And me?', 0, 1700000001, 1700000001)",
      );
      await old.run(
        "UPDATE ti_tickets SET subject = 'Renamed there', priority = 2, mtime = 1700000000, unseen = 1 WHERE id IN (3, 6)",
      );
      await admin.update('Task', await idOf('202000006'), { title: 'Renamed here' });
      const report = await migrate({ createsUsers: true });
      expect(report.unexplained).toEqual([]);
      expect(await ticket('202000003')).toMatchObject({
        title: 'Renamed there',
        priority: 1,
        modifiedAt: at(1700000000),
        lastCommentAt: at(1700000000),
        lastCommentBy: 'customer',
      });
      expect(await ticket('202000006')).toMatchObject({ title: 'Renamed here', priority: 0 });
      expect((await thread(await idOf('202000003'))).map(({ text }) => text)).toEqual([
        'Test from demo',
        'dgfdsfdsf',
        'Are you there?',
      ]);
      expect((await thread(await idOf('202000006'))).at(-1)).toMatchObject({ text: 'And me?', authorRole: 'customer' });
      const said = await readFile(join(reports, await newest(), 'discrepancies.jsonl'), 'utf8');
      expect(said).toContain('The ticket was worked on here');
    });

    const newest = async (): Promise<string> => {
      const { readdir } = await import('node:fs/promises');
      return (await readdir(reports)).sort().at(-1)!;
    };
  },
);
