import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BlobStore } from '../../core/files/blob-store';
import { OrphanBlobs } from '../../core/files/orphan-blobs.job';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { DataDirectory } from '../../modules/tickets-to-support/source/data-directory';
import { Undoing } from '../../modules/tickets-to-support/undoing.service';
import { BESIDE, LINKS_OF_BEFORE } from './beside.sql';
import { LegacyDatabase } from './legacy-database';
import { ODD } from './odd-rows.sql';

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `files and links into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const clock = new FixedClock(new Date().toISOString());
    let host: TestHost;
    let admin: Client;
    let carl: Client;
    let old: LegacyDatabase;
    let reports: string;
    let data: string;

    const run = async (more: Partial<Options> = {}, signal = new AbortController().signal): Promise<Report> => {
      const options = { ...optionsOf({ from: old.url, name: 'odd', files: data }, reports), ...more };
      return (await host.get(Migration).run(options, { signal, hear: () => undefined })).report;
    };
    /** What the last run of a source said of the rows of a table. */
    const saidOf = (table: string, source = 'odd'): string[] => {
      const newest = readdirSync(reports)
        .filter((name) => name.startsWith(`${source}-`))
        .sort()
        .at(-1)!;
      const lines = readFileSync(join(reports, newest, 'discrepancies.jsonl'), 'utf8')
        .trim()
        .split('\n');
      return lines
        .map((line) => JSON.parse(line) as Json)
        .filter((one) => one['table'] === table)
        .map(({ id, reason: why }) => `${String(id)} ${String(why)}`)
        .sort();
    };
    const idOf = async (ticket: number, source = 'odd'): Promise<string> => {
      const rows = await host.database.manager.query<{ objectId: number }[]>(
        "SELECT objectId FROM tickets_to_support_row WHERE source = ? AND sourceTable = 'ti_tickets' AND sourceId = ?",
        [source, ticket],
      );
      return String(rows[0]!.objectId);
    };
    const thread = async (id: string): Promise<Json[]> => {
      const ids = await admin.query('Comment', { entityType: 'Task', entityId: id });
      return (await admin.get('Comment', ids)).list.sort((a, b) => Number(a['id']) - Number(b['id']));
    };
    /** Files of a ticket: text → names of what is attached, by entry. */
    const attached = async (id: string): Promise<Json> =>
      Object.fromEntries(
        (await thread(id)).map(({ text, attachments }) => [
          text,
          (attachments as Json[]).map(({ name }) => name as string),
        ]),
      ) as Json;
    const nodes = async (id: string): Promise<Json[]> => {
      const ids = await admin.query('FileNode', { entityType: 'Task', entityId: id });
      return (await admin.get('FileNode', ids)).list;
    };
    const bytesOf = async (who: Client, blobId: string): Promise<string | number> => {
      const { status, bytes } = await who.download(blobId);
      return status === 200 ? bytes.toString() : status;
    };
    const linksOf = async (id: string): Promise<Json[]> => {
      const ids = await admin.query('Link', { entity: { type: 'Task', id } });
      return (await admin.get('Link', ids)).list;
    };
    const put = (path: string, content: string): void => {
      writeFileSync(join(data, 'tickets/0-Fault', path), content);
    };
    const count = async (table: string): Promise<number> => {
      const [row] = await host.database.manager.query<{ n: unknown }[]>(['SELECT COUNT(*) AS n FROM', table].join(' '));
      return Number(row!.n);
    };
    const counts = (): Promise<number[]> =>
      Promise.all(
        ['core_file_node', 'comments_attachment', 'core_link', 'tickets_to_support_row', 'core_change'].map(count),
      );

    beforeAll(async () => {
      old = await LegacyDatabase.fresh();
      await old.run(ODD + BESIDE);
      reports = mkdtempSync(join(tmpdir(), 'groupware-reports-'));
      data = mkdtempSync(join(tmpdir(), 'groupware-legacy-'));
      mkdirSync(join(data, 'tickets/0-Fault/201800001/Photos/Old: 2018'), { recursive: true });
      mkdirSync(join(data, 'tickets/0-Fault/201800001/folder'));
      mkdirSync(join(data, 'tickets/0-Fault/201800002'));
      for (const [path, content] of Object.entries({
        '201800001/secret.txt': 'secret',
        '201800001/order, final.pdf': 'order',
        '201800001/Photos/photo.jpg': 'photo',
        '201800001/Notes.md': 'same',
        '201800001/Photos/Old: 2018/deep.txt': 'deep',
        '201800002/same.txt': 'same',
        '201800001/NOTES.md': 'SHOUTED',
        '../escape.txt': 'outside the folder of tickets',
      }))
        put(path, content);
      symlinkSync('/etc/hostname', join(data, 'tickets/0-Fault/201800001/link.txt'));
      symlinkSync('Photos/Old: 2018/deep.txt', join(data, 'tickets/0-Fault/201800001/inside.txt'));
      host = await TestHost.start(database, { installsAll: true, clock });
      admin = await host.admin();
      await host.person('anna', { email: 'anna@example.org' });
      carl = await host.person('carl', { email: 'carl@example.net', isInternal: false });
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      for (const folder of [reports, data]) rmSync(folder, { recursive: true });
    });

    test.each([
      ['/nowhere/at/all', '--files: there is no directory /nowhere/at/all'],
      [__filename, 'is no directory'],
    ])('%s is refused before anything is done', async (files, sentence) => {
      await expect(run({ files })).rejects.toThrow(sentence);
      expect(readdirSync(reports)).toEqual([]);
      expect(await count('tickets_to_support_row')).toBe(0);
    });

    const BROKEN = [
      '16 The file is not there on the disk',
      '17 The path of the file leads out of the data directory',
      '18 The path of the file leads out of the data directory',
      '19 What lies there on the disk is no file',
    ];

    test('a dry run tells which files cannot be read and which links have no place, and stores nothing', async () => {
      const before = await counts();
      await run({ isDryRun: true });
      expect(saidOf('fs_files')).toEqual(BROKEN);
      expect(saidOf('ti_messages')).toContain('4 It names a file that its ticket does not have');
      expect(saidOf('core_link')).toEqual([
        '1 Links with things of the kind Company have no place here',
        '8 Whoever is at the other end is not known here',
      ]);
      expect(await counts()).toEqual(before);
    });

    test('without --files they are listed as left out', async () => {
      const report = await run({ files: null });
      expect(report.unexplained).toEqual([]);
      expect(saidOf('fs_files')).toHaveLength(10);
      expect(saidOf('fs_files')[0]).toBe('11 Files of tickets are not taken over without --files');
      expect(await count('core_file_node')).toBe(0);
    });

    test('a later run brings them: into the entries that name them, and the others beside the ticket', async () => {
      const stamp = statSync(join(data, 'tickets/0-Fault/201800001/secret.txt')).mtimeMs;
      const report = await run();
      expect(report.unexplained).toEqual([]);
      expect(saidOf('fs_files')).toEqual([...BROKEN]);
      const id = await idOf(1);
      expect(await attached(id)).toEqual({
        'Zoë is café': ['order, final.pdf'],
        'Between us': ['secret.txt'],
        Done: ['photo.jpg', 'order, final.pdf'],
      });
      expect((await nodes(id)).map(({ name, size, createdAt }) => [name, size, createdAt as string])).toEqual(
        expect.arrayContaining([
          ['Notes.md', 4, '2017-07-14T02:40:41Z'],
          ['NOTES (2).md', 7, '2017-07-14T02:40:41Z'],
          ['Photos', 0, expect.any(String)],
          ['Old_ 2018', 0, expect.any(String)],
          ['deep.txt', 4, '2017-07-14T02:40:51Z'],
          ['inside.txt', 4, expect.any(String)],
        ]),
      );
      const [photos, within, deep] = ['Photos', 'Old_ 2018', 'deep.txt'].map((name) => ({ name }));
      const byName = new Map((await nodes(id)).map((node) => [node['name'] as string, node]));
      expect(byName.get(within!.name)!['parentId']).toBe(byName.get(photos!.name)!['id']);
      expect(byName.get(deep!.name)!['parentId']).toBe(byName.get(within!.name)!['id']);
      const [same] = await nodes(await idOf(2));
      // The same bytes are stored once.
      expect(same!['blobId']).toBe(byName.get('Notes.md')!['blobId']);
      expect((await admin.get('Task', [id])).list[0]).toMatchObject({ hasAttachment: true });
      const files = report.comparison!.tables.find(({ table }) => table === 'fs_files')!;
      // One is named by two entries.
      expect(files).toMatchObject({ read: 13, here: 9, without: 4 });
      expect(files.digests[0]).toBe(files.digests[1]);
      expect(statSync(join(data, 'tickets/0-Fault/201800001/secret.txt')).mtimeMs).toBe(stamp);
      // Entries are found by their files.
      const found = (await admin.call('Search/query', { filter: { text: 'photo.jpg' } }))['list'] as Json[];
      expect(found).toEqual([expect.objectContaining({ type: 'Comment' })]);
    });

    test('who follows a ticket reads the files of what was said, none of a note, and none beside the ticket', async () => {
      const id = await idOf(1);
      const seen = await carl.query('Comment', { entityType: 'Task', entityId: id });
      expect(seen).toHaveLength(2);
      const files = (await thread(id)).flatMap(({ attachments }) => attachments as Json[]);
      const blobOf = (name: string): string => files.find((file) => file['name'] === name)!['blobId'] as string;
      expect(await bytesOf(carl, blobOf('order, final.pdf'))).toBe('order');
      expect(await bytesOf(carl, blobOf('photo.jpg'))).toBe('photo');
      expect(await bytesOf(carl, blobOf('secret.txt'))).toBe(404);
      expect(await bytesOf(admin, blobOf('secret.txt'))).toBe('secret');
      for (const { blobId } of await nodes(id)) {
        if (blobId !== null) expect(await bytesOf(carl, blobId as string)).toBe(404);
      }
      expect(await carl.query('FileNode', { entityType: 'Task', entityId: id })).toEqual([]);
      expect((await carl.call('Search/query', { filter: { text: 'secret.txt' } }))['list'] as Json[]).toEqual([]);
    });

    test('the link of before shows what customers were told, and the hours are for agents', async () => {
      const url = '/public/legacy-ticket?ticket_number=201800001&ticket_verifier=12345678';
      const { statusCode, body } = await host.server.inject({ method: 'GET', url });
      expect(statusCode).toBe(200);
      for (const text of ['Zoë is café', 'photo.jpg', 'Done']) expect(body).toContain(text);
      for (const hidden of ['Between us', 'secret.txt', 'Notes.md', 'ann@example.net'])
        expect(body).not.toContain(hidden);
      const work = await admin.query('TicketWork');
      expect(work).toHaveLength(2);
      expect(await carl.query('TicketWork')).toEqual([]);
      const told = await host.database.manager.query<{ audience: string }[]>(
        "SELECT audienceAfter AS audience FROM core_change WHERE type = 'TicketWork'",
      );
      expect(told).toHaveLength(2);
      for (const { audience } of told) expect(audience).toMatch(/^r\d+$/);
    });

    test('links lead to tickets and to people who are here, with their words; the others are listed', async () => {
      const [one, two, three] = [await idOf(1), await idOf(2), await idOf(3)];
      const { list: people } = await admin.get<Json>('Principal', null);
      const contact = people.find(({ email }) => email === 'contact@example.com')!['id'] as string;
      expect(await linksOf(two)).toEqual([
        expect.objectContaining({
          fromId: two,
          toId: one,
          description: 'Same printer',
          createdAt: '2018-05-01T10:00:00Z',
        }),
      ]);
      expect(await linksOf(three)).toEqual([
        expect.objectContaining({ toType: 'Principal', toId: contact, description: 'Asked on the phone' }),
      ]);
      expect((await linksOf(one)).map(({ toType, toId }) => [toType as string, toId as string])).toEqual([
        ['Principal', carl.principalId],
        ['Task', one],
      ]);
      expect(saidOf('core_link')).toEqual([
        '1 Links with things of the kind Company have no place here',
        '6 The ticket at the other end is not here',
        '8 Whoever is at the other end is not known here',
      ]);
    });

    test('another run does nothing twice, and takes over what changed', async () => {
      const before = await counts();
      expect((await run()).unexplained).toEqual([]);
      expect(await counts()).toEqual(before);
      put('201800001/gone.txt', 'found again');
      put('201800001/Notes.md', 'changed');
      put('201800001/order, final.pdf', 'another order');
      await old.run('UPDATE fs_files SET mtime = 1600000000, size = 7 WHERE id IN (12, 14)');
      const link = (await linksOf(await idOf(2)))[0]!['id'] as string;
      expect(await admin.refused('Link', { destroy: link })).toBeNull();
      const report = await run();
      expect(report.unexplained).toEqual([]);
      const byName = new Map((await nodes(await idOf(1))).map((node) => [node['name'] as string, node]));
      expect(await bytesOf(admin, byName.get('Notes.md')!['blobId'] as string)).toBe('changed');
      expect(byName.get('Notes.md')).toMatchObject({ size: 7, createdAt: '2020-09-13T12:26:40Z' });
      expect(await bytesOf(admin, byName.get('gone.txt')!['blobId'] as string)).toBe('found again');
      const files = (await thread(await idOf(1))).flatMap(({ attachments }) => attachments as Json[]);
      const orders = files.filter(({ name }) => name === 'order, final.pdf');
      expect(orders).toHaveLength(2);
      for (const { blobId } of orders) expect(await bytesOf(admin, blobId as string)).toBe('another order');
      // What was taken away here does not come back.
      expect(await linksOf(await idOf(2))).toEqual([]);
      expect(saidOf('core_link')).toContain('3 The link was taken away here since');
      expect(saidOf('fs_files')).toContain('12 The file on the disk has another size');
    });

    test('a system of before 6.3 has its links in many tables, of which either side may have a row', async () => {
      const before = await LegacyDatabase.fresh();
      try {
        await before.run(ODD + BESIDE + LINKS_OF_BEFORE);
        const report = await run({ from: before.url, name: 'before' });
        expect(report.unexplained).toEqual([]);
        const [one, two, three] = [await idOf(1, 'before'), await idOf(2, 'before'), await idOf(3, 'before')];
        expect(await linksOf(one)).toEqual([
          expect.objectContaining({
            fromId: two,
            toId: one,
            description: 'Same printer',
            createdAt: '2018-05-01T10:00:00Z',
          }),
        ]);
        expect(await linksOf(three)).toEqual([
          expect.objectContaining({ toType: 'Principal', description: 'Asked on the phone' }),
        ]);
        expect(saidOf('go_links_ti_tickets', 'before')).toEqual([
          '1 Links with things of the kind Company have no place here',
        ]);
        expect(report.comparison!.tables.find(({ table }) => table === 'links')).toMatchObject({
          read: 3,
          here: 2,
          without: 1,
        });
      } finally {
        await before.drop();
      }
      expect(await host.get(Undoing).run('before', new AbortController().signal)).toBe(3);
    });

    test('a file that is not as it was, or is lost here, is told of', async () => {
      const [row] = await host.database.manager.query<{ objectId: number }[]>(
        "SELECT objectId FROM tickets_to_support_row WHERE source = 'odd' AND sourceTable = 'fs_files' AND sourceId = 15",
      );
      const swap = (blobId: string) =>
        host.database.transaction(() =>
          host.database.manager.query('UPDATE core_file_node SET blobId = ? WHERE id = ?', [blobId, row!.objectId]),
        );
      const blobId = (await nodes(await idOf(1))).find(({ name }) => name === 'deep.txt')!['blobId'] as string;
      await swap(`B${'0'.repeat(64)}`);
      const report = await run();
      expect(report.comparison!.unexplained).toEqual([
        expect.objectContaining({ table: 'fs_files', id: 15, property: 'content', expected: blobId }),
      ]);
      const sums = report.comparison!.tables.find(({ table }) => table === 'fs_files')!;
      expect(sums.digests[0]).not.toBe(sums.digests[1]);
      await swap(blobId);
    });

    test('a disk that fails while a file is read is told of; one of our own that is full ends the run in a sentence', async () => {
      await old.run("INSERT INTO fs_files VALUES (23,101,'late.txt',4,1500000001)");
      put('201800001/late.txt', 'late');
      const failing = new Readable({
        read() {
          this.destroy(Object.assign(new Error('i/o error'), { code: 'EIO', syscall: 'read' }));
        },
      });
      const opened = jest.spyOn(DataDirectory.prototype, 'open').mockResolvedValueOnce(failing);
      opened.mockImplementation(() => Promise.resolve('unreadable'));
      expect((await run()).unexplained).toEqual([]);
      opened.mockRestore();
      expect(saidOf('fs_files')).toContain('23 The file cannot be read on the disk');
      const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
      const stored = jest.spyOn(host.get(BlobStore), 'write').mockRejectedValueOnce(full);
      await expect(run()).rejects.toThrow('The disk is full: no more files can be stored here');
      stored.mockRestore();
      expect((await run()).unexplained).toEqual([]);
      expect((await nodes(await idOf(1))).map(({ name }) => name as string)).toContain('late.txt');
    });

    test('cut off after any transaction, the next run goes on; and whoever puts a file to a ticket has worked on it', async () => {
      const stop = new Error('cut off');
      // So is the undoing, after the tickets are gone.
      let taken = 2;
      const ended = host.database.atEnd(() => (taken-- > 0 ? Promise.resolve() : Promise.reject(stop)));
      await expect(host.get(Undoing).run('odd', new AbortController().signal)).rejects.toBe(stop);
      ended();
      clock.advance(31);
      expect(
        await Promise.all(['tasks_task', 'core_file_node', 'comments_attachment', 'core_link'].map(count)),
      ).toEqual([0, 0, 0, 0]);
      for (let transactions = 1, isDone = false; !isDone; transactions++) {
        let left = transactions;
        const end = host.database.atEnd(() => (left-- > 0 ? Promise.resolve() : Promise.reject(stop)));
        const outcome = await run().catch((error: unknown) => error);
        end();
        isDone = outcome !== stop;
        if (outcome instanceof Error && outcome !== stop) throw outcome;
        if (isDone) expect((outcome as Report).unexplained).toEqual([]);
        else clock.advance(31);
      }
      // The link that was taken away is away as long as the undoing is not whole.
      expect(await Promise.all(['comments_attachment', 'core_link'].map(count))).toEqual([4, 2]);
      const files = (await nodes(await idOf(1))).filter(({ blobId }) => blobId !== null);
      expect(files.map(({ name }) => name as string).sort()).toEqual(
        ['NOTES (2).md', 'Notes.md', 'deep.txt', 'gone.txt', 'inside.txt', 'late.txt'].sort(),
      );
      const blobId = await admin.upload(Buffer.from('mine'));
      const mine = { entityType: 'Task', entityId: await idOf(1), name: 'mine.txt', blobId, type: 'text/plain' };
      const { id } = await admin.create('FileNode', mine);
      await expect(host.get(Undoing).run('odd', new AbortController().signal)).rejects.toThrow(
        'somebody has worked on',
      );
      expect(await admin.refused('FileNode', { destroy: id })).toBeNull();
    });

    test('undone, their bytes go as well', async () => {
      const [secret] = (await thread(await idOf(1)))
        .flatMap(({ attachments }) => attachments as Json[])
        .filter(({ name }) => name === 'secret.txt');
      const blobId = secret!['blobId'] as string;
      expect(await host.get(Undoing).run('odd', new AbortController().signal)).toBe(3);
      expect(await count("tickets_to_support_row WHERE type IN ('FileNode', 'Attachment', 'Link')")).toBe(0);
      clock.advance(4 * 24 * 3600);
      await host.get(OrphanBlobs).run(new AbortController().signal);
      await expect(host.get(BlobStore).size(blobId)).rejects.toThrow('There is no such file');
    });
  },
);
