import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { aptInstall, canInstallBySystem, hasCommand } from './system.mjs';

/**
 * Installs the packages of package-lock.json when they are missing or belong to another lock file or Node.js.
 * The native SQLite is compiled from its package (docs/adr/0002), so this needs a C++ compiler, make and Python.
 * @throws Error with one sentence when something is missing that cannot be installed.
 */
export function installPackages(root) {
  const stampFile = join(root, 'node_modules', '.groupware-installed');
  const stamp = stampOf(root);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalled(root)) {
    provideCompiler();
    console.log('Installing packages (npm ci); SQLite is compiled, which takes a minute or two …');
    const result = spawnSync('npm', ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, ...compileFromSource() },
    });
    if (result.status !== 0) throw new Error('npm ci failed; its message is above.');
  }
  writeFileSync(stampFile, stamp);
}

function stampOf(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch} abi-${process.versions.modules}\n`;
}

/** Somebody may have run npm by hand: then npm's own record agrees with the lock file, and SQLite loads. */
function isInstalled(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    if (path === '' || link === true || optional === true) continue;
    if (installed[path]?.version !== version) return false;
  }
  try {
    const Database = createRequire(join(root, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

/** Settings that keep npm's install scripts from fetching anything but packages. */
function compileFromSource() {
  const settings = { npm_config_build_from_source: 'true' };
  // Node's own headers, when they came with it, spare node-gyp a download.
  const prefix = dirname(dirname(process.execPath));
  if (process.env.npm_config_nodedir === undefined && existsSync(join(prefix, 'include', 'node', 'node_version.h'))) {
    settings.npm_config_nodedir = prefix;
  }
  return settings;
}

function provideCompiler() {
  // On Windows node-gyp finds Visual Studio by itself, and says so when it does not.
  if (process.platform === 'win32') return;
  const missing = [
    ['a C++ compiler', ['c++', 'g++', 'clang++']],
    ['make', ['make', 'gmake']],
    ['Python 3', ['python3']],
  ].filter(([, commands]) => !commands.some(hasCommand));
  if (missing.length === 0) return;
  if (canInstallBySystem()) {
    console.log('Installing a C++ compiler, make and Python 3 (apt-get) …');
    aptInstall(['build-essential', 'python3']);
    return;
  }
  const names = missing.map(([name]) => name).join(', ');
  const advice =
    process.platform === 'darwin' ? 'xcode-select --install' : 'apt-get install build-essential python3, or the like';
  throw new Error(`Compiling SQLite needs ${names}; install it first (${advice}).`);
}
