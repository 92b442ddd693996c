import { ModuleStates } from '../../core/module/module-states.service';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// What a newer version brings, and what it leaves to administrators.

describe.each(testDatabases())('an upgrade on $name', (database) => {
  test('gives nobody a permission by itself; administrators give it', async () => {
    let host = await TestHost.start(database);
    try {
      const grants = async (given?: object): Promise<unknown> => {
        const admin = await host.admin();
        const { list } = await admin.get<{ id: string; name: string; grants: unknown }>('Module', null);
        const tasks = list.find(({ name }) => name === 'tasks')!;
        if (given) await admin.update('Module', tasks.id, { grants: given });
        return tasks.grants;
      };
      const hasPanel = async (who: Client): Promise<boolean> => {
        const { capabilities } = await who.session<{ capabilities: Record<string, { panels?: { id: string }[] }> }>();
        return capabilities['urn:groupware:core']?.panels?.some(({ id }) => id === 'tasks') ?? false;
      };
      const bram = (await host.person('bram')).principalId;
      const atInstall = await grants();
      expect(await hasPanel(await host.clientOf(Number(bram)))).toBe(true);
      // As an installation is left by a version in which the module had no permissions yet.
      await grants({ use: {}, createLists: {} });
      const states = host.get(ModuleStates);
      await host.database.transaction(() => states.set('tasks', { installedVersion: '0.0.1' }));
      host = await host.restart();
      expect(await grants()).toEqual({ use: {}, createLists: {} });
      const again = await host.clientOf(Number(bram));
      expect(await hasPanel(again)).toBe(false);
      await grants(atInstall as object);
      expect(await hasPanel(again)).toBe(true);
    } finally {
      await host.drop();
    }
  });
});
