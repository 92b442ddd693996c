import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

// `npm run check [-- step …]`: everything about the code that can be seen without running it. All steps run, also after
// one failed, so that one look shows everything.
const steps = {
  types: [
    tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'),
    ...['core/ui', 'test/e2e', 'test/ui'].filter(hasSources).map((folder) => typesOf(folder)),
  ],
  lint: [tool('eslint/bin/eslint.js', '--cache', '--cache-location', '.cache/eslint', '.')],
  format: [tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')],
  boundaries: [
    tool('dependency-cruiser/bin/dependency-cruise.mjs', 'core', 'modules', 'migrations', 'test', 'scripts'),
  ],
  unused: [tool('knip/bin/knip.js', '--no-progress')],
  licences: [[join(root, 'scripts', 'check-licences.mjs')]],
  lockfile: [[join(root, 'scripts', 'check-lockfile.mjs')]],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => steps[name] === undefined);
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const failed = [];
for (const [name, commands] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const begin = performance.now();
  const isGood = commands
    .map((command) => spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status === 0)
    .every(Boolean);
  console.log(`${isGood ? 'ok' : 'FAILED'}  ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  if (!isGood) failed.push(name);
}
if (failed.length > 0) {
  console.error(`npm run check: ${failed.join(', ')} failed.`);
  process.exit(1);
}

function tool(path, ...args) {
  return [join(root, 'node_modules', path), ...args];
}

function typesOf(folder) {
  return tool('typescript/bin/tsc', '--noEmit', '-p', `${folder}/tsconfig.json`);
}

/** TypeScript calls a configuration without any file an error. */
function hasSources(folder) {
  const path = join(root, folder);
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => name.endsWith('.ts'));
}
