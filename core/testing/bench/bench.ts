import type { TestDatabase } from '../servers/databases';
import { TestHost } from '../test-host';
import { makeDesk } from './desk';
import { Load } from './load';
import { ask, type Line } from './questions';

export interface Bench {
  readonly lines: readonly Line[];
  readonly lists: number;
  readonly customers: number;
  /** Seconds that the tickets took to be stored. */
  readonly loaded: number;
}

/** Fills a new database with so many tickets, three comments each, and measures. */
export async function bench(database: TestDatabase, tickets: number, rounds: number): Promise<Bench> {
  const host = await TestHost.start(database);
  try {
    const lists = Math.max(5, Math.min(200, Math.floor(tickets / 50)));
    const customers = Math.max(lists, Math.floor(tickets / 20));
    const desk = await makeDesk(host, lists, customers);
    const start = performance.now();
    await Load.run(host, desk, tickets);
    const loaded = (performance.now() - start) / 1000;
    return { lines: await ask(host, desk, rounds), lists, customers, loaded };
  } finally {
    await host.drop();
  }
}
