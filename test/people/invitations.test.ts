import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { BrowserClient, type Json, PASSWORD } from '../account/browser-client';
import { LetterBox } from './letter-box';

const DAY = 24 * 3600;
const ERIN = { email: 'Erin@Example.ORG', name: 'Erin Visser' };
const chosen = (more: Json = {}): Json => ({ username: 'erin', name: 'Erin', password: PASSWORD, ...more });

describe.each(testDatabases())('invitations on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let box: LetterBox;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock, configuration: { publicUrl: 'https://desk.example.org' } });
    admin = await host.admin();
    box = await LetterBox.at(host);
  });
  afterEach(async () => {
    await box.close();
    await host.drop();
  });

  const browser = () => new BrowserClient(host);
  const accept = async (token: string, more: Json = {}, at = browser()) =>
    at.post('/auth/invitation/accept', { token, ...chosen(more) });
  const one = async (id: string): Promise<Json> => (await admin.get<Json>('Invitation', [id])).list[0]!;
  const groupNamed = async (name: string): Promise<string> =>
    (await admin.get<Json>('Group', null)).list.find((group) => group['name'] === name)!['id'] as string;
  const userNamed = async (username: string): Promise<Json | undefined> =>
    (await admin.get<Json>('User', null)).list.find((user) => user['username'] === username);

  test('the invited get a mail, choose user name and password, and are in, once', async () => {
    const groupIds = [await groupNamed('Support agents')];
    const { id } = await admin.create('Invitation', { ...ERIN, groupIds, locale: 'de' });
    expect(await one(id)).toMatchObject({
      ...{ email: 'erin@example.org', name: 'Erin Visser', groupIds, isInternal: true, locale: 'de', state: 'open' },
      ...{ invitedById: admin.principalId, sentAt: '2026-11-23T09:00:00Z', expiresAt: '2026-11-30T09:00:00Z' },
    });
    const [letter] = await box.open();
    expect(letter).toMatchObject({ to: 'erin@example.org', subject: 'Ihre Einladung zu Groupware' });
    expect(letter!.text).toContain(`https://desk.example.org/#invitation/${letter!.token}`);
    expect(await userNamed('erin')).toBeUndefined();

    const opened = await browser().post('/auth/invitation', { token: letter!.token });
    expect(opened.json()).toEqual({ email: 'erin@example.org', name: 'Erin Visser' });
    const erin = browser();
    expect((await accept(letter!.token, { username: ' Erin ' }, erin)).statusCode).toBe(204);
    expect(await erin.isIn()).toBe(true);
    expect(await userNamed('erin')).toMatchObject({
      ...{ name: 'Erin', email: 'erin@example.org', groupIds, isInternal: true, isAdmin: false, locale: 'de' },
    });
    const { state, userId } = await one(id);
    expect([state, userId]).toEqual(['accepted', (await userNamed('erin'))!['id']]);
    expect((await accept(letter!.token, { username: 'erin2' })).statusCode).toBe(404);
    const { list } = await admin.get<Json>('AuditEntry', await admin.query('AuditEntry', { type: 'Invitation' }));
    expect(list).toContainEqual(
      expect.objectContaining({ action: 'accept', actorName: 'erin', title: 'erin@example.org' }),
    );
    expect(JSON.stringify(list)).not.toContain(letter!.token);
  });

  test('what cannot be used is said, and the invitation stays good', async () => {
    await host.person('bob');
    await admin.create('Invitation', ERIN);
    const [letter] = await box.open();
    const refused = async (more: Json) =>
      (await accept(letter!.token, more)).json<{ status: number; detail: string }>();
    expect(await refused({ password: 'short' })).toMatchObject({ status: 400, detail: expect.stringContaining('12') });
    expect(await refused({ username: 'bob' })).toMatchObject({ status: 400, detail: 'username is taken' });
    expect(await refused({ username: 'e r' })).toMatchObject({ status: 400 });
    expect(await refused({ name: ' ' })).toMatchObject({ status: 400 });
    expect((await accept(letter!.token)).statusCode).toBe(204);
  });

  test('of many who use one link at once, one gets in', async () => {
    await admin.create('Invitation', ERIN);
    const [letter] = await box.open();
    const all = await Promise.all([1, 2, 3, 4].map((n) => accept(letter!.token, { username: `erin${String(n)}` })));
    expect(all.map(({ statusCode }) => statusCode).sort()).toEqual([204, 404, 404, 404]);
    expect(await admin.query('User', { text: 'erin' })).toHaveLength(1);
  });

  test('a link ends after seven days, when another is sent, and when the invitation is withdrawn', async () => {
    const { id } = await admin.create('Invitation', ERIN);
    const [first] = await box.open();
    expect(await admin.call('Invitation/send', { id })).toMatchObject({ path: null });
    const [second] = await box.open();
    expect((await accept(first!.token)).statusCode).toBe(404);
    clock.advance(7 * DAY);
    expect(await one(id)).toMatchObject({ state: 'expired' });
    expect(await admin.query('Invitation', { state: 'expired' })).toEqual([id]);
    expect(await admin.query('Invitation', { state: 'open' })).toEqual([]);
    expect((await accept(second!.token)).statusCode).toBe(404);
    await admin.call('Invitation/send', { id });
    const [third] = await box.open();
    expect(await admin.refused('Invitation', { destroy: id })).toBeNull();
    for (const url of ['/auth/invitation', '/auth/invitation/accept']) {
      const body = url.endsWith('accept') ? chosen() : {};
      expect((await browser().post(url, { token: third!.token, ...body })).statusCode).toBe(404);
    }
  });

  test('where no mail can be sent, the administrator is given the link to hand over', async () => {
    await admin.update('MailRelay', 'singleton', { host: '' });
    const { id } = await admin.create('Invitation', ERIN);
    expect(await one(id)).toMatchObject({ state: 'unsent', sentAt: null, expiresAt: null });
    const { path } = (await admin.call('Invitation/send', { id })) as { path: string };
    expect(await one(id)).toMatchObject({ state: 'open', sentAt: null });
    expect((await accept(path.split('/').at(-1)!)).statusCode).toBe(204);
    expect(await admin.query('OutboxMessage')).toEqual([]);
  });

  test('a contact with the address becomes the user and keeps the tickets', async () => {
    const [list = ''] = await admin.query('TaskList');
    const contact = await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] });
    await admin.create('Task', { title: 'Broken', taskListId: list, customerId: contact.id });
    await admin.create('Invitation', { email: 'ida@example.com', isInternal: false });
    const [letter] = await box.open();
    const ida = browser();
    await accept(letter!.token, { username: 'ida', name: 'Ida Møller' }, ida);
    expect(await userNamed('ida')).toMatchObject({ id: contact.id, name: 'Ida Møller', isInternal: false });
    const session = await ida.call('Core/echo');
    expect(session).toBeDefined();
    const asIda = await host.token('ida');
    const answer = await host.server.inject({
      method: 'POST',
      url: '/jmap/api',
      headers: { authorization: `Bearer ${asIda}` },
      payload: {
        using: ['urn:ietf:params:jmap:core', 'urn:groupware:tasks', 'urn:groupware:support'],
        methodCalls: [['Task/query', { accountId: 'g1' }, '0']],
      },
    });
    expect(answer.json<{ methodResponses: [string, Json][] }>().methodResponses[0]![1]['ids']).toHaveLength(1);
  });

  test('nobody is invited twice, who has an account, or into what nobody is put', async () => {
    await host.person('bob');
    await admin.create('Invitation', ERIN);
    const refused = (create: Json) => admin.refused('Invitation', { create });
    expect(await refused(ERIN)).toMatchObject({ properties: ['email'] });
    expect(await refused({ email: 'bob@example.org' })).toMatchObject({ properties: ['email'] });
    expect(await refused({ email: 'no address' })).toMatchObject({ properties: ['email'] });
    for (const id of [await groupNamed('Admins'), '999999', 'x']) {
      expect(await refused({ email: 'new@example.org', groupIds: [id] })).toMatchObject({ properties: ['groupIds'] });
    }
    const [id] = await admin.query('Invitation');
    expect(await admin.refused('Invitation', { update: { [id!]: { isInternal: true } } })).not.toBeNull();
  });

  test('a group that is gone, or an address that has an account meanwhile, does no harm', async () => {
    const group = await admin.create('Group', { name: 'Night shift' });
    await admin.create('Invitation', { ...ERIN, groupIds: [group.id] });
    await admin.create('Invitation', { email: 'fred@example.org' });
    const [erin, fred] = await box.open();
    await admin.refused('Group', { destroy: group.id });
    expect((await accept(erin!.token)).statusCode).toBe(204);
    await host.person('fred');
    expect((await accept(fred!.token, { username: 'fred2' })).statusCode).toBe(400);
    expect(await userNamed('fred2')).toBeUndefined();
  });

  test('only those who administer see invitations, make, send and withdraw them', async () => {
    const bob = await host.person('bob', { permissions: ['mail:manage', 'support:manage'] });
    const steward = await host.person('steward', { permissions: ['core:administer'] });
    const { id } = await steward.create('Invitation', ERIN);
    expect((await bob.get('Invitation', null)).list).toEqual([]);
    expect(await bob.refused('Invitation', { create: { email: 'x@example.org' } })).toMatchObject({
      type: 'forbidden',
    });
    expect(await bob.refused('Invitation', { destroy: id })).toMatchObject({ type: 'notFound' });
    expect(await bob.call('Invitation/send', { id })).toMatchObject({ type: 'forbidden' });
    expect(await steward.call('Invitation/send', { id: '999999' })).toMatchObject({ type: 'invalidArguments' });
    const { list } = await bob.get<Json>('OutboxMessage', null);
    expect(list).toEqual([expect.objectContaining({ text: '', html: null, isConfidential: true })]);
  });
});
