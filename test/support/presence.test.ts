import { States } from '../../core/jmap/state';
import { RunningHost } from '../../core/module/running-host';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Presence } from '../../modules/support/presence/presence.entity';
import { Presences } from '../../modules/support/presence/presences.service';
import { rights } from '../access/rules';
import { BrowserClient, givePassword, PASSWORD } from '../account/browser-client';

// Who else has a ticket open, and writes there.

type Json = Record<string, unknown>;

describe.each(testDatabases())('presence on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let rita: Client;
  let carl: Client;
  let list: string;
  let other: string;
  let id: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    const agent = (name: string) => host.person(name, { permissions: ['support:use'] });
    [ada, ben, rita] = [await agent('ada'), await agent('ben'), await agent('rita')];
    carl = await host.person('carl', { isInternal: false, permissions: ['help:use'] });
    const shared = (levels: [Client, number][]): Json =>
      Object.fromEntries(levels.map(([{ principalId }, level]) => [principalId, rights(level)]));
    const ofAll = shared([
      [ada, 40],
      [ben, 10],
      [rita, 40],
      [carl, 5],
    ]);
    list = (await admin.create('TaskList', { name: 'Desk', role: 'support', shareWith: ofAll })).id;
    const others = shared([[ada, 40]]);
    other = (await admin.create('TaskList', { name: 'Staff', role: 'support', shareWith: others })).id;
  });
  beforeEach(async () => {
    id = await ticket();
  });
  afterEach(async () => {
    clock.advance(3600);
    await host.get(Presences).sweep();
    expect(await host.database.manager.count(Presence)).toBe(0);
  });
  afterAll(async () => {
    await host.drop();
  });

  const ticket = async (taskListId = list): Promise<string> =>
    (await ada.create('Task', { taskListId, title: 'Printer on fire', customerId: carl.principalId })).id;
  const attend = (who: Client, about: string | null, given: Json = {}): Promise<Json> =>
    who.call('Ticket/attend', { client: 'one', id: about, ...given });
  const seen = async (who: Client, about = id): Promise<unknown> =>
    (await who.get<{ presence: unknown }>('Task', [about], ['presence'])).list[0]?.presence;
  const at = (who: Client, name: string, activity = 'looking'): Json => ({
    principalId: who.principalId,
    name,
    activity,
  });
  const stateOf = async (who: Client): Promise<string> => (await who.get('Task', [])).state;
  /** What somebody hears of tickets while something is done. */
  const heard = async (who: Client, work: () => Promise<unknown>): Promise<unknown> => {
    const sinceState = await stateOf(who);
    await work();
    return (await who.call('Task/changes', { sinceState }))['updated'];
  };

  test('who has a ticket open sees who else has, what they do there, and that they go', async () => {
    expect(await attend(ada, id)).toEqual({ accountId: 'g1', id, lease: 15 });
    expect(await seen(ada)).toEqual([]);
    await attend(ben, id);
    expect(await seen(ada)).toEqual([at(ben, 'Ben')]);
    expect(await seen(ben)).toEqual([at(ada, 'Ada')]);
    await attend(ben, id, { activity: 'answering' });
    expect(await seen(ada)).toEqual([at(ben, 'Ben', 'answering')]);
    await attend(ada, id, { activity: 'noting' });
    expect(await seen(ben)).toEqual([at(ada, 'Ada', 'noting')]);
    // Another ticket, in the same window.
    const next = await ticket();
    await attend(ben, next);
    expect([await seen(ada), await seen(ben), await seen(ben, next)]).toEqual([[], [], []]);
    await attend(ben, id);
    expect(await attend(ada, null)).toEqual({ accountId: 'g1', id: null, lease: null });
    expect([await seen(ada), await seen(ben)]).toEqual([[], []]);
  });

  test('of several windows the one that most concerns others counts, and each ends by itself', async () => {
    await attend(ada, id);
    await attend(ben, id, { client: 'left', activity: 'answering' });
    await attend(ben, id, { client: 'right' });
    expect(await seen(ada)).toEqual([at(ben, 'Ben', 'answering')]);
    await attend(ben, null, { client: 'left' });
    expect(await seen(ada)).toEqual([at(ben, 'Ben')]);
    await attend(ben, null, { client: 'right' });
    expect(await seen(ada)).toEqual([]);
  });

  test('those who are there hear of it, and nobody else; who is alone moves nothing', async () => {
    const counter = await host.get(States).counter();
    await attend(ada, id);
    await attend(ada, id, { activity: 'answering' });
    await attend(ada, null);
    await attend(ada, id);
    expect(await host.get(States).counter()).toBe(counter);
    const enter = () => attend(ben, id);
    expect(await heard(rita, () => heard(carl, enter).then((news) => expect(news).toEqual([])))).toEqual([]);
    expect(await heard(ada, () => attend(ben, id, { activity: 'noting' }))).toEqual([id]);
    // That somebody is still there is no news.
    const still = await host.get(States).counter();
    await attend(ben, id, { activity: 'noting' });
    expect(await host.get(States).counter()).toBe(still);
    expect(await heard(ben, () => attend(ada, null))).toEqual([id]);
    expect(await heard(ada, () => attend(ada, id))).toEqual([id]);
    const next = await ticket();
    expect(await heard(ada, () => attend(ben, next))).toEqual([id]);
    await attend(ben, id);
    expect(await heard(ada, () => attend(ben, null))).toEqual([id]);
  });

  test('who is not heard of any more is gone when the lease is over', async () => {
    await attend(ada, id);
    await attend(ben, id, { activity: 'answering' });
    clock.advance(10);
    await attend(ada, id);
    clock.advance(4);
    await host.get(Presences).sweep();
    expect(await seen(ada)).toEqual([at(ben, 'Ben', 'answering')]);
    clock.advance(1);
    expect(await heard(ada, () => host.get(Presences).sweep())).toEqual([id]);
    expect(await seen(ada)).toEqual([]);
  });

  test('nothing of it is audited, nor changes the ticket', async () => {
    const before = await admin.query('AuditEntry');
    const [ticketBefore] = (await rita.get('Task', [id])).list;
    await attend(ada, id);
    await attend(ben, id, { activity: 'answering' });
    expect(await admin.query('AuditEntry')).toEqual(before);
    expect((await rita.get('Task', [id])).list[0]).toEqual(ticketBefore);
  });

  test('customers are neither told nor shown, and are refused what is unknown and forbidden alike', async () => {
    const unknown = await attend(carl, '999999');
    expect(unknown).toEqual({ type: 'invalidArguments', description: 'id is no ticket that you read as an agent' });
    await attend(ada, id, { activity: 'answering' });
    expect(await attend(carl, id)).toEqual(unknown);
    expect(await seen(carl)).toBe(null);
    expect(await seen(ada)).toEqual([]);
    const hidden = await ticket(other);
    expect(await attend(ben, hidden)).toEqual(unknown);
    expect(await seen(ben, hidden)).toBe(undefined);
    const plain = (await admin.create('TaskList', { name: 'Plain' })).id;
    const task = (await admin.create('Task', { taskListId: plain, title: 'Tea' })).id;
    expect(await attend(admin, task)).toEqual(unknown);
    expect(await attend(ada, 'x')).toEqual(unknown);
  });

  test('whoever is no agent of the list any more is not shown, nor whose name one may not see', async () => {
    await attend(ada, id);
    await attend(ben, id);
    await attend(admin, id);
    expect(await seen(ada)).toEqual([at(admin, 'Administrator'), at(ben, 'Ben')]);
    await admin.update('User', admin.principalId, { isRestricted: true });
    expect(await seen(ada)).toEqual([at(ben, 'Ben')]);
    await admin.update('User', admin.principalId, { isRestricted: false });
    await ada.update('Task', id, { taskListId: other });
    expect(await seen(ada)).toEqual([at(admin, 'Administrator')]);
    expect(await seen(ben)).toBe(undefined);
    expect(await attend(ben, id)).toMatchObject({ type: 'invalidArguments' });
  });

  test('an administrator in the name of an agent sees who is there, and nobody is told that the agent is', async () => {
    await givePassword(host, 'admin');
    const browser = new BrowserClient(host);
    await browser.logIn('admin');
    expect((await browser.post('/auth/act-as', { userId: ben.principalId, password: PASSWORD })).statusCode).toBe(204);
    await attend(ada, id, { activity: 'answering' });
    const methodCalls = [['Ticket/attend', { accountId: 'g1', client: 'two', id, activity: 'answering' }, '0']];
    const using = ['urn:ietf:params:jmap:core', 'urn:groupware:support'];
    const enter = async () =>
      expect((await browser.post('/jmap/api', { using, methodCalls })).json()).toMatchObject({
        methodResponses: [['Ticket/attend', { id }, '0']],
      });
    expect(await heard(ada, enter)).toEqual([]);
    expect(await seen(ada)).toEqual([]);
    expect(await seen(ben)).toEqual([at(ada, 'Ada', 'answering')]);
  });

  test('what makes no sense is refused by name, and so is a flood', async () => {
    const refused: [Json, RegExp][] = [
      [{ client: '' }, /client/],
      [{ client: 'x'.repeat(41) }, /client/],
      [{ client: 7 }, /client/],
      [{ activity: 'sleeping' }, /activity/],
      [{ id: 12 }, /id/],
      [{ until: '2030-01-01T00:00:00Z' }, /until/],
    ];
    for (const [given, why] of refused) {
      expect(await attend(ada, id, given)).toMatchObject({
        type: 'invalidArguments',
        description: expect.stringMatching(why) as string,
      });
    }
    for (let window = 0; window < 20; window++) await attend(ada, id, { client: String(window) });
    expect(await attend(ada, id, { client: 'one too many' })).toEqual({
      type: 'rateLimit',
      description: 'There are too many windows with a ticket open',
    });
    expect(await attend(ada, id, { client: '0' })).toMatchObject({ id });
    clock.advance(60);
    const call: [string, Json] = ['Ticket/attend', { client: 'one', id }];
    for (let calls = 0; calls < 240; calls += 30) await ben.request(...Array.from({ length: 30 }, () => call));
    expect(await attend(ben, id)).toEqual({ type: 'rateLimit', description: 'Too many calls within a minute' });
    // Others go on, and so does everybody after a while.
    expect(await attend(rita, id)).toMatchObject({ id });
    clock.advance(60);
    expect(await attend(ben, id)).toMatchObject({ id });
  });

  test('it goes with the ticket and with the person', async () => {
    const gone = await host.person('gone', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${gone.principalId}`]: rights(10) });
    await attend(ada, id);
    await attend(gone, id);
    expect(await seen(ada)).toEqual([at(gone, 'Gone')]);
    await admin.refused('User', { destroy: gone.principalId });
    expect(await seen(ada)).toEqual([]);
    await admin.refused('Task', { destroy: id });
    clock.advance(20);
    await host.get(Presences).sweep();
    expect(await host.database.manager.count(Presence)).toBe(0);
  });

  if (database.name === 'mariadb') {
    test('two who are on two nodes see each other, and either node ends what is over', async () => {
      const program = await RunningHost.start({ configuration: host.configuration, log: new QuietLog(), clock });
      try {
        await program.host.get(Presences).sweep();
        await attend(ada, id, { activity: 'answering' });
        const { database: there } = program.host;
        const task = Number(id);
        const attendance = { client: 'there', taskId: task, activity: 'noting', isShown: true } as const;
        const enter = () =>
          there.transaction(() => program.host.get(Presences).attend(Number(ben.principalId), attendance));
        expect(await heard(ada, enter)).toEqual([id]);
        expect(await seen(ada)).toEqual([at(ben, 'Ben', 'noting')]);
        clock.advance(15);
        await program.host.get(Presences).sweep();
        expect(await host.database.manager.count(Presence)).toBe(0);
      } finally {
        await program.stop();
      }
    });
  }
});
