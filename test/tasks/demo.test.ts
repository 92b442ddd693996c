import { fillDemo } from '../../core/cli/demo';
import { Demo } from '../../core/module/contract';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// What `npm start -- --demo` brings besides tickets.

describe.each(testDatabases())('the demo of tasks on $name', (database) => {
  test('two colleagues share a list, one has another alone, and customers see nothing of them', async () => {
    const host = await TestHost.start(database);
    try {
      await fillDemo(host.host, host.host.all(Demo), () => undefined);
      const admin = await host.admin();
      const of = async (text: string): Promise<Client> => {
        const [id] = await admin.query('Principal', { text, hasLogin: true });
        return host.clientOf(Number(id));
      };
      const [ada, bram, carla] = [await of('ada'), await of('bram'), await of('carla')];
      const lists = async (who: Client): Promise<string[]> => {
        const ids = await who.query('TaskList', { role: 'list', mayRead: true });
        return (await who.get<{ name: string }>('TaskList', ids)).list.map(({ name }) => name).sort();
      };
      expect(await lists(ada)).toEqual(['Moving the office']);
      expect(await lists(bram)).toEqual(['Moving the office', 'My tasks']);
      expect(await lists(carla)).toEqual([]);
      const tasks = async (filter: object): Promise<number> =>
        (await bram.query('Task', { isOwn: true, role: 'list', ...filter })).length;
      expect(await tasks({ isCompleted: true })).toBe(1);
      expect(await tasks({ isCompleted: false })).toBe(6);
      const [mine = ''] = await bram.query('Task', { title: 'Label the network cables' });
      const responsibleId = bram.principalId;
      expect((await bram.get('Task', [mine])).list).toMatchObject([{ responsibleId, myRights: { mayWrite: true } }]);
      const [moved = ''] = await bram.query('TaskList', { role: 'list', text: 'Moving' });
      expect((await bram.get('TaskList', [moved])).list).toMatchObject([{ myRights: { mayManage: false } }]);
      expect(await carla.query('Task', { role: 'list' })).toEqual([]);
    } finally {
      await host.drop();
    }
  });
});
