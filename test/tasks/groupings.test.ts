import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Groupings of lists, through the door. Who sees and changes which is compared in test/access.

interface List {
  readonly id: string;
  readonly groupingId: string | null;
}
interface Changes {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly destroyed: readonly string[];
}

describe.each(testDatabases())('groupings on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let customer: Client;
  let desk: string;
  let cellar: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    manager = await host.person('mia', { permissions: ['support:use', 'support:manage'] });
    agent = await host.person('bram', { permissions: ['support:use'] });
    customer = await host.person('carla', { isInternal: false });
    const [first = ''] = await admin.query('TaskList');
    await admin.update('TaskList', first, { shareWith: {} });
    const list = (name: string, shareWith: object): Promise<{ id: string }> =>
      admin.create('TaskList', { name, role: 'support', shareWith });
    const agents = { [agent.principalId]: rights(40) };
    desk = (await list('Desk', { ...agents, [customer.principalId]: rights(5) })).id;
    cellar = (await list('Cellar', agents)).id;
  });
  afterEach(async () => {
    for (const id of await admin.query('TaskListGrouping')) await admin.refused('TaskListGrouping', { destroy: id });
  });
  afterAll(async () => {
    await host.drop();
  });

  const grouping = async (name: string, ...lists: readonly string[]): Promise<string> => {
    const { id } = await manager.create('TaskListGrouping', { name, sortOrder: 1 });
    for (const list of lists) await manager.update('TaskList', list, { groupingId: id });
    return id;
  };
  const seen = (who: Client): Promise<string[]> => who.query('TaskListGrouping', null, [{ property: 'sortOrder' }]);
  /** What somebody hears of groupings while something is done. */
  const heard = async (who: Client, what: () => Promise<unknown>): Promise<Changes | null> => {
    const { state } = await who.get('TaskListGrouping', []);
    await what();
    if ((await who.get('TaskListGrouping', [])).state === state) return null;
    const { created, updated, destroyed } = await who.call('TaskListGrouping/changes', { sinceState: state });
    return { created, updated, destroyed } as unknown as Changes;
  };
  const nothing = { created: [], updated: [], destroyed: [] };

  test('managers make, rename and order them; nobody else does', async () => {
    const [one, two] = [await grouping('One', desk), await grouping('Two', cellar)];
    await manager.update('TaskListGrouping', two, { sortOrder: 0, name: 'First' });
    expect(await seen(manager)).toEqual([two, one]);
    expect((await manager.get('TaskListGrouping', [two])).list).toEqual([{ id: two, name: 'First', sortOrder: 0 }]);
    for (const person of [agent, customer]) {
      const update = { [one]: { name: 'Mine' } };
      expect(await person.refused('TaskListGrouping', { update })).toMatchObject({ type: 'forbidden' });
      expect(await person.refused('TaskListGrouping', { destroy: one })).toMatchObject({ type: 'forbidden' });
      expect(await person.refused('TaskListGrouping', { create: { name: 'x' } })).toMatchObject({ type: 'forbidden' });
      expect(await person.refused('TaskList', { update: { [desk]: { groupingId: null } } })).not.toBeNull();
    }
    for (const name of ['', ' ', null, 'x'.repeat(191)]) {
      const error = await manager.refused('TaskListGrouping', { create: { name } });
      expect(error).toMatchObject({ type: 'invalidProperties', properties: ['name'] });
    }
    const update = { [desk]: { groupingId: '999999' } };
    expect(await manager.refused('TaskList', { update })).toMatchObject({ properties: ['groupingId'] });
  });

  test('whoever sees a list sees its grouping; one none of whose lists one sees is unknown', async () => {
    const [both, hidden, empty] = [
      await grouping('Both', desk),
      await grouping('Hidden', cellar),
      await grouping('Empty'),
    ];
    expect([await seen(customer), await seen(agent)]).toEqual([[both], [both, hidden]]);
    expect(await seen(manager)).toEqual([both, hidden, empty]);
    const { list, notFound } = await customer.get('TaskListGrouping', [both, hidden, empty, '999999']);
    expect([list, notFound]).toEqual([[{ id: both, name: 'Both', sortOrder: 1 }], [hidden, empty, '999999']]);
    const ask = (id: string) => customer.refused('TaskListGrouping', { destroy: id });
    expect(await ask(hidden)).toEqual(await ask('999999'));
    expect((await customer.get<List>('TaskList', [desk])).list[0]!.groupingId).toBe(both);
  });

  test('somebody hears of a grouping that comes and goes with a list, and of no list that they do not see', async () => {
    const id = await grouping('Comes and goes');
    const put = (list: string, groupingId: string | null) => () => admin.update('TaskList', list, { groupingId });
    expect(await heard(customer, put(cellar, id))).toBeNull();
    expect(await heard(customer, put(desk, id))).toEqual({ ...nothing, created: [id] });
    const rename = () => manager.update('TaskListGrouping', id, { name: 'Renamed' });
    expect(await heard(customer, rename)).toEqual({ ...nothing, updated: [id] });
    // The other list leaves and comes back: a customer of this one is shown no difference.
    expect(await heard(customer, put(cellar, null))).toBeNull();
    expect(await heard(customer, put(cellar, id))).toBeNull();
    expect(await heard(customer, put(desk, null))).toEqual({ ...nothing, destroyed: [id] });
    expect(await heard(customer, rename)).toBeNull();
    // By access: a list of it is shared, and is shared no more.
    const share = (level: number) => () =>
      admin.update('TaskList', cellar, { [`shareWith/${customer.principalId}`]: level > 0 ? rights(level) : null });
    expect(await heard(customer, share(5))).toEqual({ ...nothing, created: [id] });
    expect(await seen(customer)).toEqual([id]);
    expect(await heard(customer, share(0))).toEqual({ ...nothing, destroyed: [id] });
    // From one to another, and with a list that is made and deleted.
    const other = await grouping('Other');
    await put(desk, id)();
    expect(await heard(customer, put(desk, other))).toEqual({ ...nothing, created: [other], destroyed: [id] });
    const made = { name: 'Short', role: 'support', groupingId: id, shareWith: { [customer.principalId]: rights(5) } };
    let short = '';
    expect(
      await heard(customer, async () => {
        short = (await admin.create('TaskList', made)).id;
      }),
    ).toEqual({ ...nothing, created: [id] });
    const destroy = () => admin.refused('TaskList', { destroy: short });
    expect(await heard(customer, destroy)).toEqual({ ...nothing, destroyed: [id] });
  });

  test('one that is deleted leaves its lists without, and who sees them is told', async () => {
    const id = await grouping('Gone', desk, cellar);
    const { state } = await customer.get('TaskList', []);
    expect(await heard(customer, () => manager.refused('TaskListGrouping', { destroy: id }))).toEqual({
      ...nothing,
      destroyed: [id],
    });
    const { list } = await admin.get<List>('TaskList', [desk, cellar]);
    expect(list.map(({ groupingId }) => groupingId)).toEqual([null, null]);
    expect(await customer.call('TaskList/changes', { sinceState: state })).toMatchObject({ updated: [desk] });
  });
});
