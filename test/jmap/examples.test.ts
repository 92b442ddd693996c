import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Credentials } from '../../core/auth/credentials.service';
import { projectRoot } from '../../core/paths';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const run = promisify(execFile);
const testWithCurl = spawnSync('curl', ['--version']).status === 0 ? test : test.skip;

describe.each(testDatabases().slice(0, 1))('the examples of docs/using-the-api.md ($name)', (database) => {
  let host: TestHost;
  let folder: string;
  let text: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    host = await TestHost.start(database);
    const admin = await host.admin();
    const address = await host.server.listen({ port: 0, host: '127.0.0.1' });
    const token = await host.get(Credentials).createAppPassword(Number(admin.principalId), 'examples');
    env = { ...process.env, HOST: address, TOKEN: token };
    // Inside the project, where the example's package is found.
    folder = await mkdtemp(join(projectRoot, '.cache', 'examples-'));
    text = await readFile(join(projectRoot, 'docs/using-the-api.md'), 'utf8');
    await admin.create('TaskList', { name: 'Examples' });
    const [taskListId] = await admin.query('TaskList');
    await admin.create('Task', { title: 'Open', taskListId });
    await writeFile(join(folder, 'notes.txt'), 'Remember the milk');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await host.drop();
  });

  const blocks = (language: string): string[] =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

  test('the program does what it says', async () => {
    const [program = ''] = blocks('js');
    const file = join(folder, 'example.mjs');
    await writeFile(file, program);
    const { stdout } = await run(process.execPath, [file], { env });
    expect(stdout.split('\n')).toEqual(['created needs-action', "found [ 'Call Ann' ]", 'read Remember the milk', '']);
  });

  testWithCurl('the commands do what they say', async () => {
    const [session = '', request = '', upload = '', changes = ''] = blocks('sh');
    const shell = async (command: string): Promise<unknown> =>
      JSON.parse((await run('sh', ['-c', command], { env, cwd: folder })).stdout);
    expect(await shell(session)).toMatchObject({ username: 'admin' });
    expect(await shell(request)).toMatchObject({
      methodResponses: [
        ['Task/query', {}, 'q'],
        ['Task/get', { list: expect.arrayContaining([expect.objectContaining({ title: 'Open' })]) }, 'g'],
      ],
    });
    expect(await shell(upload)).toMatchObject({ type: 'text/plain', size: 17 });
    // The last one never ends by itself: it is ended when something came.
    const stream = execFile('sh', ['-c', `exec ${changes}`], { env });
    let said = '';
    stream.stdout?.on('data', (chunk: string) => {
      said += chunk;
    });
    await eventually('the stream', () => Promise.resolve(said !== ''));
    stream.kill();
  });
});
