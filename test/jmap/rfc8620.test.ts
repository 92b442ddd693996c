import { Credentials } from '../../core/auth/credentials.service';
import { Blobs } from '../../core/files/blobs.service';
import { pingInterval } from '../../core/http/event-source';
import { inCreationOrder } from '../../core/jmap/created-ids';
import { Get } from '../../core/jmap/get';
import { limits } from '../../core/jmap/limits';
import { Records } from '../../core/jmap/records';
import { type ExtendedType, Types } from '../../core/jmap/types';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const CORE = 'urn:ietf:params:jmap:core';
const TASKS = 'urn:groupware:tasks';
const PROBLEM = 'urn:ietf:params:jmap:error:';

/** What general suites leave out of RFC 8620: its limits, its JSON, its promises when something fails. */
describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Client;
  let token: string;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    token = await host.get(Credentials).createAppPassword(Number(admin.principalId), 'rfc8620');
    [list = ''] = await admin.query('TaskList');
  });
  afterAll(() => host.drop());

  const send = (payload: string | Buffer, type = 'application/json', secret = token) =>
    host.server.inject({
      method: 'POST',
      url: '/jmap/api',
      headers: { authorization: `Bearer ${secret}`, 'content-type': type },
      payload,
    });
  const echo = (args: string): string => `{"using":["${CORE}"],"methodCalls":[["Core/echo",${args},"a"]]}`;
  const ask = async (methodCalls: unknown[], more: Json = {}): Promise<Json> => {
    const response = await send(JSON.stringify({ using: [CORE, TASKS], methodCalls, ...more }));
    expect([response.statusCode, response.body.slice(0, 200)]).toEqual([200, expect.any(String)]);
    return response.json<Json>();
  };
  const call = async (name: string, args: Json = {}): Promise<Json> =>
    ((await ask([[name, { accountId: 'g1', ...args }, 'c']]))['methodResponses'] as [string, Json][])[0]![1];
  const task = async (title: string, more: Json = {}): Promise<string> =>
    (await admin.create('Task', { title, taskListId: list, ...more })).id;

  describe('JSON (§1.5)', () => {
    test.each<[string, string | Buffer, string]>([
      ['a name twice', echo('{"a":1,"b":2,"a":3}'), 'notJSON'],
      ['a name twice, once escaped', echo('{"a":1,"\\u0061":2}'), 'notJSON'],
      ['a name twice, deep inside', echo('{"x":[{"y":{"a":"}","a":"{"}}]}'), 'notJSON'],
      ['a name twice in the request itself', `{"using":[],"using":["${CORE}"],"methodCalls":[]}`, 'notJSON'],
      ['bytes that are no UTF-8', Buffer.from(echo('{"a":"\u00ff"}'), 'latin1'), 'notJSON'],
      ['half a character', echo('{"a":"\\ud83d"}'), 'notJSON'],
      ['half a character in a name', echo('{"\\ude00":1}'), 'notJSON'],
      ['UTF-16', Buffer.from(echo('{}'), 'utf16le'), 'notJSON'],
      ['a member __proto__', echo('{"a":{"__proto__":{}}}'), 'notRequest'],
      ['an escaped member __proto__', echo('{"\\u005f_proto__":1}'), 'notRequest'],
    ])('%s is refused', async (_what, body, type) => {
      const response = await send(body);
      expect([response.statusCode, response.json<Json>()['type']]).toEqual([400, PROBLEM + type]);
    });

    test('what only looks like that is taken as it is', async () => {
      for (const args of [
        '{"a":{"a":1},"b":{"a":1},"c":[{"a":1},{"a":1}]}',
        '{"a":"\\\\","b":"\\"a\\":","c":"{\\"a\\":1,\\"a\\":2}"}',
        '{"a":"\\ud83d\\ude00","b":"😀","A":1}',
        '{"":1," ":2,"proto__":3}',
      ]) {
        const response = await send(echo(args));
        expect([args, response.json<Json>()['methodResponses']?.[0][1]]).toEqual([args, JSON.parse(args)]);
      }
    });

    test('what leaves the host is I-JSON too, also where a text was cut', async () => {
      // Names are told with at most 60 characters; here the cut falls into the middle of one.
      const response = await send(
        JSON.stringify({
          using: [CORE, TASKS],
          methodCalls: [
            ['Task/query', { accountId: 'g1', filter: { [`${'x'.repeat(59)}😀`]: 1 } }, 'a'],
            ['Core/echo', { a: '\\ud83d' }, 'b'],
          ],
        }),
      );
      const [[, error], [, literal]] = response.json<Json>()['methodResponses'] as [[string, Json], [string, Json]];
      expect(error['description']).toContain(`${'x'.repeat(59)}\ufffd`);
      expect(literal).toEqual({ a: '\\ud83d' });
    });

    test('what is sent as anything but application/json is notJSON (§3.6.1)', async () => {
      for (const type of ['text/plain', 'application/xml', 'application/jsonx', 'multipart/form-data']) {
        const response = await send(echo('{}'), type);
        expect([type, response.statusCode, response.json<Json>()['type']]).toEqual([type, 400, `${PROBLEM}notJSON`]);
      }
    });
  });

  describe('values (§1.2–§1.4)', () => {
    test('ids have the characters and the length of ids, and stay', async () => {
      const id = await task('Identified');
      const blob = await admin.upload(Buffer.from('x'));
      for (const text of [id, blob, list, admin.principalId]) expect(text).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
      await admin.update('Task', id, { title: 'Still the same' });
      expect((await admin.get('Task', [id])).list).toMatchObject([{ id, title: 'Still the same' }]);
    });

    test('whole numbers end at 2^53 - 1, and no fraction is one', async () => {
      for (const args of [{ position: 2 ** 53 }, { limit: 2 ** 53 }, { anchorOffset: -(2 ** 53) }, { position: 0.5 }]) {
        expect([args, (await call('Task/query', args))['type']]).toEqual([args, 'invalidArguments']);
      }
      expect(await call('Task/query', { position: 2 ** 53 - 1 })).toMatchObject({ ids: [], position: 2 ** 53 - 1 });
    });

    test('dates are UTC in capitals, without a fraction', async () => {
      const id = await task('Dated', { due: '2026-12-01T10:00:00Z' });
      const [{ due, createdAt } = {}] = (await admin.get<Json>('Task', [id])).list;
      expect(due).toBe('2026-12-01T10:00:00Z');
      expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      for (const wrong of ['2026-12-01t10:00:00Z', '2026-12-01T10:00:00z', '2026-12-01T10:00:00+01:00', '2026-12-01']) {
        expect((await admin.refused('Task', { update: { [id]: { due: wrong } } }))?.['properties']).toEqual(['due']);
      }
    });
  });

  describe('limits (§2)', () => {
    test('more requests at once than maxConcurrentRequests are refused, of one person alone', async () => {
      const get = host.get(Get);
      const { run } = get;
      let release = (): void => undefined;
      let waiting = 0;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      get.run = async function (...args) {
        waiting += 1;
        await gate;
        return run.apply(this, args);
      };
      const body = JSON.stringify({ using: [TASKS], methodCalls: [['Task/get', { accountId: 'g1', ids: [] }, 'a']] });
      const held = Array.from({ length: limits.maxConcurrentRequests }, () => send(body));
      await eventually('all are at work', () => Promise.resolve(waiting === limits.maxConcurrentRequests));
      const refused = await send(body);
      expect([refused.statusCode, refused.json()]).toEqual([
        429,
        expect.objectContaining({ type: `${PROBLEM}limit`, limit: 'maxConcurrentRequests' }),
      ]);
      const other = await host.person('other');
      const secret = await host.get(Credentials).createAppPassword(Number(other.principalId), 'x');
      expect((await send(echo('{}'), 'application/json', secret)).statusCode).toBe(200);
      release();
      get.run = run;
      expect((await Promise.all(held)).map(({ statusCode }) => statusCode)).toEqual(held.map(() => 200));
      expect((await send(body)).statusCode).toBe(200);
    });

    test('more uploads at once than maxConcurrentUpload are refused', async () => {
      const blobs = host.get(Blobs);
      const { upload } = blobs;
      let release = (): void => undefined;
      let waiting = 0;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      blobs.upload = async function (...args) {
        waiting += 1;
        await gate;
        return upload.apply(this, args);
      };
      const post = () =>
        host.server.inject({
          method: 'POST',
          url: '/jmap/upload/g1',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
          payload: 'x',
        });
      const held = Array.from({ length: limits.maxConcurrentUpload }, () => post());
      await eventually('all are at work', () => Promise.resolve(waiting === limits.maxConcurrentUpload));
      const refused = await post();
      expect([refused.statusCode, refused.json()]).toEqual([
        429,
        expect.objectContaining({ type: `${PROBLEM}limit`, limit: 'maxConcurrentUpload' }),
      ]);
      release();
      blobs.upload = upload;
      expect((await Promise.all(held)).map(({ statusCode }) => statusCode)).toEqual(held.map(() => 201));
      expect((await post()).statusCode).toBe(201);
    });

    test('creations, changes and removals count together, and the limit itself is allowed', async () => {
      const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(900_000_000 + index));
      const half = limits.maxObjectsInSet / 2;
      const update = Object.fromEntries(ids(half).map((id) => [id, {}]));
      const destroy = ids(half);
      const answer = await call('Task/set', { update, destroy });
      expect(Object.keys(answer['notDestroyed'] as Json)).toHaveLength(half);
      expect((await call('Task/set', { update, destroy, create: { one: {} } }))['type']).toBe('requestTooLarge');
      expect((await call('Task/get', { ids: ids(limits.maxObjectsInGet) }))['notFound']).toHaveLength(
        limits.maxObjectsInGet,
      );
    });

    test('as many calls as maxCallsInRequest are answered', async () => {
      const calls = Array.from({ length: limits.maxCallsInRequest }, (_, index) => ['Core/echo', {}, String(index)]);
      expect((await ask(calls))['methodResponses']).toHaveLength(limits.maxCallsInRequest);
    });
  });

  describe('requests (§3)', () => {
    test('an answer is one Response object, as application/json (§3.1)', async () => {
      const answer = await send(echo('{}'));
      expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/);
      expect(answer.json()).toEqual({ methodResponses: [['Core/echo', {}, 'a']], sessionState: expect.any(String) });
    });

    test('created ids given are answered with those that came to them; the newest of a name counts', async () => {
      const create = (title: string) => [
        'Task/set',
        { accountId: 'g1', create: { k: { title, taskListId: list } } },
        'c',
      ];
      const answer = await ask(
        [create('First'), create('Second'), ['Task/get', { accountId: 'g1', ids: ['#k'], properties: ['title'] }, 'g']],
        { createdIds: { old: '7' } },
      );
      const [, second, got] = answer['methodResponses'] as [string, Json][];
      expect(got![1]['list']).toMatchObject([{ title: 'Second' }]);
      expect(answer['createdIds']).toEqual({ old: '7', k: second![1]['created'].k.id });
    });

    test('a reference means the first response with its call id (§3.7)', async () => {
      const { methodResponses } = await ask([
        ['Core/echo', { n: 1 }, 'same'],
        ['Core/echo', { n: 2 }, 'same'],
        ['Core/echo', { '#n': { resultOf: 'same', name: 'Core/echo', path: '/n' } }, 'r'],
      ]);
      expect(methodResponses[2][1]).toEqual({ n: 1 });
    });

    test('a method that fails half way has changed nothing (§3.6.2)', async () => {
      const records = host.get(Records);
      const { save } = records;
      const { state } = await admin.get('Task', []);
      let count = 0;
      records.save = async function (...args) {
        count += 1;
        if (count === 2) throw new Error('a disk that is full');
        return save.apply(this, args);
      };
      const create = { a: { title: 'Half', taskListId: list }, b: { title: 'Half', taskListId: list } };
      const answer = await call('Task/set', { create });
      records.save = save;
      expect(answer['type']).toBe('serverFail');
      expect(await admin.query('Task', { text: 'Half' })).toEqual([]);
      expect((await admin.get('Task', [])).state).toBe(state);
    });

    test('an argument left out is one with its default (§3.4)', async () => {
      const ids = [await task('Default')];
      const filter = { text: 'Default' };
      const [short, long] = [
        await call('Task/query', { filter }),
        await call('Task/query', {
          filter,
          sort: null,
          position: 0,
          anchor: null,
          anchorOffset: 0,
          limit: null,
          calculateTotal: false,
        }),
      ];
      expect(short).toEqual(long);
      expect(short['ids']).toEqual(ids);
      expect(await call('Task/get', { ids })).toEqual(await call('Task/get', { ids, properties: null }));
    });
  });

  describe('/set (§5.3)', () => {
    test('of an object of which one value is wrong, nothing is stored', async () => {
      const id = await task('Whole', { priority: 1 });
      const answer = await call('Task/set', { update: { [id]: { title: 'Part', priority: 99 } } });
      expect(answer['notUpdated'][id]).toMatchObject({ type: 'invalidProperties', properties: ['priority'] });
      expect((await admin.get('Task', [id])).list).toMatchObject([{ title: 'Whole', priority: 1 }]);
    });

    test('what there is none of is null in the answer', async () => {
      const nothing = { created: null, updated: null, destroyed: null };
      const faults = { notCreated: null, notUpdated: null, notDestroyed: null };
      expect(await call('Task/set', {})).toMatchObject({ ...nothing, ...faults });
    });

    test('creations come after those they refer to, in whatever order they are given', () => {
      const properties = new Map([['parentId', { property: { refersTo: 'Folder' } }]]);
      const order = (create: Record<string, Json>): string[] =>
        inCreationOrder(create, { properties } as unknown as ExtendedType).map(([key]) => key);
      expect(order({ leaf: { parentId: '#twig' }, twig: { parentId: '#root' }, root: {}, other: {} })).toEqual([
        'root',
        'twig',
        'leaf',
        'other',
      ]);
      expect(order({ a: { parentId: '#b' }, b: { parentId: '#a' } })).toEqual(['b', 'a']);
      expect(order({ a: { parentId: '#a' }, b: { parentId: '#unknown', name: '#a' } })).toEqual(['a', 'b']);
    });

    test('all wrong properties are named at once', async () => {
      const answer = await call('Task/set', { create: { k: { title: 7, priority: 'x', nonsense: 1 } } });
      expect((answer['notCreated'].k.properties as string[]).sort()).toEqual(
        ['nonsense', 'priority', 'taskListId', 'title'].sort(),
      );
    });
  });

  describe('/query (§5.5)', () => {
    test('every type can be sorted by id, up and down, and by nothing else', async () => {
      for (const name of ['Ordered 1', 'Ordered 2', 'Ordered 3']) await task(name);
      const byNumber = (a: string, b: string): number => Number(a) - Number(b);
      for (const type of host.get(Types).names()) {
        if (!host.get(Types).get(type).type.operations.includes('query')) continue;
        const sorted = async (isAscending: boolean): Promise<string[]> =>
          admin.query(type, null, [{ property: 'id', isAscending }]);
        const [up, down] = [await sorted(true), await sorted(false)];
        expect([type, up]).toEqual([type, [...up].sort(byNumber)]);
        expect([type, down]).toEqual([type, up.toReversed()]);
      }
      expect((await admin.query('Task', { title: 'Ordered' })).length).toBe(3);
    });

    test('numbers, dates and truth are sorted as such: the least, the earliest and false first', async () => {
      for (const priority of [9, 2, 5])
        await task('Valued', { priority, due: `2027-0${String(priority)}-01T00:00:00Z` });
      const sorted = async (property: string, isAscending = true): Promise<unknown[]> => {
        const ids = await admin.query('Task', { title: 'Valued' }, [{ property, isAscending }]);
        return (await admin.get<Json>('Task', ids)).list.map(({ priority }) => priority as number);
      };
      for (const property of ['priority', 'due']) {
        expect([property, await sorted(property)]).toEqual([property, [2, 5, 9]]);
        expect([property, await sorted(property, false)]).toEqual([property, [9, 5, 2]]);
      }
    });

    test('without an anchor its offset means nothing', async () => {
      const filter = { title: 'Valued' };
      expect((await call('Task/query', { filter, anchorOffset: 2 }))['ids']).toEqual(
        (await call('Task/query', { filter }))['ids'],
      );
    });
  });

  test('nothing is copied into the only account there is (§5.4, §6.3)', async () => {
    for (const [name, more] of [
      ['Task/copy', { create: {} }],
      ['Blob/copy', { blobIds: [] }],
    ] as const) {
      for (const [args, type] of [
        [{ fromAccountId: 'g1' }, 'invalidArguments'],
        [{ fromAccountId: 'g2' }, 'fromAccountNotFound'],
        [{ fromAccountId: 'g1', accountId: 'g2' }, 'accountNotFound'],
        [{}, 'invalidArguments'],
        [{ fromAccountId: 'g2', nonsense: 1 }, 'invalidArguments'],
      ] as const) {
        expect([name, args, (await call(name, { ...more, ...args }))['type']]).toEqual([name, args, type]);
      }
    }
    expect((await admin.call('LedgerEntry/copy', { fromAccountId: 'g2', create: {} }))['type']).toBe(
      (await admin.call('LedgerEntry/set', {}))['type'] === undefined ? 'fromAccountNotFound' : 'unknownMethod',
    );
  });

  test('a total is told only when asked for (§5.5, §5.6)', async () => {
    const { queryState, ...first } = await call('Task/query', { filter: { title: 'Counted' } });
    expect(first).not.toHaveProperty('total');
    await task('Counted');
    const changes = { filter: { title: 'Counted' }, sinceQueryState: queryState as string };
    expect(await call('Task/queryChanges', changes)).not.toHaveProperty('total');
    // Nothing here is sorted by what never changes alone, so upToId means nothing.
    const answer = await call('Task/queryChanges', { ...changes, calculateTotal: true, upToId: '1' });
    expect([answer['total'], answer['added'].length]).toEqual([1, 1]);
  });

  test('pings can be had every 30 seconds, and every 300 (§7.3)', () => {
    expect([0, 1, 30, 300, 100_000].map(pingInterval)).toEqual([0, 5, 30, 300, 300]);
  });
});
