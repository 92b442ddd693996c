import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Surface } from './surface';

describe.each(testDatabases())('$name', (database) => {
  test('what somebody may not set is refused by its name, whatever the type', async () => {
    const host = await TestHost.start(database);
    try {
      await new Surface(host).check();
    } finally {
      await host.drop();
    }
  });
});
