import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Categories } from '../../modules/tasks/categories.service';
import { LabelRemoval } from '../../modules/tasks/label-removal.job';
import { rights } from '../access/rules';

// Categories of tasks and tickets, through the door. Who sees and changes which is compared in test/access.

interface Task {
  readonly id: string;
  readonly categories: readonly string[] | null;
}

describe.each(testDatabases())('categories on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let list: string;
  let other: string;
  const categories = new Map<string, string>();
  const idsOf = (...names: string[]): string[] => names.map((name) => categories.get(name)!);

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false });
    const shareWith = { [agent.principalId]: rights(40), [customer.principalId]: rights(5) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    other = (await admin.create('TaskList', { name: 'Phones', role: 'support', shareWith })).id;
    for (const [name, taskListId] of [
      ['Urgent', null],
      ['Paper', list],
      ['Toner', list],
      ['Line', other],
    ] as const) {
      categories.set(name, (await admin.create('TaskCategory', { name, taskListId })).id);
    }
  });
  afterAll(async () => {
    await host.drop();
  });

  const ticket = async (...names: string[]): Promise<string> =>
    (await agent.create('Task', { title: 'x', taskListId: list, categories: idsOf(...names) })).id;
  const of = async (id: string, client = agent): Promise<Task['categories'] | undefined> =>
    (await client.get<Task>('Task', [id])).list[0]?.categories;

  test('a ticket has those of its list and of all lists; others are refused by name, and nothing is stored', async () => {
    const id = await ticket('Urgent', 'Toner');
    expect(await of(id)).toEqual(idsOf('Urgent', 'Toner'));
    const wrong: [unknown, RegExp][] = [
      [idsOf('Line'), /"Line" of another list/],
      [[...idsOf('Urgent'), '999999'], /ids that exist/],
      ['Toner', /ids that exist/],
      [[1], /ids that exist/],
      [Array.from({ length: 101 }, (_, at) => String(at + 1)), /at most 100/],
    ];
    for (const [given, reason] of wrong) {
      const error = await agent.refused('Task', { update: { [id]: { categories: given, title: 'Changed' } } });
      expect(error).toMatchObject({ properties: ['categories'], description: expect.stringMatching(reason) });
      const created = await agent.refused('Task', { create: { title: 'x', taskListId: list, categories: given } });
      expect(created).toMatchObject({ properties: ['categories'] });
    }
    expect(await of(id)).toEqual(idsOf('Urgent', 'Toner'));
    // Null stands for the default (RFC 8620 §5.3).
    await agent.update('Task', id, { categories: null });
    expect(await of(id)).toEqual([]);
  });

  test('a ticket that moves keeps those of all lists, and takes those that it is given', async () => {
    const moved = await ticket('Urgent', 'Paper');
    await agent.update('Task', moved, { taskListId: other });
    expect(await of(moved)).toEqual(idsOf('Urgent'));
    const given = await ticket('Paper');
    await agent.update('Task', given, { taskListId: other, categories: idsOf('Line') });
    expect(await of(given)).toEqual(idsOf('Line'));
    const wrong = { taskListId: list, categories: idsOf('Line', 'Urgent') };
    expect(await agent.refused('Task', { update: { [given]: wrong } })).toMatchObject({ properties: ['categories'] });
    expect(await of(given)).toEqual(idsOf('Line'));
  });

  test('a customer is shown none, may give none, and hears of no change', async () => {
    const { id } = await customer.create('Task', { title: 'Mine', taskListId: list });
    const { state } = await customer.get('Task', []);
    await agent.update('Task', id, { categories: idsOf('Paper') });
    expect([await of(id), await of(id, customer), (await customer.get('Task', [])).state]).toEqual([
      idsOf('Paper'),
      null,
      state,
    ]);
    const creation = { title: 'x', taskListId: list, categories: idsOf('Urgent') };
    expect(await customer.refused('Task', { create: creation })).toMatchObject({ properties: ['categories'] });
    expect(await customer.query('Task', { categories: idsOf('Paper') })).toEqual([]);
    expect(await customer.query('TaskCategory')).toEqual([]);
  });

  test('tickets are found by their categories, and the change is told to colleagues', async () => {
    const [one, two] = [await ticket('Toner'), await ticket('Toner', 'Paper')];
    const found = (...names: string[]): Promise<string[]> =>
      agent.query('Task', { categories: idsOf(...names) }, [{ property: 'id', isAscending: true }]);
    expect(await found('Toner')).toEqual([one, two]);
    const three = await ticket('Paper');
    expect(await found('Toner', 'Paper')).toEqual(expect.arrayContaining([one, two, three]));
    const { state } = await agent.get('Task', []);
    await admin.update('Task', one, { categories: [] });
    expect(await agent.call('Task/changes', { sinceState: state })).toMatchObject({ updated: [one] });
    expect(await found('Toner')).toEqual([two]);
  });

  test('tickets are sorted by the category that comes first, and customers learn nothing by the order', async () => {
    const both = await host.person('both', { permissions: ['support:use'] });
    const outside = await host.person('outside', { isInternal: false, permissions: ['support:use'] });
    const levels = {
      [agent.principalId]: rights(40),
      [both.principalId]: rights(40),
      [outside.principalId]: rights(40),
    };
    const here = (await admin.create('TaskList', { name: 'Here', role: 'support', shareWith: levels })).id;
    const shareWith = { [agent.principalId]: rights(40), [both.principalId]: rights(5) };
    const there = (await admin.create('TaskList', { name: 'There', role: 'support', shareWith })).id;
    const named = async (name: string): Promise<string> => (await admin.create('TaskCategory', { name })).id;
    const [ash, birch, elm] = [await named('ash'), await named('Birch'), await named('élm')];
    const make = async (has: string[], taskListId = here): Promise<string> =>
      (await agent.create('Task', { title: 'x', taskListId, categories: has, ...(taskListId === there ? own : {}) }))
        .id;
    const own = { customerId: both.principalId };
    const [plain, second, first] = [await make([]), await make([elm, birch]), await make([elm, ash])];
    const third = await make([elm]);
    const theirs = [await make([birch], there), await make([ash], there)] as const;
    const sorted = (client: Client, isAscending: boolean): Promise<string[]> =>
      client.query('Task', { taskListIds: [here, there] }, [{ property: 'categories', isAscending }]);
    expect(await sorted(agent, true)).toEqual([plain, first, theirs[1], second, theirs[0], third]);
    expect(await sorted(agent, false)).toEqual([third, theirs[0], second, theirs[1], first, plain]);
    expect(await sorted(both, true)).toEqual([plain, first, second, third, ...theirs]);
    expect(await sorted(both, false)).toEqual([third, second, first, plain, theirs[1], theirs[0]]);
    // Whoever is no colleague is not shown the names of categories of all lists.
    expect(await sorted(outside, true)).toEqual([plain, second, first, third]);

    await agent.update('Task', first, { categories: [elm] });
    expect((await sorted(both, true)).slice(0, 4)).toEqual([plain, second, first, third]);
    const { state } = await agent.get('Task', []);
    await admin.update('TaskCategory', elm, { name: 'Acorn' });
    expect((await sorted(both, true)).slice(0, 4)).toEqual([plain, second, first, third]);
    await admin.update('TaskCategory', elm, { name: 'Cedar' });
    await agent.update('Task', first, { categories: [ash] });
    expect((await sorted(both, true)).slice(0, 4)).toEqual([plain, first, second, third]);
    const { updated } = await agent.call('Task/changes', { sinceState: state });
    expect((updated as string[]).toSorted()).toEqual([first, second, third].toSorted());
    await admin.refused('TaskCategory', { destroy: birch });
    expect((await sorted(agent, true)).slice(2)).toEqual([first, theirs[1], second, third]);
  });

  test('a category that is deleted is gone from its tickets, which are told; the list’s go with the list', async () => {
    const gone = await admin.create('TaskCategory', { name: 'Gone', taskListId: list });
    const { id } = await agent.create('Task', { title: 'x', taskListId: list, categories: [gone.id] });
    const { state } = await agent.get('Task', []);
    expect(await admin.refused('TaskCategory', { destroy: gone.id })).toBeNull();
    expect(await of(id)).toEqual([]);
    expect(await agent.call('Task/changes', { sinceState: state })).toMatchObject({ updated: [id] });

    const short = await admin.create('TaskList', { name: 'Short', role: 'support' });
    const own = await admin.create('TaskCategory', { name: 'Own', taskListId: short.id });
    expect(await admin.refused('TaskList', { destroy: short.id })).toBeNull();
    expect((await admin.get('TaskCategory', [own.id])).list).toEqual([]);
  });

  test('very many tickets are sorted by a new name, and lose a category that is deleted, some at a time', async () => {
    const many = await admin.create('TaskCategory', { name: 'Many', taskListId: list });
    const count = 620;
    for (let made = 0; made < count; made += 310) {
      const create = Object.fromEntries(
        Array.from({ length: 310 }, (_, at) => [
          `t${String(at)}`,
          { title: 'Many', taskListId: list, categories: [many.id] },
        ]),
      );
      await admin.call('Task/set', { create });
    }
    const having = async (): Promise<number> =>
      (await admin.call('Task/query', { filter: { title: 'Many' }, limit: 0, calculateTotal: true }))[
        'total'
      ] as number;
    expect(await having()).toBe(count);
    const left = host.get(Categories);
    await admin.update('TaskCategory', many.id, { name: 'Zebra' });
    expect(await left.notSorted()).toBe(Number(many.id));
    await host.get(LabelRemoval).run(new AbortController().signal);
    expect(await left.notSorted()).toBeNull();
    const sort = [{ property: 'categories', isAscending: false }];
    const { ids } = await admin.call('Task/query', { sort, position: count - 1, limit: 2 });
    const { list: around } = await admin.get<{ title: string }>('Task', ids as string[]);
    expect(around.map(({ title }) => title)).toEqual(['Many', 'x']);
    const { state } = await agent.get('Task', []);
    await admin.refused('TaskCategory', { destroy: many.id });
    expect(await left.leftOver()).toBe(Number(many.id));
    // Named meanwhile it is no category any more.
    const error = await admin.refused('Task', { update: { [await ticket()]: { categories: [many.id] } } });
    expect(error).toMatchObject({ properties: ['categories'] });
    await host.get(LabelRemoval).run(new AbortController().signal);
    expect(await left.leftOver()).toBeNull();
    const told = await agent.call('Task/changes', { sinceState: state });
    expect(told['updated']).toHaveLength(count);
    const { list: tasks } = await admin.get<Task>('Task', (told['updated'] as string[]).slice(0, 500));
    expect(new Set(tasks.map((task) => task.categories?.length))).toEqual(new Set([0]));
  });
});
