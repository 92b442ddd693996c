import { randomInt } from 'node:crypto';
import { Credentials } from '../../core/auth/credentials.service';
import { Directory } from '../../core/auth/directory.service';
import { Records } from '../../core/jmap/records';
import { ShareNotifications } from '../../core/sharing/share-notifications.service';
import { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { place } from '../modules/fixture-modules';
import { binders } from './binder-module';

// Sharing as DESIGN §6 and RFC 9670 have it, through the door.

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const SEED = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));
const PRINCIPALS = 'urn:ietf:params:jmap:principals';
const CORE = 'urn:ietf:params:jmap:core';

const LEVELS = { maySubmit: 5, mayRead: 10, mayCreate: 20, mayWrite: 30, mayDelete: 40, mayManage: 50 } as const;
const rights = (level: number): Json =>
  Object.fromEntries(Object.entries(LEVELS).map(([name, least]) => [name, level >= least]));

describe.each(testDatabases())('sharing on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let cleo: Client;
  let customer: Client;
  let everyone: string;
  const clock = new FixedClock();

  beforeAll(async () => {
    host = await TestHost.start(database, { clock, prepare: (data) => place(data, binders) });
    admin = await host.admin();
    ada = await host.person('ada', { permissions: ['tasks:createLists'] });
    ben = await host.person('ben', { permissions: ['tasks:createLists', 'core:administer'] });
    cleo = await host.person('cleo');
    customer = await host.person('carl', { isInternal: false, permissions: ['tasks:createLists'] });
    everyone = String(await host.get(Directory).builtIn('everyone'));
  });

  afterEach(async () => {
    const made = (await admin.get<{ id: string; role: string }>('TaskList', null)).list.filter(
      ({ role }) => role === 'list',
    );
    await admin.call('TaskList/set', { destroy: made.map(({ id }) => id) });
    await defaults({});
  });

  afterAll(async () => {
    await host.drop();
  });

  const listBy = (client: Client, given: Json = {}) => client.create('TaskList', { name: 'List', ...given });
  const shares = async (client: Client, id: string): Promise<Record<string, number> | null> => {
    const { list } = await client.get<{ shareWith: Record<string, Json> | null }>('TaskList', [id]);
    const shared = list[0]?.shareWith ?? null;
    const level = (given: Json) => Math.max(0, ...Object.entries(LEVELS).map(([name, at]) => (given[name] ? at : 0)));
    return shared && Object.fromEntries(Object.entries(shared).map(([who, given]) => [who, level(given)]));
  };
  const share = (client: Client, id: string, levels: Record<string, number>) => {
    clock.advance(1);
    return client.refused('TaskList', {
      update: { [id]: { shareWith: Object.fromEntries(Object.entries(levels).map(([who, at]) => [who, rights(at)])) } },
    });
  };
  const defaults = async (levels: Record<string, number>, client = admin, type = 'TaskList') =>
    client.call('DefaultPermissions/set', {
      type,
      shareWith: Object.fromEntries(Object.entries(levels).map(([who, at]) => [who, rights(at)])),
    });
  const apply = (way: string, isPreview = false, client = admin) =>
    client.call('DefaultPermissions/apply', { type: 'TaskList', way, isPreview });
  const told = async (client: Client): Promise<Json[]> => {
    const ids = await client.query('ShareNotification', null, [{ property: 'created', isAscending: true }]);
    return (await client.get<Json>('ShareNotification', ids)).list;
  };
  const forget = async () => {
    for (const client of [admin, ada, ben, cleo, customer]) {
      await client.call('ShareNotification/set', { destroy: await client.query('ShareNotification') });
    }
  };

  test('a new object is its maker’s; the defaults of its type are added, unless its maker says whom to share it with', async () => {
    await defaults({ [everyone]: 10, [cleo.principalId]: 30 });
    const own = await listBy(ada);
    expect(await shares(ada, own.id)).toEqual({ [ada.principalId]: 50, [everyone]: 10, [cleo.principalId]: 30 });
    const chosen = await listBy(ada, { shareWith: { [ben.principalId]: rights(20) } });
    expect(await shares(ada, chosen.id)).toEqual({ [ada.principalId]: 50, [ben.principalId]: 20 });
    const alone = await listBy(ada, { shareWith: {} });
    expect(await shares(ada, alone.id)).toEqual({ [ada.principalId]: 50 });
    // A default for the maker takes nothing away.
    await defaults({ [ada.principalId]: 10 });
    expect(await shares(ada, (await listBy(ada)).id)).toEqual({ [ada.principalId]: 50 });
    // Who may not manage it does not see with whom it is shared.
    expect(await shares(cleo, own.id)).toBeNull();
  });

  test('whom and what one cannot share with is refused by name, and nothing is stored', async () => {
    await forget();
    const { id } = await listBy(ada);
    const contact = await host.database.transaction(() =>
      host.get(Directory).findOrCreateContact('contact@example.net', 'A contact'),
    );
    const personal = await host.get(Directory).personalGroup(Number(ben.principalId));
    const wrong: [unknown, RegExp][] = [
      [{ 999999: rights(10) }, /"999999", who does not exist/],
      [{ [String(personal)]: rights(10) }, /who does not exist/],
      [{ [String(contact.id)]: rights(10) }, /who is no user or group/],
      [{ nobody: rights(10) }, /"nobody", who does not exist/],
      [{ [ben.principalId]: { mayFly: true } }, /no right "mayFly"/],
      [{ [ben.principalId]: { mayRead: 'yes' } }, /no right "mayRead"/],
      [{ [ben.principalId]: 10 }, /must map principal ids to rights/],
      [[], /must map principal ids to rights/],
      ['everyone', /must map principal ids to rights/],
    ];
    for (const [shareWith, reason] of wrong) {
      const error = await ada.refused('TaskList', { update: { [id]: { name: 'Spoilt', shareWith } } });
      expect(error).toMatchObject({ type: 'invalidProperties', properties: ['shareWith'] });
      expect(error!['description']).toMatch(reason);
      expect(await ada.refused('TaskList', { create: { name: 'Spoilt', shareWith } })).toMatchObject({
        properties: ['shareWith'],
      });
    }
    // Somebody who exists but is not seen is nobody.
    const own = await listBy(customer);
    const unseen = await share(customer, own.id, { [customer.principalId]: 50, [ada.principalId]: 10 });
    const unknown = await share(customer, own.id, { [customer.principalId]: 50, 999999: 10 });
    expect(JSON.stringify(unseen).replace(ada.principalId, '999999')).toBe(JSON.stringify(unknown));
    expect((await admin.get<{ name: string }>('TaskList', null)).list.map(({ name }) => name)).not.toContain('Spoilt');
    expect(await shares(ada, id)).toEqual({ [ada.principalId]: 50 });
    expect(await told(ben)).toEqual([]);
  });

  test('a right that objects of the type do not have is refused, also beside one that they have', async () => {
    const modules = (await admin.get<{ id: string; name: string }>('Module', null)).list;
    const module = { id: modules.find(({ name }) => name === 'binders')?.id };
    await admin.call('Module/install', module);
    const owner = await host.admin();
    const { id, myRights } = await owner.create<{ id: string; myRights: Json }>('Binder', { name: 'Accounts' });
    expect(Object.keys(myRights)).toEqual(Object.keys(LEVELS).slice(1));
    for (const given of [
      { maySubmit: true },
      { maySubmit: true, mayRead: true },
      { maySubmit: false, mayRead: true },
    ]) {
      const shareWith = { [ben.principalId]: given };
      const change = { update: { [id]: { name: 'Spoilt', shareWith } } };
      expect(await owner.refused('Binder', change)).toEqual({
        type: 'invalidProperties',
        description: 'shareWith names "maySubmit", which is no right on a Binder',
        properties: ['shareWith'],
      });
      expect(await owner.call('DefaultPermissions/set', { type: 'Binder', shareWith })).toMatchObject({
        type: 'invalidArguments',
      });
    }
    const { list } = await owner.get<Json>('Binder', [id]);
    expect(list).toMatchObject([{ name: 'Accounts', shareWith: { [owner.principalId]: { mayManage: true } } }]);
    expect(
      await owner.refused('Binder', { update: { [id]: { [`shareWith/${ben.principalId}`]: { mayRead: true } } } }),
    ).toBeNull();
    await admin.call('Module/disable', module);
  });

  test('nobody but an administrator leaves an object that nobody manages', async () => {
    const { id } = await listBy(ada);
    const error = { type: 'invalidProperties', properties: ['shareWith'] };
    expect(await share(ada, id, {})).toMatchObject(error);
    expect(await share(ada, id, { [ada.principalId]: 40, [ben.principalId]: 40 })).toMatchObject(error);
    expect(
      await ada.refused('TaskList', { update: { [id]: { [`shareWith/${ada.principalId}`]: null } } }),
    ).toMatchObject(error);
    // A group without members manages nothing.
    const empty = await host.database.transaction(() => host.get(Directory).createGroup('Empty'));
    expect(await share(ada, id, { [String(empty)]: 50 })).toMatchObject(error);
    expect(await shares(ada, id)).toEqual({ [ada.principalId]: 50 });
    expect(await share(ada, id, { [ben.principalId]: 50 })).toBeNull();
    expect(await share(ada, id, { [ada.principalId]: 50 })).toMatchObject({ type: 'notFound' });
    expect(await share(ben, id, { [ben.principalId]: 50, [cleo.principalId]: 30 })).toBeNull();
    expect(await share(cleo, id, { [cleo.principalId]: 50 })).toMatchObject({ type: 'forbidden' });
    expect(await share(admin, id, {})).toBeNull();
  });

  test('default permissions are for administrators, of types that can be shared, and for people one can name', async () => {
    for (const [method, args] of [
      ['get', {}],
      ['set', { type: 'TaskList', shareWith: {} }],
      ['apply', { type: 'TaskList', way: 'reset' }],
    ] as const) {
      expect(await ada.call(`DefaultPermissions/${method}`, args)).toMatchObject({ type: 'forbidden' });
    }
    const bad: Json[] = [
      { type: 'Task', shareWith: {} },
      { type: 'Nothing', shareWith: {} },
      { type: 7, shareWith: {} },
      { type: 'TaskList', shareWith: null },
      { type: 'TaskList', shareWith: { 999999: rights(10) } },
      { type: 'TaskList', shareWith: { [everyone]: { mayFly: true } } },
      { type: 'TaskList', shareWith: {}, more: 1 },
    ];
    await defaults({ [everyone]: 10 });
    for (const args of bad) {
      expect([args, await admin.call('DefaultPermissions/set', args)]).toEqual([
        args,
        { type: 'invalidArguments', description: expect.any(String) as string },
      ]);
    }
    for (const args of [{ type: 'Task', way: 'add' }, { type: 'TaskList', way: 'remove' }, { type: 'TaskList' }]) {
      expect(await admin.call('DefaultPermissions/apply', args)).toMatchObject({ type: 'invalidArguments' });
    }
    // Somebody who administers without being an administrator does not orphan what others made.
    expect(await apply('reset', false, ben)).toMatchObject({ type: 'forbidden' });
    expect(await admin.call('DefaultPermissions/get')).toMatchObject({
      list: [{ type: 'TaskList', knowsCustomers: true, shareWith: { [everyone]: rights(10) } }],
    });
  });

  test('defaults, add to all and reset all do what a small model says, object by object', async () => {
    let state = SEED;
    const below = (end: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >>> 8) % end;
    };
    const makers = [ada, ben, customer, admin];
    const people = [ada, ben, cleo, customer].map(({ principalId }) => principalId);
    const some = () =>
      Object.fromEntries(
        [...people, everyone].filter(() => below(3) === 0).map((who) => [who, Object.values(LEVELS)[below(6)]!]),
      );
    // The list that comes with the product takes part: it has no maker.
    const model = new Map<string, { maker: string | null; levels: Record<string, number> }>();
    for (const id of await admin.query('TaskList')) {
      model.set(id, { maker: null, levels: (await shares(admin, id))! });
    }
    let wanted: Record<string, number> = {};
    const steps: string[] = [];
    for (let step = 0; step < (database.name === 'sqlite' ? 40 : 20); step++) {
      const kind = below(5);
      const touches = (after: (levels: Record<string, number>, maker: string | null) => Record<string, number>) => {
        let count = 0;
        for (const each of model.values()) {
          const next = after(each.levels, each.maker);
          const isSame =
            JSON.stringify(Object.entries(next).sort()) === JSON.stringify(Object.entries(each.levels).sort());
          if (!isSame) count++;
          each.levels = next;
        }
        return count;
      };
      if (kind === 0) {
        const maker = makers[below(makers.length)]!;
        const { id } = await listBy(maker);
        model.set(id, { maker: maker.principalId, levels: { ...wanted, [maker.principalId]: 50 } });
        steps.push(`list ${id} by ${maker.principalId}`);
      } else if (kind === 1) {
        const ids = [...model.keys()];
        const id = ids[below(ids.length)]!;
        const levels = some();
        expect(await share(admin, id, levels)).toBeNull();
        model.get(id)!.levels = levels;
        steps.push(`share ${id} ${JSON.stringify(levels)}`);
      } else if (kind === 2) {
        wanted = some();
        expect(await defaults(wanted)).toMatchObject({ type: 'TaskList' });
        steps.push(`defaults ${JSON.stringify(wanted)}`);
      } else {
        const way = kind === 3 ? 'add' : 'reset';
        const foreseen = await apply(way, true);
        const touched = touches((levels, maker) => {
          if (way === 'reset') return { ...wanted, ...(maker === null ? {} : { [maker]: 50 }) };
          const all = { ...wanted, ...levels };
          return Object.fromEntries(Object.keys(all).map((who) => [who, Math.max(wanted[who] ?? 0, levels[who] ?? 0)]));
        });
        steps.push(way);
        const done = await apply(way);
        expect([SEED, steps, foreseen['touched'], done['touched']]).toEqual([SEED, steps, touched, touched]);
      }
      for (const [id, { levels }] of model) {
        expect([SEED, steps, id, await shares(admin, id)]).toEqual([SEED, steps, id, levels]);
      }
    }
    expect((await apply('add', true))['touched']).toBeGreaterThanOrEqual(0);
    await defaults({});
    await apply('reset');
    await forget();
  });

  test('others hear at once what adding and resetting shows them and takes from them', async () => {
    const { id } = await listBy(ada);
    const { state } = await cleo.get('TaskList', []);
    await defaults({ [everyone]: 10 });
    expect(await cleo.call('TaskList/changes', { sinceState: state })).toMatchObject({ newState: state });
    await apply('add');
    const added: Json = await cleo.call('TaskList/changes', { sinceState: state });
    expect(added['created']).toContain(id);
    await defaults({});
    await apply('reset');
    const reset: Json = await cleo.call('TaskList/changes', { sinceState: added['newState'] });
    expect(reset['destroyed']).toContain(id);
    expect(await shares(ada, id)).toEqual({ [ada.principalId]: 50 });
    await forget();
  });

  test('whoever gains, loses or changes rights by somebody else’s act is told, and nobody else', async () => {
    await forget();
    const before = await cleo.get('ShareNotification', []);
    const { id } = await listBy(ada, { name: 'Garden' });
    await share(ada, id, { [ada.principalId]: 50, [cleo.principalId]: 10 });
    await share(ada, id, { [ada.principalId]: 50, [cleo.principalId]: 30 });
    await ada.update('TaskList', id, { name: 'Orchard' });
    await share(ada, id, { [ada.principalId]: 50 });
    const of = { objectType: 'TaskList', objectId: id, objectAccountId: 'g1' };
    const changedBy = { name: 'Ada', email: 'ada@example.org', principalId: ada.principalId };
    expect(await told(cleo)).toEqual([
      {
        ...of,
        id: expect.any(String),
        created: expect.any(String),
        changedBy,
        name: 'Garden',
        oldRights: null,
        newRights: rights(10),
      },
      {
        ...of,
        id: expect.any(String),
        created: expect.any(String),
        changedBy,
        name: 'Garden',
        oldRights: rights(10),
        newRights: rights(30),
      },
      {
        ...of,
        id: expect.any(String),
        created: expect.any(String),
        changedBy,
        name: 'Orchard',
        oldRights: rights(30),
        newRights: null,
      },
    ]);
    for (const client of [ada, ben, customer, admin]) expect(await told(client)).toEqual([]);
    const changes: Json = await cleo.call('ShareNotification/changes', { sinceState: before.state });
    expect(changes['created']).toHaveLength(3);
    const quiet: Json = await admin.call('ShareNotification/changes', { sinceState: before.state });
    expect([quiet['created'], quiet['updated'], quiet['destroyed']]).toEqual([[], [], []]);

    // A customer is told by whom, but not who else that is.
    await share(ada, id, { [ada.principalId]: 50, [customer.principalId]: 5 });
    expect((await told(customer))[0]!['changedBy']).toEqual({ name: 'Ada', email: null, principalId: null });

    const [first = ''] = await cleo.query('ShareNotification', {
      objectType: 'TaskList',
      after: '2000-01-01T00:00:00Z',
    });
    expect(await cleo.query('ShareNotification', { before: '2000-01-01T00:00:00Z' })).toEqual([]);
    expect(await cleo.query('ShareNotification', { objectAccountId: 'g2' })).toEqual([]);
    expect(await cleo.call('ShareNotification/query', { filter: { after: 'yesterday' } })).toMatchObject({
      type: 'invalidArguments',
    });
    for (const object of [{}, { name: 'x' }, { nonsense: 1 }]) {
      for (const change of [{ create: object }, { update: { [first]: object } }]) {
        expect([change, (await cleo.refused('ShareNotification', change))?.['type']]).toEqual([change, 'forbidden']);
      }
    }
    const newest = await cleo.query('ShareNotification', null, [{ property: 'created', isAscending: false }]);
    expect(await cleo.query('ShareNotification', null, [{ property: 'created' }])).toEqual(newest.toReversed());
    expect(await admin.refused('ShareNotification', { destroy: first })).toMatchObject({ type: 'notFound' });
    expect(await cleo.refused('ShareNotification', { destroy: first })).toBeNull();
    expect(await told(cleo)).toHaveLength(2);
    await forget();
  });

  test('notifications go after ninety days, and the oldest when there are more than a thousand', async () => {
    await forget();
    const { id } = await listBy(ada);
    await share(ada, id, { [ada.principalId]: 50, [cleo.principalId]: 10 });
    const notifications = host.get(ShareNotifications);
    expect(await notifications.expireSome()).toBe(0);
    const [kept] = await told(cleo);
    clock.advance(91 * 86_400);
    await share(ada, id, { [ada.principalId]: 50, [cleo.principalId]: 20 });
    expect(await notifications.expireSome()).toBe(1);
    expect((await told(cleo)).map((each) => each['id'])).not.toContain(kept!['id']);
    const row = {
      changedById: null,
      changedByName: '',
      objectType: 'TaskList',
      objectId: 1,
      oldLevel: 0,
      newLevel: 10,
      name: '',
    };
    await host.database.transaction(async () => {
      for (let count = 0; count < 1002; count++) {
        const more = { ...row, principalId: Number(ben.principalId), created: clock.now() };
        await host.get(Records).insert('ShareNotification', more);
      }
    });
    expect(await notifications.expireSome()).toBe(2);
    const { total } = await ben.call('ShareNotification/query', { calculateTotal: true });
    expect(total).toBe(1000);
    expect(await told(cleo)).toHaveLength(1);
  });

  test('everybody says for themselves what they want to see, and nobody else hears of it', async () => {
    const { id } = await listBy(ada, { name: 'Archive' });
    await share(ada, id, { [ada.principalId]: 50, [cleo.principalId]: 10, [ben.principalId]: 10 });
    const subscribed = async (client: Client): Promise<unknown> =>
      (await client.get<Json>('TaskList', [id], ['isSubscribed'])).list[0]?.['isSubscribed'];
    for (const client of [ada, cleo, ben]) expect(await subscribed(client)).toBe(true);
    const [before, quiet] = await Promise.all(
      [cleo, ben].map(async (client) => (await client.get('TaskList', [])).state),
    );
    // Reading is enough: it is no change of the list.
    const answer: Json = await cleo.call('TaskList/set', { update: { [id]: { isSubscribed: false } } });
    expect([answer['updated'], answer['oldState'] === answer['newState']]).toEqual([{ [id]: null }, false]);
    expect([await subscribed(cleo), await subscribed(ben)]).toEqual([false, true]);
    expect(await cleo.call('TaskList/changes', { sinceState: before })).toMatchObject({ updated: [id] });
    expect((await ben.get('TaskList', [])).state).toBe(quiet);
    expect(await cleo.query('TaskList', { isSubscribed: false })).toEqual([id]);
    expect(await ben.query('TaskList', { isSubscribed: true })).toContain(id);
    expect(await ben.query('TaskList', { isSubscribed: false })).toEqual([]);
    expect(await cleo.call('TaskList/query', { filter: { isSubscribed: 'no' } })).toMatchObject({
      type: 'invalidArguments',
    });
    for (const value of ['yes', 1]) {
      expect(await cleo.refused('TaskList', { update: { [id]: { isSubscribed: value } } })).toMatchObject({
        properties: ['isSubscribed'],
      });
    }
    // Beside it nothing else becomes possible, and nobody subscribes to what they do not see.
    expect(await cleo.refused('TaskList', { update: { [id]: { isSubscribed: true, name: 'Mine' } } })).toMatchObject({
      type: 'forbidden',
    });
    expect(await subscribed(cleo)).toBe(false);
    expect(await customer.refused('TaskList', { update: { [id]: { isSubscribed: false } } })).toMatchObject({
      type: 'notFound',
    });
    await ada.update('TaskList', id, { isSubscribed: false, name: 'Old archive' });
    expect((await ada.get<Json>('TaskList', [id])).list).toMatchObject([{ isSubscribed: false, name: 'Old archive' }]);
    const made = await listBy(ada, { isSubscribed: false });
    expect((await ada.get<Json>('TaskList', [made.id])).list).toMatchObject([{ isSubscribed: false }]);
  });

  test('whoever subscribes to an object needs not be told of it any more', async () => {
    await forget();
    const { id } = await listBy(ada, { name: 'News' });
    const { id: other } = await listBy(ada, { name: 'Other' });
    for (const list of [id, other]) await share(ada, list, { [ada.principalId]: 50, [cleo.principalId]: 10 });
    expect(await told(cleo)).toHaveLength(2);
    await cleo.update('TaskList', id, { isSubscribed: false });
    expect(await told(cleo)).toHaveLength(2);
    await cleo.update('TaskList', id, { isSubscribed: true });
    expect(await told(cleo)).toMatchObject([{ objectId: other }]);
    await forget();
  });

  test('rights that a group gains are told to its members, once, and not to the group', async () => {
    await forget();
    const { id } = await listBy(ada, { name: 'For all' });
    await share(ada, id, { [ada.principalId]: 50, [everyone]: 10 });
    expect(await told(cleo)).toHaveLength(1);
    await forget();
  });

  test('RFC 9670: the capability is told, and is enough to use principals and notifications', async () => {
    const session = await ada.session<Json>();
    expect(session['capabilities'][PRINCIPALS]).toEqual({});
    expect(session['accounts'].g1.accountCapabilities[PRINCIPALS]).toEqual({ currentUserPrincipalId: ada.principalId });
    expect(session['primaryAccounts'][PRINCIPALS]).toBe('g1');
    const token = await host.get(Credentials).createAppPassword(Number(ada.principalId), 'standard client');
    const standard = new Client(host.server, [CORE, PRINCIPALS], ada.principalId, token);
    const { list } = await standard.get<Json>('Principal', [ada.principalId]);
    expect(list).toMatchObject([{ type: 'individual', name: 'Ada', email: 'ada@example.org' }]);
    expect(await standard.query('Principal', { text: 'cleo' })).toEqual([cleo.principalId]);
    expect(list).toMatchObject([{ description: null, timeZone: null, capabilities: {}, accounts: null }]);
    await admin.update('User', cleo.principalId, { timeZone: 'Asia/Tokyo' });
    const before = (await standard.get('Principal', [])).state;
    await admin.update('User', ada.principalId, { timeZone: 'Europe/Oslo' });
    expect(await standard.call('Principal/changes', { sinceState: before })).toMatchObject({
      updated: [ada.principalId],
    });
    expect((await standard.get<Json>('Principal', [ada.principalId])).list).toMatchObject([
      { timeZone: 'Europe/Oslo' },
    ]);
    for (const [filter, found] of [
      [{ name: 'CLE' }, [cleo.principalId]],
      [{ name: 'example.org' }, []],
      [{ email: 'cleo@EXAMPLE' }, [cleo.principalId]],
      [{ email: 'Cleo the' }, []],
      [{ timeZone: 'Asia/Tokyo' }, [cleo.principalId]],
      [{ timeZone: 'Asia' }, []],
      [{ accountIds: ['g1'] }, []],
      [{ type: 'individual', name: 'cleo', email: 'cleo' }, [cleo.principalId]],
    ] as const) {
      expect([filter, await standard.query('Principal', filter)]).toEqual([filter, found]);
    }
    expect(await standard.call('Principal/query', { filter: { accountIds: 'x'.repeat(3), name: 7 } })).toMatchObject({
      type: 'invalidArguments',
    });
    expect(await standard.query('ShareNotification')).toEqual([]);
    expect(await standard.call('TaskList/get', { ids: [] })).toMatchObject({ type: 'unknownMethod' });
  });
});
