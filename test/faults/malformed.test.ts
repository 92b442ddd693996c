import { connect } from 'node:net';
import type { InjectOptions } from 'fastify';
import { SECURITY_HEADERS } from '../../core/http/headers';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { INSIDE } from './inside';
import { spoiltRequests } from './spoilt-requests';

const seed = Number(process.env['GROUPWARE_TEST_SEED'] ?? Date.now() % 2 ** 31);
type Json = Record<string, unknown>;
/** What ASVS 3.4 asks of every answer, written a second time; and whatever the code promises besides. */
const HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};
const PASSWORD = 'a long enough password';

describe.each(testDatabases())(`malformed requests on $name (GROUPWARE_TEST_SEED=${String(seed)})`, (database) => {
  let host: TestHost;
  let admin: Client;
  let cookie: string;
  let using: string[];

  beforeAll(async () => {
    host = await TestHost.start(database, { configuration: { adminPassword: PASSWORD } });
    admin = await host.admin();
    const signedIn = await host.server.inject({
      method: 'POST',
      url: '/auth/login',
      headers: { host: 'localhost', 'x-requested-with': 'groupware', 'content-type': 'application/json' },
      payload: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const session = await host.server.inject({ url: '/.well-known/jmap', headers: own() });
    using = Object.keys(session.json<{ capabilities: Json }>().capabilities);
  });
  afterAll(() => host.drop());

  const own = (): Record<string, string> => ({
    host: 'localhost',
    cookie,
    'x-requested-with': 'groupware',
    'content-type': 'application/json',
  });

  /** Sends it; whatever it is, the answer has our headers and tells nothing of the inside. */
  async function check(request: InjectOptions): Promise<{ status: number; body: string }> {
    const response = await host.server.inject(request);
    const { statusCode, headers, body } = response;
    const what = JSON.stringify(request).slice(0, 600);
    expect({ what, headers }).toMatchObject({
      headers: {
        ...HEADERS,
        'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
      },
    });
    expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
    // What we were sent may come back; what we are made of may not.
    if (!String(headers['content-type']).startsWith('text/html')) {
      expect({ what, body }).toEqual({ what, body: expect.not.stringMatching(INSIDE) as unknown });
    }
    expect({ what, status: statusCode, body }).toEqual({ what, status: expect.any(Number) as unknown, body });
    if (statusCode >= 500) throw new Error(`${String(statusCode)} for ${what}: ${body} ${logged()}`);
    return { status: statusCode, body };
  }

  const logged = (): string =>
    JSON.stringify(
      host.log.lines
        .filter(({ level }) => level === 'error')
        .slice(-1)
        .map(({ message, facts }) => [message, String((facts as { err?: Error }).err?.stack).slice(0, 900)]),
    );

  test('JMAP requests of which one place is wrong', async () => {
    const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
    let understood = 0;
    for (const payload of spoiltRequests(seed, 400, using, taskListId)) {
      const { status, body } = await check({ method: 'POST', url: '/jmap/api', headers: own(), payload });
      // A server failure is a mistake of ours, however politely it is told, be it of a call or of one object.
      if (body.includes('"serverFail"')) throw new Error(`${payload}\n${body}\n${logged()}`);
      if (status === 200 && /"(created|updated)":\{|"list":\[\{|"queryState"/.test(body)) understood += 1;
    }
    // They are nearly right: many of them reach the code behind the checks.
    expect(understood).toBeGreaterThan(50);
    expect((await admin.call('Task/get', { ids: [] }))['list']).toEqual([]);
    expect(({} as Json)['x']).toBeUndefined();
  });

  test('bodies that are no JSON, no object, or not what a route expects', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '1',
      '{"username":["a"],"password":{}}',
      '{"username":"a"}',
      '\ud83d',
      '\u0000',
      '[['.repeat(5000),
    ];
    for (const url of [
      '/auth/login',
      '/auth/logout',
      '/auth/password',
      '/jmap/api',
      '/jmap/upload/g1',
      '/jmap/upload/other',
      '/nowhere',
    ]) {
      for (const payload of bodies) {
        for (const type of ['application/json', 'text/plain', 'multipart/form-data', 'x']) {
          await check({ method: 'POST', url, headers: { ...own(), 'content-type': type }, payload });
        }
      }
      await check({ method: 'POST', url, headers: { ...own(), 'content-length': '9'.repeat(12) }, payload: '{}' });
      await check({
        method: 'POST',
        url,
        headers: { host: 'localhost', origin: 'https://evil.example' },
        payload: '{}',
      });
    }
    const tooLarge = await check({
      method: 'POST',
      url: '/jmap/api',
      headers: own(),
      payload: `"${'x'.repeat(10_000_001)}"`,
    });
    expect(tooLarge.status).toBe(413);
  });

  test('addresses that lead nowhere, or out of their folder', async () => {
    const blobId = await admin.upload(Buffer.from('mine'));
    const names = [
      '../../secret.key',
      '..%2f..%2fsecret.key',
      '%2e%2e/%2e%2e/etc/passwd',
      '%00',
      '%zz',
      '%ff',
      '/etc/passwd',
      'a\r\nX-Evil: 1',
      '%0d%0aX-Evil:%201',
      '"; x=',
      '',
      '?',
      '#',
      '💥',
      'x'.repeat(3000),
    ];
    const urls = names.flatMap((name) => [
      `/jmap/download/g1/${blobId}/${name}`,
      `/jmap/download/g1/${name}/file`,
      `/jmap/download/${name}/${blobId}/file`,
      `/jmap/upload/${name}`,
      `/ui/${name}`,
      `/ui/../${name}`,
      `/${name}`,
      `/health/${name}`,
      `/jmap/eventsource?types=${name}&closeafter=${name}&ping=${name}`,
      `/.well-known/${name}`,
    ]);
    for (const url of urls) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const) {
        const { body } = await check({
          method,
          url: url.replace(/[^!-~]/gu, encodeURIComponent),
          headers: { ...own(), 'content-type': 'application/octet-stream' },
        });
        expect(body).not.toContain('root:');
      }
    }
    for (const types of ['text/html', 'image/svg+xml', 'x', 'a/b\r\nX: 1', '../..']) {
      const url = `/jmap/download/g1/${blobId}/f?type=${encodeURIComponent(types)}&type=text/html`;
      await check({ method: 'GET', url, headers: own() });
    }
  });

  test('who asks: no, wrong and absurd credentials', async () => {
    const credentials = [
      '',
      'Basic',
      'Basic !!!',
      'Basic Og==',
      `Basic ${Buffer.from('a:b').toString('base64')}`,
      'Bearer',
      `Bearer ${'x'.repeat(9000)}`,
      'Bearer \u00ff',
      'Negotiate x',
      "Basic ' OR 1=1",
    ];
    for (const authorization of credentials) {
      for (const url of [
        '/.well-known/jmap',
        '/jmap/api',
        '/jmap/eventsource?types=*&closeafter=no&ping=0',
        '/jmap/download/g1/B/x',
      ]) {
        const { status } = await check({ method: 'GET', url, headers: { host: 'localhost', authorization } });
        expect(status).toBe(401);
      }
      await check({
        method: 'GET',
        url: '/.well-known/jmap',
        headers: { host: 'localhost', cookie: `__Host-session=${authorization}; ;=;a` },
      });
    }
  });

  test('what is no HTTP at all', async () => {
    await host.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = host.server.server.address() as { port: number };
    const say = (bytes: string): Promise<string> =>
      new Promise((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
        socket.on('data', (chunk: Buffer) => {
          answer += chunk.toString('latin1');
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(answer));
      });
    const sent = [
      'HELLO\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
      'POST /auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'GET /health HTTP/1.1\r\nHost: a\r\nExpect: the-unexpected\r\nConnection: close\r\n\r\n',
      'GET //evil.example/%2e%2e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'PROPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001',
    ];
    for (const bytes of sent) {
      const answer = await say(bytes);
      const [head = '', ...rest] = answer.split('\r\n\r\n');
      const what = bytes.slice(0, 80);
      expect([what, rest.join('')]).toEqual([what, expect.not.stringMatching(INSIDE)]);
      if (head === '') continue;
      const lines = head.toLowerCase().split('\r\n');
      const missing = Object.entries(HEADERS).filter(
        ([name, value]) => !lines.includes(`${name}: ${value}`.toLowerCase()),
      );
      expect([what, lines[0], missing]).toEqual([what, lines[0], []]);
    }
  });
});
