import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { withLock } from './lock.mjs';
import { nodeVersionProblem } from './node-version.mjs';
import { installPackages } from './packages.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Makes a fresh checkout ready to run: packages and build. Quiet when there is nothing to do. Exits when it cannot. */
export async function prepare() {
  const problem = nodeVersionProblem();
  if (problem !== null) fail(problem);
  try {
    await withLock(root, () => {
      installPackages(root);
      build(root);
    });
  } catch (error) {
    fail(error.message);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await prepare();
