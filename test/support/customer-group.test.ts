import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// The group of the customers: who joins it, which ticket types it files into, and who chooses it; through the door.

describe.each(testDatabases())('the group of customers on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let group: string;
  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    manager = await host.person('mia', { permissions: ['support:use', 'support:manage'] });
  });
  afterAll(() => host.drop());
  beforeEach(async () => {
    group = (await admin.create('Group', { name: 'Tenants' })).id;
    await choose(group);
  });
  afterEach(() => admin.refused('Group', { destroy: group }));

  const choose = (customerGroupId: string | null) => admin.update('SupportSettings', 'singleton', { customerGroupId });
  const chosen = async () => (await admin.get('SupportSettings', ['singleton'])).list[0]!['customerGroupId'];
  const members = async () => (await admin.get('Group', [group])).list[0]!['memberIds'];
  const shares = async (id: string) =>
    (await admin.get<{ shareWith: Record<string, object> }>('TaskList', [id])).list[0]!.shareWith;
  const account = async (username: string, isInternal: boolean) =>
    (await admin.create('User', { username, name: username, email: `${username}@example.com`, isInternal })).id;

  test('whoever gets an account without being a colleague joins it, colleagues do not', async () => {
    const customer = await account('cleo', false);
    const contact = await admin.create('Contact', { name: 'Dora', addresses: ['dora@example.com'] });
    expect(await account('dora', false)).toBe(contact.id);
    await account('coby', true);
    expect(await members()).toEqual([customer, contact.id]);
    await choose(null);
    await account('emil', false);
    expect(await members()).toHaveLength(2);
    for (const username of ['cleo', 'dora', 'coby', 'emil'])
      await admin.refused('User', { destroy: (await admin.query('User', { text: username }))[0]! });
  });

  test('new ticket types have it among their customers, unless their maker says what it may; others and plain lists do not', async () => {
    const made = async (given: object) =>
      shares((await manager.create('TaskList', { name: 'New', role: 'support', ...given })).id);
    expect((await made({}))[group]).toMatchObject(rights(5));
    const shared = await made({ shareWith: { [manager.principalId]: rights(30) } });
    expect([shared[group], shared[manager.principalId]]).toMatchObject([rights(5), rights(50)]);
    expect((await made({ shareWith: { [group]: rights(10) } }))[group]).toMatchObject(rights(10));
    expect(await made({ shareWith: { [group]: rights(0) } })).not.toHaveProperty(group);
    const plain = await admin.create('TaskList', { name: 'Mine', role: 'list' });
    expect(await shares(plain.id)).not.toHaveProperty(group);
    await choose(null);
    expect(await made({})).not.toHaveProperty(group);
  });

  test('it goes with the group, and nothing breaks', async () => {
    expect(await admin.refused('Group', { destroy: group })).toBeNull();
    expect(await chosen()).toBeNull();
    const { id } = await manager.create('TaskList', { name: 'Later', role: 'support' });
    expect(Object.keys(await shares(id))).toEqual([manager.principalId]);
    const late = await account('fien', false);
    expect(await admin.refused('User', { destroy: late })).toBeNull();
  });

  test('those choose it who administer groups; none that is built in, and nothing that is no group', async () => {
    const { list } = await admin.get<{ id: string; builtIn: string | null }>('Group', null);
    const builtIn = list.filter((one) => one.builtIn !== null).map(({ id }) => id);
    expect(builtIn).toHaveLength(3);
    const set = (who: Client, value: unknown) =>
      who.refused('SupportSettings', { update: { singleton: { customerGroupId: value } } });
    for (const value of [...builtIn, '999999', admin.principalId, 7, 'x', [group]])
      expect([value, await set(admin, value)]).toMatchObject([value, { properties: ['customerGroupId'] }]);
    // A manager who does not administer groups could give strangers more than is theirs.
    const powers = await admin.create('Group', { name: 'Powers' });
    expect(await set(manager, powers.id)).toMatchObject({ properties: ['customerGroupId'] });
    expect(await chosen()).toBe(group);
  });
});
