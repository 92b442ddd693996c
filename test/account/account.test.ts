import { crc32, deflateSync } from 'node:zlib';
import { ExpireCredentials } from '../../core/auth/expire-credentials.job';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { BrowserClient, givePassword, type Json, PASSWORD } from './browser-client';

const NEW = 'another password of some length';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** A PNG of these dimensions, of which only the header is looked at. */
function png(width: number, height: number, more = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const chunk = (name: string, data: Buffer): Buffer => {
    const frame = Buffer.alloc(8);
    const body = Buffer.concat([Buffer.from(name), data]);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const pixels = deflateSync(Buffer.alloc((width + 1) * height));
  const parts = [chunk('IHDR', header), chunk('tEXt', Buffer.alloc(more)), chunk('IDAT', pixels)];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts, chunk('IEND', Buffer.alloc(0))]);
}

describe.each(testDatabases())('my account on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let ada: Client;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    ada = await host.person('ada');
    await givePassword(host, 'ada');
  });
  afterEach(async () => {
    await host.drop();
  });

  const signedIn = async (username = 'ada', address?: string, userAgent?: string): Promise<BrowserClient> => {
    const browser = new BrowserClient(host, {
      ...(address === undefined ? {} : { address }),
      ...(userAgent === undefined ? {} : { userAgent }),
    });
    expect(await browser.logIn(username)).toBe(204);
    return browser;
  };
  const audited = async (): Promise<string[]> => {
    const { list } = await admin.get<Json>('AuditEntry', await admin.query('AuditEntry', null, [{ property: 'at' }]));
    return list
      .filter(({ actorName }) => String(actorName).toLowerCase() === 'ada')
      .map(({ action, type, title }) => [action, type, title].filter((part) => part !== null && part !== '').join(' '));
  };
  const basic = async (username: string, secret: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
    return (await host.server.inject({ method: 'GET', url: '/jmap/api', headers: { authorization } })).statusCode;
  };

  test('everybody changes name, language and time zone of their own, and colleagues see the name', async () => {
    const bob = await host.person('bob');
    const browser = await signedIn();
    const before = await browser.call('Profile/get', { ids: null });
    expect(before['list']).toEqual([
      {
        ...{ id: 'singleton', username: 'ada', name: 'Ada', email: 'ada@example.org', avatarBlobId: null },
        ...{ locale: 'en', timeZone: null, hasPassword: true, organisation: '' },
        // Nothing but mentions is told to somebody who is no agent.
        notifications: { 'comments.mention': { bell: true, mail: true, browser: false } },
        ...{ signature: null, opensWith: 'all', defaultTaskListId: null },
      },
    ]);
    const patch = { name: 'Ada Lovelace', locale: 'nl', timeZone: 'Europe/Amsterdam' };
    await browser.call('Profile/set', { update: { singleton: patch } });
    expect(await browser.all('Profile')).toEqual([expect.objectContaining(patch)]);
    expect((await browser.call('Profile/changes', { sinceState: before['state'] as string }))['updated']).toEqual([
      'singleton',
    ]);
    const { list } = await bob.get<Json>('Principal', [ada.principalId]);
    expect(list[0]).toMatchObject({ name: 'Ada Lovelace' });
    expect((await admin.get<Json>('User', [ada.principalId])).list[0]).toMatchObject(patch);
    expect((await bob.get<Json>('Profile', ['singleton'])).list[0]).toMatchObject({ name: 'Bob', locale: 'en' });

    // What administration changes shows here as well.
    const { state } = await browser.call('Profile/get', { ids: null });
    await admin.update('User', ada.principalId, { locale: 'de' });
    expect((await browser.call('Profile/changes', { sinceState: state as string }))['updated']).toEqual(['singleton']);
  });

  test('what cannot be used is refused by its name, and nothing is stored', async () => {
    const browser = await signedIn();
    const before = await browser.all('Profile');
    for (const [property, value] of [
      ['name', ''],
      ['name', 'x'.repeat(191)],
      ['name', null],
      ['email', 'other@example.org'],
      ['username', 'root'],
      ['hasPassword', false],
      ['locale', 'no such tag at all'],
      ['timeZone', 'Mars/Olympus'],
      ['avatarBlobId', `B${'0'.repeat(64)}`],
      ['avatarBlobId', '../../etc/passwd'],
      ['avatarBlobId', 7],
      ['isAdmin', true],
    ]) {
      const { notUpdated } = await browser.call('Profile/set', {
        update: { singleton: { [property as string]: value } },
      });
      expect([property, notUpdated]).toEqual([
        property,
        { singleton: expect.objectContaining({ type: 'invalidProperties', properties: [property] }) as unknown },
      ]);
    }
    expect(await browser.all('Profile')).toEqual(before);
  });

  test('a picture is a small PNG of one’s own, seen by whoever sees the person and by nobody else', async () => {
    const bob = await host.person('bob');
    const customer = await host.person('carla', { isInternal: false });
    const set = (avatarBlobId: string | null) => ada.refused('Profile', { update: { singleton: { avatarBlobId } } });
    const refusal = expect.objectContaining({ properties: ['avatarBlobId'] }) as unknown;
    for (const bytes of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      Buffer.alloc(0),
      Buffer.from('89504e470d0a1a0a', 'hex'),
      png(513, 8),
      png(8, 513),
      png(0, 8),
      png(8, 8, 512 * 1024),
    ]) {
      expect(await set(await ada.upload(bytes, 'image/png'))).toEqual(refusal);
    }
    expect(await set(await bob.upload(png(16, 16, 1)))).toEqual(refusal);
    const blobId = await ada.upload(png(256, 256), 'image/png');
    expect((await bob.download(blobId)).status).toBe(404);
    expect(await set(blobId)).toBeNull();
    expect((await bob.get<Json>('Principal', [ada.principalId])).list[0]).toMatchObject({ avatarBlobId: blobId });
    const { status, headers } = await bob.download(blobId);
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect((await customer.download(blobId)).status).toBe(404);
    expect(await set(null)).toBeNull();
    expect((await bob.download(blobId)).status).toBe(404);
  });

  test('the password is changed by who knows the present one, and all other sessions end', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const link = ((await admin.call('User/createPasswordLink', { id: ada.principalId })) as { path: string }).path;
    const change = (current: unknown, password: unknown) => here.call('Profile/changePassword', { current, password });
    for (const [current, password, named] of [
      ['wrong', NEW, 'current'],
      [PASSWORD, 'short', 'password'],
      [PASSWORD, 'x'.repeat(129), 'password'],
      [undefined, NEW, 'current'],
      [PASSWORD, undefined, 'password'],
    ]) {
      const { type, description } = await change(current, password);
      expect([type, String(description)]).toEqual(['invalidArguments', expect.stringContaining(named!)]);
    }
    expect(await there.isIn()).toBe(true);
    expect(await change(PASSWORD, NEW)).toEqual({ accountId: 'g1' });
    expect([await here.isIn(), await there.isIn()]).toEqual([true, false]);
    expect(await new BrowserClient(host).logIn('ada', PASSWORD)).toBe(401);
    expect(await new BrowserClient(host).logIn('ada', NEW)).toBe(204);
    const used = await new BrowserClient(host).post('/auth/password', { token: link.split('/').at(-1), password: NEW });
    expect(used.statusCode).toBe(404);
    // App passwords stay: each is for a program that has nothing to do with it.
    expect((await ada.get('Profile', null)).list).toHaveLength(1);
    expect(await audited()).toContain('password');
  });

  test('an app password is told once, lets one program in, and is revoked', async () => {
    const browser = await signedIn();
    const { password } = await browser.call('AppPassword/create', { label: 'Calendar' });
    expect(password).toMatch(/^[\w-]{43}$/);
    const find = async () => (await browser.all('AppPassword')).find(({ label }) => label === 'Calendar')!;
    const made = await find();
    expect(made).toMatchObject({ createdAt: '2026-11-23T09:00:00Z', lastUsedAt: null, address: null });
    clock.advance(2 * HOUR);
    expect(await basic('ada', password as string)).toBe(200);
    expect(await basic('bob', password as string)).toBe(401);
    expect(await find()).toMatchObject({ lastUsedAt: '2026-11-23T11:00:00Z', address: '127.0.0.1' });
    await browser.call('AppPassword/set', { update: { [made['id'] as string]: { label: 'Agenda' } } });
    expect((await browser.all('AppPassword')).map(({ label }) => label as string)).toContain('Agenda');
    await browser.call('AppPassword/set', { destroy: [made['id']] });
    expect(await basic('ada', password as string)).toBe(401);
    expect(await audited()).toEqual(
      expect.arrayContaining([
        'create AppPassword Calendar',
        'update AppPassword Agenda',
        'destroy AppPassword Agenda',
      ]),
    );

    for (const label of ['', ' ', 'x'.repeat(191), 7, null, undefined]) {
      expect(await browser.call('AppPassword/create', { label })).toMatchObject({
        type: 'invalidArguments',
        description: expect.stringContaining('label') as unknown,
      });
    }
    const more = Array.from({ length: 49 }, (_, index) => ({ label: `Program ${String(index)}` }));
    for (const args of more) expect((await browser.call('AppPassword/create', args))['password']).toHaveLength(43);
    expect(await browser.call('AppPassword/create', { label: 'One more' })).toMatchObject({ type: 'invalidArguments' });
  });

  test('sessions are listed with device and place; one ends, and all others', async () => {
    const safari = 'Mozilla/5.0 (iPhone) Version/17.5 Mobile/15E148 Safari/604.1';
    const [here, phone, library] = [
      await signedIn(),
      await signedIn('ada', '2001:db8::7', safari),
      await signedIn('ada', '198.51.100.3', 'x'.repeat(300)),
    ];
    const list = await here.all('LoginSession');
    expect(list).toEqual([
      expect.objectContaining({ address: '192.0.2.1', isCurrent: true, createdAt: '2026-11-23T09:00:00Z' }),
      expect.objectContaining({ address: '2001:db8::7', userAgent: safari, isCurrent: false }),
      expect.objectContaining({ address: '198.51.100.3', isCurrent: false }),
    ]);
    expect((list[2]!['userAgent'] as string).length).toBeLessThanOrEqual(190);
    clock.advance(2 * HOUR);
    const { state } = await here.call('LoginSession/get', { ids: [] });
    expect(await phone.isIn()).toBe(true);
    // The phone was seen again, and this is told.
    expect(await here.call('LoginSession/changes', { sinceState: state as string })).toMatchObject({
      updated: expect.arrayContaining([list[1]!['id']]) as unknown,
    });
    expect((await here.all('LoginSession'))[1]).toMatchObject({ lastUsedAt: '2026-11-23T11:00:00Z' });

    await here.call('LoginSession/set', { destroy: [list[1]!['id']] });
    expect([await here.isIn(), await phone.isIn(), await library.isIn()]).toEqual([true, false, true]);
    const { ids } = await here.call('LoginSession/query', { filter: { isCurrent: false } });
    expect(ids).toEqual([list[2]!['id']]);
    await here.call('LoginSession/set', { destroy: ids as string[] });
    expect([await here.isIn(), await library.isIn()]).toEqual([true, false]);
    expect((await audited()).filter((line) => line === 'destroy LoginSession')).toHaveLength(2);
  });

  test('nobody sees or ends what another is signed in by, administrators neither', async () => {
    const [own, foreign] = [await signedIn(), await signedIn()];
    await givePassword(host, 'admin');
    const boss = await signedIn('admin');
    for (const type of ['LoginSession', 'AppPassword']) {
      const ids = (await own.all(type)).map(({ id }) => id as string);
      expect(ids.length).toBeGreaterThan(0);
      expect((await boss.call(`${type}/get`, { ids }))['notFound']).toEqual(ids);
      const { notDestroyed } = await boss.call(`${type}/set`, { destroy: ids });
      expect(Object.values(notDestroyed as Json)).toEqual(ids.map(() => expect.objectContaining({ type: 'notFound' })));
      expect((await boss.all(type)).map(({ id }) => id as string)).not.toEqual(expect.arrayContaining(ids));
    }
    expect([await own.isIn(), await foreign.isIn()]).toEqual([true, true]);
  });

  test('an app password manages neither sessions nor passwords', async () => {
    const browser = await signedIn();
    const [session] = await browser.all('LoginSession');
    const forbidden = { type: 'forbidden' };
    expect(await ada.call('AppPassword/create', { label: 'Another' })).toMatchObject(forbidden);
    expect(await ada.call('Profile/changePassword', { current: PASSWORD, password: NEW })).toMatchObject(forbidden);
    expect(await ada.refused('LoginSession', { destroy: session!['id'] as string })).toMatchObject(forbidden);
    const [own = ''] = await ada.query('AppPassword');
    expect(await ada.refused('AppPassword', { destroy: own })).toMatchObject(forbidden);
    expect(await ada.refused('AppPassword', { update: { [own]: { label: 'x' } } })).toMatchObject(forbidden);
    expect(await browser.isIn()).toBe(true);
  });

  test('what lets nobody in any more is removed', async () => {
    const old = await signedIn();
    clock.advance(8 * DAY);
    expect(await old.isIn()).toBe(false);
    const fresh = await signedIn();
    expect(await fresh.all('LoginSession')).toHaveLength(2);
    const { state } = await fresh.call('LoginSession/get', { ids: [] });
    await host.get(ExpireCredentials).run();
    expect(await fresh.all('LoginSession')).toEqual([expect.objectContaining({ isCurrent: true })]);
    const { destroyed } = await fresh.call('LoginSession/changes', { sinceState: state as string });
    expect(destroyed).toHaveLength(1);
  });

  test('whoever is switched off loses every session, and whoever is told hears of it', async () => {
    const browser = await signedIn();
    await admin.update('User', ada.principalId, { isActive: false });
    expect(await browser.isIn()).toBe(false);
    await admin.update('User', ada.principalId, { isActive: true });
    expect(await (await signedIn()).all('LoginSession')).toHaveLength(1);
  });
});
