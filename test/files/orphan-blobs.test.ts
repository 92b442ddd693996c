import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Entity } from 'typeorm';
import { Principal } from '../../core/auth/principal.entity';
import { Id, Text } from '../../core/database/columns';
import { blobColumnsOf } from '../../core/files/blob-columns';
import { BlobReferences } from '../../core/files/blob-references.service';
import { BlobStore } from '../../core/files/blob-store';
import { DiskBlobStore } from '../../core/files/disk-blob-store';
import { OrphanBlobs } from '../../core/files/orphan-blobs.job';
import { Lifecycle } from '../../core/module/lifecycle.service';
import { SystemRandom } from '../../core/ports/random';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const DAY = 24 * 3600;
const blobIdOf = (content: string): string => `B${createHash('sha256').update(content).digest('hex')}`;
const pathOf = (folder: string, blobId: string): string => join(folder, blobId.slice(1, 3), blobId.slice(3, 5), blobId);

describe('the blob store on disk', () => {
  let folder: string;
  let store: DiskBlobStore;
  const before = (): Date => new Date(Date.now() - DAY * 1000);
  const write = (content: string) => store.write(Readable.from([Buffer.from(content)]), 1000);
  const read = async (blobId: string): Promise<string> => text((await store.read(blobId)).stream);
  const age = (path: string): void => utimesSync(path, new Date(0), new Date(0));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'groupware-blobs-'));
    store = new DiskBlobStore(folder, new SystemRandom());
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test('what was written since stays, whatever is asked', async () => {
    const { blobId } = await write('young');
    expect(await store.remove(blobId, before())).toBe(false);
    expect(await read(blobId)).toBe('young');
    age(pathOf(folder, blobId));
    await write('young');
    expect(await store.remove(blobId, before())).toBe(false);
    age(pathOf(folder, blobId));
    expect(await store.remove(blobId, before())).toBe(true);
    await expect(store.size(blobId)).rejects.toThrow('There is no such file');
    expect(await store.remove(blobId, before())).toBe(true);
  });

  test('a removal that was killed half way has removed nothing, and the next run puts it back', async () => {
    const { blobId } = await write('half');
    await files.mkdir(join(folder, 'leaving'));
    renameSync(pathOf(folder, blobId), join(folder, 'leaving', blobId));
    expect(await read(blobId)).toBe('half');
    expect(await store.size(blobId)).toBe(4);
    await store.tidy(before());
    expect(readdirSync(join(folder, 'leaving'))).toEqual([]);
    expect(await read(blobId)).toBe('half');
  });

  test('what killed uploads left goes when it is old, and only then', async () => {
    await write('x');
    for (const name of ['old', 'young']) writeFileSync(join(folder, 'incoming', name), 'part');
    age(join(folder, 'incoming', 'old'));
    await store.tidy(before());
    expect(readdirSync(join(folder, 'incoming'))).toEqual(['young']);
  });

  /** Something that happens right after the n-th look at a file within a removal. */
  const afterLook = (n: number, happens: () => Promise<unknown>): void => {
    const { stat } = files;
    const spy = jest.spyOn(files, 'stat');
    for (let look = 1; look < n; look++) spy.mockImplementationOnce((path) => stat(path));
    spy.mockImplementationOnce(async (path) => {
      const facts = await stat(path);
      await happens();
      return facts;
    });
  };

  test('whoever writes what is just being removed finds it, and so do its readers all the while', async () => {
    const { blobId } = await write('again');
    age(pathOf(folder, blobId));
    afterLook(1, () => write('again'));
    expect(await store.remove(blobId, before())).toBe(false);
    expect(await read(blobId)).toBe('again');
    age(pathOf(folder, blobId));
    const seen: string[] = [];
    afterLook(1, () => write('again'));
    afterLook(1, async () => {
      seen.push(await read(blobId), String(await store.size(blobId)));
      await write('again');
    });
    expect(await store.remove(blobId, before())).toBe(false);
    expect([...seen, await read(blobId)]).toEqual(['again', '5', 'again']);
    expect(readdirSync(join(folder, 'leaving'))).toEqual([]);
  });

  test('what is written after it was moved aside stays although the old file goes', async () => {
    const { blobId } = await write('again');
    age(pathOf(folder, blobId));
    afterLook(2, () => write('again'));
    expect(await store.remove(blobId, before())).toBe(true);
    expect(await read(blobId)).toBe('again');
  });
});

test('a column that is called after blobs and does not say whether it names them stops its module', () => {
  @Entity('planted')
  class Planted {
    @Id() id!: number;
    @Text() pictureBlobId!: string;
  }
  expect(() => blobColumnsOf([Planted])).toThrow(
    'Planted.pictureBlobId is called after blobs: declare it with @NamesBlobs()',
  );
});

describe.each(testDatabases())('files that nothing refers to on $name', (database) => {
  const clock = new FixedClock(new Date().toISOString());
  let host: TestHost;
  let admin: Client;
  let list = '';

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    [list = ''] = await admin.query('TaskList', { role: 'support' });
  });
  afterAll(() => host.drop());

  const run = (): Promise<void> => host.get(OrphanBlobs).run(new AbortController().signal);
  const isStored = (blobId: string): Promise<boolean> =>
    host
      .get(BlobStore)
      .size(blobId)
      .then(
        () => true,
        () => false,
      );
  const upload = (content: string): Promise<string> => admin.upload(Buffer.from(content));
  const ticket = async (): Promise<string> =>
    (await admin.create('Task', { title: 'Files', taskListId: list, customerId: admin.principalId })).id;

  test('an upload waits three days to be used, then it is gone, for its uploader too', async () => {
    const blobId = await upload('waits');
    clock.advance(3 * DAY - 60);
    await run();
    expect((await admin.download(blobId)).status).toBe(200);
    clock.advance(120);
    await run();
    expect((await admin.download(blobId)).status).toBe(404);
    expect(await isStored(blobId)).toBe(false);
    const entityId = await ticket();
    const create = { entityType: 'Task', entityId, name: 'late.txt', blobId };
    expect(await admin.refused('FileNode', { create })).toMatchObject({ properties: ['blobId'] });
    expect(await upload('waits')).toBe(blobId);
    expect((await admin.download(blobId)).bytes.toString()).toBe('waits');
  });

  test('every way in which something refers to a file keeps it, until the last one goes', async () => {
    const entityId = await ticket();
    const file = (name: string, blobId: string) => ({ entityType: 'Task', entityId, name, blobId });
    const shared = await upload('shared');
    const one = await admin.create('FileNode', file('one', shared));
    const two = await admin.create('FileNode', file('two', shared));
    const attached = await upload('attached');
    await admin.create('Comment', {
      ...{ entityType: 'Task', entityId, text: 'See this', isPrivate: true },
      attachments: [{ blobId: attached, name: 'a.txt', type: 'text/plain' }],
    });
    const fieldSetId = (await admin.create('CustomFieldSet', { type: 'Task', name: 'Papers' })).id;
    await admin.create('CustomField', { fieldSetId, key: 'contract', name: 'Contract', kind: 'file' });
    const inField = await upload('in a field');
    const contract = { blobId: inField, name: 'c.pdf', type: 'application/pdf' };
    await admin.update('Task', entityId, { customFields: { contract } });
    const avatar = await upload('avatar');
    await host.database.transaction(() =>
      host.database.manager.update(Principal, Number(admin.principalId), { avatarBlobId: avatar }),
    );
    const all = [shared, attached, inField, avatar];
    clock.advance(4 * DAY);
    await run();
    expect(await Promise.all(all.map(isStored))).toEqual([true, true, true, true]);
    await admin.refused('FileNode', { destroy: one.id });
    await run();
    expect(await isStored(shared)).toBe(true);
    await admin.refused('FileNode', { destroy: two.id });
    await run();
    expect(await isStored(shared)).toBe(false);
    await admin.update('Task', entityId, { customFields: { contract: null } });
    await run();
    expect(await isStored(inField)).toBe(false);
    expect(await admin.refused('Task', { destroy: entityId })).toBeNull();
    await run();
    expect(await Promise.all([attached, avatar].map(isStored))).toEqual([false, true]);
  });

  test('a mail that was not yet sent keeps its files although its comment is gone', async () => {
    const blobId = await upload('to be sent');
    const message = {
      ...{ accountId: 1, kind: 'reply', sender: {}, recipients: [], subject: '', text: '', html: null },
      ...{ inReplyTo: null, references: [], replyTo: null, messageId: 'x@example.org', state: 'held', attempts: 0 },
      ...{ lastError: null, delivered: [], rejected: [], createdAt: clock.now(), commentId: null, blobId: null },
      attachments: [{ blobId, name: 'a', type: 'text/plain', cid: null }],
    };
    await host.database.transaction(() => host.database.manager.insert('OutboxMessage', message));
    clock.advance(4 * DAY);
    await run();
    expect(await isStored(blobId)).toBe(true);
    await host.database.transaction(() =>
      host.database.manager.delete('OutboxMessage', { messageId: 'x@example.org' }),
    );
    await run();
    expect(await isStored(blobId)).toBe(false);
  });

  test('a module that does not run keeps its files', async () => {
    const entityId = await ticket();
    const attached = await upload('of a disabled module');
    await admin.create('Comment', {
      ...{ entityType: 'Task', entityId, text: 'See this', isPrivate: false },
      attachments: [{ blobId: attached, name: 'a.txt', type: 'text/plain' }],
    });
    clock.advance(4 * DAY);
    for (const name of ['help', 'support', 'comments']) await host.get(Lifecycle).disable(name);
    await run();
    expect(await isStored(attached)).toBe(true);
    for (const name of ['comments', 'support', 'help']) await host.get(Lifecycle).enable(name);
    expect((await admin.download(attached)).bytes.toString()).toBe('of a disabled module');
  });

  test('no column of any table holds the id of a file without saying so', async () => {
    const { manager, writer } = host.database;
    const [known] = await host.database.transaction(() => host.get(BlobReferences).unnamed([blobIdOf('nobody')]));
    expect(known).toBe(blobIdOf('nobody'));
    const states = await manager.query<{ contributes: string }[]>('SELECT contributes FROM core_module_state');
    const declared = states.flatMap(({ contributes }) => {
      const { blobs = [] } = JSON.parse(contributes) as { blobs?: { table: string; column: string }[] };
      return blobs.map(({ table, column }) => `${table}.${column}`);
    });
    expect(declared.length).toBeGreaterThan(7);
    // The log only tells of files; values of custom fields are in their index too.
    const tells = ['core_audit.changes', 'core_custom_value.given'];
    const undeclared: string[] = [];
    for (const { target, tableName, columns } of writer.entityMetadatas) {
      for (const row of await manager.find<Record<string, unknown>>(target)) {
        for (const { propertyName } of columns) {
          const name = `${tableName}.${propertyName}`;
          if (declared.includes(name) || tells.includes(name)) continue;
          if (/B[0-9a-f]{64}/.test(JSON.stringify(row[propertyName] ?? null))) undeclared.push(name);
        }
      }
    }
    expect(undeclared).toEqual([]);
  });
});
