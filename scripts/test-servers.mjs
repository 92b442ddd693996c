import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { aptInstall, canInstallBySystem, hasCommand, pathOf } from './system.mjs';

/** What the tests talk to, and the Debian packages that bring it. */
const servers = [
  {
    name: 'MariaDB',
    isThere: async () => (await hasUsualMariadb()) || hasCommand('mariadbd'),
    packages: ['mariadb-server'],
  },
  {
    name: 'Dovecot',
    isThere: () => hasCommand('dovecot') && existsSync('/usr/lib/dovecot/lmtp') && existsSync('/usr/lib/dovecot/imap'),
    packages: ['dovecot-imapd', 'dovecot-lmtpd'],
  },
  {
    name: 'Chromium',
    isThere: () => ['chromium', 'chromium-browser', 'google-chrome'].some(hasCommand),
    packages: ['chromium', 'fonts-liberation'],
  },
];

/** Lets programs write without waiting for the disk, which on a busy machine makes a run several times longer. */
const unflushed = { name: 'eatmydata', isThere: () => hasCommand('eatmydata'), packages: ['eatmydata'] };

/**
 * Installs what is missing where we may (root on a system with apt), and starts a MariaDB of the run's own: it can be
 * quicker than one that has to keep its data. Where none starts, the tests use the machine's own, on its usual port.
 * What stays missing is reported by the tests themselves.
 * @param scratch folder for what the servers write, see scratch-folder.mjs
 * @returns environment variables for the tests, and `stop` for what was started.
 */
export async function provideServers(scratch) {
  await installMissing(scratch.isInMemory ? servers : [...servers, unflushed]);
  const isUnflushed = !scratch.isInMemory && (await unflushed.isThere());
  const quick = isUnflushed ? { LD_PRELOAD: 'libeatmydata.so' } : {};
  const kept = scratch.isInMemory ? 'in memory' : `on disk, ${isUnflushed ? 'without' : 'with'} waiting for it`;
  console.log(`Tests write to ${scratch.path}, ${kept}`);
  const isGiven = process.env.GROUPWARE_TEST_MARIADB !== undefined;
  const own = isGiven || !hasCommand('mariadbd') ? null : await startMariadb(join(scratch.path, 'mariadb'), quick);
  return { environment: { ...quick, ...own?.environment }, stop: async () => own?.stop() };
}

async function installMissing(wanted) {
  if (!canInstallBySystem()) return;
  for (const { name, isThere, packages } of wanted) {
    if (await isThere()) continue;
    console.log(`Installing ${name} for the tests (apt-get install ${packages.join(' ')}) …`);
    try {
      aptInstall(packages);
    } catch (error) {
      console.error(error.message);
    }
  }
}

/** Whether the machine's own MariaDB lets root in without a password, as on a machine made for tests. */
async function hasUsualMariadb() {
  const { createConnection: connect } = await import('mysql2/promise');
  try {
    await (await connect({ host: '127.0.0.1', user: 'root', connectTimeout: 3_000 })).end();
    return true;
  } catch {
    return false;
  }
}

/** A MariaDB with everything it writes in the folder, which root may enter without a password. Null when it ends at once. */
async function startMariadb(folder, environment) {
  mkdirSync(folder);
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  const account = process.getuid() === 0 ? ['--user=root'] : [];
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  spawnSync(pathOf('mariadb-install-db') ?? 'mariadb-install-db', [...install, ...account], { stdio: 'ignore' });
  const port = await freePort();
  // Test data need not survive a power failure: no flush at each commit.
  const fast = ['--innodb-flush-log-at-trx-commit=0', '--sync-binlog=0', '--innodb-buffer-pool-size=256M'];
  const place = [`--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`];
  const network = ['--bind-address=127.0.0.1', `--port=${port}`];
  const child = spawn(pathOf('mariadbd'), ['--no-defaults', ...place, ...network, ...fast, ...account], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let isGone = false;
  void gone.then(() => {
    isGone = true;
  });
  process.once('exit', () => child.kill());
  for (let tries = 0; tries < 300 && !isGone && !(await answers(port)); tries += 1) await pause(100);
  if (isGone) return null;
  const stop = async () => {
    child.kill();
    await gone;
  };
  return { environment: { GROUPWARE_TEST_MARIADB: `mysql://root@127.0.0.1:${port}` }, stop };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
