import { join } from 'node:path';
import type { Database } from '../../database/database';
import { lastingDatabase, type TestDatabase } from '../servers/databases';
import { TestHost } from '../test-host';
import { type Desk, deskOf, makeDesk } from './desk';
import { Load } from './load';

/** What the storing took, be it now or in an earlier run. */
interface Effort {
  readonly seconds: number;
  /** What this process worked of them. */
  readonly work: number;
}

/** A set of tickets to be measured. */
export interface Stored {
  readonly host: TestHost;
  readonly desk: Desk;
  readonly lists: number;
  readonly customers: number;
  readonly effort: Effort;
  /** Stops the host; what is not to be kept goes. */
  close(): Promise<void>;
}

/**
 * Stores so many tickets in a new database, or opens the set that an earlier run has kept. A set that was not stored
 * to its end is stored anew.
 * @param keep folder in which the set is kept (on MariaDB the schema `groupware_bench_<tickets>` belongs to it), or null
 */
export async function storedSet(
  database: TestDatabase,
  tickets: number,
  keep: string | null,
  say: (line: string) => void,
): Promise<Stored> {
  const lists = Math.max(5, Math.min(200, Math.floor(tickets / 50)));
  const customers = Math.max(lists, Math.floor(tickets / 20));
  const open = (): Promise<TestHost> =>
    TestHost.start(keep === null ? database : { ...database, fresh: () => lasting(database, keep, tickets) });
  let host = await open();
  let effort = await effortOf(host.database);
  if (effort === null) {
    if ((await host.database.manager.query<unknown[]>("SELECT 1 FROM tasks_list WHERE name = 'List 0'")).length > 0) {
      say('the kept set is not whole: stored anew');
      await host.drop();
      host = await open();
    }
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const desk = await makeDesk(host, lists);
    await Load.run(host, desk, tickets, customers, (done) => {
      say(`stored: ${done} (${((performance.now() - start) / 1000).toFixed(0)} s)`);
    });
    const { user, system } = process.cpuUsage(cpu);
    effort = { seconds: (performance.now() - start) / 1000, work: (user + system) / 1_000_000 };
    await noteEffort(host.database, effort);
  }
  const isKept = keep !== null;
  const close = (): Promise<void> => (isKept ? host.close() : host.drop());
  return { host, desk: await deskOf(host), lists, customers, effort, close };
}

function lasting({ name }: TestDatabase, keep: string, tickets: number): ReturnType<TestDatabase['fresh']> {
  return lastingDatabase(name, join(keep, `${name}-${String(tickets)}`), `groupware_bench_${String(tickets)}`);
}

/** What a set took that was stored to its end; null when there is none. */
async function effortOf({ manager }: Database): Promise<Effort | null> {
  try {
    const [row] = await manager.query<Effort[]>('SELECT seconds, work FROM bench_stored');
    return row ?? null;
  } catch {
    return null;
  }
}

async function noteEffort({ writer }: Database, { seconds, work }: Effort): Promise<void> {
  await writer.query('CREATE TABLE bench_stored (seconds double NOT NULL, work double NOT NULL)');
  await writer.query('INSERT INTO bench_stored (seconds, work) VALUES (?, ?)', [seconds, work]);
}
