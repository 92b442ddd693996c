import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../core/module/manifest';
import { projectRoot } from '../../core/paths';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { picture } from '../e2e/panels-desk';
import { CopiedTree } from './copied-tree';
import { ProgramDesk } from './program-desk';

// A module is made as a developer makes one, in a copy of this tree; checked, tested and used there; then packed, and
// used by hosts of this tree, which have never seen it.

const NEW_MODULE = 'scripts/new-module.mjs';
const PACKAGE = 'groupware-support-my-notes';
type Json = Record<string, unknown>;

let tree: CopiedTree;

beforeAll(async () => {
  tree = new CopiedTree();
  await tree.must(NEW_MODULE, 'notes');
  await tree.must(NEW_MODULE, 'my-notes');
  await tree.must('scripts/pack-module.mjs', 'my-notes');
}, 1_800_000);
afterAll(() => {
  tree.remove();
});

describe('a new module', () => {
  test('has right names', () => {
    expect(tree.read('modules/notes/note.entity.ts')).toContain("@Entity('notes_note')");
    const entity = tree.read('modules/my-notes/my-note.entity.ts');
    expect(entity).toContain("@Entity('my_notes_my_note')");
    expect(entity).toContain('export class MyNote {');
    expect(tree.read('modules/my-notes/settings.ts')).toContain('export class MyNotesSettings ');
    expect(readManifest(tree.at('modules/my-notes/module.json'))).toMatchObject({ id: 'my-notes', title: 'My notes' });
  });

  test('passes the checks', async () => {
    const at = ['modules', 'migrations', 'test'].flatMap((folder) => [`${folder}/notes`, `${folder}/my-notes`]);
    const checks = [
      ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
      ['typescript/bin/tsc', '--noEmit', '-p', 'core/ui/tsconfig.json'],
      ['eslint/bin/eslint.js', ...at],
      ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
      ['dependency-cruiser/bin/dependency-cruise.mjs', 'core', 'modules', 'migrations', 'test', 'scripts'],
      ['knip/bin/knip.js', '--no-progress'],
    ] as const;
    await Promise.all(checks.map(([tool, ...args]) => tree.must(join('node_modules', tool), ...args)));
  }, 1_800_000);

  test('passes its own tests and those that look at all modules', async () => {
    const areas = [
      'test/notes',
      'test/my-notes',
      'test/core/schema',
      'test/jmap/documentation',
      'test/access/access',
      'translations',
    ];
    // The walk through all that everybody may do takes minutes; that the model knows the new types does not.
    const short = '^(?!.*everybody sees and does)';
    await tree.must('node_modules/jest/bin/jest.js', ...areas, 'architecture.test', '-t', short, '-w', '2');
  }, 1_800_000);

  test.each([
    ['', /^Say how the module is called: /],
    ['core', /^"core" is the name of the host itself$/],
    ['support', /^There is a module "support" already$/],
    ['notes', /^There is a module "notes" already$/],
    ['My_Notes', /^"My_Notes" is no name for a module: /],
    ['notes-', /^"notes-" is no name for a module: /],
    ['1notes', /^"1notes" is no name for a module: /],
    ['../notes', /^"..\/notes" is no name for a module: /],
    ['a/b', /^"a\/b" is no name for a module: /],
    ['notes\n', /^"notes\\n" is no name for a module: /],
    ['--help', /^"--help" is no name for a module: /],
    ['a-name-that-goes-on-and-on', /^"a-name-that-goes-on-and-on" is too long: /],
    ['architecture', /^"architecture" cannot be the name of a module: there is a folder test\/architecture already$/],
    ['users', /^"users" is the name of a panel of core$/],
    ['task', /^"task" would need a class Task, and there is one already$/],
    ['dates', /^"dates" would need a class Date, and there is one already$/],
    ['data', /^"data" would need a class DataType, and there is one already$/],
  ])('is not called %j', async (name, sentence) => {
    const before = readdirSync(tree.at('modules'));
    const { code, said } = await tree.run(NEW_MODULE, name);
    expect([code, said.trim().split('\n')]).toEqual([1, [expect.stringMatching(sentence)]]);
    expect(readdirSync(tree.at('modules'))).toEqual(before);
  });
});

describe('docs/writing-a-module.md', () => {
  test('shows the files as they are', () => {
    const page = readFileSync(join(projectRoot, 'docs/writing-a-module.md'), 'utf8');
    const blocks = [...page.matchAll(/\n`([^`\n]+)`:?\n\n```(?:ts|json)\n([^]*?)\n```/g)];
    const shown = blocks.map(([, path = '', code = '']) => {
      const stamp = readdirSync(tree.at('migrations/notes'))[0]?.slice(0, 13) ?? '';
      const text = tree.read(path.replace('<13 digits>', stamp));
      const parts = code.split(/^\s*(?:\/\/ )?…\n?/m).filter((part) => part.trim() !== '');
      return [path, parts.filter((part) => !text.includes(part.trimEnd()))];
    });
    expect(shown).toEqual(blocks.map(([, path]) => [path, []]));
    // Every block of code says of which file it is.
    expect(blocks).toHaveLength([...page.matchAll(/\n```(?:ts|json)\n/g)].length);
    const made = readdirSync(tree.at('modules/notes'), { recursive: true, encoding: 'utf8' });
    expect(made.filter((name) => /\.ts$/.test(name) && !page.includes(name))).toEqual([]);
  });
});

describeWith('Chromium', 'a module of the tree', () => {
  test('is listed, its panel opens, and something is made in it', async () => {
    const desk = await ProgramDesk.open(tree.at('dist/core/main.js'));
    try {
      await desk.makeOne('notes', 'Notes', 'note', 'Paint');
      await picture(desk.page, 'new-module');
      await desk.makeOne('my-notes', 'My notes', 'my note', 'Brushes');
      await (await desk.rowOf('my-notes')).getByText('Enabled').waitFor();
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
    }
  }, 900_000);
});

/** Puts the packed module into the data directory's `modules/`. */
function asFolder(data: string): void {
  cpSync(tree.at('dist/packed/my-notes'), join(data, 'modules/my-notes'), { recursive: true });
}

/** Installs the packed module with npm, as from a registry. */
function asPackage(data: string): void {
  const npm = (cwd: string, ...args: string[]): string => {
    const options = { cwd, encoding: 'utf8', shell: process.platform === 'win32' } as const;
    const { status, stdout, stderr } = spawnSync('npm', args, options);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const tarball = npm(data, 'pack', '--silent', tree.at('dist/packed/my-notes')).trim();
  writeFileSync(join(data, 'package.json'), '{ "private": true }');
  npm(data, 'install', '--offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`);
}

const WAYS = [
  ['folder', asFolder],
  ['package', asPackage],
] as const;

describe.each(testDatabases())('a packed module ($name)', (database) => {
  test('is installed, used, disabled and deleted, from a folder and from an npm package', async () => {
    const host = await TestHost.start(database);
    const { data } = host.configuration;
    try {
      const module = async (): Promise<Json | undefined> =>
        (await (await host.admin()).get('Module', null)).list.find(({ name }) => name === 'my-notes');
      const must = async (what: string, args: Json = {}): Promise<void> => {
        const answer = await (await host.admin()).call(`Module/${what}`, { id: (await module())?.['id'], ...args });
        expect([what, answer['description']]).toEqual([what, undefined]);
      };
      for (const [origin, put] of WAYS) {
        put(data);
        await (await host.admin()).call('Module/discover');
        expect(await module()).toMatchObject({ state: 'absent', origin, error: null });
        await must('install');
        expect(await module()).toMatchObject({ state: 'enabled', error: null });
        const ada = await host.person(`ada-${origin}`, { permissions: ['my-notes:use'] });
        const { id } = await ada.create('MyNote', { title: 'Paint', body: 'Two tins of blue' });
        expect(await ada.query('MyNote', { text: 'blue' })).toEqual([id]);
        const panel = await ada.page('/ui/modules/my-notes/index.js');
        expect([panel.status, panel.bytes.toString()]).toEqual([200, expect.stringMatching(/from"\/ui\/api\.js"/)]);
        await must('disable');
        expect((await ada.page('/ui/modules/my-notes/index.js')).status).toBe(404);
        await must('enable');
        expect((await ada.get('MyNote', [id])).list).toMatchObject([{ title: 'Paint' }]);
        await must('disable');
        await must('delete', { name: 'my-notes' });
        expect(await module()).toMatchObject({ state: 'absent' });
        rmSync(join(data, 'modules/my-notes'), { recursive: true, force: true });
      }
      rmSync(join(data, 'node_modules', PACKAGE), { recursive: true });
      await (await host.admin()).call('Module/discover');
      expect(await module()).toBeUndefined();
    } finally {
      await host.drop();
    }
  }, 900_000);
});

describeWith('Chromium', 'a packed module', () => {
  test('shows its panel beside the bundled ones, wherever it comes from', async () => {
    const desk = await ProgramDesk.open();
    try {
      for (const [origin, put] of WAYS) {
        put(desk.data);
        await desk.install('my-notes', 'My notes');
        await desk.makeOne('my-notes', 'My notes', 'my note', `From a ${origin}`);
        await desk.disableAndDelete('my-notes', 'My notes');
        rmSync(join(desk.data, 'modules/my-notes'), { recursive: true, force: true });
      }
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
    }
  }, 900_000);

  test('what would be twice in a page or a program is not packed', async () => {
    const plant = async (path: string, line: string): Promise<string> => {
      const before = tree.read(path);
      writeFileSync(tree.at(path), `${line}\n${before}`);
      const { code, said } = await tree.run('scripts/pack-module.mjs', 'notes');
      writeFileSync(tree.at(path), before);
      expect(code).toBe(1);
      return said;
    };
    expect(await plant('modules/notes/ui/totals.ts', "import '@vaadin/grid';")).toContain(
      'modules/notes/ui/totals.ts imports @vaadin/grid, which would be in the page a second time',
    );
    expect(
      await plant('modules/notes/settings.ts', "import { In } from 'typeorm';\nexport const x = In([]);"),
    ).toContain('modules/notes/settings.ts imports typeorm: a module that is packed has it from core/api alone');
    const { code, said } = await tree.run('scripts/pack-module.mjs', 'nowhere');
    expect([code, said]).toEqual([1, 'There is no module nowhere in modules/\n']);
  }, 900_000);
});
