import { randomInt } from 'node:crypto';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

interface Link {
  id: string;
  fromId: string;
  toId: string;
  description: string;
  myRights: { mayWrite: boolean };
}

const UNKNOWN = '999999';
const upTo = (level: number): Record<string, boolean> =>
  Object.fromEntries(
    (
      [
        ['maySubmit', 5],
        ['mayRead', 10],
        ['mayCreate', 20],
        ['mayWrite', 30],
        ['mayDelete', 40],
        ['mayManage', 50],
      ] as const
    ).map(([right, least]) => [right, level >= least]),
  );

describe.each(testDatabases())('links on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let reader: Client;
  let customer: Client;
  let [own, hidden] = ['', ''];

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    reader = await host.person('reader', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false });
    [own = ''] = await admin.query('TaskList', { role: 'support' });
    hidden = (await admin.create('TaskList', { name: 'Hidden', role: 'support' })).id;
    await admin.update('TaskList', own, {
      [`shareWith/${agent.principalId}`]: upTo(40),
      [`shareWith/${reader.principalId}`]: upTo(10),
      [`shareWith/${customer.principalId}`]: upTo(5),
    });
  });
  afterAll(() => host.drop());

  const ticket = async (taskListId = own): Promise<string> => {
    const customerId = customer.principalId;
    return (await admin.create('Task', { title: `T ${String(randomInt(1e9))}`, taskListId, customerId })).id;
  };
  const between = (fromId: string, toId: string, description = '') => ({
    fromType: 'Task',
    fromId,
    toType: 'Task',
    toId,
    description,
  });
  const of = (client: Client, id: string, type = 'Task') => client.query('Link', { entity: { type, id } });

  test('two tickets are linked once, and each shows the other', async () => {
    const [one, two] = [await ticket(), await ticket()];
    const { id } = await agent.create<Link>('Link', between(one, two, 'The same printer'));
    for (const end of [one, two]) expect(await of(agent, end)).toEqual([id]);
    for (const again of [between(one, two), between(two, one)]) {
      expect(await agent.refused('Link', { create: again })).toMatchObject({ type: 'alreadyExists' });
    }
    await agent.update('Link', id, { description: 'Another printer' });
    expect((await agent.get<Link>('Link', [id])).list[0]).toMatchObject({
      fromId: one,
      toId: two,
      description: 'Another printer',
      createdById: agent.principalId,
      myRights: { mayWrite: true },
    });
    expect((await reader.get<Link>('Link', [id])).list[0]?.myRights).toEqual({ mayWrite: false });
    expect(await agent.refused('Link', { destroy: id })).toBeNull();
    expect(await of(agent, two)).toEqual([]);
  });

  test('a ticket is linked with a person, by whoever may write the ticket', async () => {
    const one = await ticket();
    const contact = { fromType: 'Task', fromId: one, toType: 'Principal', toId: customer.principalId };
    const { id } = await agent.create('Link', contact);
    expect(await of(agent, customer.principalId, 'Principal')).toEqual([id]);
    const turned = { fromType: 'Principal', fromId: agent.principalId, toType: 'Task', toId: one };
    expect(await agent.refused('Link', { create: turned })).toMatchObject({ type: 'forbidden' });
    const other = { ...contact, toId: agent.principalId };
    for (const attempt of [{ create: other }, { update: { [id]: { description: 'x' } } }, { destroy: id }]) {
      const error = await reader.refused('Link', attempt);
      expect(error).toMatchObject({ type: 'forbidden' });
    }
  });

  test('a customer is not told what own tickets are linked with', async () => {
    const [one, two] = [await ticket(), await ticket()];
    const before = (await customer.get('Link', null)).state;
    const { id } = await agent.create('Link', between(one, two, 'Both are impatient'));
    expect(await customer.get('Link', [id])).toMatchObject({ list: [], notFound: [id], state: before });
    expect(await of(customer, one)).toEqual([]);
    const error = await customer.refused('Link', { create: between(one, two) });
    expect(error).toEqual(await customer.refused('Link', { create: between(UNKNOWN, two) }));
  });

  test('who loses sight of one end loses the link, and gets it back with it', async () => {
    const [one, two] = [await ticket(), await ticket()];
    const { id } = await agent.create('Link', between(one, two));
    const { state } = await agent.get('Link', []);
    const { state: old } = await reader.get('Link', []);
    await admin.update('Task', two, { taskListId: hidden });
    for (const [client, since] of [
      [agent, state],
      [reader, old],
    ] as const) {
      expect(await client.call('Link/changes', { sinceState: since })).toMatchObject({ destroyed: [id], updated: [] });
      expect(await of(client, one)).toEqual([]);
    }
    const { state: without } = await agent.get('Link', []);
    await admin.update('Task', two, { taskListId: own });
    expect(await agent.call('Link/changes', { sinceState: without })).toMatchObject({ created: [id] });
  });

  test('a link goes with either of its ends', async () => {
    const [one, two, three] = [await ticket(), await ticket(), await ticket()];
    const first = await agent.create('Link', between(one, two));
    const second = await agent.create('Link', between(two, three));
    const { state } = await agent.get('Link', []);
    expect(await agent.refused('Task', { destroy: two })).toBeNull();
    const changes = (await agent.call('Link/changes', { sinceState: state })) as { destroyed: string[] };
    expect(changes.destroyed.sort()).toEqual([first.id, second.id].sort());
    const rows = await host.database.manager.query<unknown[]>('SELECT id FROM core_link WHERE fromId = ? OR toId = ?', [
      Number(two),
      Number(two),
    ]);
    expect(rows).toEqual([]);
  });

  test.each<[string, (one: string, two: string) => Record<string, unknown>, string]>([
    ['a type that has no links', (one, two) => ({ ...between(one, two), fromType: 'Comment' }), 'fromType'],
    ['a type of nobody', (one, two) => ({ ...between(one, two), toType: "x' OR '1'='1" }), 'toType'],
    ['an unknown id', (one) => between(one, UNKNOWN), 'toId'],
    ['an id that is none', (one) => between(one, '1 OR 1=1'), 'toId'],
    ['itself', (one) => between(one, one), 'toId'],
    ['no end', (one) => ({ fromType: 'Task', fromId: one, toType: 'Task' }), 'toId'],
    ['a description of 191 characters', (one, two) => between(one, two, 'x'.repeat(191)), 'description'],
    ['a description with a control character', (one, two) => between(one, two, 'a\u0000b'), 'description'],
    ['a number for a description', (one, two) => ({ ...between(one, two), description: 7 }), 'description'],
    ['a property set by the server', (one, two) => ({ ...between(one, two), createdById: '1' }), 'createdById'],
  ])('a link to %s is refused by the name of the property, and nothing is stored', async (_what, make, property) => {
    const [one, two] = [await ticket(), await ticket()];
    const error = await agent.refused('Link', { create: make(one, two) });
    expect(error).toMatchObject({ type: 'invalidProperties', properties: [property] });
    expect(await of(agent, one)).toEqual([]);
  });

  test('what is hidden cannot be linked, and answers as if it were not there', async () => {
    const [one, secret] = [await ticket(), await ticket(hidden)];
    const { id } = await admin.create('Link', between(one, secret));
    for (const ends of [
      [one, secret, UNKNOWN],
      [secret, one, UNKNOWN],
    ] as const) {
      const [from, to] = ends;
      const error = await agent.refused('Link', { create: between(from, to) });
      const unknown = from === secret ? between(UNKNOWN, one) : between(one, UNKNOWN);
      expect(error).toEqual(await agent.refused('Link', { create: unknown }));
    }
    expect(await agent.refused('Link', { destroy: id })).toMatchObject({ type: 'notFound' });
    expect(await of(agent, one)).toEqual([]);
    expect(await of(agent, secret)).toEqual([]);
  });

  test.each([
    [{ entity: '12' }],
    [{ entity: null }],
    [{ entity: { type: 'Task' } }],
    [{ entity: { type: 7, id: [] } }],
  ])('the filter %j is refused in words', async (filter) => {
    const answer = await agent.call('Link/query', { filter });
    expect(answer).toMatchObject({ type: 'invalidArguments' });
    expect(answer['description']).toContain('entity');
  });
});
