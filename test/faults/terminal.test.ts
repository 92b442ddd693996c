import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { freePort } from '../../core/testing/servers/ports';
import { Program } from './program';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'groupware-terminal-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

/** Holds a port, as another program would. */
async function occupy(): Promise<{ server: Server; port: number }> {
  const port = await freePort();
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return { server, port };
}

/** Starts the program with settings it cannot use; what a person reads then must be one sentence. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const program = new Program({
    GROUPWARE_DATA: folder(),
    GROUPWARE_PORT: String(await freePort()),
    GROUPWARE_SMTP_PORT: '-1',
    ...settings,
  });
  const code = await program.end();
  const lines = program.complained.split('\n').filter((line) => line !== '');
  expect({ code, printed: program.printed, lines }).toEqual({ code: 1, printed: '', lines: [expect.any(String)] });
  expect(lines[0]).not.toMatch(/^\{|Error:|^\s+at /);
  return lines[0] ?? '';
}

describe('one sentence in the terminal that names the culprit', () => {
  test('an unknown configuration key in the environment', async () => {
    expect(await refusal({ GROUPWARE_COLOUR: 'red' })).toBe(
      'Unknown configuration key "GROUPWARE_COLOUR" in the environment',
    );
  });

  test.each([
    ['an unknown key', '{"colour":"red"}', 'Unknown configuration key "colour" in FILE'],
    ['no JSON', '{"port":', 'FILE is not valid JSON: '],
    ['a list', '[]', 'FILE must hold one JSON object'],
    ['a value of the wrong kind', '{"smtpHost":7}', 'Configuration key "smtpHost" in FILE: '],
    ['a value out of range', '{"maxMailSize":-1}', 'Configuration key "maxMailSize" in FILE: '],
  ])('a configuration file with %s', async (_, content, sentence) => {
    const data = folder();
    const file = join(data, 'groupware.config.json');
    writeFileSync(file, content);
    expect(await refusal({ GROUPWARE_DATA: data })).toMatch(sentence.replace('FILE', file));
  });

  test.each([
    ['GROUPWARE_PORT', 'eighty'],
    ['GROUPWARE_SMTP_PORT', '70000'],
    ['GROUPWARE_PUBLIC_URL', 'desk.example.org'],
    ['GROUPWARE_DATABASE_URL', 'postgres://localhost/x'],
    ['GROUPWARE_DATABASE_URL', 'mysql://'],
    ['GROUPWARE_DATABASE_URL', 'mysql://root@127.0.0.1:99999/x'],
    ['GROUPWARE_LOG_LEVEL', 'loud'],
    ['GROUPWARE_ADMIN_PASSWORD', 'short'],
  ])('%s=%s', async (name, value) => {
    const sentence = await refusal({ [name]: value });
    expect(sentence).toMatch(`Configuration key ${name} in the environment: `);
    if (name === 'GROUPWARE_ADMIN_PASSWORD') expect(sentence).not.toContain(value);
  });

  test('a data folder that is a file', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(await refusal({ GROUPWARE_DATA: file })).toBe(`The data folder ${file} cannot be used (EEXIST)`);
    expect(await refusal({ GROUPWARE_DATA: join(file, 'below') })).toContain(join(file, 'below'));
  });

  test('a database file that is none', async () => {
    const data = folder();
    const file = join(data, 'groupware.sqlite');
    writeFileSync(file, 'This is a letter, not a database. '.repeat(100));
    expect(await refusal({ GROUPWARE_DATA: data })).toMatch(`The database ${file} cannot be opened`);
  });

  test('a port in use: for the web, nothing starts', async () => {
    const { server, port } = await occupy();
    try {
      expect(await refusal({ GROUPWARE_PORT: String(port) })).toBe(
        `localhost:${String(port)} is in use by another program; choose another port with GROUPWARE_PORT`,
      );
    } finally {
      server.close();
    }
  });

  test('a port in use: for mail, the rest starts and says so', async () => {
    const { server, port } = await occupy();
    const web = await freePort();
    const program = new Program({
      GROUPWARE_DATA: folder(),
      GROUPWARE_PORT: String(web),
      GROUPWARE_SMTP_PORT: String(port),
    });
    try {
      await program.ready();
      const health = await fetch(`http://localhost:${String(web)}/health`);
      const { status, modules } = (await health.json()) as { status: string; modules: { id: string; state: string }[] };
      expect([health.status, status]).toEqual([200, 'degraded']);
      expect(modules.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual(['mail']);
      expect((await fetch(`http://localhost:${String(web)}/`)).status).toBe(200);
      expect(await program.stop()).toBe(0);
      const lines = program.printed.split('\n').filter((line) => line.includes(String(port)));
      expect(lines).toEqual([
        `module mail: localhost:${String(port)} is in use by another program; choose another port for mail with GROUPWARE_SMTP_PORT`,
      ]);
    } finally {
      program.kill();
      server.close();
    }
  });

  test('a secret key that is gone, and one that is none', async () => {
    const data = folder();
    const settings = { GROUPWARE_DATA: data, GROUPWARE_PORT: String(await freePort()), GROUPWARE_SMTP_PORT: '-1' };
    const first = await new Program(settings).ready();
    expect(await first.stop()).toBe(0);
    const key = join(data, 'secret.key');
    rmSync(key);
    expect(await refusal({ GROUPWARE_DATA: data })).toBe(
      `${key} is missing: without it the secrets in the database cannot be read`,
    );
    writeFileSync(key, 'c2hvcnQ=');
    expect(await refusal({ GROUPWARE_DATA: data })).toBe(`${key} does not hold a key of 32 bytes`);
    rmSync(key);
    mkdirSync(key);
    expect(await refusal({ GROUPWARE_DATA: data })).toContain(key);
  });

  test('a database that does not answer', async () => {
    const port = await freePort();
    expect(await refusal({ GROUPWARE_DATABASE_URL: `mysql://root:hunter2@127.0.0.1:${String(port)}/desk` })).toBe(
      `The database at 127.0.0.1:${String(port)} does not answer (ECONNREFUSED)`,
    );
    // Something listens there, and says nothing.
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
    try {
      expect(await refusal({ GROUPWARE_DATABASE_URL: `mysql://root:hunter2@127.0.0.1:${String(port)}/desk` })).toBe(
        `The database at 127.0.0.1:${String(port)} does not answer (timeout)`,
      );
    } finally {
      mute.close();
    }
    // Something else listens there.
    const { server, port: other } = await occupy();
    try {
      const sentence = await refusal({ GROUPWARE_DATABASE_URL: `mysql://root@localhost:${String(other)}/desk` });
      expect(sentence).toMatch(`The database at localhost:${String(other)} does not answer (`);
    } finally {
      server.close();
    }
  });
});

describeWith('MariaDB', 'a database that refuses us', () => {
  test.each([
    ['a wrong password', { username: 'nobody', password: 'hunter2' }, 'refuses the name or the password of "nobody"'],
    ['an unknown schema', { pathname: '/there_is_no_such_schema' }, 'has no schema "there_is_no_such_schema"'],
  ])('%s', async (_, mistake, complaint) => {
    const mariadb = testDatabases().find(({ name }) => name === 'mariadb');
    const fresh = await mariadb?.fresh();
    const url = Object.assign(new URL(fresh?.url ?? ''), mistake);
    try {
      expect(await refusal({ GROUPWARE_DATABASE_URL: url.href })).toBe(`The database ${url.host} ${complaint}`);
    } finally {
      await fresh?.drop();
    }
  });
});
