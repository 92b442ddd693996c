import type Sqlite from 'better-sqlite3';
import { EFFORT } from '../../core/search/search-hits.service';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

/** How many of the newest documents are read. */
const NEWEST = 5;

describe.each(testDatabases())('what a search reads on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    const [hidden] = await admin.query('TaskList');
    const shareWith = { [agent.principalId]: { mayRead: true } };
    const { id: seen } = await admin.create('TaskList', { name: 'Seen', role: 'support', shareWith });
    const make = async (title: string, taskListId: string | undefined, count: number): Promise<void> => {
      for (let n = 0; n < count; n++) await admin.create('Task', { title, taskListId });
    };
    await make('quenda', seen, 2 * NEWEST);
    await make('quenda hidden', hidden, 2 * NEWEST);
    await make('potoroo', seen, 2 * NEWEST);
    for (let n = 0; n < NEWEST; n++) {
      await make('potoroo', seen, 1);
      await make('potoroo hidden', hidden, 1);
    }
  });

  afterAll(() => host.drop());

  beforeEach(() => {
    jest.replaceProperty(EFFORT, 'steps', [{ rare: 2, newest: NEWEST }]);
  });

  afterEach(() => jest.restoreAllMocks());

  const found = async (who: Client, text: string): Promise<number> =>
    ((await who.call('Search/query', { filter: { text, types: ['Task'] }, limit: 50 }))['list'] as unknown[]).length;

  test('is of texts the newest, and of these none that the asker does not see', async () => {
    // What SQLite looks into can be watched; MariaDB gets the same questions.
    if (database.name !== 'sqlite') return;
    const texts = watched(host);
    for (const [who, text, hits, read, readHidden] of [
      [admin, 'potoroo', 4 * NEWEST, NEWEST, 3],
      [admin, 'quenda', 4 * NEWEST, NEWEST, 3],
      [admin, 'potoroo quenda', 0, NEWEST, 3],
      [admin, '"potoroo hidden"', NEWEST, NEWEST + 2, NEWEST],
      [agent, 'potoroo', 3 * NEWEST, 2, 0],
      [agent, 'quenda', 2 * NEWEST, 2, 0],
      [agent, 'potoroo quenda', 0, 2, 0],
      [agent, '"potoroo hidden"', 0, 0, 0],
    ] as const) {
      texts.clear();
      expect([text, await found(who, text)]).toEqual([text, hits]);
      const hidden = [...texts].filter((each) => each.includes('hidden'));
      expect([text, texts.size, hidden.length]).toEqual([text, read, readHidden]);
    }
  });
});

/** Texts that are looked into from now on. */
function watched(host: TestHost): Set<string> {
  const { driver } = host.database.manager.dataSource as unknown as {
    driver: { databaseConnection: Sqlite.Database };
  };
  const texts = new Set<string>();
  driver.databaseConnection.function('instr', { deterministic: true }, (text: unknown, part: unknown) => {
    if (typeof text !== 'string' || typeof part !== 'string') return null;
    texts.add(text);
    return text.indexOf(part) + 1;
  });
  return texts;
}
