import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Repeats } from '../../core/audit/repeats';
import { BlobStore } from '../../core/files/blob-store';
import { FileNode } from '../../core/files/file-node.entity';
import { delay } from '../../core/ports/timers';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const UNKNOWN = '999999';

describe.each(testDatabases())('all files of a ticket as one archive on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let list = '';
  let folder = '';

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false });
    [list = ''] = await admin.query('TaskList', { role: 'support' });
    await admin.update('TaskList', list, {
      [`shareWith/${agent.principalId}`]: { maySubmit: true, mayRead: true },
      [`shareWith/${customer.principalId}`]: { maySubmit: true },
    });
    folder = mkdtempSync(join(tmpdir(), 'groupware-zip-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await host.drop();
  });

  const ticket = async (): Promise<string> =>
    (await admin.create('Task', { title: 'Files', taskListId: list, customerId: customer.principalId })).id;
  const add = async (entityId: string, name: string, content: string | null, parentId: string | null = null) => {
    const blobId = content === null ? null : await admin.upload(Buffer.from(content));
    return (
      await admin.create('FileNode', { entityType: 'Task', entityId, name, parentId, blobId, type: 'text/plain' })
    ).id;
  };
  const zip = (question: Record<string, string>, client = agent) =>
    client.page(`/files.zip?${new URLSearchParams(question).toString()}`);
  /** What another program finds in an archive: path → content. */
  const unpack = (bytes: Buffer): Record<string, string> => {
    const at = mkdtempSync(join(folder, 'zip-'));
    writeFileSync(join(at, 'a.zip'), bytes);
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])';
    const { status, stderr } = spawnSync('python3', ['-c', script, join(at, 'a.zip'), join(at, 'out')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const found = readdirSync(join(at, 'out'), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      found
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [
          join(parentPath, name).slice(join(at, 'out').length + 1),
          readFileSync(join(parentPath, name), 'utf8'),
        ]),
    );
  };

  test('every file is in it with its folders, what is in the trash is not', async () => {
    const id = await ticket();
    const scans = await add(id, 'Scans', null);
    const old = await add(id, 'Old', null);
    await add(id, 'één.txt', 'un');
    await add(id, 'door.txt', 'open', scans);
    await add(id, 'gone with its folder.txt', 'x', old);
    const thrown = await add(id, 'thrown.txt', 'x');
    for (const one of [old, thrown]) await admin.update('FileNode', one, { isTrashed: true });
    const { status, bytes, headers } = await zip({ entityType: 'Task', entityId: id });
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="Task ${id}.zip"`);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(unpack(bytes)).toEqual({ 'één.txt': 'un', 'Scans/door.txt': 'open' });
  });

  test('some of them come under names of their own, whatever is stored as their name', async () => {
    const id = await ticket();
    const scans = await add(id, 'Scans', null);
    const [first, second] = [await add(id, 'a.txt', '1'), await add(id, 'A.txt', '2', scans)];
    const hostile = await add(id, 'hostile', '3');
    await host.database.transaction(() =>
      host.database.manager.update(FileNode, Number(hostile), { name: '../../etc/passwd' }),
    );
    const { bytes } = await zip({ entityType: 'Task', entityId: id, ids: [first, second, hostile].join(',') });
    expect(unpack(bytes)).toEqual({ 'a.txt': '1', 'A (2).txt': '2', '.._.._etc_passwd': '3' });
    expect(unpack((await zip({ entityType: 'Task', entityId: id, ids: scans })).bytes)).toEqual({ 'Scans/A.txt': '2' });
  });

  test('who does not see the files gets none, and learns nothing', async () => {
    const [id, other] = [await ticket(), await ticket()];
    const file = await add(id, 'secret.txt', 'x');
    const elsewhere = await add(other, 'other.txt', 'x');
    const nothing = await zip({ entityType: 'Task', entityId: UNKNOWN });
    expect(nothing.status).toBe(404);
    for (const [client, question] of [
      [customer, { entityId: id }],
      [customer, { entityId: id, ids: file }],
      [agent, { entityId: id, ids: elsewhere }],
      [agent, { entityId: id, ids: `${file},${UNKNOWN}` }],
      [agent, { entityId: await ticket() }],
    ] as const) {
      const answer = await zip({ entityType: 'Task', ...question }, client);
      expect([question, answer.status, answer.bytes.toString()]).toEqual([question, 404, nothing.bytes.toString()]);
    }
  });

  test.each([
    [{}, 'entityType'],
    [{ entityType: 'Task' }, 'entityId'],
    [{ entityType: 'Task', entityId: '1 OR 1' }, 'entityId'],
    [{ entityType: 'Task', entityId: '1', ids: '1,x' }, 'ids/1'],
    [{ entityType: 'Task', entityId: '1', ids: '' }, 'ids/0'],
  ])('the question %j is refused by the name of what is wrong', async (question, name) => {
    const { status, bytes } = await zip(question);
    expect([status, bytes.toString()]).toEqual([400, expect.stringContaining(`${name} cannot be used`)]);
  });

  const isWhole = (bytes: Buffer): boolean => bytes.includes(Buffer.from('PK\u0005\u0006'));

  test('an archive that cannot be made whole is not passed off as one, however early it fails', async () => {
    const id = await ticket();
    await add(id, 'a.txt', 'lost bytes');
    // The note of the download takes longer than the failure.
    const repeats = host.get(Repeats);
    const note = repeats.note.bind(repeats);
    const late = jest.spyOn(repeats, 'note').mockImplementationOnce(async (entry) => {
      await delay(200);
      return note(entry);
    });
    const lost = jest.spyOn(host.get(BlobStore), 'read').mockRejectedValueOnce(new Error('gone'));
    const { status, bytes } = await zip({ entityType: 'Task', entityId: id });
    lost.mockRestore();
    late.mockRestore();
    expect([status, isWhole(bytes), bytes.includes('gone')]).toEqual([500, false, false]);
    expect(isWhole((await zip({ entityType: 'Task', entityId: id })).bytes)).toBe(true);
  });

  test.each([
    [
      'breaks off with an error',
      async function* () {
        await Promise.resolve();
        yield Buffer.from('lost');
        throw new Error('disk');
      },
    ],
    [
      'is shorter than it should be',
      async function* () {
        await Promise.resolve();
        yield Buffer.from('lost');
      },
    ],
  ])('nor is one with a file that %s', async (_name, content) => {
    const id = await ticket();
    await add(id, 'a.txt', 'lost bytes');
    const lost = jest
      .spyOn(host.get(BlobStore), 'read')
      .mockImplementationOnce(() => Promise.resolve({ size: 10, stream: Readable.from(content()) }));
    const { bytes } = await zip({ entityType: 'Task', entityId: id }).catch(() => ({ bytes: Buffer.alloc(0) }));
    lost.mockRestore();
    expect(isWhole(bytes)).toBe(false);
    expect(isWhole((await zip({ entityType: 'Task', entityId: id })).bytes)).toBe(true);
  });

  test('too much for one archive is refused before it begins', async () => {
    const id = await ticket();
    const big = await add(id, 'big', 'x');
    await host.database.transaction(() => host.database.manager.update(FileNode, Number(big), { size: 1_000_000_001 }));
    const { status, bytes } = await zip({ entityType: 'Task', entityId: id });
    expect([status, bytes.toString()]).toEqual([413, expect.stringContaining('choose fewer')]);
  });
});
