import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

interface Shown {
  readonly isRestricted: boolean;
  readonly visibleToIds: readonly string[];
}

describe.each(testDatabases())('who sees whom on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let bob: Client;
  let cleo: Client;
  let customer: Client;

  beforeEach(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    bob = await host.person('bob');
    cleo = await host.person('cleo');
    customer = await host.person('carla', { isInternal: false });
  });
  afterEach(async () => {
    await host.drop();
  });

  const sees = async (client: Client, id: string): Promise<boolean> => {
    const { list } = await client.get('Principal', [id]);
    const isFound = (await client.query('Principal')).includes(id);
    expect(list.length === 1).toBe(isFound);
    return isFound;
  };
  const shown = async (type: string, id: string): Promise<Shown> => (await admin.get<Shown>(type, [id])).list[0]!;
  const stateOf = async (client: Client): Promise<string> => (await client.get('Principal', [])).state;
  const changes = (client: Client, sinceState: string) => client.call('Principal/changes', { sinceState });

  test('a colleague is seen by all colleagues, then by those alone who are named, then by all again', async () => {
    const [first, carlasFirst] = [await stateOf(bob), await stateOf(customer)];
    const { id } = await admin.create('User', { username: 'dana', name: 'Dana', email: 'dana@example.org' });
    expect(await changes(bob, first)).toMatchObject({ created: [id] });
    expect(await changes(customer, carlasFirst)).toMatchObject({ created: [], updated: [], destroyed: [] });
    expect(await shown('User', id)).toMatchObject({ isRestricted: false, visibleToIds: [] });
    expect(await Promise.all([bob, cleo, customer].map((one) => sees(one, id)))).toEqual([true, true, false]);

    const [bobs, cleos, carlas] = [await stateOf(bob), await stateOf(cleo), await stateOf(customer)];
    await admin.update('User', id, { isRestricted: true, visibleToIds: [cleo.principalId, customer.principalId] });
    expect(await shown('User', id)).toMatchObject({
      isRestricted: true,
      visibleToIds: [cleo.principalId, customer.principalId],
    });
    expect(await Promise.all([admin, bob, cleo, customer].map((one) => sees(one, id)))).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(await changes(bob, bobs)).toMatchObject({ created: [], updated: [], destroyed: [id] });
    expect(await changes(cleo, cleos)).toMatchObject({ created: [], destroyed: [] });
    expect(await changes(customer, carlas)).toMatchObject({ created: [id], destroyed: [] });

    const then = await stateOf(bob);
    await admin.update('User', id, { isRestricted: false });
    expect(await shown('User', id)).toMatchObject({ isRestricted: false, visibleToIds: [] });
    expect(await Promise.all([bob, cleo, customer].map((one) => sees(one, id)))).toEqual([true, true, false]);
    expect(await changes(bob, then)).toMatchObject({ created: [id], destroyed: [] });
  });

  test('a group names all its members, also those who join later; whoever is hidden sees themselves', async () => {
    const before = await stateOf(bob);
    const team = await admin.create('Group', { name: 'Team', memberIds: [cleo.principalId] });
    expect(await changes(bob, before)).toMatchObject({ created: [team.id] });
    const contact = await admin.create('Contact', {
      name: 'Informer',
      addresses: ['informer@example.com'],
      isRestricted: true,
      visibleToIds: [team.id],
    });
    expect(await Promise.all([bob, cleo].map((one) => sees(one, contact.id)))).toEqual([false, true]);
    await admin.update('Group', team.id, { memberIds: [cleo.principalId, bob.principalId] });
    expect(await sees(bob, contact.id)).toBe(true);

    await admin.update('User', bob.principalId, { isRestricted: true, visibleToIds: [] });
    expect(await Promise.all([admin, bob, cleo].map((one) => sees(one, bob.principalId)))).toEqual([true, true, false]);

    // Nobody is left who is named: it does not open by that.
    await admin.call('Group/set', { destroy: [team.id] });
    expect(await shown('Contact', contact.id)).toMatchObject({ isRestricted: true, visibleToIds: [] });
    expect(await Promise.all([bob, cleo].map((one) => sees(one, contact.id)))).toEqual([false, false]);
  });

  test('whoever is not seen is found by no search, and can be named nowhere', async () => {
    const { id } = await admin.create('Contact', { name: 'Quillon', addresses: ['quillon@example.com'] });
    const found = async (client: Client): Promise<unknown> =>
      (await client.call('Search/query', { filter: { text: 'Quillon', types: ['Principal'] } }))['list'];
    expect(await found(bob)).toMatchObject([{ id }]);
    await admin.update('Contact', id, { isRestricted: true, visibleToIds: [cleo.principalId] });
    expect(await found(bob)).toEqual([]);
    expect(await found(cleo)).toMatchObject([{ id }]);
    expect(await found(admin)).toMatchObject([{ id }]);

    const agents = (await admin.get<{ id: string; name: string }>('Group', null)).list;
    const group = agents.find(({ name }) => name === 'Support agents')?.id ?? '';
    await admin.update('Group', group, { memberIds: [bob.principalId, cleo.principalId] });
    const [taskListId = ''] = await admin.query('TaskList');
    const ticket = { title: 'Lamp', taskListId };
    const unknown = await bob.refused('Task', { create: { ...ticket, customerId: '999999' } });
    expect(await bob.refused('Task', { create: { ...ticket, customerId: id } })).toEqual(unknown);
    expect(await cleo.refused('Task', { create: { ...ticket, customerId: id } })).toBeNull();
  });

  test('what makes no sense is refused, by the name of the property', async () => {
    const { id } = await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] });
    const refusal = (patch: Record<string, unknown>) => admin.refused('Contact', { update: { [id]: patch } });
    const named = (property: string) => expect.objectContaining({ type: 'invalidProperties', properties: [property] });
    expect(await refusal({ visibleToIds: [bob.principalId] })).toEqual(named('visibleToIds'));
    for (const visibleToIds of [['999999'], [id], [bob.principalId, 7], 'bob', null]) {
      expect([visibleToIds, await refusal({ isRestricted: true, visibleToIds })]).toEqual([
        visibleToIds,
        named('visibleToIds'),
      ]);
    }
    for (const isRestricted of [1, 'yes', null]) expect(await refusal({ isRestricted })).toEqual(named('isRestricted'));
    expect(await shown('Contact', id)).toMatchObject({ isRestricted: false, visibleToIds: [] });
    const keeper = await host.person('kim', { permissions: ['core:administer'] });
    await admin.update('User', cleo.principalId, { isRestricted: true, visibleToIds: [] });
    // Whoever administers people without being an administrator names those alone whom they see.
    expect(
      await keeper.refused('Contact', { update: { [id]: { isRestricted: true, visibleToIds: [cleo.principalId] } } }),
    ).toEqual(named('visibleToIds'));
    expect(await bob.refused('Contact', { update: { [id]: { isRestricted: true } } })).toMatchObject({
      type: 'notFound',
    });
  });
});
