import { AclGroup } from '../../core/sharing/acl.entity';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const UNKNOWN = '999999';
const HOSTILE = '<img src=x onerror=alert(1)>"\'; DROP TABLE core_user; --';
const someone = (more: Json = {}): Json => ({ username: 'erin', name: 'Erin', email: 'erin@example.org', ...more });

describe.each(testDatabases())('people on $name', (database) => {
  let host: TestHost;
  let admin: Client;

  beforeEach(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
  });
  afterEach(async () => {
    await host.drop();
  });

  const one = async (type: string, id: string): Promise<Json> => (await admin.get<Json>(type, [id])).list[0]!;
  const groupNamed = async (name: string): Promise<string> =>
    (await admin.get<Json>('Group', null)).list.find((group) => group['name'] === name)!['id'] as string;
  /** Status of a request by somebody, as a sign of whether they are still in. */
  const isIn = (client: Client): Promise<boolean> =>
    client.request(['Core/echo', {}]).then(
      () => true,
      () => false,
    );

  test('a user is made with a link to set the password, and is shown as a person to all colleagues', async () => {
    const bob = await host.person('bob');
    const groupIds = [await groupNamed('Support agents')];
    const { id } = await admin.create('User', someone({ username: ' Erin ', email: 'Erin@Example.ORG', groupIds }));
    expect(await one('User', id)).toMatchObject({
      ...someone(),
      ...{ isActive: true, isArchived: false, isInternal: true, isAdmin: false, groupIds, hasPassword: false },
      ...{ locale: 'en', timeZone: null, successorId: null, belongings: [], lastLoginAt: null },
    });
    const { list } = await bob.get<Json>('Principal', [id]);
    expect(list).toEqual([
      expect.objectContaining({ name: 'Erin', email: 'erin@example.org', hasLogin: true, isInternal: true }),
    ]);

    const { path } = (await admin.call('User/createPasswordLink', { id })) as { path: string };
    const token = path.split('/').at(-1);
    const use = (password: string) =>
      host.server.inject({
        method: 'POST',
        url: '/auth/password',
        headers: { 'x-requested-with': 'groupware' },
        payload: { token, password },
      });
    expect((await use('a quite good password')).statusCode).toBe(204);
    expect((await use('a second good password')).statusCode).toBe(404);
    const { hasPassword, lastLoginAt } = await one('User', id);
    expect(hasPassword).toBe(true);
    expect(lastLoginAt).toMatch(/Z$/);
  });

  test('only those who administer see users, groups and contacts of administration, or change them', async () => {
    const steward = await host.person('steward', { permissions: ['core:administer'] });
    const bob = await host.person('bob');
    for (const type of ['User', 'Group', 'Contact']) {
      expect(await bob.query(type)).toEqual([]);
      expect((await bob.get(type, null)).list).toEqual([]);
      expect(await steward.query(type)).toEqual(await admin.query(type));
    }
    expect(await bob.refused('User', { create: someone() })).toMatchObject({ type: 'forbidden' });
    expect(await bob.refused('Group', { create: { name: 'Mine' } })).toMatchObject({ type: 'forbidden' });
    expect(await bob.refused('Contact', { create: { name: 'Ida' } })).toMatchObject({ type: 'forbidden' });
    expect(await bob.call('User/createPasswordLink', { id: bob.principalId })).toMatchObject({ type: 'forbidden' });
    expect(await steward.refused('User', { create: someone() })).toBeNull();
  });

  test('whoever administers without being an administrator makes, changes and removes none', async () => {
    const steward = await host.person('steward', { permissions: ['core:administer'] });
    const boss = await host.person('boss', { isAdmin: true });
    const admins = await groupNamed('Admins');
    const forbidden = { type: 'forbidden' };
    const id = boss.principalId;
    expect(await steward.refused('User', { create: someone({ isAdmin: true }) })).toMatchObject(forbidden);
    expect(await steward.refused('User', { update: { [id]: { isActive: false } } })).toMatchObject(forbidden);
    expect(await steward.refused('User', { update: { [id]: { email: 'me@example.org' } } })).toMatchObject(forbidden);
    expect(await steward.refused('User', { update: { [steward.principalId]: { isAdmin: true } } })).toMatchObject(
      forbidden,
    );
    expect(await steward.refused('User', { destroy: id })).toMatchObject(forbidden);
    expect(
      await steward.refused('Group', { update: { [admins]: { memberIds: [steward.principalId] } } }),
    ).toMatchObject(forbidden);
    expect(await steward.call('User/createPasswordLink', { id })).toMatchObject(forbidden);
  });

  test('the last active administrator stays, and nobody locks themselves out', async () => {
    const admins = await groupNamed('Admins');
    const own = admin.principalId;
    for (const patch of [{ isActive: false }, { isArchived: true }, { isAdmin: false }]) {
      const error = await admin.refused('User', { update: { [own]: patch } });
      expect(error).toMatchObject({ type: 'invalidProperties', properties: Object.keys(patch) });
    }
    expect(await admin.refused('User', { destroy: own })).toMatchObject({ type: 'forbidden' });
    expect(await admin.refused('Group', { update: { [admins]: { memberIds: [] } } })).toMatchObject({
      properties: ['memberIds'],
    });
    expect(await admin.refused('Group', { destroy: admins })).toMatchObject({ type: 'forbidden' });
    // Another administrator may go, in whatever way, as long as one stays.
    const boss = await host.person('boss', { isAdmin: true });
    expect(await boss.refused('User', { update: { [own]: { isActive: false } } })).toBeNull();
    expect(await boss.refused('User', { destroy: own })).toBeNull();
    expect(await boss.refused('User', { update: { [boss.principalId]: { isAdmin: false } } })).toMatchObject({
      properties: ['isAdmin'],
    });
  });

  test('whoever is switched off or archived is out at once, and out of the pickers', async () => {
    const erin = await host.person('erin');
    const id = erin.principalId;
    expect(await isIn(erin)).toBe(true);
    await admin.update('User', id, { isActive: false });
    expect(await isIn(erin)).toBe(false);
    expect((await admin.query('Principal', { hasLogin: true })).includes(id)).toBe(false);
    expect(await one('Principal', id)).toMatchObject({ name: 'Erin', hasLogin: false });
    await admin.update('User', id, { isActive: true });
    // A password that was given away does not come back to life with the person.
    expect(await isIn(erin)).toBe(false);
    await admin.update('User', id, { isArchived: true });
    expect(await one('User', id)).toMatchObject({ isActive: false, isArchived: true });
    expect(await admin.query('User', { isArchived: true })).toEqual([id]);
    expect(await admin.refused('User', { update: { [id]: { isActive: true } } })).toMatchObject({
      properties: ['isActive'],
    });
    await admin.update('User', id, { isArchived: false, isActive: true });
    expect(await one('User', id)).toMatchObject({ isActive: true, isArchived: false });
  });

  test('whoever is deleted stays as a contact, and what they held goes to the successor', async () => {
    const [erin, frank] = [await host.person('erin'), await host.person('frank')];
    const { id: list } = await admin.create('TaskList', {
      name: 'House',
      role: 'list',
      shareWith: { [erin.principalId]: { mayRead: true, mayManage: true } },
    });
    const task = await erin.create('Task', { title: 'Roof', taskListId: list, responsibleId: erin.principalId });
    const done = { title: 'Door', taskListId: list, responsibleId: erin.principalId, progress: 'completed' };
    const finished = await erin.create('Task', done);
    expect((await one('User', erin.principalId))['belongings']).toEqual([
      { title: 'Open tasks they are responsible for', count: 1 },
    ]);
    await admin.update('User', erin.principalId, { successorId: frank.principalId });
    expect(await admin.refused('User', { destroy: erin.principalId })).toBeNull();

    expect(await isIn(erin)).toBe(false);
    expect((await admin.get('User', [erin.principalId])).notFound).toEqual([erin.principalId]);
    expect(await one('Contact', erin.principalId)).toMatchObject({ name: 'Erin', addresses: ['erin@example.org'] });
    expect(await one('Task', task.id)).toMatchObject({ responsibleId: frank.principalId });
    expect(await one('Task', finished.id)).toMatchObject({ responsibleId: erin.principalId });
    const { list: lists } = await frank.get<Json>('TaskList', [list]);
    expect(lists[0]).toMatchObject({ myRights: { mayManage: true } });
    expect(await host.database.manager.countBy(AclGroup, { groupId: Number(erin.principalId) + 1 })).toBe(0);
    // Coming back is being made again: the same person, with what is theirs.
    const again = await admin.create('User', someone());
    expect(again.id).toBe(erin.principalId);
    expect((await admin.get('Contact', [again.id])).notFound).toEqual([again.id]);
  });

  test('without a successor what was held is in nobody’s hands', async () => {
    const erin = await host.person('erin');
    const shareWith = { [erin.principalId]: { mayRead: true } };
    const { id: list } = await admin.create('TaskList', { name: 'House', role: 'list', shareWith });
    const task = await admin.create('Task', { title: 'Roof', taskListId: list, responsibleId: erin.principalId });
    expect(await admin.refused('User', { destroy: erin.principalId })).toBeNull();
    expect(await one('Task', task.id)).toMatchObject({ responsibleId: null });
  });

  test('a group has members, who have its permissions; deleted it gives nothing any more', async () => {
    const [erin, frank] = [await host.person('erin'), await host.person('frank')];
    const { id } = await admin.create('Group', { name: 'Roofers', memberIds: [erin.principalId] });
    expect(await one('Group', id)).toMatchObject({ name: 'Roofers', builtIn: null, memberCount: 1 });
    const { id: list } = await admin.create('TaskList', {
      name: 'Roofs',
      role: 'list',
      shareWith: { [id]: { mayRead: true } },
    });
    expect((await erin.query('TaskList')).includes(list)).toBe(true);
    await admin.update('Group', id, { name: 'Roof people', memberIds: [frank.principalId] });
    expect((await erin.query('TaskList')).includes(list)).toBe(false);
    expect((await frank.query('TaskList')).includes(list)).toBe(true);
    expect(await one('Principal', id)).toMatchObject({ type: 'group', name: 'Roof people' });
    expect((await one('User', frank.principalId))['groupIds']).toEqual([id]);
    expect(await admin.refused('Group', { destroy: id })).toBeNull();
    expect((await frank.query('TaskList')).includes(list)).toBe(false);
    expect((await admin.get('Principal', [id])).notFound).toEqual([id]);
    const everyone = await groupNamed('Everyone');
    expect(await one('Group', everyone)).toMatchObject({ builtIn: 'everyone', memberIds: null, memberCount: 3 });
    expect(await admin.refused('Group', { update: { [everyone]: { memberIds: [] } } })).toMatchObject({
      properties: ['memberIds'],
    });
  });

  test('a contact is known by each of its addresses, and none of them is anybody else’s', async () => {
    const addresses = ['Ida@Example.com', 'ida@home.example', 'ida@home.example'];
    const { id } = await admin.create('Contact', { name: 'Ida', addresses, organisation: 'Ida & Co' });
    expect(await one('Contact', id)).toMatchObject({ addresses: ['ida@example.com', 'ida@home.example'] });
    expect(await admin.query('Contact', { text: 'home.ex' })).toEqual([id]);
    expect(await admin.query('Contact', { text: 'ida & co' })).toEqual([id]);
    for (const [type, object, property] of [
      ['Contact', { name: 'Olga', addresses: ['olga@example.com', 'ida@home.example'] }, 'addresses'],
      ['User', someone({ email: 'admin@localhost' }), 'email'],
    ] as const) {
      expect(await admin.refused(type, { create: object })).toMatchObject({
        type: 'invalidProperties',
        properties: [property],
      });
    }
    expect(await admin.query('Contact')).toEqual([id]);
    await admin.update('Contact', id, { addresses: ['ida@home.example'] });
    expect(await one('Principal', id)).toMatchObject({ email: 'ida@home.example' });
    await admin.create('Contact', { name: 'Other Ida', addresses: ['ida@example.com'] });

    // Whoever gets a login by any of the addresses is the same person.
    const user = await admin.create('User', someone({ email: 'ida@home.example' }));
    expect(user.id).toBe(id);
  });

  test('a deleted contact is nobody to be found, and what named them names a deleted person', async () => {
    const { id } = await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] });
    const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
    const ticket = await admin.create('Task', { title: 'Lamp', taskListId, customerId: id });
    expect(await admin.refused('Contact', { destroy: id })).toBeNull();
    expect((await admin.get('Principal', [id])).notFound).toEqual([id]);
    expect(await one('Task', ticket.id)).toMatchObject({ customerName: 'Deleted person', customerEmail: null });
    const again = await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] });
    expect(again.id).not.toBe(id);
  });

  describe('bad input', () => {
    const refusedOf = async (type: string, object: Json): Promise<unknown> => {
      const error = await admin.refused(type, { create: object });
      return error === null ? null : [error['type'], error['properties']];
    };
    const wrong = (property: string): unknown => ['invalidProperties', [property]];

    test('each field of a user is named when it cannot be used, and nothing is stored', async () => {
      const before = await admin.query('Principal');
      const bad: [string, unknown[]][] = [
        ['username', [7, null, '', ' ', 'a b', 'x'.repeat(191), 'admin', 'AD\u004dIN', 'a\u0000b']],
        ['name', [7, null, '', 'x'.repeat(191), 'a\u0007']],
        ['email', [7, null, '', 'nobody', `${'x'.repeat(250)}@example.org`, 'admin@localhost', 'ADMIN@localhost']],
        ['isActive', ['yes', 1]],
        ['isArchived', ['yes', 1]],
        ['isInternal', ['yes', 1]],
        ['isAdmin', ['yes', 1]],
        ['groupIds', ['1', 7, ['x'], [UNKNOWN], [7], [await groupNamed('Everyone')], [admin.principalId]]],
        ['locale', [7, 'not a language', 'x'.repeat(30)]],
        ['timeZone', [7, 'Mars/Olympus', 'x'.repeat(99)]],
        ['successorId', [7, UNKNOWN, await groupNamed('Everyone')]],
      ];
      for (const [property, values] of bad) {
        for (const value of values) {
          expect([property, value, await refusedOf('User', someone({ [property]: value }))]).toEqual([
            property,
            value,
            wrong(property),
          ]);
        }
      }
      expect(await refusedOf('User', {})).toEqual(['invalidProperties', ['username', 'name', 'email']]);
      expect(await refusedOf('User', someone({ passwordHash: 'x' }))).toEqual(wrong('passwordHash'));
      expect(await admin.query('Principal')).toEqual(before);
    });

    test('each field of groups and contacts too', async () => {
      const before = await admin.query('Principal');
      const bad: [string, Json, string, unknown[]][] = [
        ['Group', { name: 'G' }, 'name', [7, null, '', 'x'.repeat(191)]],
        ['Group', { name: 'G' }, 'memberIds', ['1', [UNKNOWN], [await groupNamed('Everyone')], [null]]],
        ['Contact', { name: 'C' }, 'name', [7, null, '', 'x'.repeat(191)]],
        ['Contact', { name: 'C' }, 'addresses', ['a@b', ['nobody'], [7], ['admin@localhost'], Array(21).fill('a@b')]],
        ['Contact', { name: 'C' }, 'organisation', [7, 'x'.repeat(191)]],
        ['Contact', { name: 'C' }, 'notes', [7, 'x'.repeat(10_001)]],
      ];
      for (const [type, object, property, values] of bad) {
        for (const value of values) {
          expect([type, property, value, await refusedOf(type, { ...object, [property]: value })]).toEqual([
            type,
            property,
            value,
            wrong(property),
          ]);
        }
      }
      expect(await admin.query('Principal')).toEqual(before);
    });

    test('hostile text is text', async () => {
      const user = await admin.create('User', someone({ name: HOSTILE }));
      expect(await one('Principal', user.id)).toMatchObject({ name: HOSTILE });
      expect(await admin.query('User', { text: 'DROP TABLE core_user; --' })).toEqual([user.id]);
      const group = await admin.create('Group', { name: HOSTILE });
      expect(await one('Group', group.id)).toMatchObject({ name: HOSTILE });
    });

    test('an unknown user gets no link, and a filter of the wrong kind is refused', async () => {
      for (const id of [UNKNOWN, '', null, 7, ['1']]) {
        expect(await admin.call('User/createPasswordLink', { id })).toMatchObject({ type: 'invalidArguments' });
      }
      for (const name of ['isActive', 'isArchived', 'isInternal', 'isAdmin']) {
        expect(await admin.call('User/query', { filter: { [name]: 'yes' } })).toMatchObject({
          type: 'invalidArguments',
        });
      }
    });
  });
});
