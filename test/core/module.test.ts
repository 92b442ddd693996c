import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { order } from '../../core/module/discovery';
import { type ModuleManifest, manifestSchema, readManifest } from '../../core/module/manifest';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const root = join(__dirname, '../..');

function manifest(id: string, requires: string[] = [], more: Partial<ModuleManifest> = {}): ModuleManifest {
  return { id, version: '1.0.0', title: id, description: '', requires, uses: [], permissions: {}, ...more };
}

test('the published schema of module.json is the one that is enforced', () => {
  const published: unknown = JSON.parse(readFileSync(join(root, 'docs/module.schema.json'), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(manifestSchema())));
});

test('everything that is wrong with a module.json is told at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groupware-manifest-'));
  const file = join(folder, 'module.json');
  const problemsOf = (manifest: object): string => {
    writeFileSync(file, JSON.stringify(manifest));
    try {
      readManifest(file, 'notes');
      return '';
    } catch (error) {
      return (error as Error).message.replace(`${file}: `, '');
    }
  };
  try {
    expect(
      problemsOf({ id: 'Notes', version: '1', colour: 'red', size: 7, ui: { entry: 'ui/index.ts', slot: 'x' } }),
    ).toBe(
      [
        '"id" must be lower-case letters, digits and dashes',
        '"version" must be a version such as 1.0.0',
        '"title" Invalid input: expected string, received undefined',
        'unknown key "ui.slot"',
        'unknown key "colour"',
        'unknown key "size"',
      ].join('; '),
    );
    const panel = { id: 'notes', slot: 'main', title: 'Notes', permission: 'use' };
    expect(
      problemsOf({ id: 'memos', version: '1.0.0', title: 'Memos', ui: { entry: 'ui/index.ts', panels: [panel] } }),
    ).toBe(
      [
        '"id" is "memos" but the folder is called "notes"',
        'panel "notes" needs the permission "use", which is not declared',
        '"ui.entry" names ui/index.ts, which does not exist',
      ].join('; '),
    );
    expect(problemsOf({ id: 'notes', version: '1.0.0', title: 'Notes' })).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the order of modules', () => {
  const ids = (list: readonly ModuleManifest[]): string[] => order(list, '1.2.0').order.map(({ id }) => id);

  test('puts requirements first, and what is used when it is there', () => {
    expect(ids([manifest('a', ['c']), manifest('b', [], { uses: ['a', 'absent'] }), manifest('c')])).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  test('tells every problem at once, naming the culprit, and starts the rest', () => {
    const list = [
      manifest('tasks', ['support']),
      manifest('support', ['tasks']),
      manifest('help', ['nowhere']),
      manifest('old', [], { core: '^0.9.0' }),
      manifest('fine'),
    ];
    const { order: sorted, problems } = order(list, '1.2.0');
    expect(sorted.map(({ id }) => id)).toEqual(['fine']);
    expect(problems.get('help')).toBe('Module help requires nowhere, which is not running');
    expect(problems.get('old')).toBe('Module old needs core ^0.9.0, this is 1.2.0');
    expect(problems.get('tasks')).toBe('Modules require each other in a circle: tasks → support → tasks');
    expect(problems.has('support')).toBe(true);
  });
});

describe.each(testDatabases())('$name', (database) => {
  test('panels are told to those alone who hold their permission', async () => {
    const host = await TestHost.start(database);
    try {
      const agent = await host.person('bram', { permissions: ['support:use'] });
      const customer = await host.person('carla', { isInternal: false });
      const panels = async (client: typeof agent): Promise<string[]> => {
        const { capabilities } = await client.session<{
          capabilities: Record<string, { version?: string; panels?: { id: string; slot: string }[] }>;
        }>();
        expect(capabilities['urn:groupware:core']?.version).toMatch(/^\d+\.\d+\.\d+/);
        const all = capabilities['urn:groupware:core']?.panels ?? [];
        // What is shown beside an object is open to whoever sees the object, and their own account to everybody.
        return all.filter(({ slot }) => slot !== 'detail' && slot !== 'account').map(({ id }) => id);
      };
      expect(await panels(agent)).toEqual([
        ...['support', 'new-ticket', 'my-tickets', 'help', 'ask-for-help', 'my-requests'],
        ...['tasks', 'new-task', 'my-tasks'],
      ]);
      expect(await panels(customer)).toEqual(['help', 'ask-for-help', 'my-requests']);
      expect(await panels(await host.admin())).toEqual(
        expect.arrayContaining(['support-mailboxes', 'support-settings', 'core-settings']),
      );
    } finally {
      await host.drop();
    }
  });
});
