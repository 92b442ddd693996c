import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../core/paths';

/** What `npm run new-module` has against each name; null for nothing. */
function problemsWith(names: readonly string[]): (string | null)[] {
  const module = pathToFileURL(join(projectRoot, 'scripts', 'module-names.mjs')).href;
  const code = `const { problemWith } = await import(${JSON.stringify(module)});
    const [root, ...names] = process.argv.slice(1);
    console.log(JSON.stringify(names.map((name) => problemWith(root, name))));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code, projectRoot, ...names]);
  return JSON.parse(said.toString()) as (string | null)[];
}

describe('the name of a new module', () => {
  test('is of lower-case words with single dashes: nothing else comes into a path, a class or a table', () => {
    const names = [
      'Notes',
      'my_notes',
      '../notes',
      'notes/x',
      '-notes',
      'notes-',
      'my--notes',
      '1notes',
      'nötes',
      'a b',
    ];
    for (const [index, problem] of problemsWith(names).entries())
      expect([names[index], problem]).toEqual([names[index], expect.stringContaining('is no name for a module')]);
    expect(problemsWith([''])).toEqual([expect.stringContaining('Say how the module is called')]);
    expect(problemsWith(['a'.repeat(25), `a${'-b'.repeat(12)}`])).toEqual([
      expect.stringContaining('at most 24 characters'),
      expect.stringContaining('at most 24 characters'),
    ]);
    expect(problemsWith(['a'.repeat(24), 'my-notes', 'b2b'])).toEqual([null, null, null]);
  });

  test('is nobody else’s', () => {
    expect(problemsWith(['core', 'support', 'e2e', 'users', 'audit'])).toEqual([
      '"core" is the name of the host itself',
      'There is a module "support" already',
      expect.stringContaining('there is a folder test/e2e already'),
      '"users" is the name of a panel of core',
      expect.stringContaining('"audit"'),
    ]);
    // Of its name classes are made, and types on the wire.
    expect(problemsWith(['principals', 'records', 'promises', 'partials'])).toEqual(
      ['Principal', 'Record', 'Promise', 'Partial'].map(
        (word) => expect.stringContaining(`a class ${word},`) as string,
      ),
    );
  });
});
