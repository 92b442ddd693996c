import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './is-alive.cjs';

/** Runs `work` while no other process of this checkout runs it: two commands at once must not build into each other. */
export async function withLock(root, work) {
  const folder = join(root, '.cache');
  const file = join(folder, 'prepare.lock');
  mkdirSync(folder, { recursive: true });
  for (let tries = 0; !acquire(file); tries += 1) {
    if (tries === 5) console.log(`Waiting for another command that prepares this checkout (${file}) …`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    // Its owner was killed: the next round may have it.
    if (!isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
  } catch {
    // Its owner has just finished, and taken it away.
  }
  return false;
}
