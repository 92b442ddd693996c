import { makeDesk } from '../../core/testing/bench/desk';
import { Load } from '../../core/testing/bench/load';
import type { Answer, Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const TICKETS = 2_500;

// docs/adr/0019: what a question begins with is no matter of what is answered, but of how long it takes.
describe.each(testDatabases())('questions begin with what is few on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let listId: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    const desk = await makeDesk(host, 1);
    ({ admin, agent, customer } = desk);
    await Load.run(host, desk, TICKETS, 200);
    const { list } = await admin.get<{ taskListId: string }>('Task', [(await agent.query('Task'))[0]!]);
    listId = list[0]!.taskListId;
  });
  afterAll(() => host.drop());

  const totalOf = async (client: Client, filter: object | null = null): Promise<unknown> =>
    (await client.call('Task/query', { filter, calculateTotal: true, limit: 1 }))['total'];
  /** How the database finds a page. */
  const planOf = async (
    client: Client,
    property = 'modifiedAt',
    filter: object | null = null,
    isAscending = false,
  ): Promise<string> => {
    const { manager } = host.database;
    const asked = jest.spyOn(manager, 'query');
    await client.call('Task/query', { filter, sort: [{ property, isAscending }], limit: 20 });
    const [statement = '', values = []] =
      asked.mock.calls.find(([text]) => /^SELECT row_\.\S+ AS id .* ORDER BY /.test(text)) ?? [];
    asked.mockRestore();
    const explain = database.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    return JSON.stringify(await manager.query([explain, statement].join(' '), values));
  };

  test('of many rows the order is walked until a page is full, few are all found and then sorted', async () => {
    expect(await totalOf(agent)).toBeGreaterThan(1_000);
    expect(await totalOf(customer)).toBeLessThan(100);
    const [many, few] = [await planOf(agent), await planOf(customer)];
    expect(many).toContain('tasks_task_modifiedAt');
    expect(many).not.toMatch(/TEMP B-TREE|filesort/);
    expect(few).toMatch(/TEMP B-TREE|filesort/);
    expect(few).not.toContain('tasks_task_modifiedAt');
  });

  const SORTS = [
    'id',
    'title',
    'due',
    'responsibleId',
    'progress',
    'customerName',
    'taskListId',
    'priority',
    'createdAt',
    'categories',
  ];

  test.each(SORTS)('many rows are walked by %s, and the pages are those of the whole', async (property) => {
    for (const isAscending of [true, false])
      expect(await planOf(admin, property, null, isAscending)).not.toMatch(/TEMP B-TREE|filesort/);
    const total = (await totalOf(admin)) as number;
    for (const isAscending of [true, false]) {
      const asked = { sort: [{ property, isAscending }] };
      for (const position of [0, 700, total - 55]) {
        const page = await admin.call('Task/query', { ...asked, position, limit: 60 });
        const ids = page['ids'] as string[];
        expect(ids).toHaveLength(Math.min(60, total - position));
        // Where an anchor is, is looked up in the whole order.
        for (const index of [0, 1, 30, ids.length - 1]) {
          const there = await admin.call('Task/query', { ...asked, anchor: ids[index], limit: 1 });
          expect([position, index, there['position']]).toEqual([position, index, position + index]);
        }
      }
    }
  });

  test('by what only some may be shown of a row the order is walked all the same', async () => {
    for (const isAscending of [true, false])
      expect(await planOf(agent, 'categories', null, isAscending)).not.toMatch(/TEMP B-TREE|filesort/);
  });

  test('what has nothing of an extension comes last in its order, both ways', async () => {
    const { id: plain } = await admin.create('TaskList', { name: 'Plain' });
    const { id } = await admin.create('Task', { title: 'No ticket', taskListId: plain });
    const nameless = await admin.create('Task', { title: 'Of nobody', taskListId: listId });
    for (const isAscending of [true, false]) {
      const at = async (position: number): Promise<unknown> =>
        (await admin.call('Task/query', { sort: [{ property: 'customerName', isAscending }], position, limit: 1 }))[
          'ids'
        ];
      expect(await at(-1)).toEqual([id]);
      expect(await at(isAscending ? 0 : -2)).toEqual([nameless.id]);
    }
    await admin.call('Task/set', { destroy: [id, nameless.id] });
  });

  test('what is joined is looked up by its key however the rows are found', async () => {
    const plan = await planOf(agent, 'modifiedAt', { customerId: [customer.principalId, agent.principalId] });
    expect(plan).not.toMatch(/SCAN joined|"table":"joined\d_","type":"ALL"/);
    await agent.call('Ticket/markRead', { ids: null });
    await host.database.transaction(async () => {
      await host.database.manager.query('UPDATE support_read_floor SET taskId = 0, commentId = 0');
    });
    expect(await totalOf(agent, { isUnread: true })).toBeGreaterThan(1_000);
    expect(await planOf(agent, 'modifiedAt', { isUnread: true })).not.toMatch(
      /SCAN joined|"table":"joined\d_","type":"ALL"/,
    );
  });

  test('who sees an object by two ways counts it once', async () => {
    const both = await host.person('both', { permissions: ['support:use'] });
    const share = { maySubmit: true, mayRead: true };
    await admin.update('TaskList', listId, { [`shareWith/${both.principalId}`]: share });
    await admin.create('Task', { title: 'Mine as well', taskListId: listId, customerId: both.principalId });
    const isHere = { taskListIds: [listId] };
    expect(await totalOf(both, isHere)).toBe(await totalOf(admin, isHere));
  });

  test('a call that comes after a change knows it, and the calls before it do not ask for access again', async () => {
    const late = await host.person('late', { permissions: ['support:use'] });
    const list = await admin.create('TaskList', { name: 'Late', role: 'support' });
    const ticket = await admin.create('Task', { title: 'Seen late', taskListId: list.id });
    await admin.update('TaskList', list.id, {
      [`shareWith/${agent.principalId}`]: { mayManage: true },
      [`shareWith/${late.principalId}`]: { mayManage: true },
    });
    const query = ['Task/query', { filter: { title: 'Seen late' } }] as const;
    const leave = ['TaskList/set', { update: { [list.id]: { [`shareWith/${late.principalId}`]: null } } }] as const;
    const found = (answers: Answer[]) => answers.flatMap(([, { ids }]) => (ids === undefined ? [] : [ids as string[]]));
    const asked = jest.spyOn(host.database.manager, 'query');
    expect(found(await late.request(query, query))).toEqual([[ticket.id], [ticket.id]]);
    const forAccess = asked.mock.calls.filter(([text]) => text.includes('MAX(acl_.requiredPermission)'));
    asked.mockRestore();
    expect(forAccess).toHaveLength(1);
    expect(found(await late.request(query, leave, query))).toEqual([[ticket.id], []]);
  });
});
