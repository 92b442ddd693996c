import { createHash, randomBytes } from 'node:crypto';
import { Credentials } from '../../core/auth/credentials.service';
import { BlobStore } from '../../core/files/blob-store';
import { OrphanBlobs } from '../../core/files/orphan-blobs.job';
import { MOST_DATA_SOURCES } from '../../core/jmap/limits';
import { type Answer, Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const CORE = 'urn:ietf:params:jmap:core';
const BLOB = 'urn:ietf:params:jmap:blob';
const DAY = 24 * 3600;
/** One grey pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
const NOBODYS = `B${'0'.repeat(64)}`;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

/** RFC 9404: blobs made, read and looked for inside ordinary requests. */
describe.each(testDatabases())('$name', (database) => {
  const clock = new FixedClock(new Date().toISOString());
  let host: TestHost;
  let ada: Client;
  let bob: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock, configuration: { maxUploadSize: 300_000 } });
    ada = await host.admin();
    bob = await host.person('bob');
    [list = ''] = await ada.query('TaskList');
  });
  afterAll(() => host.drop());

  const make = async (data: unknown, more: Json = {}, person = ada): Promise<Json> => {
    const answer = await person.call('Blob/upload', { create: { k: { data, ...more } } });
    return ((answer['created'] ?? answer['notCreated']) as Json)['k'] as Json;
  };
  const read = async (id: string, args: Json = {}, person = ada): Promise<Json> => {
    const answer = await person.call('Blob/get', { ids: [id], ...args });
    return (answer['list'] as Json[])[0] ?? answer;
  };
  const task = async (more: Json = {}): Promise<string> =>
    (await ada.create('Task', { title: 'With a file', taskListId: list, ...more })).id;
  const commented = async (blobId: string, isPrivate = false, entityId = ''): Promise<string> => {
    const on = { entityType: 'Task', entityId: entityId || (await task()) };
    const attachments = [{ blobId, name: 'a.txt', type: 'text/plain' }];
    return (await ada.create('Comment', { ...on, text: 'x', isPrivate, attachments })).id;
  };
  const secret = (name: string): Promise<string> =>
    host.get(Credentials).createAppPassword(Number(ada.principalId), name);
  /** Ada, with these capabilities alone. */
  const using = async (...capabilities: readonly string[]): Promise<Client> =>
    new Client(host.server, capabilities, ada.principalId, await secret(capabilities.join()));

  test('the session says what may be done with blobs (§3.1)', async () => {
    const session = await ada.session<Json>();
    expect(session['capabilities'][BLOB]).toEqual({});
    const { maxDataSources, ...more } = session['accounts'].g1.accountCapabilities[BLOB] as Json;
    expect(maxDataSources).toBeGreaterThanOrEqual(64);
    expect(more).toEqual({
      maxSizeBlobSet: 300_000,
      supportedTypeNames: expect.arrayContaining(['Comment']),
      supportedDigestAlgorithms: ['sha', 'sha-256', 'sha-512'],
    });
  });

  test('what the session promises is kept, and no more (§3.1)', async () => {
    const session = await ada.session<Json>();
    const promised = session['accounts'].g1.accountCapabilities[BLOB] as Json;
    const typeNames = promised['supportedTypeNames'] as string[];
    const [{ matchedIds } = {}] = (await ada.call('Blob/lookup', { typeNames, ids: [NOBODYS] }))['list'] as Json[];
    expect(Object.keys(matchedIds as Json)).toEqual(typeNames);
    const names = (promised['supportedDigestAlgorithms'] as string[]).map((name) => `digest:${name}`);
    const { id } = await make([{ 'data:asText': 'x' }]);
    expect(Object.keys(await read(id as string, { properties: names }))).toEqual(['id', ...names]);

    const sources = (count: number) => Array.from({ length: count }, () => ({ 'data:asText': 'x' }));
    expect(await make(sources(promised['maxDataSources'] as number))).toMatchObject({ size: MOST_DATA_SOURCES });
    expect(await make(sources(MOST_DATA_SOURCES + 1))).toMatchObject({ type: 'tooLarge' });
    const most = promised['maxSizeBlobSet'] as number;
    expect(await make([{ 'data:asText': 'x'.repeat(most) }])).toMatchObject({ size: most });
    const half = await ada.upload(Buffer.alloc(most / 2));
    expect(await make([{ blobId: half }, { blobId: half }])).toMatchObject({ size: most });
    for (const data of [
      [{ 'data:asText': 'x'.repeat(most + 1) }],
      [{ blobId: half }, { blobId: half }, { 'data:asText': 'x' }],
    ]) {
      expect(await make(data)).toMatchObject({ type: 'tooLarge' });
    }
  });

  test('its capability selects the methods, and that of the core Blob/copy (§4)', async () => {
    const [core, blob] = [await using(CORE), await using(BLOB)];
    for (const [name, args] of [
      ['Blob/upload', { create: {} }],
      ['Blob/get', { ids: [] }],
      ['Blob/lookup', { typeNames: [], ids: [] }],
    ] as const) {
      expect([name, (await core.call(name, args))['type']]).toEqual([name, 'unknownMethod']);
      expect([name, (await blob.call(name, args))['type']]).toEqual([name, undefined]);
    }
    const copy = { fromAccountId: 'g2', blobIds: [] };
    expect((await core.call('Blob/copy', copy))['type']).toBe('fromAccountNotFound');
    expect((await blob.call('Blob/copy', copy))['type']).toBe('unknownMethod');
    expect((await ada.call('Blob/set', { create: {} }))['type']).toBe('unknownMethod');
  });

  describe('Blob/upload (§4.1)', () => {
    test('makes a blob of texts, of base64 and of parts of other blobs', async () => {
      const other = await ada.upload(Buffer.from('0123456789'));
      const made = await make(
        [
          { 'data:asText': 'Größe ' },
          { 'data:asBase64': base64('😀 ') },
          { blobId: other, offset: 3, length: 4 },
          { blobId: other, offset: 8 },
          { blobId: other, length: 2 },
        ],
        { type: 'text/plain' },
      );
      const bytes = Buffer.from('Größe 😀 34568901');
      expect(made).toEqual({ id: expect.any(String), type: 'text/plain', size: bytes.length });
      expect((await ada.download(made['id'] as string)).bytes).toEqual(bytes);
      expect(await make([])).toMatchObject({ size: 0, type: null });
      const large = randomBytes(200_000);
      const whole = await ada.upload(large);
      const part = await make([{ blobId: whole, offset: 70_000, length: 100_001 }]);
      expect((await ada.download(part['id'] as string)).bytes).toEqual(large.subarray(70_000, 170_001));
    });

    test('what cannot be understood is refused, never guessed, and each creation by itself', async () => {
      const other = await ada.upload(Buffer.from('0123456789'));
      for (const [data, type] of [
        [[{ 'data:asBase64': 'not base64!' }], 'invalidProperties'],
        [[{ 'data:asBase64': 'QUJD\nQUJD' }], 'invalidProperties'],
        [[{ 'data:asBase64': 'QQ' }], 'invalidProperties'],
        [[{ 'data:asBase64': 'QQ=' }], 'invalidProperties'],
        [[{ 'data:asBase64': 'QUJD=' }], 'invalidProperties'],
        [[{ 'data:asBase64': 'QR==' }], 'invalidProperties'],
        [[{ 'data:asBase64': '_-8=' }], 'invalidProperties'],
        [[{ 'data:asText': 7 }], 'invalidProperties'],
        [[{ 'data:asText': 'a', 'data:asBase64': 'YQ==' }], 'invalidProperties'],
        [[{ 'data:asText': 'a', blobId: other }], 'invalidProperties'],
        [[{ 'data:asText': 'a', offset: 0 }], 'invalidProperties'],
        [[{ 'data:asText': null }], 'invalidProperties'],
        [[{ 'data:asText': null, 'data:asBase64': null }], 'invalidProperties'],
        [[{ blobId: null }], 'invalidProperties'],
        [[{}], 'invalidProperties'],
        ['text', 'invalidProperties'],
        [undefined, 'invalidProperties'],
        [[{ blobId: other, offset: 11 }], 'invalidProperties'],
        [[{ blobId: other, offset: 8, length: 3 }], 'invalidProperties'],
        [[{ blobId: other, offset: -1 }], 'invalidProperties'],
        [[{ blobId: NOBODYS }], 'blobNotFound'],
        [[{ blobId: '../../secret.key' }], 'blobNotFound'],
        [[{ blobId: '#nothing' }], 'blobNotFound'],
      ] as const) {
        expect([data, (await make(data))['type']]).toEqual([data, type]);
      }
      expect(
        await ada.call('Blob/upload', { create: { good: { data: [] }, bad: { data: 1 }, worse: null } }),
      ).toMatchObject({
        created: { good: { size: 0 } },
        notCreated: { bad: { type: 'invalidProperties', properties: ['data'] }, worse: { type: 'invalidProperties' } },
      });
    });

    test('answers like the creations of a /set, without states, as blobs have none', async () => {
      const create = { k: { data: [{ 'data:asText': 'x' }] } };
      const blob = { id: expect.any(String) as string, type: null, size: 1 };
      expect(await ada.call('Blob/upload', { create })).toEqual({
        accountId: 'g1',
        created: { k: blob },
        notCreated: null,
      });
      for (const more of [{ update: {} }, { destroy: [] }, { ifInState: null }]) {
        expect((await ada.call('Blob/upload', { create, ...more }))['type']).toBe('invalidArguments');
      }
    });

    test('tells all that the upload address tells of a blob', async () => {
      const response = await host.server.inject({
        method: 'POST',
        url: '/jmap/upload/g1',
        headers: { authorization: `Bearer ${await secret('upload')}`, 'content-type': 'text/plain' },
        payload: 'told alike',
      });
      const { accountId: _account, blobId: id, ...told } = response.json<Json>();
      expect(await make([{ 'data:asText': 'told alike' }], { type: 'text/plain' })).toEqual({ id, ...told });
    });

    test('text that is no UTF-8 is refused, and its request with it', async () => {
      const authorization = `Bearer ${await secret('raw')}`;
      const upload = { accountId: 'g1', create: { k: { data: [{ 'data:asText': 'TEXT' }] } } };
      const request = JSON.stringify({ using: [CORE, BLOB], methodCalls: [['Blob/upload', upload, '0']] });
      for (const [text, status] of [
        [Buffer.from('ü'), 200],
        [Buffer.from('ü', 'latin1'), 400],
        [Buffer.from('\\ud83d'), 400],
      ] as const) {
        const [before = '', after = ''] = request.split('TEXT');
        const payload = Buffer.concat([Buffer.from(before), text, Buffer.from(after)]);
        const headers = { authorization, 'content-type': 'application/json' };
        const response = await host.server.inject({ method: 'POST', url: '/jmap/api', headers, payload });
        expect([text, response.statusCode]).toEqual([text, status]);
      }
    });

    test('a source that is null is none, and one or other end of a range may be left out', async () => {
      const other = (await make([{ 'data:asText': 'abc', 'data:asBase64': null }]))['id'] as string;
      const sources = [
        { 'data:asBase64': 'ZA==', 'data:asText': null },
        { blobId: other, offset: 1, length: null, 'data:asText': null },
        { blobId: other, offset: null, length: 2 },
        { blobId: other, offset: 3, length: 0 },
      ];
      expect(await read((await make(sources))['id'] as string)).toMatchObject({ 'data:asText': 'dbcab' });
    });

    test('whether the bytes are of the type told is not asked (§5)', async () => {
      const { id, ...told } = await make([{ 'data:asText': 'no picture' }], { type: 'image/png' });
      expect(told).toEqual({ type: 'image/png', size: 10 });
      expect(await read(id as string)).toMatchObject({ 'data:asText': 'no picture' });
    });

    test('what is made waits to be used as long as what is uploaded', async () => {
      const [one, other] = [
        (await make([{ 'data:asText': 'made' }]))['id'] as string,
        await ada.upload(Buffer.from('sent')),
      ];
      const wait = async (seconds: number): Promise<number[]> => {
        clock.advance(seconds);
        await host.get(OrphanBlobs).run(new AbortController().signal);
        return [(await ada.download(one)).status, (await ada.download(other)).status];
      };
      expect(await wait(3 * DAY - 60)).toEqual([200, 200]);
      expect(await wait(120)).toEqual([404, 404]);
    });

    test('its creation ids name blobs in the rest of the request, wherever an object holds a blob', async () => {
      const on = { entityType: 'Task', entityId: await task() };
      const attachments = [{ blobId: '#two', name: 'two.txt', type: 'text/plain' }];
      const [, second, , got, comment, file, profile] = await ada.request(
        ['Blob/upload', { create: { one: { data: [{ 'data:asText': 'one' }] } } }],
        ['Blob/upload', { create: { two: { data: [{ blobId: '#one' }, { 'data:asText': '+two' }] } } }],
        ['Blob/upload', { create: { picture: { data: [{ 'data:asBase64': PNG }], type: 'image/png' } } }],
        ['Blob/get', { ids: ['#two'] }],
        ['Comment/set', { create: { c: { ...on, text: 'x', isPrivate: false, attachments } } }],
        ['FileNode/set', { create: { f: { ...on, name: 'two.txt', blobId: '#two' } } }],
        ['Profile/set', { update: { singleton: { avatarBlobId: '#picture' } } }],
      );
      const { id } = (second![1]['created'] as Json)['two'] as Json;
      expect(got![1]['list']).toEqual([{ id, size: 7, 'data:asText': 'one+two' }]);
      const made = (answer?: Answer): string =>
        (Object.values(answer![1]['created'] as Json)[0] as Json)['id'] as string;
      const [{ attachments: attached } = {}] = (await ada.get<Json>('Comment', [made(comment)])).list;
      expect(attached).toMatchObject([{ blobId: id, name: 'two.txt' }]);
      expect((await ada.get<Json>('FileNode', [made(file)])).list).toMatchObject([{ blobId: id, size: 7 }]);
      expect(profile![1]).toMatchObject({ notUpdated: null });
    });

    test('its creation ids come back with those of the request', async () => {
      const methodCalls = [['Blob/upload', { accountId: 'g1', create: { one: { data: [] }, bad: {} } }, '0']];
      const answer = await ada.post('/jmap/api', { using: [CORE, BLOB], methodCalls, createdIds: { old: NOBODYS } });
      const { createdIds, methodResponses } = JSON.parse(answer.bytes.toString()) as Json;
      expect(createdIds).toEqual({ old: NOBODYS, one: methodResponses[0][1].created.one.id });
    });
  });

  describe('Blob/get (§4.2)', () => {
    test('answers text as text and other bytes as base64', async () => {
      const text = await ada.upload(Buffer.from('Grüße 😀'));
      const bytes = Buffer.from([0xff, 0x00, 0x41]);
      const binary = await ada.upload(bytes);
      expect(await read(text)).toEqual({ id: text, size: 12, 'data:asText': 'Grüße 😀' });
      expect(await read(binary)).toEqual({
        id: binary,
        size: 3,
        'data:asBase64': base64(bytes),
        isEncodingProblem: true,
      });
      expect(await read(binary, { properties: ['data:asText'] })).toEqual({
        id: binary,
        'data:asText': null,
        isEncodingProblem: true,
      });
      expect(await read(text, { properties: ['data:asBase64'] })).toEqual({
        id: text,
        'data:asBase64': base64('Grüße 😀'),
      });
      expect(await read(text, { properties: ['size'] })).toEqual({ id: text, size: 12 });
      expect(await read(text, { properties: [] })).toEqual({ id: text });
      expect(await read(binary, { properties: ['data', 'data:asText'] })).toEqual({
        id: binary,
        'data:asText': null,
        'data:asBase64': base64(bytes),
        isEncodingProblem: true,
      });
      expect(await read(binary, { properties: ['data:asBase64'] })).toEqual({
        id: binary,
        'data:asBase64': base64(bytes),
      });
    });

    test('each blob is answered once, however often and by whatever name it is asked for', async () => {
      const create = { a: { data: [{ 'data:asText': 'same' }] }, b: { data: [{ 'data:asText': 'same' }] } };
      const id = await ada.upload(Buffer.from('same'));
      const [, got, found] = await ada.request(
        ['Blob/upload', { create }],
        ['Blob/get', { ids: ['#a', id, '#b', NOBODYS, '#nothing', NOBODYS], properties: ['size'] }],
        ['Blob/lookup', { ids: ['#a', id, '#b'], typeNames: ['Comment'] }],
      );
      expect(got![1]).toEqual({ accountId: 'g1', list: [{ id, size: 4 }], notFound: [NOBODYS, '#nothing'] });
      expect(found![1]['list']).toEqual([{ id, matchedIds: { Comment: [] } }]);
    });

    test('a blob whose bytes are lost is not found, and the others are', async () => {
      const [lost, kept] = [await ada.upload(Buffer.from('lost')), await ada.upload(Buffer.from('kept'))];
      await host.get(BlobStore).remove(lost, new Date(Date.now() + DAY * 1000));
      expect(await ada.call('Blob/get', { ids: [lost, kept], properties: ['size'] })).toEqual({
        accountId: 'g1',
        list: [{ id: kept, size: 4 }],
        notFound: [lost],
      });
      const create = { a: { data: [{ blobId: kept }] }, b: { data: [{ blobId: lost }] } };
      expect(await ada.call('Blob/upload', { create })).toMatchObject({
        created: { a: { id: kept } },
        notCreated: { b: { type: 'blobNotFound' } },
      });
    });

    test('a range is read as such, and told when the blob ends before it', async () => {
      const id = await ada.upload(Buffer.from('0123456789'));
      for (const [range, text, isTruncated] of [
        [{ offset: 2, length: 3 }, '234', undefined],
        [{ offset: 8 }, '89', undefined],
        [{ length: 10 }, '0123456789', undefined],
        [{ offset: 8, length: 3 }, '89', true],
        [{ length: 11 }, '0123456789', true],
        [{ offset: 10 }, '', undefined],
        [{ offset: 11 }, '', true],
        [{ offset: 2, length: 0 }, '', undefined],
      ] as const) {
        const answer = await read(id, range);
        expect([range, answer]).toEqual([
          range,
          { id, size: 10, 'data:asText': text, ...(isTruncated ? { isTruncated } : {}) },
        ]);
      }
      expect(await read(id, { offset: 11, properties: ['data:asBase64', 'digest:sha'] })).toEqual({
        id,
        'data:asBase64': '',
        'digest:sha': createHash('sha1').digest('base64'),
        isTruncated: true,
      });
    });

    test('only the bytes of the range need be text', async () => {
      const bytes = Buffer.from('fox \x81\x81 ü', 'latin1');
      const id = await ada.upload(bytes);
      for (const [range, answer] of [
        [{ length: 4 }, { 'data:asText': 'fox ' }],
        [
          { offset: 4, length: 1 },
          { 'data:asBase64': 'gQ==', isEncodingProblem: true },
        ],
        [
          { offset: 4, length: 9 },
          { 'data:asBase64': 'gYEg/A==', isEncodingProblem: true, isTruncated: true },
        ],
      ] as const) {
        expect([range, await read(id, range)]).toEqual([range, { id, size: bytes.length, ...answer }]);
      }
      // Half a character is no text.
      const umlaut = await ada.upload(Buffer.from('aü'));
      expect(await read(umlaut, { length: 2 })).toEqual({
        id: umlaut,
        size: 3,
        'data:asBase64': 'YcM=',
        isEncodingProblem: true,
      });
      expect(await read(umlaut, { offset: 2, properties: ['data:asText'] })).toEqual({
        id: umlaut,
        'data:asText': null,
        isEncodingProblem: true,
      });
    });

    test('the size alone is answered without the blob being read', async () => {
      const id = await ada.upload(Buffer.from('0123456789'));
      const reads = jest.spyOn(host.get(BlobStore), 'read');
      expect(await read(id, { properties: ['size'], offset: 2, length: 3 })).toEqual({ id, size: 10 });
      expect(reads).not.toHaveBeenCalled();
      expect(await read(id, { properties: ['data', 'digest:sha', 'size'] })).toMatchObject({ size: 10 });
      expect(reads).toHaveBeenCalledTimes(1);
      reads.mockRestore();
    });

    test('digests are those of the range', async () => {
      const bytes = randomBytes(150_000);
      const id = await ada.upload(bytes);
      const properties = ['digest:sha', 'digest:sha-256', 'digest:sha-512'];
      const digest = (algorithm: string, of: Buffer): string => createHash(algorithm).update(of).digest('base64');
      for (const [offset, length] of [
        [0, 150_000],
        [70_000, 1],
        [1, 149_999],
      ] as const) {
        const of = bytes.subarray(offset, offset + length);
        expect(await read(id, { properties, offset, length })).toEqual({
          id,
          'digest:sha': digest('sha1', of),
          'digest:sha-256': digest('sha256', of),
          'digest:sha-512': digest('sha512', of),
        });
      }
    });

    test('wrong arguments are refused', async () => {
      for (const args of [
        { properties: ['digest:md5'] },
        { properties: ['digest:'] },
        { properties: ['name'] },
        { offset: -1 },
        { length: 1.5 },
        { ids: null },
        { ids: 'x' },
        { nonsense: 1 },
      ]) {
        const answer = await ada.call('Blob/get', { ids: [NOBODYS], ...args });
        expect([args, answer['type']]).toEqual([args, 'invalidArguments']);
      }
      const many = Array.from({ length: 501 }, (_, index) => `B${String(index).padStart(64, '0')}`);
      expect((await ada.call('Blob/get', { ids: many }))['type']).toBe('requestTooLarge');
      // A hundred readings of a large blob are no way to fill the memory.
      const large = await ada.upload(randomBytes(300_000));
      const ids: string[] = [];
      for (let index = 0; index < 34; index++) {
        ids.push((await make([{ 'data:asText': String(index) }, { blobId: large, length: 299_990 }]))['id'] as string);
      }
      expect((await ada.call('Blob/get', { ids }))['type']).toBe('requestTooLarge');
      expect((await ada.call('Blob/get', { ids, properties: ['size', 'digest:sha'] }))['list']).toHaveLength(34);
    });
  });

  describe('Blob/lookup (§4.3)', () => {
    test('finds the objects that hold a blob, of the types asked for', async () => {
      const blobId = await ada.upload(Buffer.from('looked for'));
      const [one, two] = [await commented(blobId), await commented(blobId)];
      expect(await ada.call('Blob/lookup', { typeNames: ['Comment'], ids: [blobId, NOBODYS, blobId] })).toEqual({
        accountId: 'g1',
        list: [
          { id: blobId, matchedIds: { Comment: [one, two] } },
          { id: NOBODYS, matchedIds: { Comment: [] } },
        ],
      });
      expect((await ada.call('Blob/lookup', { typeNames: [], ids: [blobId] }))['list']).toEqual([
        { id: blobId, matchedIds: {} },
      ]);
      const on = { entityType: 'Task', entityId: await task() };
      const file = await ada.create('FileNode', { ...on, name: 'a.txt', blobId });
      expect((await ada.call('Blob/lookup', { typeNames: ['FileNode', 'Comment'], ids: [blobId] }))['list']).toEqual([
        { id: blobId, matchedIds: { FileNode: [file.id], Comment: [one, two] } },
      ]);
    });

    test('a type that holds no blobs, or whose capability is not in use, is refused', async () => {
      const blobId = await ada.upload(Buffer.from('looked for'));
      const bare = await using(CORE, BLOB);
      for (const [person, typeNames] of [
        [bare, ['Comment']],
        [ada, ['Task']],
        [ada, ['Comment', 'Nothing']],
      ] as const) {
        const answer = await person.call('Blob/lookup', { typeNames, ids: [blobId] });
        expect([typeNames, answer['type'], answer['list']]).toEqual([typeNames, 'unknownDataType', undefined]);
      }
    });

    test('wrong arguments of a lookup are refused', async () => {
      for (const args of [
        { typeNames: null },
        { typeNames: 'Comment' },
        { ids: null },
        { ids: [7] },
        { nonsense: 1 },
      ]) {
        const answer = await ada.call('Blob/lookup', { typeNames: ['Comment'], ids: [], ...args });
        expect([args, answer['type']]).toEqual([args, 'invalidArguments']);
      }
      const ids = Array.from({ length: 501 }, (_, index) => `B${String(index).padStart(64, '0')}`);
      expect((await ada.call('Blob/lookup', { typeNames: ['Comment'], ids }))['type']).toBe('requestTooLarge');
    });
  });

  test('somebody else is shown neither the bytes, nor where they are used, nor that they exist (§5)', async () => {
    const blobId = await ada.upload(Buffer.from('secret'));
    await commented(blobId);
    await commented(blobId, true);
    const made = (await make([{ 'data:asText': 'made by ada' }]))['id'] as string;
    for (const id of [blobId, made, NOBODYS]) {
      expect(await read(id, {}, bob)).toEqual({ accountId: 'g1', list: [], notFound: [id] });
      expect(await make([{ blobId: id }], {}, bob)).toMatchObject({ type: 'blobNotFound' });
      expect((await bob.call('Blob/lookup', { typeNames: ['Comment'], ids: [id] }))['list']).toEqual([
        { id, matchedIds: { Comment: [] } },
      ]);
      expect((await bob.download(id)).status).toBe(404);
    }
    // The same bytes, sent by oneself, are one's own; where others use them stays hidden.
    expect(await bob.upload(Buffer.from('secret'))).toBe(blobId);
    expect(await read(blobId, {}, bob)).toMatchObject({ 'data:asText': 'secret' });
    expect((await bob.call('Blob/lookup', { typeNames: ['Comment'], ids: [blobId] }))['list']).toEqual([
      { id: blobId, matchedIds: { Comment: [] } },
    ]);
  });

  test('of the objects that hold a blob, each person is told those they see (§5)', async () => {
    const blobId = await ada.upload(Buffer.from('seen in part'));
    const [taskListId] = await ada.query('TaskList', { role: 'support' });
    const shared = await task({ taskListId, customerId: bob.principalId });
    const seen = await commented(blobId, false, shared);
    const comments = [seen, await commented(blobId, true, shared), await commented(blobId)];
    for (const [person, Comment] of [
      [ada, comments],
      [bob, [seen]],
    ] as const) {
      const { list: found } = await person.call('Blob/lookup', { typeNames: ['Comment'], ids: [blobId] });
      expect(found).toEqual([{ id: blobId, matchedIds: { Comment } }]);
    }
    expect(await read(blobId, {}, bob)).toMatchObject({ 'data:asText': 'seen in part' });
  });
});
