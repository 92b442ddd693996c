import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Whose requests one follows, through the door.

describe.each(testDatabases())('followed tickets on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let carla: Client;
  let agent: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    carla = await host.person('carla', { isInternal: false, permissions: ['help:use'] });
    agent = await host.person('agent', { permissions: ['support:use'] });
    const shareWith = { [carla.principalId]: rights(5), [agent.principalId]: rights(30) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
  });
  afterAll(() => host.drop());

  test('they are those of which one is the customer, and those with one in CC, as long as one stands there', async () => {
    const ticket = async (title: string, more: Record<string, unknown> = {}): Promise<string> =>
      (await admin.create('Task', { title, taskListId: list, ...more })).id;
    const own = await ticket('Own', { customerId: carla.principalId });
    const shared = await ticket('Shared', { customerId: agent.principalId, cc: ['carla@example.org'] });
    const other = await ticket('Other');
    const followed = (as: Client, is = true) =>
      as.query('Task', { taskListIds: [list], isFollowed: is }, [{ property: 'id' }]);
    expect(await followed(carla)).toEqual([own, shared]);
    expect(await followed(carla, false)).toEqual([]);
    expect([await followed(agent), await followed(agent, false)]).toEqual([[shared], [own, other]]);
    expect([await followed(admin), await followed(admin, false)]).toEqual([[], [own, shared, other]]);
    await admin.update('Task', shared, { cc: [] });
    expect(await followed(carla)).toEqual([own]);
  });
});
