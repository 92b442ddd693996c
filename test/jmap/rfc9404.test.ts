import { createHash, randomBytes } from 'node:crypto';
import { Credentials } from '../../core/auth/credentials.service';
import { MOST_DATA_SOURCES } from '../../core/jmap/limits';
import { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const BLOB = 'urn:ietf:params:jmap:blob';
const NOBODYS = `B${'0'.repeat(64)}`;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

/** RFC 9404: blobs made, read and looked for inside ordinary requests. */
describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let ada: Client;
  let bob: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { configuration: { maxUploadSize: 300_000 } });
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
  const commented = async (blobId: string, isPrivate = false): Promise<{ task: string; comment: string }> => {
    const task = await ada.create('Task', { title: 'With a file', taskListId: list });
    const attachments = [{ blobId, name: 'a.txt', type: 'text/plain' }];
    const comment = await ada.create('Comment', {
      entityType: 'Task',
      entityId: task.id,
      text: 'x',
      isPrivate,
      attachments,
    });
    return { task: task.id, comment: comment.id };
  };

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
        [[{ 'data:asText': 7 }], 'invalidProperties'],
        [[{ 'data:asText': 'a', 'data:asBase64': 'YQ==' }], 'invalidProperties'],
        [[{}], 'invalidProperties'],
        ['text', 'invalidProperties'],
        [undefined, 'invalidProperties'],
        [[{ blobId: other, offset: 11 }], 'invalidProperties'],
        [[{ blobId: other, offset: 8, length: 3 }], 'invalidProperties'],
        [[{ blobId: other, offset: -1 }], 'invalidProperties'],
        [[{ blobId: NOBODYS }], 'blobNotFound'],
        [[{ blobId: '../../secret.key' }], 'blobNotFound'],
        [Array.from({ length: MOST_DATA_SOURCES + 1 }, () => ({ 'data:asText': '' })), 'tooLarge'],
        [[{ 'data:asText': 'x'.repeat(300_001) }], 'tooLarge'],
      ] as const) {
        expect([data, (await make(data))['type']]).toEqual([data, type]);
      }
      expect(await make(Array.from({ length: MOST_DATA_SOURCES }, () => ({ 'data:asText': 'x' })))).toMatchObject({
        size: MOST_DATA_SOURCES,
      });
      expect(
        await ada.call('Blob/upload', { create: { good: { data: [] }, bad: { data: 1 }, worse: null } }),
      ).toMatchObject({
        created: { good: { size: 0 } },
        notCreated: { bad: { type: 'invalidProperties', properties: ['data'] }, worse: { type: 'invalidProperties' } },
      });
    });

    test('its creation ids name blobs in the rest of the request, also inside an object', async () => {
      const task = await ada.create('Task', { title: 'Named blob', taskListId: list });
      const [, second, got, comment] = await ada.request(
        ['Blob/upload', { create: { one: { data: [{ 'data:asText': 'one' }] } } }],
        ['Blob/upload', { create: { two: { data: [{ blobId: '#one' }, { 'data:asText': '+two' }] } } }],
        ['Blob/get', { ids: ['#two'] }],
        [
          'Comment/set',
          {
            create: {
              c: {
                entityType: 'Task',
                entityId: task.id,
                text: 'x',
                isPrivate: false,
                attachments: [{ blobId: '#two', name: 'two.txt', type: 'text/plain' }],
              },
            },
          },
        ],
      );
      const { id } = (second![1]['created'] as Json)['two'] as Json;
      expect(got![1]['list']).toEqual([{ id, size: 7, 'data:asText': 'one+two' }]);
      const created = (comment![1]['created'] as Json)['c'] as Json;
      const [{ attachments } = {}] = (await ada.get<Json>('Comment', [created['id'] as string])).list;
      expect(attachments).toMatchObject([{ blobId: id, name: 'two.txt' }]);
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
      // Half a character is no text.
      const umlaut = await ada.upload(Buffer.from('aü'));
      expect(await read(umlaut, { length: 2 })).toMatchObject({ isEncodingProblem: true });
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
          { id: blobId, matchedIds: { Comment: [one.comment, two.comment] } },
          { id: NOBODYS, matchedIds: { Comment: [] } },
        ],
      });
      expect((await ada.call('Blob/lookup', { typeNames: [], ids: [blobId] }))['list']).toEqual([
        { id: blobId, matchedIds: {} },
      ]);
      // A type whose capability the request does not name is not known either.
      const token = await host.get(Credentials).createAppPassword(Number(ada.principalId), 'blobs alone');
      const bare = new Client(host.server, ['urn:ietf:params:jmap:core', BLOB], ada.principalId, token);
      expect((await bare.call('Blob/lookup', { typeNames: ['Comment'], ids: [blobId] }))['type']).toBe(
        'unknownDataType',
      );
      for (const typeNames of [['Task'], ['Comment', 'Nothing']]) {
        expect((await ada.call('Blob/lookup', { typeNames, ids: [] }))['type']).toBe('unknownDataType');
      }
    });
  });

  test('somebody else is shown neither the bytes, nor where they are used, nor that they exist (§5)', async () => {
    const blobId = await ada.upload(Buffer.from('secret'));
    await commented(blobId);
    await commented(blobId, true);
    for (const id of [blobId, NOBODYS]) {
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
});
