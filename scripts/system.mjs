import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program of that name can be run. System folders count too, which are not in everybody's path. */
export function hasCommand(name) {
  return pathOf(name) !== undefined;
}

/** Where the program is, or undefined. */
export function pathOf(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether we may install system packages: root on a system with apt. */
export function canInstallBySystem() {
  return process.platform === 'linux' && process.getuid() === 0 && hasCommand('apt-get');
}

/** @throws Error when apt-get fails. */
export function aptInstall(packages) {
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

function apt(args) {
  // Somebody else may be installing at the same time, as the updates of a new machine do: wait for them.
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${result.stderr.trim()}`);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
