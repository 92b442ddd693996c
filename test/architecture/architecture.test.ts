import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type ModuleManifest, readManifest } from '../../core/module/manifest';
import { ADMINISTER } from '../../core/settings/permission';

// What the folders, the manifests and the texts of the tree promise each other.

const root = join(__dirname, '..', '..');

/** Path from the root → text, of every file that people wrote. */
const files = new Map(
  ['core', 'modules', 'migrations', 'test', 'scripts', 'docs', '.ci']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .concat(readdirSync(root, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|js|json|md|css|html)$|^run$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules') && basename(path) !== 'package-lock.json')
    .map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
);

const code = [...files].filter(([path]) => /\.(ts|mjs|cjs)$/.test(path));

/** `path:line: text` of every line that matches, for a failure that can be clicked on. */
function linesWith(pattern: RegExp, among: Iterable<[string, string]> = files): string[] {
  return [...among].flatMap(([path, text]) =>
    text
      .split('\n')
      .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, place }) => `${place}: ${line.trim()}`),
  );
}

describe('modules', () => {
  const folders = readdirSync(join(root, 'modules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const manifestOf = (id: string): string => join(root, 'modules', id, 'module.json');
  const manifests = folders
    .filter((id) => existsSync(manifestOf(id)))
    .map((id): [string, ModuleManifest] => [id, readManifest(manifestOf(id))]);
  const ids = new Set(manifests.map(([id]) => id));

  test('every folder has a manifest', () => {
    expect(manifests.map(([id]) => id)).toEqual(folders);
  });

  test.each(manifests)('%s has what its manifest says', (id, manifest) => {
    expect(manifest.id).toBe(id);
    expect(existsSync(join(root, 'modules', id, 'index.ts'))).toBe(true);
    expect(existsSync(join(root, 'modules', id, 'README.md'))).toBe(true);
    expect(manifest.requires.filter((required) => !ids.has(required))).toEqual([]);
  });

  test('a module imports only from modules that it requires or uses', () => {
    const wrong = manifests.flatMap(([id, { requires, uses }]) => {
      const known = new Set([id, ...requires, ...uses]);
      const own = [...files].filter(([path]) => path.startsWith(`modules/${id}/`));
      return own.flatMap(([path, text]) =>
        [...text.matchAll(/from '(?:\.\.\/)+(?:modules\/)?([a-z-]+)\/(?:ui\/)?api'/g)]
          .map(([, other]) => other ?? '')
          .filter((other) => ids.has(other) && !known.has(other))
          .map((other) => `${path} imports ${other}`),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('every permission that is asked for is declared, and every declared one is asked for', () => {
    const declared = manifests.flatMap(([id, { permissions }]) =>
      Object.keys(permissions).map((name) => `${id}:${name}`),
    );
    const asked = new Set<string>();
    for (const [path, text] of code) {
      if (path.startsWith('test/')) continue;
      for (const [, id = '', name = ''] of text.matchAll(/['"`]([a-z][a-z0-9-]*):([a-z][A-Za-z0-9]*)['"`]/g)) {
        if (ids.has(id)) asked.add(`${id}:${name}`);
      }
    }
    for (const [id, { ui }] of manifests) {
      for (const { permission } of ui?.panels ?? [])
        if (permission !== undefined && permission !== ADMINISTER) asked.add(`${id}:${permission}`);
    }
    expect([...asked].sort()).toEqual(declared.sort());
  });
});

describe('texts', () => {
  test('every npm script that a page names exists', () => {
    const { scripts } = JSON.parse(files.get('package.json')!) as { scripts: Record<string, string> };
    const pages = [...files].filter(([path]) => path.endsWith('.md') && !path.startsWith('docs/adr/'));
    expect(pages.map(([path]) => path)).toContain('README.md');
    const named = pages.flatMap(([, text]) =>
      [...text.matchAll(/npm (?:run ([a-z:-]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short ?? ''),
    );
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'check']));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('nothing names the machine it was written on', () => {
    // In brackets, so that this line does not find itself.
    expect(linesWith(/[/]work[/](main|shared|\.)|[/]tmp[/]brief|registry[.]npmjs/)).toEqual([]);
  });

  test('no work is left behind in a comment', () => {
    expect(linesWith(/\b(TO[D]O|FIX[M]E|XX[X])\b/, code)).toEqual([]);
  });

  test('an exemption from a rule says why', () => {
    const pattern = /eslint-disabl[e]|@ts-(ignor[e]|expect-erro[r])|biome-ignor[e]/;
    const exemptions = linesWith(pattern, code);
    expect(exemptions.filter((line) => !/ -- \S|@ts-expect-error:? \S|biome-ignore [^:]+: \S/.test(line))).toEqual([]);
  });

  test('a file is named after what it holds', () => {
    // A guide is named after whom it is for.
    const things = [...files.keys()].filter((path) => !path.startsWith('docs/'));
    expect(things.filter((path) => /\b(utils?|helpers?|manager|common|misc)\b/.test(path))).toEqual([]);
    expect([...files.keys()].filter((path) => /\.ts$/.test(path) && /[A-Z ]/.test(path))).toEqual([]);
  });

  test('every decision says its context, itself, its consequences and its date', () => {
    const decisions = [...files].filter(([path]) => path.startsWith('docs/adr/'));
    expect(decisions.length).toBeGreaterThan(0);
    for (const [path, text] of decisions) {
      expect(path).toMatch(/^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/);
      expect(text).toMatch(/^# .*\n\n\d{4}-\d{2}-\d{2}\n\n## Context\n[^]*## Decision\n[^]*## Consequences\n/);
    }
  });
});
