import { SearchJob } from '../../core/search/search.job';
import { SearchIndex } from '../../core/search/search-index.service';
import { makeDesk } from '../../core/testing/bench/desk';
import { Load } from '../../core/testing/bench/load';
import { ask } from '../../core/testing/bench/questions';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const TABLES = [
  'SELECT type, objectId, ownerType, ownerId, words FROM core_search_document ORDER BY type, objectId',
  'SELECT audience, type, objectId FROM core_search_audience JOIN core_search_scope scope_ ON scope_.id = scopeId JOIN (SELECT id, objectId FROM core_search_document) document_ ON document_.id = documentId ORDER BY audience, type, objectId',
  'SELECT audience, type, word, objectId, core_search_word.ownerId FROM core_search_word JOIN core_search_scope scope_ ON scope_.id = scopeId JOIN (SELECT id, objectId FROM core_search_document) document_ ON document_.id = documentId ORDER BY audience, type, word, objectId',
] as const;

const TICKETS = 30;
const CUSTOMERS = 10;

describe.each(testDatabases())('the bench on $name', (database) => {
  test('stores what the program would have stored, and measures every question', async () => {
    const host = await TestHost.start(database);
    try {
      const desk = await makeDesk(host, 5);
      const { admin, agent, customer } = desk;
      const before = new Map<Client, string>();
      for (const client of [admin, agent, customer]) before.set(client, (await client.get('Task', [])).state);
      await Load.run(host, desk, TICKETS, CUSTOMERS);

      const stored = await tables(host);
      await host.database.transaction(() => host.get(SearchIndex).outdate());
      await host.get(SearchJob).run(new AbortController().signal);
      expect(await tables(host)).toEqual(stored);

      for (const [client, sinceState] of before) {
        const changes = await client.call('Task/changes', { sinceState });
        const { state } = await client.get('Task', []);
        expect(changes).toMatchObject({ newState: state, hasMoreChanges: false, updated: [], destroyed: [] });
        expect([...(changes['created'] as string[])].sort()).toEqual((await client.query('Task')).sort());
      }
      expect((await admin.query('Task')).length).toBeGreaterThan(TICKETS);
      expect((await customer.query('Task')).length).toBeGreaterThan(1);

      for (const { name, size, program } of await ask(host, desk, 1, undefined, 5)) {
        const isRare = name.includes('0.1 %') || name.includes('the same, customer') || name.includes('never');
        expect({ name, isAnswered: isRare || size > 0 }).toEqual({ name, isAnswered: true });
        expect(program.p95).toBeGreaterThanOrEqual(program.median);
      }
    } finally {
      await host.drop();
    }
  });
});

async function tables(host: TestHost): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const table of TABLES) all.push(await host.database.manager.query(table));
  return all;
}
