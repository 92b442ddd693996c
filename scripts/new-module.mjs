import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { withLock } from './lock.mjs';
import { problemWith, wordsOf } from './module-names.mjs';
import { installPackages } from './packages.mjs';
import { root } from './prepare.mjs';

// `npm run new-module NAME`: makes a module with an entity, a type, a panel, a job, settings, a permission, a migration
// and tests, of the files in scripts/module-template/; docs/writing-a-module.md walks through what it made.

const [name, ...others] = process.argv.slice(2);
const problem = others.length > 0 ? 'One module at a time: npm run new-module my-notes' : problemWith(root, name);
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}
const made = write({ ...wordsOf(name), stamp: String(nextStamp()) });
// Long names break lines elsewhere, and imports are sorted by names.
await withLock(root, () => installPackages(root));
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
run([biome, 'check', '--write', '--log-level=error', ...made]);
run([join(root, 'scripts', 'docs.mjs')]);
console.log(`\nThe module ${name} is there:\n${made.map((path) => `  ${path}`).join('\n')}`);
console.log('\nnpm start shows its panel to administrators; docs/writing-a-module.md goes on from here.');

/** Fills the templates in; `{{word}}` stands for a word in their texts and in their paths. */
function write(words) {
  const filled = (text) => text.replace(/\{\{(\w+)\}\}/g, (_, word) => words[word]);
  const folder = join(root, 'scripts', 'module-template');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((template) => {
      const path = filled(relative(folder, template).replace(/\.txt$/, ''));
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), filled(readFileSync(template, 'utf8')));
      return path.split(sep).join('/');
    })
    .sort();
}

/** Milliseconds, later than those of every migration that is there. */
function nextStamp() {
  const folder = join(root, 'migrations');
  const stamps = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  const latest = stamps.map((path) => Number(/(\d{13})-[^/\\]+$/.exec(path)?.[1] ?? 0));
  return Math.max(Date.now(), ...latest.map((stamp) => stamp + 1));
}

function run(command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
