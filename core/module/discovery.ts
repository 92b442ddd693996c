import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { satisfies } from 'semver';
import { codeRoot, projectRoot } from '../paths';
import { Problem, textOf } from '../problem';
import type { ModuleDefinition } from './contract';
import { type ModuleManifest, readManifest } from './manifest';
import { requireFile } from './require';

/** Under this name a module from elsewhere imports the host: `require('groupware-support/core/api')`. */
const HOST_PACKAGE = 'groupware-support';

/** Where a module comes from: the program, the data directory's `modules/`, or an npm package. */
export type Origin = 'bundled' | 'folder' | 'package';

/** A module as found: its manifest, or why it cannot be used. */
export interface Found {
  readonly id: string;
  readonly origin: Origin;
  readonly manifest: ModuleManifest | null;
  readonly problem: string | null;
  /** Where module.json lies. */
  readonly folder: string;
  /** What is loaded when it starts, and the folder of its migrations. */
  readonly code: string;
  readonly migrations: string;
}

/**
 * Finds all modules: the bundled ones, those in `<data>/modules/`, and npm packages with a module.json among the direct
 * dependencies of the program or of the data directory. A broken one is a problem of its module alone.
 */
export function discover(data: string, bundled: string = join(projectRoot, 'modules')): Found[] {
  const found = [
    ...foldersIn(bundled).map((folder) => {
      const id = nameOf(folder);
      return look(folder, 'bundled', join(codeRoot, 'modules', id, 'index'), join(codeRoot, 'migrations', id));
    }),
    ...lookOutside(data, foldersIn(join(data, 'modules')), 'folder'),
    ...[projectRoot, data].flatMap((base) => lookOutside(base, packagesOf(base), 'package')),
  ];
  const first = new Map<string, Found>();
  for (const module of found) {
    const other = first.get(module.id);
    if (!other) first.set(module.id, module);
    else if (other.folder !== module.folder) {
      const problem = `Module ${module.id} is there twice: in ${other.folder} and in ${module.folder}`;
      first.set(module.id, { ...other, problem });
    }
  }
  return [...first.values()];
}

/**
 * Puts modules into the order in which they start, requirements first.
 * @returns the order, and for every module that cannot start the reason; all problems at once
 */
export function order(
  manifests: readonly ModuleManifest[],
  coreVersion: string,
): { order: ModuleManifest[]; problems: Map<string, string> } {
  const byId = new Map(manifests.map((manifest) => [manifest.id, manifest]));
  const problems = new Map<string, string>();
  const sorted: ModuleManifest[] = [];
  const visit = (manifest: ModuleManifest, path: readonly string[]): boolean => {
    if (sorted.includes(manifest)) return true;
    if (problems.has(manifest.id)) return false;
    const fail = (why: string): boolean => {
      problems.set(manifest.id, why);
      return false;
    };
    const trail = [...path, manifest.id];
    if (path.includes(manifest.id)) return fail(`Modules require each other in a circle: ${trail.join(' → ')}`);
    if (manifest.core !== undefined && !satisfies(coreVersion, manifest.core)) {
      return fail(`Module ${manifest.id} needs core ${manifest.core}, this is ${coreVersion}`);
    }
    for (const id of manifest.requires) {
      const required = byId.get(id);
      if (!required) return fail(`Module ${manifest.id} requires ${id}, which is not running`);
      if (!visit(required, trail))
        return fail(problems.get(manifest.id) ?? `Module ${manifest.id} requires ${id}, which cannot start`);
    }
    for (const id of manifest.uses) {
      const used = byId.get(id);
      if (used && !path.includes(id)) visit(used, trail);
    }
    sorted.push(manifest);
    return true;
  };
  for (const manifest of manifests) visit(manifest, []);
  return { order: sorted, problems };
}

/** Loads the module's index. @throws Problem naming the module when its code cannot be loaded. */
export function load({ id, code }: Found): ModuleDefinition {
  try {
    const { default: definition } = requireFile(code) as { default?: ModuleDefinition };
    if (typeof definition !== 'object') throw new Problem('index.ts has no default export made by defineModule()');
    return definition;
  } catch (error) {
    throw new Problem(`Module ${id} cannot be loaded: ${textOf(error).split('\n')[0] ?? ''}`, 500);
  }
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'module.json')))
    .map(({ name }) => join(folder, name));
}

/** Modules that know the host by its name alone; they find it among the packages of `base`. */
function lookOutside(base: string, folders: readonly string[], origin: Origin): Found[] {
  const unlinked = folders.length > 0 ? linkHost(base) : null;
  return folders.map((folder) => {
    const found = look(folder, origin, join(folder, 'index.js'), join(folder, 'migrations'));
    return { ...found, problem: found.problem ?? unlinked };
  });
}

function look(folder: string, origin: Origin, code: string, migrations: string): Found {
  const place = { origin, folder, code, migrations };
  try {
    // The name of a package is npm's affair; a folder is called like its module.
    const manifest = readManifest(join(folder, 'module.json'), origin === 'package' ? undefined : nameOf(folder));
    if (manifest.id === 'core') throw new Problem(`${folder}: "core" is the name of the host itself`);
    return { ...place, id: manifest.id, manifest, problem: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...place, id: nameOf(folder), manifest: null, problem: error.message };
  }
}

/** Folders of the direct dependencies of a package.json that bring a module.json. */
function packagesOf(base: string): string[] {
  const file = join(base, 'package.json');
  if (!existsSync(file)) return [];
  let dependencies: Record<string, unknown> = {};
  try {
    ({ dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, unknown> });
  } catch {
    throw new Problem(`${file} is not valid JSON`, 500);
  }
  return Object.keys(dependencies)
    .map((name) => join(base, 'node_modules', name))
    .filter((folder) => existsSync(join(folder, 'module.json')));
}

/**
 * Lets modules from outside find the host by its name; npm removes the link when it tidies up, so at each start.
 * @returns why that is impossible, or null
 */
function linkHost(base: string): string | null {
  const link = join(base, 'node_modules', HOST_PACKAGE);
  try {
    if (existsSync(link) && realpathSync(link) === realpathSync(codeRoot)) return null;
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(codeRoot, link, 'dir');
    return null;
  } catch (error) {
    return `${link}, by which modules find the host, cannot be made (${(error as NodeJS.ErrnoException).code ?? ''})`;
  }
}

function nameOf(folder: string): string {
  return folder.split(/[\\/]/).at(-1) ?? folder;
}
