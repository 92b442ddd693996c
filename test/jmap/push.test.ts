import { createECDH } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { Credentials } from '../../core/auth/credentials.service';
import { RateLimit } from '../../core/auth/rate-limit';
import { States } from '../../core/jmap/state';
import { SystemRandom } from '../../core/ports/random';
import { delay } from '../../core/ports/timers';
import { isPublicAddress } from '../../core/push/push-address';
import { deliver } from '../../core/push/push-delivery';
import { PushSender } from '../../core/push/push-sender.daemon';
import { PushSubscription } from '../../core/push/push-subscription.entity';
import { PushSubscriptions } from '../../core/push/push-subscriptions.service';
import { afterPost } from '../../core/push/push-verdict';
import { encryptPush } from '../../core/push/web-push';
import { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { type Post, PushEndpoint, PushReader } from './push-endpoint';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const USING = ['urn:ietf:params:jmap:core', 'urn:groupware:core', 'urn:groupware:tasks', 'urn:groupware:support'];
const DAY = 86_400;
let count = 0;

/** PushSubscription (RFC 8620 §7.2), with a real endpoint that the host posts to. */
describe.each(testDatabases())('$name', (database) => {
  let endpoint: PushEndpoint;
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let list: string;

  beforeAll(async () => {
    endpoint = await PushEndpoint.start();
    clock = new FixedClock();
    host = await TestHost.start(database, { clock, configuration: { pushAllow: [endpoint.origin] } });
    admin = await host.admin();
    [list = ''] = await admin.query('TaskList');
    await host.get(PushSender).start();
  });
  afterAll(async () => {
    await host.drop();
    await endpoint.close();
  });

  const path = (): string => `/push/${String(++count)}`;
  const json = (post: Post | undefined): Json => JSON.parse(post?.body.toString('utf8') ?? 'null') as Json;
  const firstAt = (at: string): Promise<Post> =>
    eventually(`a post to ${at}`, () => Promise.resolve(endpoint.at(at)[0]));
  const touch = (title: string): Promise<Json> => admin.create('Task', { title, taskListId: list });
  const subscribe = (as: Client, at: string, more: Json = {}): Promise<Json & { id: string }> =>
    as.create('PushSubscription', { deviceClientId: 'a-1', url: endpoint.origin + at, ...more });
  /** Makes a subscription and proves it. */
  const subscribed = async (as: Client, at = path(), more: Json = {}): Promise<{ id: string; at: string }> => {
    const { id } = await subscribe(as, at, more);
    const { verificationCode } = json(await firstAt(at));
    await as.update('PushSubscription', id, { verificationCode });
    return { id, at };
  };
  /**
   * StateChange objects posted there as soon as they are `enough`; the pauses between posts are passed over until then.
   * Once they are there no time passes any more: what comes next would else be posted at once.
   */
  const changesUntil = async (at: string, what: string, enough: (changes: Json[]) => boolean): Promise<Json[]> => {
    let advanced = 0;
    return eventually(
      `${what} at ${at}`,
      () => {
        const changes = endpoint.at(at).slice(1).map(json);
        const areThere = enough(changes);
        // Not so fast that a node on a slow machine seems to have died over its post.
        if (!areThere && performance.now() - advanced > 400) {
          advanced = performance.now();
          clock.advance(5);
          host.get(PushSender).wake();
        }
        return Promise.resolve(areThere && changes);
      },
      30,
    );
  };
  const changesAt = (at: string, least: number): Promise<Json[]> =>
    changesUntil(at, `${String(least)} changes`, ({ length }) => length >= least);
  /** Long enough for whatever was going to be posted. */
  const meanwhile = async (): Promise<void> => {
    for (let step = 0; step < 5; step++) {
      clock.advance(10);
      host.get(PushSender).wake();
      await delay(120);
    }
  };

  /** What posts on another node of the same database. */
  const another = (): PushSender =>
    new PushSender(
      host.database,
      host.get(PushSubscriptions),
      host.get(Credentials),
      host.get(States),
      host.configuration,
      new SystemRandom(),
      host.log,
    );

  test('a subscription is made without an account, asked to prove itself, and then told what changes', async () => {
    const at = path();
    const created = await subscribe(admin, at, { types: ['Task', 'Nonsense'] });
    expect(created).toMatchObject({ id: expect.any(String) as string, verificationCode: null });
    const asked = await firstAt(at);
    expect(asked.headers).toMatchObject({ 'content-type': 'application/json', ttl: '3600', urgency: 'normal' });
    expect(asked.headers['content-encoding']).toBeUndefined();
    expect(json(asked)).toEqual({
      '@type': 'PushVerification',
      pushSubscriptionId: created.id,
      verificationCode: expect.stringMatching(/^[\w-]{43}$/) as string,
    });

    await touch('before it is proven');
    await meanwhile();
    expect(endpoint.at(at)).toHaveLength(1);

    const { verificationCode } = json(asked);
    const answer = await admin.call('PushSubscription/set', { update: { [created.id]: { verificationCode } } });
    expect(answer).toEqual({
      created: null,
      updated: { [created.id]: null },
      destroyed: null,
      notCreated: null,
      notUpdated: null,
      notDestroyed: null,
    });
    await touch('afterwards');
    // What was missed before it was proven is told too, so that this may be the second to come.
    const { state } = await admin.get('Task', []);
    const told = { '@type': 'StateChange', changed: { g1: { Task: state } } };
    await changesUntil(at, 'the latest state', (changes) => isDeepStrictEqual(changes.at(-1), told));
    expect(endpoint.at(at)[1]!.headers).toMatchObject({ 'content-type': 'application/json', ttl: String(DAY) });
  });

  test('a wrong verification code is refused, and the right one is shown only once it came back', async () => {
    const at = path();
    const { id } = await subscribe(admin, at);
    const { verificationCode: code } = json(await firstAt(at)) as { verificationCode: string };
    for (const verificationCode of ['', 'x', `${code.slice(0, -1)}_`, code.toUpperCase()]) {
      expect(await admin.refused('PushSubscription', { update: { [id]: { verificationCode } } })).toMatchObject({
        type: 'invalidProperties',
        properties: ['verificationCode'],
      });
    }
    expect((await admin.get<Json>('PushSubscription', [id])).list[0]!['verificationCode']).toBeNull();
    expect(
      await admin.refused('PushSubscription', {
        create: { deviceClientId: 'b', url: endpoint.origin + path(), verificationCode: 'x' },
      }),
    ).toMatchObject({ type: 'invalidProperties', properties: ['verificationCode'] });
    await admin.update('PushSubscription', id, { verificationCode: code });
    expect((await admin.get<Json>('PushSubscription', [id])).list[0]!['verificationCode']).toBe(code);
  });

  test('neither address nor keys are answered, and nothing of accounts and states', async () => {
    const { id } = await subscribe(admin, path(), { types: ['Task'] });
    const answer = await admin.call('PushSubscription/get', { ids: [id, '999999'] });
    expect(answer).toEqual({
      list: [
        { id, deviceClientId: 'a-1', verificationCode: null, expires: expect.any(String) as string, types: ['Task'] },
      ],
      notFound: ['999999'],
    });
    for (const properties of [['url'], ['id', 'keys']]) {
      expect((await admin.call('PushSubscription/get', { ids: [id], properties }))['type']).toBe('forbidden');
    }
    for (const [name, args] of [
      ['get', { accountId: 'g1', ids: null }],
      ['set', { accountId: 'g1' }],
      ['set', { ifInState: 'x' }],
    ] as const) {
      expect([name, (await admin.call(`PushSubscription/${name}`, args))['type']]).toEqual([name, 'invalidArguments']);
    }
    for (const name of ['changes', 'query', 'queryChanges', 'copy']) {
      expect([name, (await admin.call(`PushSubscription/${name}`))['type']]).toEqual([name, 'unknownMethod']);
    }
    const { code, ...rows } = await host.database.manager.findOneByOrFail(PushSubscription, { id: Number(id) });
    expect(JSON.stringify(rows)).not.toContain(endpoint.origin);
    expect(code).not.toBe('');
  });

  test('with keys, only who has them can read what is posted', async () => {
    const reader = new PushReader();
    const at = path();
    const { id } = await subscribe(admin, at, { keys: reader.keys, types: ['Task'] });
    const asked = await firstAt(at);
    expect(asked.headers).toMatchObject({ 'content-encoding': 'aes128gcm', 'content-type': 'application/json' });
    expect(asked.body.toString('latin1')).not.toContain('PushVerification');
    const { verificationCode } = JSON.parse(reader.read(asked.body)) as Json;
    await admin.update('PushSubscription', id, { verificationCode });
    await touch('sealed');
    await eventually('a change', () => Promise.resolve(endpoint.at(at).length > 1));
    expect(JSON.parse(reader.read(endpoint.at(at)[1]!.body))).toMatchObject({ '@type': 'StateChange' });
    for (const keys of [
      {},
      { p256dh: reader.keys.p256dh },
      { ...reader.keys, auth: 'AAAA' },
      { ...reader.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') },
      { ...reader.keys, p256dh: `${reader.keys.p256dh}!` },
      'text',
    ]) {
      const create = { deviceClientId: 'k', url: endpoint.origin + path(), keys };
      expect([keys, (await admin.refused('PushSubscription', { create }))?.['properties']]).toEqual([keys, ['keys']]);
    }
  });

  test('address, keys and device never change', async () => {
    const { id } = await subscribe(admin, path());
    for (const [name, value] of [
      ['url', endpoint.origin + path()],
      ['keys', new PushReader().keys],
      ['deviceClientId', 'other'],
    ] as const) {
      expect([
        name,
        (await admin.refused('PushSubscription', { update: { [id]: { [name]: value } } }))?.['properties'],
      ]).toEqual([name, [name]]);
    }
  });

  test('nothing is posted to inner addresses, to anything but https, or with a password in the address', async () => {
    for (const url of [
      'http://example.com/push',
      'https://127.0.0.1/x',
      'https://10.1.2.3/x',
      'https://192.168.0.1:8443/x',
      'https://169.254.169.254/latest/meta-data',
      'https://0x7f000001/x',
      'https://2130706433/x',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://[fe80::1]/x',
      'https://[fd00::1]/x',
      'https://localhost/x',
      'https://push.localhost/x',
      'https://user:secret@example.com/x',
      'https://example.com/x#part',
      `${endpoint.origin.replace('127.0.0.1', 'localhost')}/x`,
      'ftp://example.com/x',
      'nonsense',
      '',
      null,
      7,
    ]) {
      const error = await admin.refused('PushSubscription', { create: { deviceClientId: 'u', url } });
      expect([url, error?.['type'], error?.['properties']]).toEqual([url, 'invalidProperties', ['url']]);
    }
    expect(await admin.refused('PushSubscription', { create: { deviceClientId: 'u' } })).toMatchObject({
      properties: ['url'],
    });
  });

  test('what was made by other credentials is neither shown nor changed, of the same person too', async () => {
    const { id } = await subscribe(admin, path());
    const other = await host.admin();
    const stranger = await host.person('pushstranger');
    for (const as of [other, stranger]) {
      expect(await as.call('PushSubscription/get', { ids: null })).toEqual({ list: [], notFound: [] });
      expect(await as.call('PushSubscription/get', { ids: [id] })).toEqual({ list: [], notFound: [id] });
      expect((await as.refused('PushSubscription', { update: { [id]: { types: null } } }))?.['type']).toBe('notFound');
      expect((await as.refused('PushSubscription', { destroy: id }))?.['type']).toBe('notFound');
    }
  });

  test('somebody is told of what they may see, and of nothing else', async () => {
    const person = await host.person('pushreader', { permissions: ['support:use'] });
    const { at } = await subscribed(person);
    await touch('hidden');
    await meanwhile();
    expect(endpoint.at(at)).toHaveLength(1);
    await admin.update('TaskList', list, { [`shareWith/${person.principalId}`]: { maySubmit: true, mayRead: true } });
    const [change] = await changesAt(at, 1);
    expect(Object.keys(change!['changed'].g1 as Json)).toEqual(expect.arrayContaining(['Task', 'TaskList']));
    await admin.update('TaskList', list, { [`shareWith/${person.principalId}`]: null });
  });

  test('what changes in quick succession is told together', async () => {
    const { at } = await subscribed(admin, path(), { types: ['Task', 'TaskList'] });
    await touch('first');
    await changesAt(at, 1);
    const before = endpoint.at(at).length;
    for (let index = 0; index < 5; index++) await touch(`more ${String(index)}`);
    await admin.update('TaskList', list, { description: 'other' });
    host.get(PushSender).wake();
    await delay(300);
    expect(endpoint.at(at)).toHaveLength(before);
    clock.advance(5);
    host.get(PushSender).wake();
    await eventually('the rest', () => Promise.resolve(endpoint.at(at).length > before));
    expect(Object.keys(json(endpoint.at(at).at(-1))['changed'].g1 as Json).sort()).toEqual(['Task', 'TaskList']);
    await meanwhile();
    expect(endpoint.at(at)).toHaveLength(before + 1);
  });

  test.each([404, 410])('a subscription of which nobody knows any more (%s) goes', async (status) => {
    const { id, at } = await subscribed(admin, path(), { types: ['Task'] });
    endpoint.answers.set(at, { status });
    await touch('gone');
    await eventually('it is gone', async () => {
      clock.advance(5);
      host.get(PushSender).wake();
      return (await admin.get('PushSubscription', [id])).notFound.length === 1;
    });
  });

  test('what fails is tried again, later each time, and tells all that was missed', async () => {
    const { id, at } = await subscribed(admin, path(), { types: ['Task'] });
    endpoint.answers.set(at, { status: 500 });
    await touch('lost');
    await changesAt(at, 1);
    host.get(PushSender).wake();
    await delay(200);
    const tries = endpoint.at(at).length;
    endpoint.answers.set(at, { status: 302, headers: { location: endpoint.origin + path() } });
    await changesAt(at, tries);
    expect(endpoint.posts.every(({ path: asked }) => asked.startsWith('/push/'))).toBe(true);
    expect(endpoint.at(`/push/${String(count)}`)).toEqual([]);
    endpoint.answers.delete(at);
    await changesAt(at, endpoint.at(at).length);
    const { state } = await admin.get('Task', []);
    await eventually('it arrived', async () => {
      clock.advance(60);
      const row = await host.database.manager.findOneByOrFail(PushSubscription, { id: Number(id) });
      return row.failures === 0 && (JSON.parse(row.told) as Json)['Task'] === state;
    });
  });

  test('after 429 less is posted, for as long as was asked', async () => {
    const { id, at } = await subscribed(admin, path(), { types: ['Task'] });
    endpoint.answers.set(at, { status: 429, headers: { 'retry-after': '600' } });
    await touch('too often');
    await changesAt(at, 1);
    const row = await eventually('it is noted', async () => {
      const found = await host.database.manager.findOneByOrFail(PushSubscription, { id: Number(id) });
      return found.failures === 1 && found;
    });
    expect(row.pause).toBe(600);
    expect(row.nextAt!.getTime() - clock.now().getTime()).toBeGreaterThan(500_000);
    await meanwhile();
    expect(endpoint.at(at)).toHaveLength(2);
  });

  test('of several nodes one posts, and each change once', async () => {
    const person = await host.person('pushnodes', { isAdmin: true });
    const { at } = await subscribed(person, path(), { types: ['Task'] });
    const nodes = Array.from({ length: 3 }, () => another());
    await Promise.all(nodes.map((node) => node.start()));
    try {
      for (let index = 1; index <= 2; index++) {
        await touch(`node ${String(index)}`);
        await changesAt(at, index);
        await delay(250);
      }
      const told = endpoint
        .at(at)
        .slice(1)
        .map((post) => json(post)['changed'].g1.Task as string);
      expect(told).toEqual([...new Set(told)]);
      expect(told).toHaveLength(2);
    } finally {
      await Promise.all(nodes.map((node) => node.stop()));
    }
  });

  test('of those who want to post at the same moment one may, and nobody by what was known before', async () => {
    const subscriptions = host.get(PushSubscriptions);
    const { manager } = host.database;
    const { id } = await subscribed(admin, path(), { types: ['Nonsense'] });
    const where = { id: Number(id) };
    const row = await manager.findOneByOrFail(PushSubscription, where);
    const claims = await Promise.all([1, 2, 3].map(() => subscriptions.claim(row)));
    const [mine, ...others] = claims.filter((claim) => claim !== null);
    expect(others).toEqual([]);
    const another = Object.assign(new PushSubscription(), mine, { claim: 'of another' });
    await subscriptions.settle(another, { status: 201, retryAfter: null }, '{"x":"1"}');
    expect((await manager.findOneByOrFail(PushSubscription, where)).told).toBe(row.told);
    await subscriptions.settle(mine!, { status: 201, retryAfter: null }, '{"x":"1"}');
    expect((await manager.findOneByOrFail(PushSubscription, where)).told).toBe('{"x":"1"}');
    expect(await subscriptions.claim(row)).toBeNull();
    // Out of reach of whoever else looks.
    const claimedUntil = new Date(clock.now().getTime() + 1e9);
    await host.database.transaction(() =>
      host.database.manager.update(PushSubscription, where, { isAsked: false, claimedUntil }),
    );
    const asked = await Promise.all([1, 2, 3].map(() => subscriptions.ask(where.id)));
    expect(asked.filter((one) => one !== null)).toHaveLength(1);
    await host.database.transaction(() => host.database.manager.delete(PushSubscription, where));
  });

  test('it lasts seven days at most, is prolonged without another proof, and nothing is posted afterwards', async () => {
    const { id, at } = await subscribed(admin, path(), { types: ['Task'] });
    const expires = async (): Promise<number> => {
      const { list: found } = await admin.get<Json>('PushSubscription', [id]);
      return (new Date(found[0]!['expires'] as string).getTime() - clock.now().getTime()) / 1000;
    };
    expect(Math.abs((await expires()) - 7 * DAY)).toBeLessThan(120);
    const wanted = (days: number): string =>
      `${new Date(clock.now().getTime() + days * DAY * 1000).toISOString().slice(0, 19)}Z`;
    const sooner = wanted(2);
    const kept = await admin.call('PushSubscription/set', { update: { [id]: { expires: sooner } } });
    expect(kept['updated']).toEqual({ [id]: null });
    const later = await admin.call('PushSubscription/set', { update: { [id]: { expires: wanted(400) } } });
    expect((later['updated'] as Json)[id]).toEqual({ expires: expect.any(String) as string });
    expect(Math.abs((await expires()) - 7 * DAY)).toBeLessThan(120);
    await touch('still there');
    await changesAt(at, 1);
    const posted = endpoint.at(at).length;
    await admin.update('PushSubscription', id, { expires: wanted(1) });
    clock.advance(DAY + 1);
    await touch('too late');
    await meanwhile();
    expect(endpoint.at(at)).toHaveLength(posted);
    expect((await admin.get('PushSubscription', [id])).notFound).toEqual([id]);
  });

  test('a subscription goes with the credentials that made it', async () => {
    const person = await host.person('pushleaver');
    const credentials = host.get(Credentials);
    const userId = Number(person.principalId);
    const as = (token: string): Client => new Client(host.server, USING, person.principalId, token);
    const secret = await credentials.openSession(userId);
    const session = as(secret);
    const { id } = await subscribed(session);
    // A session has its own end: none is set.
    expect((await session.get<Json>('PushSubscription', [id])).list[0]!['expires']).toBeNull();
    const byPassword = await subscribed(person);
    await credentials.closeSession(secret);
    const left = async (): Promise<number[]> =>
      (await host.database.manager.findBy(PushSubscription, { userId })).map((row) => row.id);
    expect(await left()).toEqual([Number(byPassword.id)]);
    await admin.update('User', person.principalId, { isActive: false });
    expect(await left()).toEqual([]);
  });

  test('one made with the password itself goes when the password changes', async () => {
    const person = await host.person('pushword');
    const userId = Number(person.principalId);
    await host.get(Credentials).setPassword(userId, 'a long enough password');
    const send = async (methodCalls: unknown[], password = 'a long enough password'): Promise<Json> => {
      const response = await host.server.inject({
        method: 'POST',
        url: '/jmap/api',
        headers: { authorization: `Basic ${Buffer.from(`pushword:${password}`).toString('base64')}` },
        payload: { using: USING, methodCalls },
      });
      return (response.json<Json>()['methodResponses'] as Json[])[0]![1] as Json;
    };
    const at = path();
    const create = { k: { deviceClientId: 'p', url: endpoint.origin + at } };
    const { created } = await send([['PushSubscription/set', { create }, '0']]);
    const { id } = created.k as { id: string };
    expect((await person.get('PushSubscription', [id])).notFound).toEqual([id]);
    const { verificationCode } = json(await firstAt(at));
    await send([['PushSubscription/set', { update: { [id]: { verificationCode } } }, '0']]);
    const link = await host.get(Credentials).createPasswordLink(userId);
    await host.get(Credentials).usePasswordLink(link, 'another long password', '127.0.0.1');
    expect(await host.database.manager.countBy(PushSubscription, { userId })).toBe(0);
  });

  test('one person can neither have nor make too many', async () => {
    const person = await host.person('pushmany');
    let error: Json | null = null;
    for (let index = 0; index < 40 && error === null; index++) {
      error = await person.refused('PushSubscription', {
        create: { deviceClientId: 'm', url: `https://push${String(index)}.invalid/x` },
      });
    }
    expect(error?.['type']).toBe('rateLimit');
    expect(await host.database.manager.countBy(PushSubscription, { userId: Number(person.principalId) })).toBe(30);
    const limit = host.get(RateLimit);
    await limit.giveBack(
      Array.from({ length: 30 }, () => ({ name: `push ${person.principalId}`, most: 0, seconds: 0 })),
    );
    for (let index = 0; index < 21 && error?.['type'] !== 'overQuota'; index++) {
      error = await person.refused('PushSubscription', {
        create: { deviceClientId: 'm', url: `https://more${String(index)}.invalid/x` },
      });
    }
    expect(error?.['type']).toBe('overQuota');
  });
});

describe('push, without a host', () => {
  test('a message is encrypted as the example of RFC 8291 is', () => {
    const own = createECDH('prime256v1');
    own.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'));
    const keys = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    const salt = Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url');
    const sealed = encryptPush('When I grow up, I want to be a watermelon', keys, own, salt);
    expect(sealed.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  test.each([
    ['8.8.8.8', true],
    ['172.15.0.1', true],
    ['172.16.0.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2606:4700::1111', true],
    ['::', false],
    ['::ffff:127.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:db8::1', false],
    ['ff02::1', false],
    ['example.com', false],
  ])('%s is an address of the Internet: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  test('a name that leads to an inner address is connected to by nobody', async () => {
    const endpoint = await PushEndpoint.start();
    const { port } = new URL(endpoint.origin);
    const post = (url: string, allowed: readonly string[] = []) =>
      deliver(url, {}, Buffer.from('x'), allowed, new AbortController().signal);
    try {
      // A name that is looked up when the connection is made, and stands for this very machine.
      const isKnown = await lookup(hostname()).then(
        () => true,
        () => false,
      );
      const inner = isKnown ? [hostname(), '127.0.0.1'] : ['127.0.0.1'];
      for (const name of inner) {
        expect(await post(`https://${name}:${port}/inner`)).toEqual({ status: 0, retryAfter: null });
      }
      expect([endpoint.connections, endpoint.posts]).toEqual([0, []]);
      expect((await post(`${endpoint.origin}/allowed`, [endpoint.origin])).status).toBe(201);
      expect(endpoint.connections).toBe(1);
    } finally {
      await endpoint.close();
    }
  });

  test('failures are waited for longer each time, up to an hour', () => {
    const row = { failures: 0, pause: 0 };
    const waits: number[] = [];
    for (let index = 0; index < 14; index++) {
      const verdict = afterPost(row, { status: 0, retryAfter: null }, 0);
      if (verdict === 'gone') throw new Error('gone');
      waits.push(verdict.wait);
      Object.assign(row, verdict);
    }
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(waits.at(-1)).toBe(3600);
    expect(afterPost({ failures: 3, pause: 600 }, { status: 201, retryAfter: null }, 0)).toEqual({
      failures: 0,
      pause: 300,
      wait: 300,
      isTold: true,
    });
    expect(afterPost(row, { status: 410, retryAfter: null }, 0)).toBe('gone');
  });
});
