import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.cjs';

/** Bytes that a whole run of the tests may write at the same time, with some to spare. */
const NEEDED = 6 * 2 ** 30;
const MEMORY = '/dev/shm';
const PREFIX = 'groupware-run-';

/**
 * Makes a folder for all that one run of the tests writes. In memory on a machine that has plenty of it: test databases
 * are made by the hundred, commit all the time, and need not survive a power failure.
 * @returns its path, `isInMemory`, and `remove`
 */
export function scratchFolder() {
  const isInMemory = freeBytes(MEMORY) >= NEEDED;
  const place = isInMemory ? MEMORY : tmpdir();
  removeAbandoned(place);
  const path = mkdtempSync(join(place, `${PREFIX}${process.pid}-`));
  // Dovecot's processes belong to somebody else, and come by here.
  chmodSync(path, 0o711);
  return { path, isInMemory, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function freeBytes(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** A run that was killed leaves its folder behind. */
function removeAbandoned(place) {
  for (const name of readdirSync(place)) {
    if (!name.startsWith(PREFIX)) continue;
    if (!isAlive(Number.parseInt(name.slice(PREFIX.length), 10)))
      rmSync(join(place, name), { recursive: true, force: true });
  }
}
