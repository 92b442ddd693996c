import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HighWater } from '../../core/database/high-water';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

describe.each(testDatabases())('$name', (database) => {
  let host: TestHost;
  let admin: Client;

  beforeEach(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
  });
  afterEach(() => host.drop());

  const work = async (title: string): Promise<string> => {
    const [taskListId = ''] = await admin.query('TaskList');
    await admin.create('Task', { title, taskListId });
    return (await admin.get('Task', [])).state;
  };
  const since = async (sinceState: string): Promise<unknown> => {
    const { type, created } = await admin.call('Task/changes', { sinceState });
    return type ?? (created as string[]).length;
  };
  /** What an older backup is to the counter: it has not come as far. */
  const goBack = (): Promise<void> =>
    host.database.transaction(async () => {
      const { manager } = host.database;
      await manager.query('UPDATE core_account SET seq = seq - 10 WHERE id = 1');
      for (const table of ['core_change', 'core_change_audience', 'core_access_change']) {
        await manager.query(['DELETE FROM', table, 'WHERE seq > (SELECT seq FROM core_account)'].join(' '));
      }
    });

  test('after an older backup is restored no state of before is counted from, however far the numbers have come since', async () => {
    for (let index = 0; index < 5; index++) await work(`Before ${String(index)}`);
    host = await host.restart();
    admin = await host.admin();
    const state = await work('Lost');
    expect(await since(state)).toBe(0);
    await host.get(HighWater).look();
    await goBack();
    // As after a power cut: nothing is noted at the end, all is found at the start.
    host = await host.crash();
    admin = await host.admin();
    expect(await since(state)).toBe('cannotCalculateChanges');
    for (let index = 0; index < 12; index++) await work(`After ${String(index)}`);
    expect(await since(state)).toBe('cannotCalculateChanges');
    const now = await work('Known');
    await work('New');
    expect(await since(now)).toBe(1);
  });

  test('a restart, and another after it, leave the states as they are', async () => {
    const state = await work('Kept');
    for (let index = 0; index < 2; index++) {
      host = await host.restart();
      admin = await host.admin();
    }
    expect(await since(state)).toBe(0);
    await work('New');
    expect(await since(state)).toBe(1);
  });

  test('a restore under the running program is seen too', async () => {
    const state = await work('Lost');
    const highWater = host.get(HighWater);
    expect(await highWater.look()).toBe(false);
    await goBack();
    expect(await highWater.look()).toBe(true);
    expect(await highWater.look()).toBe(false);
    for (let index = 0; index < 12; index++) await work(`After ${String(index)}`);
    expect(await since(state)).toBe('cannotCalculateChanges');
  });

  test('the file of the database, put back from a copy, is told from the one that it replaces', async () => {
    if (database.name !== 'sqlite') return;
    const { data } = host.configuration;
    const copy = join(data, 'copy.sqlite');
    await work('In the copy');
    await host.database.writer.query('VACUUM INTO ?', [copy]);
    const state = await work('Lost');
    const restore = (folder: string): void => {
      for (const end of ['-wal', '-shm']) rmSync(join(folder, `groupware.sqlite${end}`), { force: true });
      copyFileSync(copy, join(folder, 'groupware.sqlite'));
    };
    host = await host.restart({ prepare: restore });
    admin = await host.admin();
    for (let index = 0; index < 5; index++) await work(`After ${String(index)}`);
    expect(await since(state)).toBe('cannotCalculateChanges');
  });
});
