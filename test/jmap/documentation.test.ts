import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeApi } from '../../core/documentation/api';
import { projectRoot } from '../../core/paths';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

describe.each(testDatabases().slice(0, 1))('the documentation of the API ($name)', (database) => {
  let host: TestHost;

  beforeAll(async () => {
    host = await TestHost.start(database, { installsAll: true });
  });
  afterAll(() => host.drop());

  test('docs/api.md says what the modules declare', () => {
    const written = readFileSync(join(projectRoot, 'docs/api.md'), 'utf8').split('\n');
    const stale = describeApi(host.host)
      .split('\n')
      .filter((line, index) => line !== written[index]);
    if (stale.length > 0) {
      const shown = stale.slice(0, 10).join('\n');
      throw new Error(`docs/api.md is not up to date: run "npm run docs" and commit the file. It lacks:\n${shown}`);
    }
    expect(written.at(-1)).toBe('');
  });

  test('every type and every other method says in a sentence what it is', () => {
    const text = describeApi(host.host);
    for (const part of text.split('\n### ').slice(4)) {
      const [name = '', , sentence = ''] = part.split('\n');
      expect([name, sentence.startsWith('Capability')]).toEqual([name, false]);
    }
    expect(text).not.toMatch(/^\| `\w+\/\w+` \| `[^`]+` \| {2}\|$/m);
  });
});
