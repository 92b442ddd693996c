import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { BrowserClient, type Json, PASSWORD } from '../account/browser-client';
import { LetterBox } from './letter-box';

const HOUR = 3600;

describe.each(testDatabases())('opening an account by oneself on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let box: LetterBox;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    box = await LetterBox.at(host);
  });
  afterEach(async () => {
    await box.close();
    await host.drop();
  });

  const set = (settings: Json) => admin.update('SignInSettings', 'singleton', settings);
  const ask = async (typed: string, address = '192.0.2.1', locale = 'en') =>
    (await new BrowserClient(host, { address }).post('/auth/link', { kind: 'registration', typed, locale })).statusCode;
  const accept = async (token: string, username: string, browser = new BrowserClient(host)) =>
    (await browser.post('/auth/invitation/accept', { token, username, name: 'Nora', password: PASSWORD })).statusCode;
  const userNamed = async (username: string): Promise<Json | undefined> =>
    (await admin.get<Json>('User', null)).list.find((user) => user['username'] === username);

  test('it is off until it is switched on', async () => {
    const options = async () => (await host.server.inject({ method: 'GET', url: '/auth/options' })).json<Json>();
    expect(await options()).toMatchObject({ registration: false });
    expect(await ask('nora@example.org')).toBe(202);
    expect(await box.open()).toEqual([]);
    await set({ registration: true });
    expect(await options()).toMatchObject({ registration: true });
    await admin.update('MailRelay', 'singleton', { host: '' });
    expect(await options()).toMatchObject({ registration: false });
  });

  test('whoever proves the address becomes a customer, a member of the chosen group and of nothing else', async () => {
    const tenants = await admin.create('Group', { name: 'Tenants' });
    await set({ registration: true, registrationGroupId: tenants.id });
    await ask('Nora@Example.org', '192.0.2.1', 'nl');
    const [letter] = await box.open();
    expect(letter).toMatchObject({ to: 'nora@example.org', subject: 'Bevestig uw adres voor Groupware' });
    expect(await admin.query('User', { text: 'nora' })).toEqual([]);
    const nora = new BrowserClient(host);
    expect(await accept(letter!.token, 'nora', nora)).toBe(204);
    expect(await nora.isIn()).toBe(true);
    expect(await userNamed('nora')).toMatchObject({
      ...{ email: 'nora@example.org', name: 'Nora', isInternal: false, isAdmin: false, groupIds: [tenants.id] },
    });
    const [id] = await admin.query('Invitation');
    expect((await admin.get('Invitation', [id!])).list[0]).toMatchObject({ state: 'accepted', invitedById: null });
  });

  test('a contact becomes the user only by the proof, and keeps the tickets', async () => {
    await set({ registration: true });
    const contact = await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] });
    const [list = ''] = await admin.query('TaskList');
    const task = await admin.create('Task', { title: 'Broken', taskListId: list, customerId: contact.id });
    await ask('ida@example.com');
    const [letter] = await box.open();
    expect(await admin.query('User', { text: 'ida' })).toEqual([]);
    await accept(letter!.token, 'ida');
    expect(await userNamed('ida')).toMatchObject({ id: contact.id });
    expect((await admin.get<Json>('Task', [task.id])).list[0]).toMatchObject({ customerId: contact.id });
  });

  test('whoever has an account is told so by mail, and the page says the same to everybody', async () => {
    await set({ registration: true });
    await host.person('bob');
    expect(await ask('bob@example.org')).toBe(202);
    expect(await ask('new@example.org')).toBe(202);
    const [known, unknown] = await box.open();
    expect(known).toMatchObject({
      to: 'bob@example.org',
      subject: 'You have an account at Groupware already',
      token: '',
    });
    expect(unknown).toMatchObject({ to: 'new@example.org' });
    expect(await admin.query('User', { text: 'bob' })).toHaveLength(1);
  });

  test('only domains on the list are let in, and nobody any more once the door is closed', async () => {
    for (const registrationDomains of ['@', 'example', 'exa mple.org, x']) {
      expect(await admin.refused('SignInSettings', { update: { singleton: { registrationDomains } } })).toMatchObject({
        properties: ['registrationDomains'],
      });
    }
    await set({ registration: true, registrationDomains: 'Example.org, example.net' });
    for (const address of [
      'a@example.com',
      'b@sub.example.org',
      'c@example.org.evil.com',
      'd@EXAMPLE.net',
      'no address',
    ])
      expect(await ask(address)).toBe(202);
    const letters = await box.open();
    expect(letters.map(({ to }) => to)).toEqual(['d@example.net']);
    await set({ registration: false });
    expect(await accept(letters[0]!.token, 'd')).toBe(404);
    await set({ registration: true });
    clock.advance(24 * HOUR);
    expect(await accept(letters[0]!.token, 'd')).toBe(404);
  });

  test('strangers cannot fill a mailbox, and whoever is invited gets that invitation anew', async () => {
    await set({ registration: true });
    for (let n = 0; n < 6; n++) await ask('victim@example.org', `203.0.113.${String(n)}`);
    const letters = await box.open();
    expect(letters).toHaveLength(3);
    expect(await admin.query('Invitation')).toHaveLength(1);
    await admin.create('Invitation', { email: 'erin@example.org', name: 'Erin', isInternal: true });
    await box.open();
    await ask('erin@example.org');
    const [again] = await box.open();
    await accept(again!.token, 'erin');
    expect(await userNamed('erin')).toMatchObject({ isInternal: true });
  });

  test('nobody is let into a built-in group', async () => {
    const groups = (await admin.get<Json>('Group', null)).list.filter(({ builtIn }) => builtIn !== null);
    for (const { id } of groups) {
      const update = { singleton: { registrationGroupId: id as string } };
      expect(await admin.refused('SignInSettings', { update })).toMatchObject({ properties: ['registrationGroupId'] });
    }
  });
});
