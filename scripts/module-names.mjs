import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Table and index names end at 64 characters on MariaDB; this leaves room for both halves of them. */
const LONGEST = 24;

/** Capitalised words that TypeScript and the browser give everywhere, beside the globals of Node.js. */
const AMBIENT = ['Record', 'Partial', 'Required', 'Readonly', 'Pick', 'Omit', 'Exclude', 'Extract', 'Element', 'Node'];

/**
 * The words of which a new module is made.
 * @param {string} module its id, such as `my-notes`
 * @returns {Record<string, string>} words by the names that the templates use
 */
export function wordsOf(module) {
  const entity = singular(module);
  const [titles, one] = [module.replaceAll('-', ' '), entity.replaceAll('-', ' ')];
  const a = /^[aeio]|^u(?!ni|se)/.test(one) ? 'an' : 'a';
  return {
    module,
    Module: pascal(module),
    titles,
    Title: capital(titles),
    entity,
    Entity: pascal(entity),
    one,
    One: capital(one),
    a,
    A: capital(a),
    table: `${module}_${entity}`.replaceAll('-', '_'),
  };
}

/**
 * Why no module of this name can be made in the tree, in one sentence; null when one can.
 * @param {string} root of the tree
 * @param {string | undefined} name
 */
export function problemWith(root, name) {
  if (name === undefined || name === '') return 'Say how the module is called: npm run new-module my-notes';
  const shown = JSON.stringify(name.slice(0, 60));
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return `${shown} is no name for a module: take lower-case words with single dashes between them, such as my-notes`;
  if (name.length > LONGEST) return `${shown} is too long: the name of a module has at most ${LONGEST} characters`;
  if (name === 'core') return '"core" is the name of the host itself';
  const place = ['modules', 'migrations', 'test'].find((folder) => existsSync(join(root, folder, name)));
  if (place === 'modules') return `There is a module ${shown} already`;
  if (place !== undefined) return `${shown} cannot be the name of a module: there is a folder ${place}/${name} already`;
  const taken = panelsIn(root).get(name);
  if (taken !== undefined) return `${shown} is the name of a panel of ${taken}`;
  const { Entity, Module } = wordsOf(name);
  const classes = [Entity, `${Entity}Type`, `${Module}Settings`, `${Module}Values`];
  const known = knownClasses(root);
  const twice = classes.find((word) => known.has(word));
  return twice === undefined ? null : `${shown} would need a class ${twice}, and there is one already`;
}

/** Simple on purpose: what it gets wrong is a matter of renaming. */
function singular(plural) {
  if (/(ss|us|is|news)$/.test(plural)) return plural;
  if (/[^aeiou]ies$/.test(plural)) return plural.replace(/ies$/, 'y');
  if (/(x|ch|sh|ss)es$/.test(plural)) return plural.slice(0, -2);
  return plural.length > 2 ? plural.replace(/s$/, '') : plural;
}

function pascal(kebab) {
  return kebab.split('-').map(capital).join('');
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Panel → the module that has it. */
function panelsIn(root) {
  const modules = readdirSync(join(root, 'modules')).map((id) => [id, join(root, 'modules', id, 'module.json')]);
  const manifests = [['core', join(root, 'module.json')], ...modules].filter(([, file]) => existsSync(file));
  return new Map(
    manifests.flatMap(([module, file]) => {
      const { ui } = JSON.parse(readFileSync(file, 'utf8'));
      return (ui?.panels ?? []).map(({ id }) => [id, module]);
    }),
  );
}

/** What cannot be called a second time: types on the wire, what the doors of the core export, and what is global. */
function knownClasses(root) {
  const text = (path) => readFileSync(join(root, path), 'utf8');
  const doors = ['core/api.ts', 'core/ui/api.ts', 'core/ui/extjs-types/data.d.ts', 'core/ui/extjs-types/panels.d.ts'];
  const sources = ['core', 'modules'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  );
  return new Set([
    ...AMBIENT,
    ...Object.getOwnPropertyNames(globalThis),
    ...doors.flatMap((path) => text(path).match(/\b[A-Z]\w*/g) ?? []),
    ...sources.flatMap((path) => [...text(path).matchAll(/readonly name = '(\w+)'/g)].map(([, name]) => name)),
  ]);
}
