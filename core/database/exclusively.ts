import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { delay } from '../ports/timers';
import { Problem } from '../problem';
import type { Connections, DatabaseTarget } from './connections';

/** Seconds after which somebody else's work has had its time. */
const PATIENCE = 120;
/** Milliseconds between two looks at a lock file. */
const LOOK_EVERY = 50;

/**
 * Runs the work while no other program on the same data runs such work. The lock ends with the program however that
 * ends: it is the database server's, or SQLite's own on a file beside the data.
 * @throws Problem when somebody else does not come to an end
 */
export async function exclusively<T>(
  { writer }: Connections,
  { data, url }: DatabaseTarget,
  work: () => Promise<T>,
): Promise<T> {
  const refuse = (): never => {
    throw new Problem('Another program is changing modules on the same data', 409);
  };
  if (url !== undefined) {
    const name = `groupware-modules-${createHash('sha256').update(new URL(url).pathname).digest('hex').slice(0, 16)}`;
    const runner = writer.createQueryRunner();
    try {
      const [row] = (await runner.query('SELECT GET_LOCK(?, ?) AS got', [name, PATIENCE])) as { got: unknown }[];
      if (Number(row?.got) !== 1) refuse();
      return await work();
    } finally {
      await runner.query('SELECT RELEASE_LOCK(?)', [name]).catch(() => undefined);
      await runner.release();
    }
  }
  const lock = new Sqlite(join(data, 'modules.lock'), { timeout: 0 });
  try {
    for (let looks = (PATIENCE * 1000) / LOOK_EVERY; !took(lock); looks--) {
      if (looks === 0) refuse();
      await delay(LOOK_EVERY);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function took(lock: Sqlite.Database): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch {
    return false;
  }
}
