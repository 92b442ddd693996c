import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/**
 * What is wrong with package-lock.json, a sentence each: every package comes from the registry that npm is set to, by
 * name and checksum; the only others are our own workspaces. Packages for other platforms are listed too, without which
 * `npm ci` refuses the file.
 */
function lockfileProblems() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const problems = [];
  const names = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  for (const [path, { resolved, link, integrity, optionalDependencies }] of Object.entries(lock.packages)) {
    if (path === '' || workspaces.includes(path)) continue;
    if (link === true) {
      if (!workspaces.includes(resolved)) problems.push(`${path} links to ${resolved}, which is no workspace`);
      continue;
    }
    if (resolved !== undefined) problems.push(`${path} names its source ${resolved}; write the lock file without`);
    for (const name of Object.keys(optionalDependencies ?? {})) {
      if (!names.has(name)) problems.push(`${path} has an optional package ${name}, which is not in the lock file`);
    }
    if (!/^sha512-/.test(integrity ?? '')) problems.push(`${path} has no SHA-512 checksum`);
  }
  return problems;
}

const problems = lockfileProblems();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
