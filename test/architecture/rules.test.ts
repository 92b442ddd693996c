import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

// The rules of `npm run check` are worth something only if they bite: a small tree with one planted violation of each
// is checked with the real configurations.

const root = join(__dirname, '..', '..');
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'groupware-rules-'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'eslint.config.mjs']) {
    copyFileSync(join(root, name), join(tree, name));
  }
  cpSync(join(root, 'scripts'), join(tree, 'scripts'), { recursive: true });
});

afterEach(() => {
  rmSync(tree, { recursive: true, force: true });
});

function plant(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
}

function run(script: string, ...args: string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, [join(tree, script), ...args], { cwd: tree, encoding: 'utf8' });
}

describe('boundaries', () => {
  const bystanders = {
    'core/api.ts': 'export const api = 1;',
    'core/access.ts': 'export const inner = 1;',
    'core/ui/api.ts': 'export const ui = 1;',
    'core/ui/shell.ts': 'export const shell = 1;',
    'core/testing/host.ts': 'export const host = 1;',
    'modules/notes/api.ts': 'export const notes = 1;',
    'modules/notes/note.entity.ts': 'export class Note {}',
    'modules/notes/ui/api.ts': 'export const notesUi = 1;',
    'modules/notes/ui/list.ts': 'export const list = 1;',
    'migrations/notes/1-create.ts': 'export const create = 1;',
    'test/notes/notes.test.ts': 'export const proof = 1;',
    'scripts/check.mjs': 'export const check = 1;',
  };

  function violations(files: Record<string, string>): string[] {
    plant({ ...bystanders, ...files });
    const folders = ['core', 'modules', 'migrations', 'test', 'scripts'];
    const { stdout, stderr } = run(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--output-type',
      'json',
      ...folders,
    );
    expect(stderr).not.toContain('ERROR');
    const found: { from: string; rule: { name: string } }[] = JSON.parse(stdout).summary.violations;
    return found.map(({ from, rule }) => `${from} ${rule.name}`).sort();
  }

  test('each rule catches its planted violation', () => {
    const planted: [path: string, rule: string, text: string][] = [
      ['core/a.ts', 'core-knows-no-module', "import '../modules/notes/api';"],
      ['modules/tasks/a.ts', 'modules-use-the-front-door-of-core', "import '../../core/access';"],
      ['migrations/tasks/2-a.ts', 'modules-use-the-front-door-of-core', "import '../../core/access';"],
      ['modules/tasks/ui/a.ts', 'panels-use-the-front-door-of-the-shell', "import '../../../core/ui/shell';"],
      ['modules/tasks/b.ts', 'modules-meet-at-the-door', "import '../notes/note.entity';"],
      ['modules/tasks/ui/b.ts', 'panels-meet-at-the-door', "import '../../notes/ui/list';"],
      ['migrations/tasks/2-b.ts', 'migrations-stand-alone', "import '../../modules/notes/api';"],
      ['core/ui/c.ts', 'browser-code-imports-no-server-code', "import '../api';"],
      ['core/ui/d.ts', 'browser-code-imports-no-node', "import 'node:fs';"],
      ['core/d.ts', 'server-code-imports-no-browser-code', "import './ui/shell';"],
      ['core/e.ts', 'testing-is-for-tests', "import './testing/host';"],
      ['core/f.ts', 'tests-stay-out-of-the-product', "import '../test/notes/notes.test';"],
      ['core/g.ts', 'no-dev-dependencies-in-the-product', "import 'jest';"],
      ['core/h.ts', 'only-declared-packages', "import 'domhandler';"],
      ['core/i.ts', 'everything-imported-exists', "import './nowhere';"],
      ['scripts/start.mjs', 'a-fresh-checkout-can-start', "import 'fastify';"],
      ['core/j.ts', 'no-cycles', "import './k';"],
    ];
    const files = Object.fromEntries(planted.map(([path, , text]) => [path, text]));
    const found = violations({ ...files, 'core/k.ts': "import './j';" });
    expect(found).toEqual(planted.map(([path, rule]) => `${path} ${rule}`).sort());
  });

  test('what is allowed passes', () => {
    const found = violations({
      'modules/tasks/a.ts': "import '../../core/api'; import '../notes/api'; import 'fastify'; import './b';",
      'modules/tasks/b.ts': "import type { A } from './a'; export type B = A;",
      'modules/tasks/ui/a.ts': "import '../../../core/ui/api'; import '../../notes/ui/api'; import 'lit';",
      'migrations/tasks/2-a.ts': "import '../../core/api';",
      'migrations/core/2-a.ts': "import '../../core/api';",
      'test/tasks/a.test.ts': "import '../../core/testing/host'; import '../../core/access'; import 'jest';",
      'core/testing/server.ts': "import '../access'; import 'playwright-core';",
    });
    expect(found).toEqual([]);
  });
});

describe('lint', () => {
  const database = 'declare const database: { query(sql: string): void; where(sql: string): void };';
  const files = {
    'core/built-sql.ts': `${database}
const table = 'notes';
export function f(name: string, order: 'ASC' | 'DESC'): void {
  database.query(\`SELECT \${name}\`);
  database.where('name = ' + name);
  database.query(\`SELECT * FROM \${table} ORDER BY name \${order}\`);
}
`,
    'core/ambient.ts': `export function f(): Date {
  if (Math.random() > Date.now()) console.log(1);
  setTimeout(() => undefined, 1);
  return new Date();
}
`,
    'core/ports/clock.ts': 'export const now = (): Date => new Date(Date.now());\n',
    'modules/notes/careless.ts': `declare function work(): Promise<void>;
export function f(text: string): string {
  work();
  const value = JSON.parse(text);
  return value.name;
}
`,
  };

  test('forbids built SQL, ambient time and chance outside core/ports, the console, and carelessness', () => {
    plant(files);
    const { stdout, stderr } = run('node_modules/eslint/bin/eslint.js', '--format', 'json', ...Object.keys(files));
    expect(stderr).toBe('');
    const results: { filePath: string; messages: { line: number; ruleId: string }[] }[] = JSON.parse(stdout);
    const found = results.map(({ filePath, messages }) => [
      relative(realpathSync(tree), filePath),
      messages.map(({ line, ruleId }) => `${line} ${ruleId}`),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'core/built-sql.ts': ['4 groupware/constant-sql', '5 groupware/constant-sql'],
      'core/ambient.ts': [
        '2 no-restricted-properties',
        '2 no-restricted-properties',
        '2 no-console',
        '3 no-restricted-globals',
        '4 no-restricted-syntax',
      ],
      'core/ports/clock.ts': [],
      'modules/notes/careless.ts': [
        '3 @typescript-eslint/no-floating-promises',
        '4 @typescript-eslint/no-unsafe-assignment',
        '5 @typescript-eslint/no-unsafe-return',
        '5 @typescript-eslint/no-unsafe-member-access',
      ],
    });
  });
});

describe('packages', () => {
  function complaints(script: string, packages: object): string[] {
    plant({ 'package-lock.json': JSON.stringify({ packages }) });
    const { stderr, status } = run(join('scripts', script));
    expect(status).toBe(stderr === '' ? 0 : 1);
    return stderr.split('\n').filter((line) => line !== '');
  }

  test('a licence that is not on the list is found; one of several is enough; tools may have more', () => {
    const licences = {
      a: 'GPL-3.0',
      b: '(MIT OR GPL-3.0)',
      c: 'MIT AND GPL-3.0',
      d: undefined,
      e: 'CC-BY-4.0',
      f: '0BSD',
    };
    const packages = Object.entries(licences).map(([name, license]) => [
      `node_modules/planted-${name}`,
      { version: '1.0.0', license },
    ]);
    const tool = { 'node_modules/planted-tool': { version: '1.0.0', license: 'CC-BY-4.0', dev: true } };
    expect(complaints('check-licences.mjs', { ...Object.fromEntries(packages), ...tool })).toEqual([
      'node_modules/planted-a 1.0.0: licence GPL-3.0 is not on the list',
      'node_modules/planted-c 1.0.0: licence MIT AND GPL-3.0 is not on the list',
      'node_modules/planted-d 1.0.0: licence none is not on the list',
      'node_modules/planted-e 1.0.0: licence CC-BY-4.0 is not on the list',
    ]);
  });

  test('a package from anywhere but the registry, or without checksum, is found', () => {
    const integrity = 'sha512-x';
    const packages = {
      '': {},
      'core/ui/extjs-types': {},
      'node_modules/extjs-types': { resolved: 'core/ui/extjs-types', link: true },
      'node_modules/good': { integrity, optionalDependencies: { git: '1' } },
      'node_modules/partial': { integrity, optionalDependencies: { 'partial-for-others': '1' } },
      'node_modules/git': { resolved: 'git+ssh://example.test/git.git', integrity },
      'node_modules/file': { resolved: '../file', link: true },
      'node_modules/bare': {},
      'node_modules/weak': { integrity: 'sha1-x' },
    };
    expect(complaints('check-lockfile.mjs', packages)).toEqual([
      'node_modules/partial has an optional package partial-for-others, which is not in the lock file',
      'node_modules/git names its source git+ssh://example.test/git.git; write the lock file without',
      'node_modules/file links to ../file, which is no workspace',
      'node_modules/bare has no SHA-512 checksum',
      'node_modules/weak has no SHA-512 checksum',
    ]);
  });
});
