import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Most of them use one core. */
const AT_ONCE = Math.min(2, availableParallelism());

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
const waiting = Object.entries(steps).filter(([name]) => asked.length === 0 || asked.includes(name));
await Promise.all(Array.from({ length: AT_ONCE }, takeSteps));
if (failed.length > 0) {
  console.error(`npm run check: ${failed.join(', ')} failed.`);
  process.exit(1);
}

async function takeSteps() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await take(...step);
}

/** What a step says is shown when it is over, so that two do not talk at the same time. */
async function take(name, commands) {
  const begin = performance.now();
  let isGood = true;
  for (const command of commands) {
    const { code, said } = await run(command);
    if (code !== 0) isGood = false;
    process.stdout.write(said);
  }
  console.log(`${isGood ? 'ok' : 'FAILED'}  ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  if (!isGood) failed.push(name);
}

function run(command) {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
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
