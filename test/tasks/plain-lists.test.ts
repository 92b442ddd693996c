import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Tasks of plain lists, through the door. Who sees and changes what is compared in test/access.

interface Task {
  readonly id: string;
  readonly role: string;
  readonly progress: string;
  readonly responsibleId: string | null;
}

describe.each(testDatabases())('plain lists on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let carl: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    ada = await host.person('ada', { permissions: ['support:use'] });
    ben = await host.person('ben');
    carl = await host.person('carl', { isInternal: false });
    const shareWith = { [ben.principalId]: rights(10), [carl.principalId]: rights(5) };
    list = (await ada.create('TaskList', { name: 'Move', role: 'list', shareWith })).id;
  });
  afterAll(async () => {
    await host.drop();
  });

  const make = async (given: object = {}, client = ada): Promise<string> =>
    (await client.create('Task', { title: 'x', taskListId: list, ...given })).id;
  const get = async (id: string, client = ada): Promise<Task | undefined> =>
    (await client.get<Task>('Task', [id])).list[0];

  test('colleagues make lists, which nobody else sees until they are shared; customers make none', async () => {
    const own = (await ben.create('TaskList', { name: 'Own', role: 'list' })).id;
    expect(await ben.query('TaskList', { role: 'list', mayCreate: true })).toEqual([own]);
    expect(await ada.query('TaskList', { role: 'list' })).toEqual([list]);
    expect(await carl.refused('TaskList', { create: { name: 'x', role: 'list' } })).toMatchObject({
      type: 'forbidden',
    });
    const task = await make({ taskListId: own }, ben);
    expect(await get(task)).toBeUndefined();
    await ben.update('TaskList', own, { [`shareWith/${ada.principalId}`]: rights(20) });
    expect(await get(task)).toMatchObject({ id: task, role: 'list' });
    // To create is not to change.
    await make({ taskListId: own }, ada);
    const change = { update: { [task]: { progress: 'completed' } } };
    expect(await ada.refused('Task', change)).toMatchObject({ type: 'forbidden' });
  });

  test('level 5 shows the list and none of its tasks, not even one that is in the own hands', async () => {
    const id = await make();
    expect(await carl.query('TaskList', { role: 'list' })).toEqual([list]);
    expect(await carl.query('TaskList', { role: 'list', mayRead: true })).toEqual([]);
    expect(await get(id, carl)).toBeUndefined();
    expect(await carl.query('Task', { responsible: 'mine' })).toEqual([]);
    expect(await carl.refused('Task', { create: { title: 'x', taskListId: list } })).not.toBeNull();
  });

  test('responsible is who may read the list; a task that moves to where they may not is nobody’s', async () => {
    const id = await make({ responsibleId: ben.principalId });
    const wrong = { update: { [id]: { responsibleId: carl.principalId } } };
    expect(await ada.refused('Task', wrong)).toMatchObject({
      type: 'invalidProperties',
      properties: ['responsibleId'],
      description: expect.stringMatching(/may not read this list/),
    });
    expect(
      await ada.refused('Task', { create: { title: 'x', taskListId: list, responsibleId: carl.principalId } }),
    ).toMatchObject({ properties: ['responsibleId'] });
    expect(await get(id)).toMatchObject({ responsibleId: ben.principalId });
    const secret = (await ada.create('TaskList', { name: 'Secret', role: 'list' })).id;
    await ada.update('Task', id, { taskListId: secret });
    expect(await get(id)).toMatchObject({ responsibleId: null });
    await ada.update('Task', id, { responsibleId: ada.principalId });
    await ada.update('Task', id, { taskListId: list });
    expect(await get(id)).toMatchObject({ responsibleId: ada.principalId });
    // What somebody lost sight of meanwhile can still be changed.
    const given = await make({ responsibleId: ben.principalId });
    await ada.update('TaskList', list, { [`shareWith/${ben.principalId}`]: null });
    await ada.update('Task', given, { title: 'y' });
    expect(await get(given)).toMatchObject({ responsibleId: ben.principalId });
    await ada.update('TaskList', list, { [`shareWith/${ben.principalId}`]: rights(10) });
  });

  test('tasks are found by their day, and those without one come last', async () => {
    const own = (await ada.create('TaskList', { name: 'Days', role: 'list' })).id;
    const [none, late, soon] = [
      await make({ taskListId: own }),
      await make({ taskListId: own, due: '2026-11-25T22:59:59Z' }),
      await make({ taskListId: own, due: '2026-11-24T22:59:59Z' }),
    ];
    const found = (filter: object): Promise<string[]> =>
      ada.query('Task', { taskListIds: [own], ...filter }, [{ property: 'hasNoDue' }, { property: 'due' }]);
    expect(await found({})).toEqual([soon, late, none]);
    expect(await found({ due: { before: '2026-11-25T00:00:00Z' } })).toEqual([soon]);
    expect(await found({ due: { after: '2026-11-25T00:00:00Z' } })).toEqual([late]);
    expect(await found({ due: { after: '2026-11-24T22:59:58Z' } })).toEqual([soon, late]);
    await expect(found({ due: { before: 'tomorrow' } })).rejects.toThrow(/due/);
  });

  test('tasks are sorted from the highest priority or from the lowest, and those without one come last', async () => {
    const taskListId = (await ada.create('TaskList', { name: 'Urgent', role: 'list' })).id;
    const [none, low, high, medium, higher] = [
      await make({ taskListId }),
      await make({ taskListId, priority: 9 }),
      await make({ taskListId, priority: 3 }),
      await make({ taskListId, priority: 5 }),
      await make({ taskListId, priority: 1 }),
    ];
    const sorted = (isAscending: boolean): Promise<string[]> =>
      ada.query('Task', { taskListIds: [taskListId] }, [{ property: 'priority', isAscending }]);
    expect(await sorted(true)).toEqual([higher, high, medium, low, none]);
    expect(await sorted(false)).toEqual([low, medium, high, higher, none]);
    await ada.update('Task', low, { priority: 0 });
    await ada.update('Task', none, { priority: 7 });
    expect(await sorted(true)).toEqual([higher, high, medium, none, low]);
    expect(await sorted(false)).toEqual([none, medium, high, higher, low]);
  });

  test('tasks of a list that one does not want to see are left out, for this person alone', async () => {
    const id = await make();
    const wanted = (client: Client): Promise<string[]> => client.query('Task', { isOwn: true });
    expect(await wanted(ben)).toContain(id);
    await ben.update('TaskList', list, { isSubscribed: false });
    expect(await wanted(ben)).not.toContain(id);
    expect(await ben.query('Task', { isOwn: false })).toContain(id);
    expect(await wanted(ada)).toContain(id);
    // What is in somebody's hands they see wherever it is.
    await ada.update('Task', id, { responsibleId: ben.principalId });
    expect(await wanted(ben)).toContain(id);
    await ada.update('Task', id, { responsibleId: null });
    await ben.update('TaskList', list, { isSubscribed: true });
    expect(await wanted(ben)).toContain(id);
  });

  test('a ticket is told apart by its role, and is among the tasks of who is responsible', async () => {
    const shareWith = { [ada.principalId]: rights(30), [ben.principalId]: rights(30), [carl.principalId]: rights(5) };
    const type = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    const id = await make({ taskListId: type, customerId: carl.principalId, responsibleId: ada.principalId });
    expect(await get(id)).toMatchObject({ role: 'support' });
    expect(await ada.query('Task', { role: 'support', responsible: 'mine' })).toEqual([id]);
    const another = await make({ taskListId: type });
    expect(await ada.query('Task', { role: 'support', isOwn: true })).toEqual([id]);
    expect(await ada.query('Task', { role: 'support', isOwn: false })).toEqual([another]);
    // Without the right to work on tickets the level is a customer's.
    expect(await ben.query('Task', { role: 'support' })).toEqual([]);
    expect(await carl.query('Task', { role: 'support' })).toEqual([id]);
    expect(await carl.query('Task', { role: 'support', responsible: 'mine' })).toEqual([]);
    expect(await ada.query('Task', { role: 'support', taskListIds: [list] })).toEqual([]);
  });

  test('a list goes with its tasks when that is asked for, by whoever manages it', async () => {
    const own = (
      await ada.create('TaskList', { name: 'Gone', role: 'list', shareWith: { [ben.principalId]: rights(40) } })
    ).id;
    const id = await make({ taskListId: own });
    expect(await ada.refused('TaskList', { destroy: own })).toMatchObject({ type: 'taskListHasTask' });
    const all = { destroy: [own], onDestroyRemoveTasks: true };
    expect(await ben.call('TaskList/set', all)).toMatchObject({ notDestroyed: { [own]: { type: 'forbidden' } } });
    expect(await ada.call('TaskList/set', all)).toMatchObject({ destroyed: [own] });
    expect(await get(id)).toBeUndefined();
  });
});
