import { Credentials } from '../../core/auth/credentials.service';
import { ExpireCredentials } from '../../core/auth/expire-credentials.job';
import { Notifications } from '../../core/notifications/notifications.service';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { BrowserClient, givePassword, type Json, PASSWORD } from '../account/browser-client';

const HOUR = 3600;

describe.each(testDatabases())('logging in as somebody else on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let bob: Client;
  let browser: BrowserClient;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    await givePassword(host, 'admin');
    bob = await host.person('bob', { isInternal: false });
    browser = new BrowserClient(host);
    await browser.logIn('admin');
  });
  afterEach(async () => {
    await host.drop();
  });

  const actAs = async (userId: string, password = PASSWORD, by = browser): Promise<number> =>
    (await by.post('/auth/act-as', { userId, password })).statusCode;
  const nameOf = async (one: BrowserClient): Promise<string> => (await one.all('Profile'))[0]!['username'] as string;
  const hostOf = async (one: BrowserClient): Promise<Json> =>
    (await one.session())['capabilities']['urn:groupware:core'] as Json;

  test('an administrator is somebody else after the own password, and themselves again', async () => {
    expect(await actAs(bob.principalId, 'not my password')).toBe(401);
    expect(await nameOf(browser)).toBe('admin');
    expect(await actAs(bob.principalId)).toBe(204);
    expect(await nameOf(browser)).toBe('bob');
    expect(await hostOf(browser)).toMatchObject({
      actingAdministrator: 'Administrator',
      user: { username: 'bob', isAdmin: false },
    });
    // What bob may not, the administrator may not either now.
    expect(await browser.all('User')).toEqual([]);
    expect((await browser.post('/auth/back', {})).statusCode).toBe(204);
    expect(await nameOf(browser)).toBe('admin');
    expect(await hostOf(browser)).toMatchObject({ actingAdministrator: null });
  });

  test('both names stand in the audit log, and the person sees it among their sessions', async () => {
    await host.database.transaction(() =>
      host.get(Notifications).tell('comments.mention', 1, [Number(bob.principalId)], null),
    );
    await actAs(bob.principalId);
    await browser.call('Profile/set', { update: { singleton: { timeZone: 'Europe/Amsterdam' } } });
    const [told] = await bob.query('Notification');
    await browser.call('Notification/set', { update: { [told!]: { isRead: true } } });
    const sessions = (await bob.get<Json>('LoginSession', null)).list;
    expect(sessions).toEqual([expect.objectContaining({ actorName: 'Administrator' })]);
    await browser.post('/auth/back', {});
    expect((await bob.get<Json>('LoginSession', null)).list).toEqual([]);
    const ids = await admin.query('AuditEntry', null, [{ property: 'at', isAscending: true }]);
    const { list } = await admin.get<Json>('AuditEntry', ids);
    const facts = list.map(({ action, actorName, onBehalf }) => [action, actorName, onBehalf]);
    expect(facts).toContainEqual(['act-as', 'Administrator', null]);
    const types = list.filter(({ onBehalf }) => onBehalf === 'Administrator').map(({ action, type }) => [action, type]);
    expect(types).toContainEqual(['update', 'Profile']);
    expect(types).toContainEqual(['update', 'Notification']);
    expect(facts).toContainEqual(['update', 'Bob', 'Administrator']);
    expect(facts).toContainEqual(['act-end', 'admin', null]);
    expect(
      list.filter(({ actorName, action }) => actorName === 'bob' && ['login', 'logout'].includes(action as string)),
    ).toEqual([]);
  });

  test('nobody becomes an administrator, themselves, somebody switched off, or nobody', async () => {
    const boss = await host.person('boss', { isAdmin: true });
    const off = await host.person('off');
    await admin.update('User', off.principalId, { isActive: false });
    const [group] = await admin.query('Group');
    for (const id of [boss.principalId, admin.principalId, off.principalId, group!, '999999', 'x', ''])
      expect(await actAs(id)).toBe(403);
    expect(await nameOf(browser)).toBe('admin');
    // And whoever becomes one meanwhile is nobody to act for any more.
    await actAs(bob.principalId);
    await admin.update('User', bob.principalId, { isAdmin: true });
    expect(await browser.isIn()).toBe(false);
  });

  test('only administrators, by a session of their own', async () => {
    await host.person('steward', { permissions: ['core:administer'] });
    await givePassword(host, 'steward');
    const steward = new BrowserClient(host);
    await steward.logIn('steward');
    expect(await actAs(bob.principalId, PASSWORD, steward)).toBe(403);
    expect(await actAs(bob.principalId, PASSWORD, new BrowserClient(host))).toBe(401);
    const token = await host.token('admin');
    const response = await host.server.inject({
      method: 'POST',
      url: '/auth/act-as',
      headers: { 'x-requested-with': 'groupware', authorization: `Bearer ${token}` },
      payload: { userId: bob.principalId, password: PASSWORD },
    });
    expect(response.statusCode).toBe(403);
    // Nor from one name into the next.
    const other = await host.person('other');
    await givePassword(host, 'bob');
    await actAs(bob.principalId);
    expect(await actAs(other.principalId)).toBe(403);
  });

  test('how the person signs in cannot be changed or seen', async () => {
    await givePassword(host, 'bob', 'the password of bob');
    const own = new BrowserClient(host);
    await own.logIn('bob', 'the password of bob');
    const sessions = (await own.all('LoginSession')).map(({ id }) => id as string);
    const passwords = (await own.all('AppPassword')).map(({ id }) => id as string);
    expect([sessions.length, passwords.length]).toEqual([1, 1]);
    await actAs(bob.principalId);
    expect(
      await browser.call('Profile/changePassword', { current: 'the password of bob', password: PASSWORD }),
    ).toMatchObject({ type: 'forbidden' });
    expect(await browser.call('AppPassword/create', { label: 'mine' })).toMatchObject({ type: 'forbidden' });
    expect(await browser.all('LoginSession')).toEqual([]);
    expect(await browser.all('AppPassword')).toEqual([]);
    await browser.call('LoginSession/set', { destroy: sessions });
    await browser.call('AppPassword/set', { destroy: passwords });
    expect(await own.isIn()).toBe(true);
    expect((await own.all('AppPassword')).map(({ id }) => id)).toEqual(passwords);
  });

  test('a person who may administer is no way to a link for their password', async () => {
    const steward = await host.person('steward', { permissions: ['core:administer'] });
    await actAs(steward.principalId);
    expect(await browser.call('User/createPasswordLink', { id: steward.principalId })).toMatchObject({
      type: 'forbidden',
    });
  });

  test('it ends with the session, the rights or the account of the administrator, and after four hours', async () => {
    const boss = await host.person('boss', { isAdmin: true });
    await givePassword(host, 'boss');
    const acting = async (): Promise<BrowserClient> => {
      const one = new BrowserClient(host);
      await one.logIn('boss');
      expect(await actAs(bob.principalId, PASSWORD, one)).toBe(204);
      return one;
    };
    const ends: (() => Promise<unknown>)[] = [
      () => host.get(Credentials).endAll(Number(boss.principalId)),
      () => admin.update('User', boss.principalId, { isAdmin: false }),
      () => admin.update('User', boss.principalId, { isAdmin: true, isActive: false }),
    ];
    for (const end of ends) {
      await admin.update('User', boss.principalId, { isAdmin: true, isActive: true });
      const one = await acting();
      expect(await one.isIn()).toBe(true);
      await end();
      expect(await one.isIn()).toBe(false);
      if (end === ends[0]) expect((await bob.get('LoginSession', null)).list).toEqual([]);
    }
    await admin.update('User', boss.principalId, { isAdmin: true, isActive: true });
    const late = await acting();
    clock.advance(4 * HOUR);
    expect(await late.isIn()).toBe(false);
    await host.get(ExpireCredentials).run();
    expect((await bob.get('LoginSession', null)).list).toEqual([]);
    await late.post('/auth/back', {});
    expect(await nameOf(late)).toBe('boss');
  });

  test('it ends when the time of the administrator’s own session is over, before anybody tidies up', async () => {
    await admin.update('CoreSettings', 'singleton', { sessionDays: 1, sessionIdleDays: 1 });
    await browser.logIn('admin');
    clock.advance(23 * HOUR);
    expect(await actAs(bob.principalId)).toBe(204);
    expect(await browser.isIn()).toBe(true);
    clock.advance(2 * HOUR);
    expect(await browser.isIn()).toBe(false);
  });

  test('whoever comes in after the administrator in the same browser is led back to nobody', async () => {
    await givePassword(host, 'bob');
    await actAs(bob.principalId);
    expect(await browser.logIn('bob')).toBe(204);
    expect(browser.cookie('__Host-own')).toBeUndefined();
    await browser.post('/auth/back', {});
    expect(await browser.isIn()).toBe(false);
  });

  test('signing out ends both', async () => {
    await actAs(bob.principalId);
    const [session, own] = [browser.cookie('__Host-session'), browser.cookie('__Host-own')];
    await browser.post('/auth/logout', {});
    for (const secret of [session, own]) {
      const again = new BrowserClient(host);
      again.setCookie('__Host-session', secret!);
      expect(await again.isIn()).toBe(false);
    }
    // Neither does the person find it among their sessions any more.
    expect((await bob.get('LoginSession', null)).list).toEqual([]);
  });
});
