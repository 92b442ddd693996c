import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory } from '../../core/auth/directory.service';
import { generateSource } from '../../core/testing/legacy/generated-source';
import { AGENTS, GONE_STATUS, STATUSES } from '../../core/testing/legacy/tables';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { fingerprint } from './fingerprint';
import { LegacyDatabase } from './legacy-database';

/** Each odd case is met among so many; `GROUPWARE_TEST_LEGACY_TICKETS=10000` takes a minute for each database. */
const TICKETS = Number(process.env['GROUPWARE_TEST_LEGACY_TICKETS'] ?? 300);
const SEED = Number(process.env['GROUPWARE_TEST_SEED'] ?? 1);

interface OldTicket {
  readonly id: number;
  readonly ticket_number: string | null;
  readonly ticket_verifier: number;
  readonly priority: number;
  readonly status_id: number;
  readonly agent_id: number;
  readonly subject: string;
  readonly ctime: number;
  readonly unseen: number;
}
interface OldMessage {
  readonly id: number;
  readonly ticket_id: number;
  readonly attachments: string;
  readonly is_note: number;
  readonly has_status: number;
  readonly has_type: number;
  readonly ctime: number;
  readonly rate_hours: number;
  readonly content: string | null;
  readonly bytes: Buffer | null;
}
interface Brought {
  readonly sourceId: number;
  readonly title: string;
  readonly progress: string;
  readonly status: string | null;
  readonly priority: number;
  readonly responsible: string | null;
  readonly createdAt: Date | string;
  readonly number: string | null;
  readonly verifier: number | null;
}
interface Entry {
  readonly sourceId: number;
  readonly ticket: number;
  readonly text: string;
  readonly isPrivate: number | boolean;
  readonly createdAt: Date | string;
}

/** The text that was meant: the bytes as UTF-8 where they are that, else as the server reads them. */
function meant({ content, bytes }: OldMessage): string {
  let text = content ?? '';
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes ?? Buffer.alloc(0));
  } catch {
    // Not UTF-8.
  }
  return text
    .replace(/\r\n|\r/g, '\n')
    .split('\0')
    .join('');
}
const seconds = (at: Date | string): number =>
  (at instanceof Date ? at.getTime() : Date.parse(`${at.replace(' ', 'T')}Z`)) / 1000;

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `${String(TICKETS)} generated tickets (GROUPWARE_TEST_SEED=${String(SEED)}) into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    let host: TestHost;
    let old: LegacyDatabase;
    let reports: string;
    let tickets: OldTicket[];
    let messages: OldMessage[];
    const signal = new AbortController().signal;

    const run = async (on: TestHost): Promise<Report> => {
      const options = optionsOf({ from: old.url, name: 'generated', createUsers: true }, reports);
      return (await on.get(Migration).run(options, { signal, hear: () => undefined })).report;
    };
    const rows = <T>(statement: string): Promise<T[]> => host.database.manager.query<T[]>(statement);
    const printed = (on: TestHost): Promise<Record<string, string>> =>
      fingerprint((statement) => on.database.manager.query(statement));

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await generateSource(old.connection, { seed: SEED, tickets: TICKETS, messages: 5 });
      tickets = await old.rows<OldTicket>('SELECT * FROM ti_tickets ORDER BY id');
      messages = await old.rows<OldMessage>(
        'SELECT m.*, CAST(m.content AS BINARY) AS bytes FROM ti_messages m WHERE m.ticket_id IN (SELECT id FROM ti_tickets) ORDER BY m.id',
      );
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true });
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test('it has the odd cases that it should have', () => {
      expect(tickets).toHaveLength(TICKETS);
      const has = (fits: (ticket: OldTicket) => boolean): boolean => tickets.some(fits);
      expect([
        has(({ id }) => id > 99_999),
        has(({ ticket_number }) => ticket_number === null),
        has(({ status_id }) => status_id === GONE_STATUS),
        has(({ ctime }) => ctime === 0),
        has(({ ctime }) => ctime === 2 ** 31 - 1),
        has(({ subject }) => subject.length > 255),
        messages.some(({ bytes }) => bytes?.includes(Buffer.from([0xed, 0xa0, 0x80])) === true),
        messages.some((message) => meant(message) !== (message.content ?? '') && meant(message).includes('☕')),
        messages.some(({ attachments }) => /^\d+$/.test(attachments)),
        messages.some(({ attachments }) => attachments.includes('/')),
      ]).not.toContain(false);
    });

    test('every value that a plain reading of the source finds is here', async () => {
      const sums = 'CHECKSUM TABLE ti_tickets, ti_messages, go_users, ti_types, fs_files';
      const before = await old.rows(sums);
      const report = await run(host);
      expect(report.unexplained).toEqual([]);
      expect(await old.rows(sums)).toEqual(before);
      const found = await rows<Brought>(
        `SELECT map_.sourceId, task_.title, task_.progress, status_.name AS status, task_.priority, who_.name AS responsible,
          task_.createdAt, past_.number, past_.verifier FROM tickets_to_support_row map_
          JOIN tasks_task task_ ON task_.id = map_.objectId JOIN support_legacy_ticket past_ ON past_.taskId = task_.id
          LEFT JOIN tasks_status status_ ON status_.id = task_.statusId LEFT JOIN core_principal who_ ON who_.id = task_.responsibleId
          WHERE map_.sourceTable = 'ti_tickets' ORDER BY map_.sourceId`,
      );
      const names: Readonly<Record<number, string>> = { 1: 'In progress', 2: 'Not resolved', 3: 'Waiting' };
      const isHere = (id: number): boolean => (AGENTS as readonly number[]).includes(id);
      const expected = tickets.map((ticket, at) => {
        const { id, subject, priority, status_id, unseen, agent_id, ctime } = ticket;
        const line = subject.replace(/[\p{Cc}\s]+/gu, ' ').trim();
        const now = found[at];
        // Of an open ticket that was read, its thread decides.
        const open = unseen > 0 ? 'needs-action' : now?.progress;
        const hasStatus = (STATUSES as readonly number[]).includes(status_id);
        return {
          sourceId: id,
          title: [...line].slice(0, 255).join('') || '(no subject)',
          progress: status_id < 0 ? 'completed' : status_id > 0 ? 'in-process' : open,
          status: hasStatus ? names[status_id] : null,
          priority: { 0: 9, 1: 0, 2: 1 }[priority] ?? 0,
          responsible: isHere(agent_id) ? `Agent ${String(agent_id)}` : null,
          createdAt: ctime > 0 ? ctime : seconds(now?.createdAt ?? ''),
          number: ticket.ticket_number,
          verifier: ticket.ticket_verifier,
        };
      });
      expect(found.map((one) => ({ ...one, createdAt: seconds(one.createdAt) }))).toEqual(expected);
    });

    test('so is every message, and nothing but these', async () => {
      const found = await rows<Entry>(
        `SELECT map_.sourceId, of_.sourceId AS ticket, comment_.text, comment_.isPrivate, comment_.createdAt
          FROM tickets_to_support_row map_ JOIN comments_comment comment_ ON comment_.id = map_.objectId
          JOIN tickets_to_support_row of_ ON of_.type = 'Task' AND of_.objectId = comment_.entityId
          WHERE map_.sourceTable = 'ti_messages' ORDER BY map_.sourceId`,
      );
      const expected = messages
        .filter((message) => meant(message).trim() !== '' || message.attachments !== '')
        .map((message) => ({
          sourceId: message.id,
          ticket: message.ticket_id,
          text: meant(message),
          isPrivate: message.is_note === 1,
          at: message.ctime,
        }));
      const times = new Map(found.map(({ sourceId, createdAt }) => [sourceId, seconds(createdAt)]));
      expect(
        found.map(({ createdAt, isPrivate, ...entry }) => ({
          ...entry,
          isPrivate: Boolean(isPrivate),
          at: seconds(createdAt),
        })),
      ).toEqual(expected.map((entry) => ({ ...entry, at: entry.at > 0 ? entry.at : times.get(entry.sourceId) })));
      const count = async (table: string): Promise<number> =>
        Number((await rows<{ n: unknown }>(['SELECT COUNT(*) AS n FROM', table].join(' ')))[0]!.n);
      expect(await count('comments_comment')).toBe(expected.length);
      const sum = (of: (message: OldMessage) => number): number => messages.reduce((all, one) => all + of(one), 0);
      expect(await count('support_legacy_event')).toBe(sum(({ has_status, has_type }) => has_status + has_type));
      const [work] = await rows<{ hours: number }>('SELECT SUM(hours) AS hours FROM support_legacy_work');
      expect(work!.hours).toBe(sum(({ rate_hours }) => rate_hours));
    });

    test('a second run changes nothing, and elsewhere the same comes of it', async () => {
      const first = await printed(host);
      expect(await run(host)).toMatchObject({ unexplained: [] });
      expect(await printed(host)).toEqual(first);
      const elsewhere = await TestHost.start(database, { installsAll: true });
      try {
        expect(await run(elsewhere)).toMatchObject({ unexplained: [] });
        expect(await printed(elsewhere)).toEqual(first);
      } finally {
        await elsewhere.drop();
      }
    });

    test('no customer reads a private note, and each reads the whole of own threads', async () => {
      const customers = await rows<{ id: number; name: string; email: string; username: string | null }>(
        `SELECT DISTINCT p.id, p.name, p.email, u.username FROM core_principal p JOIN support_ticket t ON t.customerId = p.id
          LEFT JOIN core_user u ON u.id = p.id WHERE p.email IS NOT NULL ORDER BY u.username IS NULL, p.id LIMIT 20`,
      );
      expect(customers.length).toBeGreaterThan(10);
      const wasNote = new Set(messages.flatMap(({ id, is_note }) => (is_note === 1 ? id : [])));
      const here = await rows<{ sourceId: number; objectId: number }>(
        "SELECT sourceId, objectId FROM tickets_to_support_row WHERE type = 'Comment'",
      );
      const notes = new Set(here.flatMap(({ sourceId, objectId }) => (wasNote.has(sourceId) ? objectId : [])));
      expect(notes.size).toBeGreaterThan(10);
      let read = 0;
      for (const { id, name, email, username } of customers) {
        if (username?.startsWith('agent')) continue;
        // A contact is given an account, as by an invitation.
        if (username === null)
          await host.database.transaction(() =>
            host.get(Directory).createUser({ username: email, name, email, isInternal: false }),
          );
        const client = await host.clientOf(id);
        const ids = await client.query('Comment', null);
        const { list } = await client.get<{ id: string; isPrivate?: boolean }>('Comment', ids);
        expect(list.filter(({ isPrivate }) => isPrivate === true)).toEqual([]);
        expect(ids.filter((one) => notes.has(Number(one)))).toEqual([]);
        read += list.length;
        const { list: own } = await client.get<{ id: string }>('Task', await client.query('Task', null));
        const [heard] = await rows<{ n: unknown }>(
          [
            'SELECT COUNT(*) AS n FROM comments_comment WHERE isPrivate = 0 AND entityId IN (',
            [...own.map((task) => task.id), '0'].join(','),
            ')',
          ].join(''),
        );
        expect([email, list.length]).toEqual([email, Number(heard!.n)]);
      }
      expect(read).toBeGreaterThan(100);
    });
  },
);
