import { BlobStore } from '../../core/files/blob-store';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

interface FileNode {
  id: string;
  name: string;
  parentId: string | null;
  size: number;
  isTrashed: boolean;
}

const UNKNOWN = '999999';
const NO_BLOB = `B${'0'.repeat(64)}`;

describe.each(testDatabases())('files of a ticket on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let list = '';

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false });
    [list = ''] = await admin.query('TaskList', { role: 'support' });
    const rights = { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true, mayDelete: true };
    await admin.update('TaskList', list, {
      [`shareWith/${agent.principalId}`]: { ...rights, mayManage: false },
      [`shareWith/${customer.principalId}`]: { maySubmit: true },
    });
  });
  afterAll(() => host.drop());

  const ticket = async (): Promise<string> => {
    const customerId = customer.principalId;
    return (await admin.create('Task', { title: 'Files', taskListId: list, customerId })).id;
  };
  const node = (entityId: string, name: string, rest: Record<string, unknown> = {}) => ({
    entityType: 'Task',
    entityId,
    name,
    ...rest,
  });
  const add = (entityId: string, name: string, rest: Record<string, unknown> = {}): Promise<FileNode> =>
    agent.create<FileNode>('FileNode', node(entityId, name, rest));
  const upload = (text: string, client = agent): Promise<string> => client.upload(Buffer.from(text));
  const refusal = (create: Record<string, unknown>, client = agent) => client.refused('FileNode', { create });
  const find = async (id: string): Promise<FileNode | undefined> =>
    (await agent.get<FileNode>('FileNode', [id])).list[0];

  test('a file is put into a folder, renamed, moved, read by a colleague and by no customer', async () => {
    const id = await ticket();
    const folder = await add(id, 'Photos');
    const blobId = await upload('a picture');
    const file = await add(id, 'door.jpg', { parentId: folder.id, blobId, type: 'image/jpeg' });
    expect(file).toMatchObject({ size: 9, isTrashed: false });
    await agent.update('FileNode', file.id, { name: 'Door, open.jpg', parentId: null });
    expect(await find(file.id)).toMatchObject({ name: 'Door, open.jpg', parentId: null });
    expect((await admin.download(blobId)).bytes.toString()).toBe('a picture');
    const { state } = await customer.get('FileNode', []);
    await agent.update('FileNode', file.id, { parentId: folder.id });
    expect(await customer.get('FileNode', [file.id])).toMatchObject({ list: [], notFound: [file.id], state });
    expect((await customer.download(blobId)).status).toBe(404);
    expect(await refusal(node(id, 'x'), customer)).toEqual(await refusal(node(UNKNOWN, 'x'), customer));
  });

  test.each([
    ...['', ' ', '.', '..', '../etc', 'a/b', 'a\\b', 'a\u0000b', 'a\nb', 'photo\u202egpj.exe', 'a\u200bb'],
    ...[
      'CON',
      'nul.txt',
      'COM1.log',
      'a:b',
      'a"b',
      'a<b',
      'a|b',
      'what?',
      'ends.',
      ' begins',
      'ends ',
      'é'.repeat(128),
    ],
  ])('the name %j is refused', async (name) => {
    const id = await ticket();
    expect(await refusal(node(id, name))).toMatchObject({ type: 'invalidProperties', properties: ['name'] });
    expect(await agent.query('FileNode', { entityType: 'Task', entityId: id })).toEqual([]);
  });

  test.each(['.htaccess', 'Prices 2026 (final).xlsx', 'تقرير.pdf', "it's.txt", 'console', 'x'.repeat(255)])(
    'the name %j is taken as it is',
    async (name) => {
      expect(await find((await add(await ticket(), name)).id)).toMatchObject({ name });
    },
  );

  test('a file whose bytes are lost is refused wherever it is named, and nothing else of the same call', async () => {
    const entityId = await ticket();
    const [lost, kept] = [await upload('lost'), await upload('kept')];
    await host.get(BlobStore).remove(lost, new Date(Date.now() + 86_400_000));
    const file = (blobId: string) => node(entityId, 'a.txt', { blobId, type: 'text/plain' });
    const fault = { type: 'invalidProperties', description: 'blobId is no such file', properties: ['blobId'] };
    expect(await agent.call('FileNode/set', { create: { lost: file(lost), kept: file(kept) } })).toMatchObject({
      created: { kept: { size: 4 } },
      notCreated: { lost: fault },
    });
    const entry = (blobId: string) => {
      const attachments = [{ blobId, name: 'a.txt', type: 'text/plain' }];
      return { entityType: 'Task', entityId, text: 'See here', attachments };
    };
    expect(await agent.call('Comment/set', { create: { lost: entry(lost), kept: entry(kept) } })).toMatchObject({
      created: { kept: {} },
      notCreated: { lost: { type: 'invalidProperties', properties: ['attachments'] } },
    });
    expect(await agent.refused('Profile', { update: { singleton: { avatarBlobId: lost } } })).toMatchObject({
      properties: ['avatarBlobId'],
    });
  });

  test('a name is there once in a folder, in whatever case, and the next free one is offered', async () => {
    const id = await ticket();
    const first = await add(id, 'Report.pdf');
    expect(await refusal(node(id, 'report.PDF'))).toMatchObject({
      type: 'alreadyExists',
      description: 'There is "report.PDF" already; "report (2).PDF" is free',
    });
    const second = await add(id, 'Report (2).pdf');
    expect(await agent.refused('FileNode', { update: { [second.id]: { name: 'Report.pdf' } } })).toMatchObject({
      type: 'alreadyExists',
    });
    await agent.update('FileNode', first.id, { name: 'REPORT.pdf' });
    const folder = await add(id, 'Old');
    await add(id, 'Report.pdf', { parentId: folder.id });
    expect(await agent.refused('FileNode', { update: { [first.id]: { parentId: folder.id } } })).toMatchObject({
      type: 'alreadyExists',
    });
  });

  test('the trash keeps a name free, and gives back only where there is room', async () => {
    const id = await ticket();
    const [old, folder] = [await add(id, 'Plan.txt'), await add(id, 'Folder')];
    const inside = await add(id, 'Inside', { parentId: folder.id });
    await agent.update('FileNode', old.id, { isTrashed: true });
    expect(await find(old.id)).toMatchObject({ isTrashed: true });
    const fresh = await add(id, 'Plan.txt');
    expect(await agent.refused('FileNode', { update: { [old.id]: { isTrashed: false } } })).toMatchObject({
      type: 'alreadyExists',
    });
    await agent.update('FileNode', old.id, { isTrashed: false, name: 'Plan (old).txt' });
    expect(await agent.query('FileNode', { entityId: id, isTrashed: true })).toEqual([]);
    for (const one of [inside, folder]) await agent.update('FileNode', one.id, { isTrashed: true });
    expect(await agent.refused('FileNode', { update: { [inside.id]: { isTrashed: false } } })).toMatchObject({
      properties: ['parentId'],
    });
    expect(await refusal(node(id, 'x', { parentId: folder.id }))).toMatchObject({ properties: ['parentId'] });
    expect(await find(fresh.id)).toBeDefined();
  });

  test('a folder never lies in itself, in a file, in another ticket, or too deep', async () => {
    const [id, other] = [await ticket(), await ticket()];
    const outer = await add(id, 'Outer');
    const inner = await add(id, 'Inner', { parentId: outer.id });
    const blobId = await upload('x');
    const file = await add(id, 'file', { blobId, type: 'text/plain' });
    const elsewhere = await add(other, 'Elsewhere');
    for (const parentId of [outer.id, inner.id, file.id, elsewhere.id, UNKNOWN, 'x']) {
      const error = await agent.refused('FileNode', { update: { [outer.id]: { parentId } } });
      expect([parentId, error?.['properties']]).toEqual([parentId, ['parentId']]);
    }
    let parentId = inner.id;
    for (let depth = 3; depth <= 20; depth++) parentId = (await add(id, 'Deeper', { parentId })).id;
    expect(await refusal(node(id, 'Too deep', { parentId }))).toMatchObject({ properties: ['parentId'] });
    expect(await agent.refused('FileNode', { update: { [inner.id]: { parentId: null } } })).toBeNull();
    const tower = await add(id, 'Tower');
    const top = await add(id, 'Top', { parentId: tower.id });
    expect(await agent.refused('FileNode', { update: { [inner.id]: { parentId: top.id } } })).toMatchObject({
      properties: ['parentId'],
    });
  });

  test('what is in a folder goes with it, and all with the ticket', async () => {
    const id = await ticket();
    const folder = await add(id, 'Folder');
    const blobId = await upload('gone');
    const inside = await add(id, 'inside', { parentId: folder.id, blobId, type: 'text/plain' });
    const kept = await add(id, 'kept');
    expect(await agent.refused('FileNode', { destroy: folder.id })).toBeNull();
    expect((await agent.get('FileNode', [folder.id, inside.id])).notFound).toEqual([folder.id, inside.id]);
    expect((await admin.download(blobId)).status).toBe(404);
    const { state } = await agent.get('FileNode', []);
    expect(await agent.refused('Task', { destroy: id })).toBeNull();
    expect(await agent.call('FileNode/changes', { sinceState: state })).toMatchObject({ destroyed: [kept.id] });
    const rows = await host.database.manager.query<unknown[]>('SELECT id FROM core_file_node WHERE entityId = ?', [
      Number(id),
    ]);
    expect(rows).toEqual([]);
  });

  test("a person's files have room up to the quota, and not a byte more", async () => {
    const id = await ticket();
    const filler = await host.person('filler', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${filler.principalId}/mayWrite`]: true }).catch(() => undefined);
    await admin.update('TaskList', list, {
      [`shareWith/${filler.principalId}`]: { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true },
    });
    await admin.update('CoreSettings', 'singleton', { fileQuota: 1 });
    const blobId = await filler.upload(Buffer.alloc(500_000, 1));
    const first = await filler.create('FileNode', node(id, 'half', { blobId }));
    await filler.create('FileNode', node(id, 'whole', { blobId }));
    const byte = await filler.upload(Buffer.from('x'));
    expect(await refusal(node(id, 'more', { blobId: byte }), filler)).toMatchObject({ type: 'overQuota' });
    await filler.update('FileNode', first.id, { isTrashed: true });
    expect(await refusal(node(id, 'more', { blobId: byte }), filler)).toMatchObject({ type: 'overQuota' });
    expect(await filler.refused('FileNode', { destroy: first.id })).toBeNull();
    await filler.create('FileNode', node(id, 'more', { blobId: byte }));
    await admin.update('CoreSettings', 'singleton', { fileQuota: 10_000 });
  });

  test('all files together have room up to the quota of the host, and 0 is no limit', async () => {
    const id = await ticket();
    const used = (
      await host.database.manager.query<{ size: string }[]>('SELECT SUM(size) AS size FROM core_file_node')
    )[0];
    const megabytes = Math.ceil((Number(used?.size ?? 0) + 1) / 1_000_000);
    await admin.update('CoreSettings', 'singleton', { hostFileQuota: megabytes });
    const blobId = await agent.upload(Buffer.alloc(1_000_001, 2));
    expect(await refusal(node(id, 'more', { blobId }))).toMatchObject({ type: 'overQuota' });
    await admin.update('CoreSettings', 'singleton', { hostFileQuota: 0 });
    expect(await refusal(node(id, 'more', { blobId }))).toBeNull();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a type without files', { entityType: 'Comment' }, 'entityType'],
    ['a type of nobody', { entityType: "Task' OR '1'='1" }, 'entityType'],
    ['an unknown object', { entityId: UNKNOWN }, 'entityId'],
    ['no id', { entityId: 'none' }, 'entityId'],
    ['an unknown content', { blobId: NO_BLOB }, 'blobId'],
    ['a path for content', { blobId: '../../../etc/passwd' }, 'blobId'],
    ['a size', { size: 7 }, 'size'],
    ['a trash of words', { isTrashed: 'yes' }, 'isTrashed'],
  ])('%s is refused by the name of the property', async (_what, wrong, property) => {
    const id = await ticket();
    expect(await refusal(node(id, 'x', wrong))).toMatchObject({ type: 'invalidProperties', properties: [property] });
    expect(await agent.query('FileNode', { entityType: 'Task', entityId: id })).toEqual([]);
  });
});
