import { executionAsyncResource } from 'node:async_hooks';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

/** How much Node.js hands on to whatever is begun now; up to version 22 it can be seen on what it is handed to. */
function handedOn(): Promise<number> {
  return new Promise((resolve) => {
    setImmediate(() => {
      const kept = Object.getOwnPropertySymbols(executionAsyncResource());
      resolve(kept.filter((symbol) => symbol.description === 'kResourceStore').length);
    });
  });
}

describe.each(testDatabases())('closing on $name', (database) => {
  test('a host that is closed leaves nothing in the async context of the program', async () => {
    const work = async (): Promise<void> => {
      const host = await TestHost.start(database, { running: true });
      const admin = await host.admin();
      const [taskListId = ''] = await admin.query('TaskList');
      await admin.create('Task', { title: 'Something', taskListId });
      await host.drop();
    };
    await work();
    const before = await handedOn();
    for (let index = 0; index < 2; index++) await work();
    expect(await handedOn()).toBe(before);
  });
});
