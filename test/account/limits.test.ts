import { ExpireCredentials } from '../../core/auth/expire-credentials.job';
import { RateLimitRow } from '../../core/auth/rate-limit.entity';
import { networkOf } from '../../core/auth/sign-in-buckets';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { BrowserClient, givePassword, PASSWORD } from './browser-client';

const WRONG = 'a wrong password of some length';
const MINUTE = 60;

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe.each(testDatabases())('limits of signing in on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock });
    await host.person('ada');
    await givePassword(host, 'ada');
  });
  afterEach(async () => {
    await host.drop();
  });

  const from = (address: string) => new BrowserClient(host, { address });
  const times = async (count: number, work: (index: number) => Promise<number>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index++) statuses.push(await work(index));
    return statuses;
  };
  /** As if everything that was tried until now had been tried so many times. */
  const asIfTried = async (count: number): Promise<void> => {
    const { database: stored } = host;
    await stored.transaction(async () => {
      await stored.manager.createQueryBuilder().update(RateLimitRow).set({ count }).execute();
    });
  };
  const basic = async (name: string, secret: string, remoteAddress: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
    const request = { method: 'GET', url: '/jmap/api', headers: { authorization }, remoteAddress } as const;
    return (await host.server.inject(request)).statusCode;
  };

  test('a guesser is stopped after ten tries, also with the right password, and may try again later', async () => {
    const guesser = from('203.0.113.9');
    expect(await times(10, () => guesser.logIn('ada', WRONG))).toEqual(Array(10).fill(401));
    expect(await guesser.logIn('ada', WRONG)).toBe(429);
    expect(await guesser.logIn(' ADA ')).toBe(429);
    expect(await basic('ada', PASSWORD, '203.0.113.9')).toBe(429);
    clock.advance(5 * MINUTE);
    expect(await guesser.logIn('ada')).toBe(204);
  });

  test('a thousand guesses at once are no more than one after the other', async () => {
    const statuses = await Promise.all(Array.from({ length: 25 }, () => from('203.0.113.9').logIn('ada', WRONG)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  test('who does not exist is told, and counted, like who does', async () => {
    const answers = async (name: string, address: string) => {
      const guesser = from(address);
      const seen: string[] = [];
      for (let index = 0; index < 11; index++) {
        const { statusCode, body } = await guesser.post('/auth/login', { username: name, password: WRONG });
        seen.push(`${String(statusCode)} ${body}`);
      }
      return seen;
    };
    expect(await answers('nobody', '203.0.113.1')).toEqual(await answers('ada', '203.0.113.2'));
  });

  test('neither a restart nor another network name of the same line forgets the guesses', async () => {
    const tries = await times(10, (index) => from(`2001:db8:0:1::${String(index + 1)}`).logIn('ada', WRONG));
    expect(tries).toEqual(Array(10).fill(401));
    host = await host.restart();
    expect(await from('2001:db8:0:1::ff').logIn('ada')).toBe(429);
    expect(await from('2001:db8:0:2::1').logIn('ada')).toBe(204);
  });

  test('guesses from everywhere stop strangers, never the person’s own browser, session, network or program', async () => {
    const own = from('198.51.100.1');
    expect(await own.logIn('ada')).toBe(204);
    const { password: secret } = (await own.call('AppPassword/create', { label: 'Calendar' })) as { password: string };
    // A botnet: every guess from another network.
    expect(await from('203.0.113.1').logIn('ada', WRONG)).toBe(401);
    await asIfTried(99);
    expect(await from('203.0.113.2').logIn('ada', WRONG)).toBe(401);
    expect(await from('203.0.113.200').logIn('ada')).toBe(429);
    // The session goes on wherever it is taken, and may change the password.
    own.move('192.0.2.99');
    expect(await own.isIn()).toBe(true);
    const changed = await own.call('Profile/changePassword', { current: PASSWORD, password: PASSWORD });
    expect(changed['type']).toBeUndefined();
    // A new browser in a network from which the person is signed in, and a program with its own password.
    expect(await from('198.51.100.1').logIn('ada')).toBe(204);
    expect(await basic('ada', secret, '203.0.113.77')).toBe(200);
    // The known browser, after signing out, wherever it is now.
    await own.post('/auth/logout', {});
    expect(await own.isIn()).toBe(false);
    expect(await own.logIn('ada')).toBe(204);
    clock.advance(61 * MINUTE);
    expect(await from('203.0.113.200').logIn('ada')).toBe(204);
  });

  test('one who tries many names is stopped for all of them; the mark of a browser is worth nothing for others', async () => {
    await host.person('bob');
    await givePassword(host, 'bob');
    const bob = from('192.0.2.50');
    expect(await bob.logIn('bob')).toBe(204);
    await bob.post('/auth/logout', {});
    // Bob's own mark opens no further tries at Ada's door.
    expect(await times(11, () => bob.logIn('ada', WRONG))).toEqual([...Array<number>(10).fill(401), 429]);
    expect(await bob.logIn('bob')).toBe(204);

    expect(await from('203.0.113.9').logIn('one', WRONG)).toBe(401);
    await asIfTried(99);
    expect(await from('203.0.113.9').logIn('another', WRONG)).toBe(401);
    expect(await from('203.0.113.9').logIn('ada')).toBe(429);
    expect(await from('203.0.113.10').logIn('ada')).toBe(204);
  });

  test('a known browser has few tries of its own, and a forged mark none', async () => {
    const own = from('198.51.100.1');
    expect(await own.logIn('ada')).toBe(204);
    await own.post('/auth/logout', {});
    expect(await times(11, () => own.logIn('ada', WRONG))).toEqual([...Array<number>(10).fill(401), 429]);
    clock.advance(5 * MINUTE);
    expect(await own.logIn('ada')).toBe(204);

    const mark = own.cookie('__Host-device') ?? own.cookie('device') ?? '';
    expect(mark).not.toBe('');
    for (const forged of [`${mark}x`, mark.replace(/^\d+/, '1'), `${mark.split('.')[0] ?? ''}..`, 'x'.repeat(5000)]) {
      const thief = from('203.0.113.9');
      thief.setCookie('__Host-device', forged);
      thief.setCookie('device', forged);
      await thief.logIn('ada', WRONG);
    }
    const thief = from('203.0.113.9');
    expect(await times(7, () => thief.logIn('ada', WRONG))).toEqual([...Array<number>(6).fill(401), 429]);
  });

  test('links are limited by network, and what is counted names nobody and is forgotten', async () => {
    const use = (address: string) =>
      from(address)
        .post('/auth/password', { token: 'x'.repeat(43), password: PASSWORD })
        .then(({ statusCode }) => statusCode);
    expect(await times(31, () => use('203.0.113.9'))).toEqual([...Array<number>(30).fill(404), 429]);
    expect(await use('203.0.113.10')).toBe(404);
    await from('203.0.113.9').logIn('ada', WRONG);
    const rows = await host.database.manager.find(RateLimitRow);
    expect(rows.length).toBeGreaterThan(2);
    for (const { bucket } of rows) expect(bucket).toMatch(/^[\da-f]{64}$/);
    clock.advance(61 * MINUTE);
    await host.get(ExpireCredentials).run();
    expect(await host.database.manager.count(RateLimitRow)).toBe(0);
  });
});
