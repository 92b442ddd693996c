import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare, root } from './prepare.mjs';

// `npm run pack-module NAME [-- --to FOLDER] [--as PACKAGE]`: makes of modules/NAME a folder that works by itself, for
// the `modules/` of a data directory or for `npm publish`: compiled, with its migrations and its browser code, and with
// the host under names that stay instead of paths into this tree.

/** Under this name a module from elsewhere finds the host; see core/module/discovery.ts. */
const HOST = 'groupware-support';

/** Of these there must be one alone, the host's: what a class is decorated with is kept inside them. */
const ONLY_BY_THE_DOOR = ['inversify', 'typeorm'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: join('dist', 'packed') }, as: { type: 'string' } },
});
const [name = '', ...others] = positionals;
const source = join(root, 'modules', name);
if (others.length > 0 || !/^[a-z][a-z0-9-]*$/.test(name)) fail('Say which module: npm run pack-module my-notes');
if (!existsSync(join(source, 'module.json'))) fail(`There is no module ${name} in modules/`);
const target = resolve(root, values.to, name);
if (existsSync(target) && idIn(target) !== name) fail(`${target} is there, and it is not the module ${name}`);

await prepare();
// Beside it until all is well, and no module before its manifest is written, which is last.
const packing = `${target}.packing`;
rmSync(packing, { recursive: true, force: true });
const dependencies = {};
copyCompiled(join('modules', name), '.');
copyCompiled(join('migrations', name), 'migrations');
copyOthers();
const manifest = readJson(join(source, 'module.json'));
if (manifest.ui) await buildPanels();
writeManifests();
rmSync(target, { recursive: true, force: true });
renameSync(packing, target);
console.log(`The module ${name} is packed: ${target}`);

/** The server's half, as the build has just compiled it. */
function copyCompiled(folder, to) {
  for (const path of filesIn(join(root, 'dist', folder)).filter((file) => file.endsWith('.js'))) {
    const code = readFileSync(join(root, 'dist', folder, path), 'utf8').replace(/\n\/\/# sourceMappingURL=.*/, '');
    const linked = code.replace(/\b(require|import)\(["']([^"']+)["']\)/g, (_, call, specifier) => {
      return `${call}("${nameFor(specifier, posix.join(folder.split(sep).join('/'), path))}")`;
    });
    const file = join(packing, to, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, linked);
  }
}

/** What a compiled file imports, under the name by which the packed module finds it. */
function nameFor(specifier, from) {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    return path.startsWith(`modules/${name}/`) ? specifier : `${HOST}/${path}`;
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return specifier;
  const dependency = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const importer = from.replace(/\.js$/, '.ts');
  if (ONLY_BY_THE_DOOR.includes(dependency))
    fail(`${importer} imports ${dependency}: a module that is packed has it from core/api alone`);
  dependencies[dependency] = readJson(join(root, 'package.json')).dependencies[dependency];
  if (dependencies[dependency] === undefined)
    fail(`${importer} imports ${dependency}, which package.json does not name`);
  return specifier;
}

/** Whatever else lies in the folder of the module: its page, its licence, its data. */
function copyOthers() {
  for (const path of filesIn(source)) {
    if (/^ui[\\/]|\.ts$|^(module|package)\.json$/.test(path)) continue;
    cpSync(join(source, path), join(packing, path));
  }
}

/** The browser's half: everything in it but what the host serves. */
async function buildPanels() {
  const { build } = await import('vite');
  const { browserCode } = await import('./browser-code.mjs');
  const { throughDoors } = await import('./through-doors.mjs');
  await build({
    ...browserCode(root),
    configFile: false,
    root,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [throughDoors(root, name)],
    build: {
      outDir: join(packing, 'ui'),
      target: 'es2023',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(entries().map((entry) => [entry.replace(/^ui\/|\.ts$/g, ''), join(source, entry)])),
        preserveEntrySignatures: 'allow-extension',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }).catch((error) => fail(error.message));
}

/** Sources of browser code that the manifest names. */
function entries() {
  const { entry, panels = [] } = manifest.ui;
  return [...new Set([entry, ...panels.map((panel) => panel.entry ?? entry)])];
}

/** module.json with what is built instead of its sources; package.json for npm. */
function writeManifests() {
  const { ui, ...rest } = manifest;
  delete rest.$schema; // a path in this tree
  const built = (entry) => entry.replace(/\.ts$/, '.js');
  const panels = (ui?.panels ?? []).map((panel) => (panel.entry ? { ...panel, entry: built(panel.entry) } : panel));
  const core = manifest.core ?? `^${readJson(join(root, 'module.json')).version}`;
  const packed = { ...rest, core, ...(ui ? { ui: { ...ui, entry: built(ui.entry), panels } } : {}) };
  const { version, description } = manifest;
  const about = { name: values.as ?? `${HOST}-${name}`, version, description, main: 'index.js', dependencies };
  for (const [file, content] of Object.entries({ 'module.json': packed, 'package.json': about })) {
    writeFileSync(join(packing, file), `${JSON.stringify(content, null, 2)}\n`);
  }
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function idIn(folder) {
  const file = join(folder, 'module.json');
  return existsSync(file) ? readJson(file).id : undefined;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
