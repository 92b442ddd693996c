import { createTransport } from 'nodemailer';
import { eventually } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { type FreshDatabase, testDatabases } from '../../core/testing/servers/databases';
import { freePort } from '../../core/testing/servers/ports';
import { ChaosProxy } from './chaos-proxy';
import { INSIDE } from './inside';
import { Person } from './person';
import { Program } from './program';

describeWith('MariaDB', 'MariaDB stops answering in the middle', () => {
  let fresh: FreshDatabase;
  let proxy: ChaosProxy;
  let program: Program;
  let url: string;
  let smtpPort: number;
  let person: Person;

  beforeAll(async () => {
    const mariadb = testDatabases().find(({ name }) => name === 'mariadb');
    if (!mariadb) throw new Error('MariaDB is not among the databases');
    fresh = await mariadb.fresh();
    const address = new URL(fresh.url ?? '');
    proxy = await ChaosProxy.start({ host: address.hostname, port: Number(address.port || 3306) });
    address.hostname = '127.0.0.1';
    address.port = String(proxy.port);
    const port = await freePort();
    smtpPort = await freePort();
    url = `http://localhost:${String(port)}`;
    program = await new Program({
      GROUPWARE_DATA: fresh.data,
      GROUPWARE_DATABASE_URL: address.href,
      GROUPWARE_PORT: String(port),
      GROUPWARE_SMTP_PORT: String(smtpPort),
      GROUPWARE_ADMIN_PASSWORD: 'a long enough password',
    }).ready();
    person = await Person.signIn(url, 'admin', 'a long enough password');
  });
  beforeEach(() => {
    proxy.heal();
  });
  afterAll(async () => {
    program.kill();
    await program.ended;
    await proxy.stop();
    await fresh.drop();
  });

  const deliver = async (subject: string): Promise<string> => {
    const transport = createTransport({ host: 'localhost', port: smtpPort, ignoreTLS: true });
    try {
      const mail = { from: 'ann@example.com', to: 'support@localhost', subject, text: 'Hello' };
      return (await transport.sendMail(mail)).response;
    } catch (error) {
      return (error as { response?: string }).response ?? String(error);
    } finally {
      transport.close();
    }
  };
  const ticketCalled = (title: string): Promise<unknown> =>
    eventually(
      `the ticket "${title}"`,
      async () => (await person.all<{ title: string }>('Task')).find((task) => task.title === title),
      60,
    );

  test.each([
    ['cut', (): void => proxy.cut()],
    ['silent', (): void => proxy.silence()],
  ])(
    '%s: requests are answered 5xx in words for people, mail is put off, and all goes on by itself',
    async (name, begin) => {
      expect(await deliver(`before ${name}`)).toMatch(/^250 /);
      await ticketCalled(`before ${name}`);
      begin();
      const [answer, login, health, reply] = await Promise.all([
        person.post(['Task/get', { ids: null }]),
        fetch(`${url}/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-requested-with': 'groupware' },
          body: '{"username":"admin","password":"a long enough password"}',
        }),
        fetch(`${url}/health`),
        deliver(`while ${name}`),
      ]);
      for (const response of [answer, login]) {
        const body = await response.text();
        expect([response.status, body]).toEqual([expect.any(Number), expect.not.stringMatching(INSIDE)]);
        expect(response.status).toBeGreaterThanOrEqual(500);
        expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
      expect(health.status).toBe(503);
      expect(await health.json()).toMatchObject({ status: 'down', database: 'does not answer' });
      expect(reply).toMatch(/^4\d\d /);
      expect(reply).not.toMatch(INSIDE);

      proxy.heal();
      await eventually('the API to answer again', async () => (await person.post(['Task/get', { ids: null }])).ok);
      expect((await fetch(`${url}/health`)).status).toBe(200);
      expect(await deliver(`after ${name}`)).toMatch(/^250 /);
      await ticketCalled(`after ${name}`);
      const titles = (await person.all<{ title: string }>('Task')).map(({ title }) => title);
      expect(titles.filter((title) => title === `before ${name}`)).toHaveLength(1);
      expect(program.isRunning).toBe(true);
    },
  );
});
