import { readFileSync } from 'node:fs';

/**
 * One sentence when the running Node.js is not one that package.json's `engines` allows, else null.
 * Reads only the forms used there (`^a.b.c`, `>=a.b.c`, `||`), because nothing is installed yet.
 */
export function nodeVersionProblem(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const current = version.split('.').map(Number);
  const isAllowed = engines.node.split('||').some((range) => {
    const [, sign, wanted] = /^\s*(\^|>=)(\S+)\s*$/.exec(range);
    const lowest = wanted.split('.').map(Number);
    return !isBefore(current, lowest) && (sign === '>=' || current[0] === lowest[0]);
  });
  return isAllowed ? null : `Groupware Support needs Node.js ${engines.node}; this is ${version}.`;
}

function isBefore(left, right) {
  for (const index of [0, 1, 2]) {
    if (left[index] !== right[index]) return left[index] < right[index];
  }
  return false;
}
