import { gunzipSync } from 'node:zlib';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

describe.each(testDatabases())('what goes over the wire on $name', (database) => {
  let host: TestHost;
  let authorization: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    authorization = `Bearer ${await host.token('admin')}`;
  });
  afterAll(() => host.drop());

  const ask = (url: string, headers: Record<string, string> = {}) =>
    host.server.inject({ url, headers: { host: 'localhost', authorization, ...headers } });

  test('a long answer is compressed for whoever takes it so, and says the same', async () => {
    const plain = await ask('/.well-known/jmap');
    expect(plain.headers).toMatchObject({ vary: 'accept-encoding' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    for (const accepted of ['gzip', 'br, GZIP;q=0.5', 'deflate, gzip; q=1.0']) {
      const sent = await ask('/.well-known/jmap', { 'accept-encoding': accepted });
      expect(sent.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(Number(sent.headers['content-length'])).toBe(sent.rawPayload.length);
      expect(sent.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
      expect(JSON.parse(gunzipSync(sent.rawPayload).toString())).toEqual(plain.json());
    }
  });

  test('whoever does not take it so gets it as it is, and so is what is short', async () => {
    for (const accepted of ['', 'br', 'gzip;q=0', 'gzip; q=0.000, br', 'x-gzip']) {
      const sent = await ask('/.well-known/jmap', { 'accept-encoding': accepted });
      expect(sent.headers).not.toHaveProperty('content-encoding');
      expect(sent.json()).toHaveProperty('capabilities');
    }
    const short = await ask('/nowhere', { 'accept-encoding': 'gzip' });
    expect(short.headers).not.toHaveProperty('content-encoding');
    expect(short.json()).toMatchObject({ status: 404 });
  });

  test('only a page carries the policy of pages; by itself nothing else may load, run or send anything', async () => {
    const page = await ask('/');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    const script = /src="(\/ui\/[^"]+\.js)"/.exec(page.body)?.[1] ?? '';
    const found = await ask(script);
    expect(found.statusCode).toBe(200);
    for (const { headers } of [
      found,
      await ask('/.well-known/jmap'),
      await ask('/nowhere'),
      await ask('/ui/nothing.js'),
    ])
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      );
  });
});
