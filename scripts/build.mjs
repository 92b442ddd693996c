import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Builds the server and the user interface into dist/, each only when its sources are not those of the last build.
 * @throws Error when a compiler finds a fault; its messages have been printed.
 */
export function build(root) {
  const server = sourcesOf(root, ['core', 'modules', 'migrations'], isServerSource);
  buildWhenChanged(root, 'server', [...server, 'tsconfig.json', 'tsconfig.build.json'], () =>
    buildServer(root, server),
  );
  const ui = sourcesOf(root, ['core/ui', 'modules', 'scripts'], isUiSource);
  buildWhenChanged(root, 'user interface', ui, () => run(root, 'scripts/build-ui.mjs'));
}

function buildWhenChanged(root, what, sources, make) {
  const hash = createHash('sha256');
  for (const path of [...sources, 'package-lock.json']) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  const stamp = hash.digest('hex');
  const stampFile = join(root, 'dist', `.${what.replace(' ', '-')}-sources`);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log(`Building the ${what} …`);
  rmSync(stampFile, { force: true });
  make();
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function buildServer(root, sources) {
  // The compiler's record of the last build is worth nothing when its output was deleted.
  if (!existsSync(join(root, 'dist', 'core', 'main.js')))
    rmSync(join(root, '.cache', 'tsc-build.tsbuildinfo'), { force: true });
  run(root, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  const expected = new Set(sources.map((path) => path.replace(/\.ts$/, '')));
  // Migrations and modules are found by looking into folders: what has no source any more must not be found.
  for (const path of sourcesOf(join(root, 'dist'), ['core', 'modules', 'migrations'], isServerOutput)) {
    if (!expected.has(path.replace(/\.js(\.map)?$/, ''))) rmSync(join(root, 'dist', path));
  }
}

function isServerSource(path) {
  return path.endsWith('.ts') && !isUi(path) && !path.startsWith('core/testing/');
}

function isServerOutput(path) {
  return /\.js(\.map)?$/.test(path) && !isUi(path);
}

function isUiSource(path) {
  return (
    isUi(path) || /^scripts\/(build-ui|browser-code)\.mjs$/.test(path) || /^modules\/[^/]+\/module\.json$/.test(path)
  );
}

function isUi(path) {
  return /^(core|modules\/[^/]+)\/ui\//.test(path);
}

/** Files below the given folders of `root` that pass, as paths with slashes, in a fixed order. */
function sourcesOf(root, folders, passes) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/') && passes(path))
    .sort();
}

function run(root, script, ...args) {
  const result = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error(`${script} failed; its messages are above.`);
}
