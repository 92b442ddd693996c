import { randomBytes } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { Credentials } from '../../core/auth/credentials.service';
import { Directory } from '../../core/auth/directory.service';
import { ChangesMethod } from '../../core/jmap/changes.method';
import { Get } from '../../core/jmap/get';
import { limits } from '../../core/jmap/limits';
import { delay } from '../../core/ports/timers';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const CORE = 'urn:ietf:params:jmap:core';
const TASKS = 'urn:groupware:tasks';
const COMMENTS = 'urn:groupware:comments';
/** With or without a charset. */
const PROBLEM_TYPE = expect.stringContaining('application/problem+json') as string;
const PROBLEM = 'urn:ietf:params:jmap:error:';

/** RFC 8620, for all that exists here, through the door. Sections are named in the titles. */
describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Client;
  let token: string;
  let list: string;
  let address: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { configuration: { maxUploadSize: 300_000 } });
    admin = await host.admin();
    token = await host.get(Credentials).createAppPassword(Number(admin.principalId), 'protocol');
    [list = ''] = await admin.query('TaskList');
    address = await host.server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => host.drop());

  const send = (options: InjectOptions & { as?: string }) =>
    host.server.inject({ headers: { authorization: `Bearer ${options.as ?? token}` }, ...options });
  const post = (payload: unknown, type = 'application/json') =>
    send({
      method: 'POST',
      url: '/jmap/api',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    });
  const ask = async (methodCalls: unknown[], more: Json = {}): Promise<Json> => {
    const response = await post({ using: [CORE, TASKS, COMMENTS], methodCalls, ...more });
    expect([response.statusCode, response.body.slice(0, 200)]).toEqual([200, expect.any(String)]);
    return response.json<Json>();
  };
  const call = async (name: string, args: Json = {}): Promise<Json> => {
    const { methodResponses } = await ask([[name, { accountId: 'g1', ...args }, 'c']]);
    return (methodResponses as [string, Json, string][])[0]![1];
  };
  const task = async (title: string, more: Json = {}): Promise<string> =>
    (await admin.create('Task', { title, taskListId: list, ...more })).id;

  describe('session (§2)', () => {
    test('names capabilities, the account and absolute addresses', async () => {
      const response = await send({
        method: 'GET',
        url: '/.well-known/jmap',
        headers: { authorization: `Bearer ${token}`, host: 'desk.example:8080' },
      });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain('application/json');
      expect(response.headers['cache-control']).toMatch(/no-cache|no-store/);
      const session = response.json<Json>();
      const core = session['capabilities'][CORE];
      for (const limit of [
        'maxSizeUpload',
        'maxConcurrentUpload',
        'maxSizeRequest',
        'maxConcurrentRequests',
        'maxCallsInRequest',
        'maxObjectsInGet',
        'maxObjectsInSet',
      ]) {
        expect([limit, Number.isInteger(core[limit]), core[limit] > 0]).toEqual([limit, true, true]);
      }
      expect(core['maxSizeUpload']).toBe(300_000);
      expect(core['collationAlgorithms']).toEqual(expect.any(Array));
      expect(session['accounts']).toEqual({
        g1: { name: expect.any(String), isPersonal: false, isReadOnly: false, accountCapabilities: expect.any(Object) },
      });
      expect(Object.keys(session['accounts'].g1.accountCapabilities)).toEqual(
        expect.arrayContaining([TASKS, COMMENTS]),
      );
      expect(session['primaryAccounts']).toMatchObject({ [TASKS]: 'g1' });
      expect(session['primaryAccounts'][CORE]).toBeUndefined();
      expect(session['username']).toBe('admin');
      for (const [key, variables] of [
        ['apiUrl', []],
        ['downloadUrl', ['accountId', 'blobId', 'name', 'type']],
        ['uploadUrl', ['accountId']],
        ['eventSourceUrl', ['types', 'closeafter', 'ping']],
      ] as const) {
        expect(session[key]).toMatch(/^http:\/\/desk\.example:8080\//);
        for (const variable of variables) expect(session[key]).toContain(`{${variable}}`);
      }
      expect(session['state']).toEqual(expect.any(String));
    });

    test('GET on the API address answers the session too; its state is the sessionState of every answer', async () => {
      const [known, api] = await Promise.all(
        ['/.well-known/jmap', '/jmap/api'].map((url) => send({ method: 'GET', url })),
      );
      expect(api!.json()).toEqual(known!.json());
      expect((await ask([['Core/echo', {}, 'a']]))['sessionState']).toBe(known!.json<Json>()['state']);
    });

    test('the state moves when what the session tells does', async () => {
      const person = await host.person(`mover${String(Date.now())}`);
      const as = await host.get(Credentials).createAppPassword(Number(person.principalId), 'x');
      const read = async (): Promise<Json> =>
        (
          await send({ method: 'GET', url: '/.well-known/jmap', as, headers: { authorization: `Bearer ${as}` } })
        ).json();
      const before = await read();
      expect((await read())['state']).toBe(before['state']);
      const directory = host.get(Directory);
      const group = await directory.personalGroup(Number(person.principalId));
      await host.database.transaction(() => directory.permit('support:use', group));
      const after = await read();
      expect(after['state']).not.toBe(before['state']);
      expect(after['capabilities']['urn:groupware:core'].permissions).toContain('support:use');
    });

    test('the answer to a change of the own session has the new state already', async () => {
      const asked = [['Profile/set', { accountId: 'g1', update: { singleton: { timeZone: 'Europe/Oslo' } } }, 'a']];
      const before = (await ask([['Core/echo', {}, 'a']]))['sessionState'] as string;
      const response = await post({ using: [CORE, 'urn:groupware:core'], methodCalls: asked });
      const { sessionState } = response.json<Json>();
      expect(sessionState).not.toBe(before);
      const session = await send({ method: 'GET', url: '/.well-known/jmap' });
      expect(session.json<Json>()['state']).toBe(sessionState);
    });

    test('whoever is not signed in is told 401, with a challenge unless it is our own page', async () => {
      for (const [method, url] of [
        ['GET', '/.well-known/jmap'],
        ['GET', '/jmap/api'],
        ['POST', '/jmap/api'],
        ['POST', '/jmap/upload/g1'],
        ['GET', `/jmap/download/g1/B${'0'.repeat(64)}/x?type=a/b`],
        ['GET', '/jmap/eventsource?types=*&closeafter=no&ping=0'],
      ] as const) {
        const bare = await host.server.inject({
          method,
          url,
          headers: { authorization: 'Bearer wrong' },
          ...(method === 'POST' ? { payload: {} } : {}),
        });
        expect([url, bare.statusCode, bare.headers['content-type']]).toEqual([url, 401, PROBLEM_TYPE]);
        expect(bare.headers['www-authenticate']).toContain('Basic');
        const own = await host.server.inject({
          method,
          url,
          headers: { 'x-requested-with': 'groupware' },
          ...(method === 'POST' ? { payload: {} } : {}),
        });
        expect([url, own.statusCode, own.headers['www-authenticate']]).toEqual([url, 401, undefined]);
      }
    });

    test('Basic with the app password is as good as Bearer', async () => {
      const authorization = `Basic ${Buffer.from(`admin:${token}`).toString('base64')}`;
      expect((await send({ method: 'GET', url: '/.well-known/jmap', headers: { authorization } })).statusCode).toBe(
        200,
      );
    });
  });

  describe('requests (§3)', () => {
    test('echo answers what it is given (§4)', async () => {
      for (const args of [{}, { a: 1, b: [null, true, { c: 'ü' }] }]) {
        expect((await ask([['Core/echo', args, 'x']]))['methodResponses']).toEqual([['Core/echo', args, 'x']]);
      }
    });

    test.each<[string, unknown, string]>([
      ['no JSON', '{"using":', 'notJSON'],
      ['nothing', '', 'notJSON'],
      ['a list', [], 'notRequest'],
      ['a text', '"text"', 'notRequest'],
      ['no using', { methodCalls: [] }, 'notRequest'],
      ['no calls', { using: [CORE] }, 'notRequest'],
      ['calls that are no list', { using: [CORE], methodCalls: {} }, 'notRequest'],
      ['a call of two', { using: [CORE], methodCalls: [['Core/echo', {}]] }, 'notRequest'],
      ['arguments that are a list', { using: [CORE], methodCalls: [['Core/echo', [], 'a']] }, 'notRequest'],
      ['created ids that are no strings', { using: [CORE], methodCalls: [], createdIds: { a: 1 } }, 'notRequest'],
      ['an unknown capability', { using: [CORE, 'urn:x'], methodCalls: [] }, 'unknownCapability'],
    ])('%s is refused as a whole (§3.6.1)', async (_what, body, type) => {
      const response = await post(body);
      expect([response.statusCode, response.headers['content-type']]).toEqual([400, PROBLEM_TYPE]);
      expect(response.json()).toMatchObject({ type: PROBLEM + type, status: 400, detail: expect.any(String) });
    });

    test('another type of content is refused', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/xml', 'application/jsonx']) {
        const { statusCode } = await post({ using: [CORE], methodCalls: [['Core/echo', {}, 'a']] }, type);
        expect([type, statusCode >= 400 && statusCode < 500]).toEqual([type, true]);
      }
      const { statusCode } = await post({ using: [CORE], methodCalls: [] }, 'application/json; charset=utf-8');
      expect(statusCode).toBe(200);
    });

    test('unknown members are ignored; created ids are only echoed when given', async () => {
      expect(await ask([['Core/echo', {}, 'a']], { whatever: 1 })).not.toHaveProperty('createdIds');
      const id = await task('Named');
      const answer = await ask(
        [['Task/get', { accountId: 'g1', ids: ['#mine', '#other'], properties: ['title'] }, 'a']],
        { createdIds: { mine: id } },
      );
      expect(answer['createdIds']).toEqual({ mine: id });
      expect(answer['methodResponses'][0][1]).toMatchObject({ list: [{ id, title: 'Named' }], notFound: ['#other'] });
    });

    test('too many calls, and too large a request, exceed a named limit', async () => {
      const calls = Array.from({ length: limits.maxCallsInRequest + 1 }, (_, index) => [
        'Core/echo',
        {},
        String(index),
      ]);
      const many = await post({ using: [CORE], methodCalls: calls });
      expect([many.statusCode, many.json()]).toEqual([
        400,
        expect.objectContaining({ type: `${PROBLEM}limit`, limit: 'maxCallsInRequest' }),
      ]);
      const large = await post(
        Buffer.from(
          `{"using":["${CORE}"],"methodCalls":[["Core/echo",{"a":"${'x'.repeat(limits.maxSizeRequest)}"},"a"]]}`,
        ),
      );
      expect([large.statusCode, large.json()]).toEqual([
        413,
        expect.objectContaining({ type: `${PROBLEM}limit`, limit: 'maxSizeRequest' }),
      ]);
    });

    test('every call is answered once, in order, and a failing one does not stop the others (§3.6.2)', async () => {
      const { methodResponses } = await ask([
        ['Core/echo', { n: 1 }, 'same'],
        ['Task/nothing', { accountId: 'g1' }, 'b'],
        ['Task/get', { accountId: 'wrong', ids: [] }, 'c'],
        ['Task/get', { ids: [] }, 'd'],
        ['Task/get', { accountId: 'g1', ids: 'text' }, 'e'],
        ['Task/get', { accountId: 'g1', ids: [], nonsense: 1 }, 'f'],
        ['Task/get', { accountId: 'g1', ids: [], properties: ['nonsense'] }, 'g'],
        ['Core/echo', { n: 2 }, 'same'],
      ]);
      expect(
        (methodResponses as [string, Json, string][]).map(([name, result, id]) => [
          name,
          result['type'] ?? result['n'],
          id,
        ]),
      ).toEqual([
        ['Core/echo', 1, 'same'],
        ['error', 'unknownMethod', 'b'],
        ['error', 'accountNotFound', 'c'],
        ['error', 'invalidArguments', 'd'],
        ['error', 'invalidArguments', 'e'],
        ['error', 'invalidArguments', 'f'],
        ['error', 'invalidArguments', 'g'],
        ['Core/echo', 2, 'same'],
      ]);
    });

    test('a method exists only with its capability in use', async () => {
      for (const [using, name] of [
        [[], 'Core/echo'],
        [[CORE], 'Task/get'],
        [[CORE, COMMENTS], 'Task/get'],
      ] as const) {
        const { methodResponses } = (
          await post({ using, methodCalls: [[name, { accountId: 'g1', ids: [] }, 'a']] })
        ).json<Json>();
        expect(methodResponses).toEqual([['error', expect.objectContaining({ type: 'unknownMethod' }), 'a']]);
      }
    });

    test('what the host did not foresee is told as serverFail, under a number that the log has', async () => {
      const get = host.get(Get);
      const { run } = get;
      get.run = () => Promise.reject(new Error('secret: SELECT * FROM password'));
      const failure = await call('Task/get', { ids: [] });
      get.run = run;
      expect(failure).toEqual({ type: 'serverFail', description: expect.not.stringContaining('secret') as unknown });
      const reference = /(\w{12})$/.exec(failure['description'] as string)![1];
      expect(host.log.lines.at(-1)?.facts).toMatchObject({ reference });
    });

    test('results of earlier calls are referred to (§3.7)', async () => {
      const ids = [await task('One'), await task('Two')];
      const back = (name: string, path: string, resultOf = 'q', method = 'Task/query') => ({
        accountId: 'g1',
        [`#${name}`]: { resultOf, name: method, path },
      });
      const { methodResponses } = await ask([
        ['Task/query', { accountId: 'g1', filter: { text: 'One' } }, 'q'],
        ['Task/get', back('ids', '/ids'), 'g'],
        ['TaskList/get', back('ids', '/list/*/taskListId', 'g', 'Task/get'), 'l'],
        ['Task/changes', back('sinceState', '/queryState'), 's'],
        ['Task/get', { ...back('ids', '/ids/0'), properties: [] }, 'single'],
        ['Task/get', back('ids', '/ids', 'nobody'), 'e1'],
        ['Task/get', back('ids', '/ids', 'q', 'Task/get'), 'e2'],
        ['Task/get', back('ids', '/nothing'), 'e3'],
        ['Task/get', back('ids', 'ids'), 'e4'],
        ['Task/get', back('ids', '/ids/7'), 'e5'],
        ['Task/get', { ...back('ids', '/ids'), ids: [] }, 'e6'],
        ['Task/get', back('ids', '/type', 'e6', 'Task/get'), 'e7'],
        ['Task/get', { accountId: 'g1', '#ids': 'text' }, 'e8'],
      ]);
      const results = new Map((methodResponses as [string, Json, string][]).map(([, result, id]) => [id, result]));
      expect(results.get('g')!['list']).toMatchObject([{ id: ids[0], title: 'One' }]);
      expect(results.get('l')!['list']).toMatchObject([{ id: list }]);
      expect(results.get('s')).toMatchObject({ hasMoreChanges: false, created: [] });
      expect(results.get('single')!['type']).toBe('invalidArguments');
      for (const id of ['e1', 'e2', 'e3', 'e4', 'e5', 'e7', 'e8'])
        expect([id, results.get(id)!['type']]).toEqual([id, 'invalidResultReference']);
      expect(results.get('e6')!['type']).toBe('invalidArguments');
    });

    test('a list in a list is flattened by one level', async () => {
      const { methodResponses } = await ask([
        ['Core/echo', { list: [{ ids: ['1', '2'] }, { ids: ['3'] }], 'a/b': { '~': 4 } }, 'e'],
        [
          'Core/echo',
          {
            '#flat': { resultOf: 'e', name: 'Core/echo', path: '/list/*/ids' },
            '#escaped': { resultOf: 'e', name: 'Core/echo', path: '/a~1b/~0' },
          },
          'f',
        ],
      ]);
      expect(methodResponses[1][1]).toEqual({ flat: ['1', '2', '3'], escaped: 4 });
    });
  });

  describe('/get (§5.1)', () => {
    test('each id once, in order, with id and only what is asked for', async () => {
      const [a, b] = [await task('A'), await task('B')];
      const answer = await call('Task/get', { ids: [b, a, b, '0', 'x/y', '-1', '99999999999'], properties: ['title'] });
      expect(answer['list']).toEqual([
        { id: b, title: 'B' },
        { id: a, title: 'A' },
      ]);
      expect(answer['notFound']).toEqual(['0', 'x/y', '-1', '99999999999']);
      expect(await call('Task/get', { ids: [] })).toMatchObject({ list: [], notFound: [], state: expect.any(String) });
      expect((await call('Task/get', { ids: [a], properties: [] }))['list']).toEqual([{ id: a }]);
      expect((await call('Task/get', { ids: [a] }))['list'][0]).toHaveProperty('myRights');
    });

    test('more than the limit, and ids that are none, are refused', async () => {
      const ids = Array.from({ length: limits.maxObjectsInGet + 1 }, (_, index) => String(index + 1));
      expect((await call('Task/get', { ids }))['type']).toBe('requestTooLarge');
      expect((await call('Task/get', { ids: [''] }))['type']).toBe('invalidArguments');
      expect((await call('Task/get', { ids: ['x'.repeat(256)] }))['type']).toBe('invalidArguments');
    });
  });

  describe('/set (§5.3)', () => {
    test('creates, updates and destroys, each by itself, and tells what the client cannot know', async () => {
      const id = await task('Old');
      const { state } = await admin.get('Task', []);
      const answer = await call('Task/set', {
        ifInState: state,
        create: { good: { title: 'New', taskListId: list }, bad: { title: '', taskListId: list }, none: {} },
        update: { [id]: { title: 'Newer' }, 999999: { title: 'x' } },
        destroy: ['999998'],
      });
      expect(answer['oldState']).toBe(state);
      expect(Object.keys(answer['updated'] as Json)).toEqual([id]);
      expect(answer['newState']).not.toBe(state);
      expect(answer['created'].good).toMatchObject({
        id: expect.any(String),
        progress: 'needs-action',
        percentComplete: 0,
        createdById: admin.principalId,
      });
      expect(answer['created'].good).not.toHaveProperty('title');
      expect(answer['notCreated']).toMatchObject({
        bad: { type: 'invalidProperties', properties: ['title'] },
        none: { type: 'invalidProperties', properties: expect.arrayContaining(['title', 'taskListId']) },
      });
      expect(answer['notUpdated']).toEqual({ 999999: { type: 'notFound', description: expect.any(String) } });
      expect(answer['notDestroyed']).toEqual({ 999998: { type: 'notFound', description: expect.any(String) } });
      expect((await call('Task/set', { destroy: [id, id] }))['destroyed']).toEqual([id]);
      expect(await call('Task/set', { destroy: [id] })).toMatchObject({
        destroyed: null,
        notDestroyed: { [id]: { type: 'notFound' } },
      });
    });

    test('of an object that was changed it tells what else changed on it, and nothing that did not', async () => {
      const id = await task('Rules');
      const answer = async (patch: Json): Promise<Json> =>
        (await call('Task/set', { update: { [id]: patch } }))['updated'];
      expect(await answer({ title: 'Other words' })).toEqual({ [id]: null });
      expect(await answer({ progress: 'completed' })).toEqual({ [id]: { percentComplete: 100 } });
      expect(await answer({ percentComplete: 50, title: 'Open' })).toEqual({ [id]: { progress: 'in-process' } });
      expect(await answer({ responsibleId: admin.principalId })).toEqual({
        [id]: { progress: 'needs-action', responsibleName: expect.any(String) },
      });
    });

    test('nothing at all is done when the state is another', async () => {
      const { state } = await admin.get('Task', []);
      const id = await task('Meanwhile');
      const answer = await call('Task/set', {
        ifInState: state,
        destroy: [id],
        create: { a: { title: 'x', taskListId: list } },
      });
      expect(answer['type']).toBe('stateMismatch');
      expect((await admin.get('Task', [id])).notFound).toEqual([]);
      expect((await call('Task/set', { ifInState: 'nonsense' }))['type']).toBe('stateMismatch');
    });

    test("properties that are unknown, the server's or wrong are refused by name; unchanged ones are accepted", async () => {
      const id = await task('Same');
      const {
        list: [object],
      } = await admin.get<Json>('Task', [id]);
      expect(await admin.refused('Task', { update: { [id]: object! } })).toBeNull();
      for (const [property, value] of [
        ['id', '7'],
        ['uid', 'x'],
        ['createdAt', '2020-01-01T00:00:00Z'],
        ['nonsense', 1],
        ['title', null],
        ['title', 7],
        ['title', 'x'.repeat(256)],
        ['due', 'tomorrow'],
        ['due', '2026-13-01T00:00:00Z'],
        ['progress', 'done'],
        ['priority', 10],
        ['priority', 1.5],
        ['priority', '1'],
        ['taskListId', '999999'],
        ['taskListId', null],
        ['responsibleId', 'nobody'],
        ['cc', ['no address']],
      ] as const) {
        expect([property, await admin.refused('Task', { update: { [id]: { [property]: value } } })]).toEqual([
          property,
          { type: 'invalidProperties', description: expect.stringContaining(property), properties: [property] },
        ]);
      }
      expect((await admin.get('Task', [id])).list[0]).toEqual(object);
    });

    test('null sets the default or the value null', async () => {
      const id = await task('Null', { priority: 5, description: 'x', due: '2027-01-01T00:00:00Z' });
      await admin.update('Task', id, { priority: null, description: null, due: null });
      expect((await admin.get('Task', [id])).list[0]).toMatchObject({ priority: 0, description: '', due: null });
    });

    test('patches reach into maps, and nowhere else', async () => {
      const one = await admin.create('TaskList', { name: 'Patched' });
      const who = admin.principalId;
      const rights = {
        maySubmit: true,
        mayRead: true,
        mayCreate: false,
        mayWrite: false,
        mayDelete: false,
        mayManage: false,
      };
      const everyone = (await admin.query('Principal', { text: 'Everyone' }))[0]!;
      await admin.update('TaskList', one.id, { [`shareWith/${everyone}`]: rights });
      await admin.update('TaskList', one.id, { [`shareWith/${everyone}/mayCreate`]: true });
      const read = async (): Promise<Json> =>
        (await admin.get<Json>('TaskList', [one.id])).list[0]!['shareWith'] as Json;
      expect((await read())[everyone]).toMatchObject({ mayCreate: true });
      for (const patch of [
        { '/shareWith': null },
        { 'shareWith/x/y/z': true },
        { 'name/0': 'x' },
        { 'nonsense/x': 1 },
        { shareWith: null, [`shareWith/${who}`]: null },
        { [`shareWith/${who}`]: null, [`shareWith/${who}/mayRead`]: true },
      ]) {
        expect([patch, (await admin.refused('TaskList', { update: { [one.id]: patch } }))?.['type']]).toEqual([
          patch,
          'invalidPatch',
        ]);
      }
      const id = await task('List');
      expect((await admin.refused('Task', { update: { [id]: { 'cc/0': 'a@b.example' } } }))?.['type']).toBe(
        'invalidPatch',
      );
      await admin.update('TaskList', one.id, { [`shareWith/${everyone}`]: null });
      expect(await read()).not.toHaveProperty(everyone);
      expect(await admin.refused('TaskList', { destroy: one.id })).toBeNull();
    });

    test('what is created is named by its creation id, within the request and across types', async () => {
      const { methodResponses } = await ask([
        ['Task/set', { accountId: 'g1', create: { t: { title: 'Named', taskListId: list } } }, 'a'],
        ['Comment/set', { accountId: 'g1', create: { c: { entityType: 'Task', entityId: '#t', text: 'x' } } }, 'b'],
        ['Task/set', { accountId: 'g1', update: { '#t': { title: 'Renamed' } } }, 'c'],
        ['Task/get', { accountId: 'g1', ids: ['#t'], properties: ['title'] }, 'd'],
        ['Task/set', { accountId: 'g1', destroy: ['#t'] }, 'e'],
        ['Task/set', { accountId: 'g1', update: { '#unknown': { title: 'x' } } }, 'f'],
      ]);
      const [created, comment, updated, got, destroyed, unknown] = (methodResponses as [string, Json, string][]).map(
        ([, result]) => result,
      );
      const id = created!['created'].t.id as string;
      expect(comment!['created'].c).toMatchObject({ id: expect.any(String) });
      expect(updated!['updated']).toHaveProperty(['#t']);
      expect(got!['list']).toEqual([{ id, title: 'Renamed' }]);
      expect(destroyed!['destroyed']).toEqual([id]);
      expect(unknown!['notUpdated']).toMatchObject({ '#unknown': { type: 'notFound' } });
    });

    test('an object that goes in the same call is not changed first', async () => {
      const id = await task('Going');
      expect(await call('Task/set', { update: { [id]: { title: 'x' } }, destroy: [id] })).toMatchObject({
        notUpdated: { [id]: { type: 'willDestroy' } },
        destroyed: [id],
      });
    });

    test('a singleton is neither made nor removed', async () => {
      expect((await admin.refused('SupportSettings', { create: {} }))?.['type']).toBe('singleton');
      expect((await admin.refused('SupportSettings', { destroy: 'singleton' }))?.['type']).toBe('singleton');
      expect(await admin.get('SupportSettings', ['singleton', '1'])).toMatchObject({
        list: [{ id: 'singleton' }],
        notFound: ['1'],
      });
      const { state } = await admin.get('SupportSettings', []);
      await admin.update('SupportSettings', 'singleton', { autoReply: true });
      expect(await admin.call('SupportSettings/changes', { sinceState: state })).toMatchObject({
        updated: ['singleton'],
      });
    });

    test('more than the limit is refused, and so are wrong arguments', async () => {
      const create = Object.fromEntries(
        Array.from({ length: limits.maxObjectsInSet + 1 }, (_, index) => [`k${String(index)}`, {}]),
      );
      expect((await call('Task/set', { create }))['type']).toBe('requestTooLarge');
      for (const args of [
        { create: [] },
        { update: { 1: null } },
        { destroy: '1' },
        { destroy: [1] },
        { nonsense: 1 },
        { onDestroyRemoveTasks: true },
      ]) {
        expect([args, (await call('Task/set', args))['type']]).toEqual([args, 'invalidArguments']);
      }
    });

    test('a list with tasks goes only when they are to go with it (draft-ietf-jmap-tasks §3.3)', async () => {
      const one = await admin.create('TaskList', { name: 'Full' });
      const inside = await admin.create('Task', { title: 'Inside', taskListId: one.id });
      await admin.create('Comment', { entityType: 'Task', entityId: inside.id, text: 'x' });
      expect((await admin.refused('TaskList', { destroy: one.id }))?.['type']).toBe('taskListHasTask');
      const { state } = await admin.get('Task', []);
      expect((await call('TaskList/set', { destroy: [one.id], onDestroyRemoveTasks: true }))['destroyed']).toEqual([
        one.id,
      ]);
      expect((await call('Task/changes', { sinceState: state }))['destroyed']).toEqual([inside.id]);
      expect(await admin.query('Comment', { entityType: 'Task', entityId: inside.id })).toEqual([]);
    });
  });

  describe('/changes (§5.2)', () => {
    test('tells what is new, other and gone, by pages that each lead to a state', async () => {
      const gone = await task('Gone');
      const other = await task('Other');
      const { state } = await admin.get('Task', []);
      const fresh = await task('Fresh');
      await admin.update('Task', other, { title: 'Another' });
      await call('Task/set', { destroy: [gone] });
      const brief = await task('Brief');
      await call('Task/set', { destroy: [brief] });
      const changes = await call('Task/changes', { sinceState: state });
      expect(changes).toMatchObject({
        accountId: 'g1',
        oldState: state,
        hasMoreChanges: false,
        created: [fresh],
        updated: [other],
        destroyed: [gone],
      });
      expect(changes['newState']).toBe((await admin.get('Task', [])).state);

      const pages: Json[] = [];
      let since = state;
      for (;;) {
        const page = await call('Task/changes', { sinceState: since, maxChanges: 1 });
        expect(page['oldState']).toBe(since);
        pages.push(page);
        since = page['newState'] as string;
        if (!page['hasMoreChanges']) break;
      }
      expect(pages.length).toBeGreaterThan(2);
      expect(
        pages
          .map(({ created, updated, destroyed }) => [created, updated, destroyed])
          .flat(2)
          .sort(),
      ).toEqual([fresh, other, gone].sort());
      expect(since).toBe(changes['newState']);
      expect(await call('Task/changes', { sinceState: since })).toMatchObject({
        oldState: since,
        newState: since,
        hasMoreChanges: false,
        created: [],
        updated: [],
        destroyed: [],
      });
    });

    test('a state that is unknown, foreign or of the future cannot be counted from', async () => {
      const { state } = await admin.get('Task', []);
      const [epoch, number] = state.split('.') as [string, string];
      for (const sinceState of [
        '',
        'x',
        epoch,
        `${epoch}.`,
        `${epoch}.-1`,
        `${epoch}.${number}0`,
        `${epoch}.1e3`,
        `ffff.${number}`,
        `${state}.1`,
      ]) {
        const answer = await call('Task/changes', { sinceState });
        expect([sinceState, answer['type']]).toEqual([sinceState, 'cannotCalculateChanges']);
      }
      for (const args of [
        {},
        { sinceState: 1 },
        { sinceState: state, maxChanges: 0 },
        { sinceState: state, maxChanges: -1 },
        { sinceState: state, maxChanges: 1.5 },
        { sinceState: state, nonsense: 1 },
      ]) {
        expect([args, (await call('Task/changes', args))['type']]).toEqual([args, 'invalidArguments']);
      }
    });
  });

  describe('/query (§5.5) and /queryChanges (§5.6)', () => {
    let ids: string[];
    const ours = { title: 'Paging' };
    const byTitle = [{ property: 'title' }];
    const query = (args: Json): Promise<Json> => call('Task/query', { filter: ours, sort: byTitle, ...args });

    beforeAll(async () => {
      ids = [];
      for (const index of [3, 1, 5, 2, 4])
        ids[index - 1] = await task(`Paging ${String(index)}`, { priority: index % 2 });
    });

    test('pages by position, from the end, and around an anchor', async () => {
      expect(await query({})).toMatchObject({
        ids,
        position: 0,
        canCalculateChanges: true,
        queryState: expect.any(String),
      });
      expect(await query({})).not.toHaveProperty('total');
      for (const [args, position, expected] of [
        [{ position: 1, limit: 2 }, 1, ids.slice(1, 3)],
        [{ position: 4, limit: 9 }, 4, ids.slice(4)],
        [{ position: 9 }, 9, []],
        [{ position: -2 }, 3, ids.slice(3)],
        [{ position: -2, limit: 1 }, 3, ids.slice(3, 4)],
        [{ position: -99 }, 0, ids],
        [{ limit: 0 }, 0, []],
        [{ anchor: ids[2], limit: 1 }, 2, [ids[2]]],
        [{ anchor: ids[2], anchorOffset: -1, limit: 2 }, 1, ids.slice(1, 3)],
        [{ anchor: ids[2], anchorOffset: 1, position: 77 }, 3, ids.slice(3)],
        [{ anchor: ids[1], anchorOffset: -50 }, 0, ids],
      ] as const) {
        const answer = await query({ ...args, calculateTotal: true });
        expect([args, answer['position'], answer['ids'], answer['total']]).toEqual([args, position, expected, 5]);
      }
      expect((await query({ anchor: '999999' }))['type']).toBe('anchorNotFound');
      expect((await query({ limit: 1 }))['limit']).toBeUndefined();
      expect((await query({ limit: 1_000_000 }))['limit']).toBeLessThan(1_000_000);
    });

    test('sorts by several properties, both ways, and always in one order', async () => {
      const sort = [{ property: 'priority', isAscending: false }, { property: 'title' }];
      expect((await query({ sort }))['ids']).toEqual([ids[0], ids[2], ids[4], ids[1], ids[3]]);
      const byId = [...ids].sort((a, b) => Number(a) - Number(b));
      expect((await query({ sort: [{ property: 'id' }] }))['ids']).toEqual(byId);
      // What is named twice is sorted by as it is named first.
      const twice = [{ property: 'id', isAscending: false }, { property: 'id' }];
      expect((await query({ sort: twice }))['ids']).toEqual(byId.toReversed());
      const equal = await query({ sort: [{ property: 'progress' }] });
      expect(equal['ids']).toEqual((await query({ sort: [{ property: 'progress' }] }))['ids']);
      expect((await query({ sort: [{ property: 'nonsense' }] }))['type']).toBe('unsupportedSort');
      expect((await query({ sort: [{ property: 'title', collation: 'i;nonsense' }] }))['type']).toBe('unsupportedSort');
    });

    test('filters are combined by AND, OR and NOT', async () => {
      const is = (text: string): Json => ({ title: `Paging ${text}` });
      const found = async (filter: Json | null): Promise<unknown> =>
        (await call('Task/query', { filter, sort: byTitle }))['ids'];
      expect(await found({ operator: 'OR', conditions: [is('1'), is('3')] })).toEqual([ids[0], ids[2]]);
      expect(
        await found({ operator: 'AND', conditions: [ours, { operator: 'NOT', conditions: [is('1'), is('3')] }] }),
      ).toEqual([ids[1], ids[3], ids[4]]);
      expect(await found({ operator: 'AND', conditions: [ours, {}] })).toEqual(ids);
      expect(await found({ operator: 'AND', conditions: [ours, { operator: 'OR', conditions: [] }] })).toEqual([]);
      const all = await found(null);
      expect(all).toEqual(await found({}));
      // NOT of what is unknown for a row (no responsible) holds.
      expect(
        await found({
          operator: 'AND',
          conditions: [ours, { operator: 'NOT', conditions: [{ responsibleId: [admin.principalId] }] }],
        }),
      ).toEqual(ids);
      expect((await query({ filter: { nonsense: 1 } }))['type']).toBe('unsupportedFilter');
      let deep: Json = ours;
      for (let depth = 0; depth < 50; depth++) deep = { operator: 'AND', conditions: [deep] };
      expect((await query({ filter: deep }))['type']).toBe('unsupportedFilter');
      for (const filter of [
        [],
        'x',
        { operator: 'XOR', conditions: [] },
        { operator: 'AND' },
        { operator: 'AND', conditions: [1] },
        { progress: 'done' },
        { taskListIds: 1 },
        { text: 1 },
      ]) {
        expect([filter, (await query({ filter }))['type']]).toEqual([filter, 'invalidArguments']);
      }
    });

    test('a part of a title is found in any case, and signs of patterns are only signs', async () => {
      const id = await task('100 % Größe_A');
      for (const text of ['100 %', 'GRÖSSE_a'.replace('SS', 'ß'), 'größe_a', 'e_A']) {
        expect([text, await admin.query('Task', { title: text })]).toEqual([text, [id]]);
      }
      for (const text of ['100_%', '10% %', '_A!', "'", '\\'])
        expect([text, await admin.query('Task', { title: text })]).toEqual([text, []]);
    });

    test('wrong arguments are refused', async () => {
      for (const args of [
        { limit: -1 },
        { limit: 1.5 },
        { position: '1' },
        { calculateTotal: 1 },
        { sort: {} },
        { sort: [{}] },
        { nonsense: 1 },
      ]) {
        expect([args, (await query(args))['type']]).toEqual([args, 'invalidArguments']);
      }
    });

    test('a list kept by queryChanges is the list of a new query', async () => {
      const args = { filter: ours, sort: byTitle };
      let known = (await query({}))['ids'] as string[];
      let { queryState } = await query({});
      const follow = async (): Promise<Json> => {
        const changes = await call('Task/queryChanges', { ...args, sinceQueryState: queryState, calculateTotal: true });
        expect(changes['oldQueryState']).toBe(queryState);
        const list = known.filter((id) => !(changes['removed'] as string[]).includes(id));
        const added = changes['added'] as { id: string; index: number }[];
        expect(added.map(({ index }) => index)).toEqual(added.map(({ index }) => index).sort((a, b) => a - b));
        for (const { id, index } of added) list.splice(index, 0, id);
        known = list;
        queryState = changes['newQueryState'];
        expect(known).toEqual((await query({}))['ids']);
        expect(changes['total']).toBe(known.length);
        return changes;
      };
      expect(await follow()).toMatchObject({ removed: [], added: [] });
      const more = await task('Paging 0');
      await follow();
      await admin.update('Task', ids[4]!, { title: 'Paging 00' });
      await admin.update('Task', ids[3]!, { title: 'Elsewhere' });
      await call('Task/set', { destroy: [ids[2]!] });
      await follow();
      await admin.update('Task', ids[3]!, { title: 'Paging 4' });
      await admin.update('Task', ids[4]!, { title: 'Paging 5' });
      expect((await call('Task/queryChanges', { ...args, sinceQueryState: queryState, maxChanges: 1 }))['type']).toBe(
        'tooManyChanges',
      );
      await follow();
      await call('Task/set', { destroy: [more] });
      await follow();
      expect((await call('Task/queryChanges', { ...args, sinceQueryState: 'x' }))['type']).toBe(
        'cannotCalculateChanges',
      );
    });

    test('what others write while a list is read moves nothing in it', async () => {
      const args = { filter: { title: 'Busy' }, sort: byTitle };
      const busy = (title: string): Promise<string> => task(`Busy ${title}`);
      const [b, d] = [await busy('b'), await busy('d')];
      const { ids: known, queryState } = await call('Task/query', args);
      expect(known).toEqual([b, d]);
      const c = await busy('c');
      const method = host.get(ChangesMethod);
      const { since } = method;
      const meanwhile: Promise<string>[] = [];
      method.since = async function (...all) {
        const changes = await since.apply(this, all);
        if (meanwhile.length === 0) meanwhile.push(busy('a'));
        await meanwhile[0];
        return changes;
      };
      const changes = await call('Task/queryChanges', { ...args, sinceQueryState: queryState });
      method.since = since;
      const a = await meanwhile[0]!;
      expect(changes['added']).toEqual([
        { id: a, index: 0 },
        { id: c, index: 2 },
      ]);
      expect(changes['newQueryState']).toBe((await admin.get('Task', [])).state);
      // Of two that never agree, none is given out.
      method.since = async function (...all) {
        const result = await since.apply(this, all);
        await busy('z');
        return result;
      };
      const answer = await call('Task/queryChanges', { ...args, sinceQueryState: queryState });
      method.since = since;
      expect(answer['type']).toBe('cannotCalculateChanges');
    });

    test('where the result depends on more than the objects, no changes are promised', async () => {
      const answer = await call('TaskList/query', { filter: { maySubmit: true } });
      expect(answer['canCalculateChanges']).toBe(false);
      const changes = await call('TaskList/queryChanges', {
        filter: { operator: 'NOT', conditions: [{ maySubmit: true }] },
        sinceQueryState: answer['queryState'],
      });
      expect(changes['type']).toBe('cannotCalculateChanges');
    });
  });

  describe('binary data (§6)', () => {
    const upload = (bytes: Buffer, type = 'image/png', account = 'g1') =>
      send({
        method: 'POST',
        url: `/jmap/upload/${account}`,
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        payload: bytes,
      });
    const download = (blobId: string, name: string, type: string, account = 'g1') =>
      send({ method: 'GET', url: `/jmap/download/${account}/${blobId}/${name}?type=${type}` });

    test('what is uploaded comes back byte for byte, as the type and under the name asked for', async () => {
      const bytes = randomBytes(100_000);
      const answer = await upload(bytes, 'image/png; x=1');
      expect([answer.statusCode, answer.json()]).toEqual([
        201,
        { accountId: 'g1', blobId: expect.any(String), type: expect.stringContaining('image/png'), size: 100_000 },
      ]);
      const { blobId } = answer.json<{ blobId: string }>();
      expect(blobId).toMatch(/^[\w-]{1,255}$/);
      expect((await upload(bytes)).json()).toMatchObject({ blobId });
      for (const type of ['image/png', 'text/plain', 'text/html', 'application/octet-stream']) {
        const file = await download(blobId, encodeURIComponent('naïve "name"/..\r\n.png'), encodeURIComponent(type));
        expect([file.statusCode, file.headers['content-type'], file.rawPayload.equals(bytes)]).toEqual([
          200,
          type,
          true,
        ]);
        expect(file.headers['content-disposition']).toMatch(/^attachment; filename/);
        expect(file.headers['content-security-policy']).toContain('sandbox');
        expect(file.headers['x-content-type-options']).toBe('nosniff');
        expect(file.headers['cache-control']).toMatch(/private.*immutable/);
      }
      // Clients that put the type in as it is, and slashes into the name.
      expect((await download(blobId, 'a/b/c.png', 'image/png')).statusCode).toBe(200);
      for (const size of [0, 1]) expect((await upload(Buffer.alloc(size))).json()).toMatchObject({ size });
    });

    test('too large an upload, a foreign account and what nobody has are refused', async () => {
      for (const payload of [Buffer.alloc(300_001), Buffer.alloc(900_000)]) {
        const answer = await upload(payload);
        expect([answer.statusCode, answer.json()]).toEqual([
          413,
          expect.objectContaining({ type: `${PROBLEM}limit`, limit: 'maxSizeUpload' }),
        ]);
      }
      expect((await upload(Buffer.alloc(300_000))).statusCode).toBe(201);
      // One that does not say its size is counted as it comes.
      const endless = async (chunks: number): Promise<number> => {
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (chunks-- > 0) controller.enqueue(Buffer.alloc(100_000));
            else controller.close();
          },
        });
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'a/b' };
        const init = { method: 'POST', headers, body, duplex: 'half' } as const;
        return (await fetch(`${address}/jmap/upload/g1`, init)).status;
      };
      expect(await endless(3)).toBe(201);
      expect(await endless(4)).toBe(413);
      // The connection is not left in the middle of what was refused.
      expect((await fetch(`${address}/health`)).status).toBe(200);
      expect((await upload(Buffer.alloc(1), 'a/b', 'other')).statusCode).toBe(404);
      expect((await download(`B${'0'.repeat(64)}`, 'x', 'a/b')).statusCode).toBe(404);
      expect((await download('..%2f..%2fgroupware.sqlite', 'x', 'a/b')).statusCode).toBe(404);
      const { blobId } = (await upload(Buffer.from('x'))).json<{ blobId: string }>();
      expect((await download(blobId, 'x', 'a/b', 'other')).statusCode).toBe(404);
    });
  });

  describe('event source (§7.3)', () => {
    /** Reads what comes; `text` grows until the source or the test closes it. */
    const open = async (query: string, headers: Record<string, string> = {}) => {
      const closing = new AbortController();
      const response = await fetch(`${address}/jmap/eventsource?${query}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
        signal: closing.signal,
      });
      const stream = { response, text: '', isOver: false, close: () => closing.abort() };
      void (async () => {
        for await (const chunk of response.body!) stream.text += Buffer.from(chunk as Uint8Array).toString('utf8');
        stream.isOver = true;
      })().catch(() => undefined);
      return stream;
    };
    const events = (text: string): { event: string; id: string | undefined; data: Json }[] =>
      text
        .split('\n\n')
        .filter((part) => part.includes('data: '))
        .map((part) => ({
          event: /^event: (.*)$/m.exec(part)?.[1] ?? 'message',
          id: /^id: (.*)$/m.exec(part)?.[1],
          data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? '{}') as Json,
        }));

    test('tells a change within two seconds, with the state that /get has', async () => {
      const stream = await open('types=*&closeafter=no&ping=0');
      expect([
        stream.response.status,
        stream.response.headers.get('content-type'),
        stream.response.headers.get('content-length'),
      ]).toEqual([200, 'text/event-stream', null]);
      await task('Pushed');
      await eventually('an event', () => Promise.resolve(events(stream.text).length > 0), 2);
      const [first] = events(stream.text);
      const { state } = await admin.get('Task', []);
      expect(first).toEqual({
        event: 'state',
        id: expect.any(String),
        data: { '@type': 'StateChange', changed: { g1: { Task: state } } },
      });
      expect(stream.isOver).toBe(false);
      stream.close();
    });

    test('ends within seconds when its session does', async () => {
      const credentials = host.get(Credentials);
      const session = await credentials.openSession(Number(admin.principalId));
      const stream = await open('types=*&closeafter=no&ping=0', { authorization: `Bearer ${session}` });
      expect(stream.isOver).toBe(false);
      await credentials.closeSession(session);
      await eventually('the end', () => Promise.resolve(stream.isOver), 6);
    });

    test('tells only the types asked for, and ends after a state when asked to', async () => {
      const stream = await open('types=Comment,TaskList&closeafter=state&ping=0');
      const id = await task('Unheard');
      await delay(1_000);
      expect(events(stream.text)).toEqual([]);
      await admin.create('Comment', { entityType: 'Task', entityId: id, text: 'Heard' });
      await eventually('the end', () => Promise.resolve(stream.isOver));
      expect(events(stream.text).map(({ data }) => Object.keys(data['changed'].g1 as Json))).toEqual([['Comment']]);
    });

    test('who comes back with the last id is told at once what was missed, and nothing when nothing was', async () => {
      const first = await open('types=*&closeafter=state&ping=0');
      await task('First');
      await eventually('the end', () => Promise.resolve(first.isOver));
      const id = events(first.text)[0]?.id ?? '';
      const calm = await open('types=*&closeafter=state&ping=0', { 'last-event-id': id });
      await delay(900);
      expect([calm.isOver, events(calm.text)]).toEqual([false, []]);
      calm.close();
      await task('Missed');
      for (const last of [id, '0']) {
        const late = await open('types=*&closeafter=state&ping=0', { 'last-event-id': last });
        await eventually('what was missed', () => Promise.resolve(late.isOver), 2);
        const { state } = await admin.get('Task', []);
        expect(events(late.text)).toMatchObject([{ event: 'state', data: { changed: { g1: { Task: state } } } }]);
        expect(events(late.text)[0]?.id).not.toBe(id);
      }
    });

    test('pings, with the interval in seconds and no id', async () => {
      const stream = await open('types=*&closeafter=no&ping=1');
      await eventually('a ping', () => Promise.resolve(events(stream.text).length > 0));
      const [ping] = events(stream.text);
      expect(ping).toEqual({ event: 'ping', id: undefined, data: { interval: expect.any(Number) } });
      expect(ping!.data['interval']).toBeLessThanOrEqual(30);
      stream.close();
    }, 20_000);

    test.each([
      '',
      'types=*',
      'types=*&closeafter=no',
      'closeafter=no&ping=0',
      'types=*&closeafter=maybe&ping=0',
      'types=*&closeafter=no&ping=-1',
      'types=*&closeafter=no&ping=x',
      'types=&closeafter=no&ping=0',
    ])('refuses "%s"', async (query) => {
      const stream = await open(query);
      expect(stream.response.status).toBe(400);
    });
  });
});
