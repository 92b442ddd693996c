import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Licences that allow a product under MIT to use the package. */
const allowed = new Set(['MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Apache-2.0', 'MPL-2.0', '0BSD']);

/** Further licences, each with the reason why it is no trouble. */
const accepted = new Map([
  ['BlueOak-1.0.0', 'permissive and OSI-approved, asks only to keep the notice; used by glob'],
]);

/** Further licences of tools that are not part of the product. */
const acceptedForTools = new Map([
  ['CC-BY-4.0', 'data about browsers (caniuse-lite), read by a developer tool and not passed on'],
]);

/**
 * The packages of the lock file whose licence is not allowed, a sentence each. With several licences to choose from,
 * one allowed is enough. Our own workspace packages carry the product's licence.
 */
export function licenceProblems() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.startsWith('node_modules/') || entry.link === true) continue;
    const licence = licenceOf(path) ?? entry.license ?? 'none';
    const isTool = entry.dev === true || entry.devOptional === true;
    if (!isAllowed(licence, isTool)) problems.push(`${path} ${entry.version}: licence ${licence} is not on the list`);
  }
  return problems;
}

/** What the installed package says of itself; packages for other platforms are not installed. */
function licenceOf(path) {
  const file = join(root, path, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).license : undefined;
}

/** Reads an SPDX expression: one alternative of OR must do, all parts of AND must. */
function isAllowed(expression, isTool) {
  if (typeof expression !== 'string') return false;
  const plain = expression.replaceAll(/[()]/g, '');
  return plain.split(' OR ').some((alternative) => alternative.split(' AND ').every((name) => isGood(name, isTool)));
}

function isGood(name, isTool) {
  return allowed.has(name) || accepted.has(name) || (isTool && acceptedForTools.has(name));
}

if (process.argv[1] === import.meta.filename) {
  const problems = licenceProblems();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
