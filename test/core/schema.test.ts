import { RunningHost } from '../../core/module/running-host';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

describe.each(testDatabases())('$name', (database) => {
  test('migrations and entities describe the same schema', async () => {
    const host = await TestHost.start(database, { installsAll: true });
    try {
      expect(host.host.modules.status().filter(({ error }) => error !== undefined)).toEqual([]);
      const { upQueries } = await host.database.writer.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await host.drop();
    }
  });

  test('a second start finds everything in place', async () => {
    const first = await TestHost.start(database);
    const second = await first.restart();
    try {
      expect(second.host.isNew).toBe(false);
      expect((await (await second.admin()).get('Principal', null)).list.length).toBeGreaterThan(3);
    } finally {
      await second.drop();
    }
  });
});

test('two programs never share a data folder', async () => {
  const [sqlite] = testDatabases();
  if (sqlite?.name !== 'sqlite') return;
  const host = await TestHost.start(sqlite);
  try {
    const second = RunningHost.start({ configuration: host.configuration, log: new QuietLog() });
    await expect(second).rejects.toThrow(`The data folder ${host.configuration.data} is in use by another program`);
  } finally {
    await host.drop();
  }
});
