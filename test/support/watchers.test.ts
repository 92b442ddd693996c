import { Contributions } from '../../core/module/contributions';
import { NotificationMailJob } from '../../core/notifications/mail/notification-mail.job';
import { Notification, NotificationChoice } from '../../core/notifications/notification.entity';
import { Postman } from '../../core/ports/postman';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { OutboxMessage } from '../../modules/mail/api';
import { DueJob } from '../../modules/support/news/due.job';
import { rights } from '../access/rules';
import { LetterBox, type Received } from '../people/letter-box';
import { mailIn } from './incoming';

// Who watches a ticket, and what people are told of it: in the bell and by mail.

type Json = Record<string, unknown>;

const HOUR = 3600;

describe.each(testDatabases())('watchers and what they are told on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let box: LetterBox;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let rita: Client;
  let stella: Client;
  let carl: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock, configuration: { publicUrl: 'https://desk.example.org' } });
    box = await LetterBox.at(host);
    admin = await host.admin();
    const agent = (name: string) => host.person(name, { permissions: ['support:use'] });
    [ada, ben, rita, stella] = [await agent('ada'), await agent('ben'), await agent('rita'), await agent('stella')];
    carl = await host.person('carl', { isInternal: false, permissions: ['help:use'] });
    const levels: [Client, number][] = [
      [ada, 40],
      [ben, 40],
      [rita, 10],
      [carl, 5],
    ];
    const shareWith = Object.fromEntries(levels.map(([{ principalId }, level]) => [principalId, rights(level)]));
    list = (await admin.create('TaskList', { name: 'Desk', role: 'support', shareWith })).id;
  });
  afterEach(async () => {
    for (const who of [admin, ada, ben, rita, stella, carl]) {
      await choose(who, {});
      for (const id of await who.query('Notification')) await who.refused('Notification', { destroy: id });
    }
    for (const id of await admin.query('Task')) await admin.refused('Task', { destroy: id });
    clock.advance(HOUR);
    await mails();
  });
  afterAll(async () => {
    await box.close();
    await host.drop();
  });

  const ticket = async (given: Json = {}, who = ada): Promise<string> =>
    (await who.create('Task', { taskListId: list, title: 'Printer on fire', ...given })).id;
  const say = async (who: Client, entityId: string, text: string, given: Json = {}): Promise<string> =>
    (await who.create('Comment', { entityType: 'Task', entityId, text, isPrivate: false, ...given })).id;
  const watch = (who: Client, id: string, ...people: Client[]): Promise<void> =>
    who.update('Task', id, { watchers: among(...people) });
  const among = (...people: Client[]): Json => Object.fromEntries(people.map(({ principalId }) => [principalId, true]));
  const watchersOf = async (who: Client, id: string): Promise<unknown> =>
    (await who.get<{ watchers: unknown }>('Task', [id], ['watchers'])).list[0]?.watchers;
  const told = async (who: Client): Promise<Json[]> => {
    const ids = await who.query('Notification', { inBell: true }, [{ property: 'createdAt' }]);
    return ids.length === 0 ? [] : (await who.get('Notification', ids)).list;
  };
  const texts = async (who: Client): Promise<unknown[]> => (await told(who)).map(({ text }) => text);
  const choose = (who: Client, notifications: Json): Promise<void> =>
    who.update('Profile', 'singleton', { notifications });
  const ALL = { bell: true, mail: true, browser: true };
  const MAIL = { bell: false, mail: true, browser: false };
  /** What leaves after so many seconds. */
  const mails = async (seconds = 60): Promise<Received[]> => {
    clock.advance(seconds);
    await host.get(NotificationMailJob).run(new AbortController().signal);
    return box.open();
  };
  const notificationsIn = async (seconds?: number): Promise<Received[]> =>
    (await mails(seconds)).filter(({ text }) => text.includes('My account'));

  test('who reads a ticket watches it, adds colleagues and removes them; a customer is shown nothing of it', async () => {
    const id = await ticket({ customerId: carl.principalId });
    expect(await watchersOf(ada, id)).toEqual({});
    const { modifiedAt } = (await ada.get('Task', [id])).list[0]!;
    const { state } = await carl.get('Task', [id]);
    clock.advance(5);
    await watch(rita, id, rita, ben);
    expect(await watchersOf(ada, id)).toEqual(among(ben, rita));
    // Each as a part of its own: nobody undoes what somebody else does at the same time.
    await ada.update('Task', id, { [`watchers/${ada.principalId}`]: true, [`watchers/${ben.principalId}`]: null });
    expect(await watchersOf(ben, id)).toEqual(among(ada, rita));
    // It is the agents' business, and does not even show by its date.
    expect((await ada.get('Task', [id])).list[0]).toMatchObject({ modifiedAt });
    expect(await watchersOf(carl, id)).toBeNull();
    expect((await carl.get('Task', [id])).state).toBe(state);
    expect(await ben.query('Task', { isWatched: true })).toEqual([]);
    expect(await rita.query('Task', { isWatched: true })).toEqual([id]);
    expect(await rita.query('Task', { isWatched: false })).toEqual([]);
  });

  test('nobody watches who may not read it, and nobody sets it who may not', async () => {
    const id = await ticket({ customerId: carl.principalId });
    const refusal = (who: Client, watchers: unknown) => who.refused('Task', { update: { [id]: { watchers } } });
    const named = { type: 'invalidProperties', properties: ['watchers'] };
    expect(await refusal(ada, among(stella))).toMatchObject({
      ...named,
      description: expect.stringContaining('watchers name Stella, who may not read this') as string,
    });
    for (const watchers of [
      among(carl),
      { 999999: true },
      { x: true },
      'ada',
      [ben.principalId],
      { [ben.principalId]: false },
    ])
      expect(await refusal(ada, watchers)).toMatchObject(named);
    expect(await refusal(carl, {})).toMatchObject({ type: 'invalidProperties' });
    expect(await refusal(stella, among(stella))).toMatchObject({ type: 'notFound' });
    expect(await refusal(rita, among(rita))).toBeNull();
    // Who only reads changes nothing else along with it.
    const more = { update: { [id]: { watchers: {}, title: 'Mine' } } };
    expect(await rita.refused('Task', more)).toMatchObject({ type: 'forbidden' });
    const byCustomer = { create: { taskListId: list, title: 'Help', watchers: among(carl) } };
    expect(await carl.refused('Task', byCustomer)).toMatchObject(named);
    expect(await watchersOf(ada, await ticket({ watchers: among(ben) }))).toEqual(among(ben));
    const plain = (await admin.create('TaskList', { name: 'Chores', role: 'list' })).id;
    const chore = { taskListId: plain, title: 'Sweep', watchers: among(admin) };
    expect(await admin.refused('Task', { create: chore })).toMatchObject(named);
  });

  test('of an answer, a note and an assignment each is told who has to do with it, once', async () => {
    const id = await ticket({ customerId: carl.principalId, responsibleId: ben.principalId });
    expect(await texts(ben)).toEqual(['Ada assigned a ticket to you']);
    await watch(ada, id, ada, rita);
    await say(carl, id, 'It burns');
    clock.advance(1);
    const note = await say(rita, id, 'Not my printer', { isPrivate: true, mentions: [ada.principalId] });
    expect(await texts(ben)).toEqual(['Ada assigned a ticket to you', 'Carl answered', 'Rita wrote on a ticket']);
    expect(await told(rita)).toMatchObject([{ text: 'Carl answered', place: { type: 'Task', id } }]);
    expect(await told(ada)).toMatchObject([
      { text: 'Carl answered' },
      { text: 'Rita mentioned you', kind: 'comments.mention', entityId: note },
    ]);
    for (const who of [admin, stella, carl]) expect(await told(who)).toEqual([]);
    await ada.update('Task', id, { responsibleId: ada.principalId });
    expect(await told(ada)).toHaveLength(2);
  });

  test('whoever files a ticket says what it is about, and nobody hears that twice', async () => {
    await choose(ben, { 'support.newTicket': ALL });
    await choose(stella, { 'support.newTicket': ALL });
    await choose(ada, { 'support.newTicket': ALL });
    const id = await ticket({}, carl);
    await watch(ada, id, ben, rita);
    await say(carl, id, 'It burns');
    expect(await told(ben)).toMatchObject([{ text: 'Carl opened a ticket', place: { id } }]);
    expect(await texts(ada)).toEqual(['Carl opened a ticket']);
    // Stella has nothing to do with this ticket type, and Rita did not ask for it.
    for (const who of [stella, rita]) expect(await told(who)).toEqual([]);
    await ben.update('TaskList', list, { isSubscribed: false });
    await ticket({}, carl);
    expect(await told(ben)).toHaveLength(1);
    await ben.update('TaskList', list, { isSubscribed: true });
  });

  test('what is said in a merged ticket is told to those of the ticket that it is a part of, too', async () => {
    const [id, whole] = [await ticket({ customerId: carl.principalId }), await ticket()];
    await watch(ada, whole, ben);
    await ada.update('Task', id, { mergedIntoId: whole });
    await say(rita, id, 'The same fire', { isPrivate: true });
    expect(await texts(ben)).toEqual(['Rita wrote on a ticket']);
  });

  test('who may not read it any more is told nothing; what was told says no more where it was', async () => {
    const id = await ticket({ customerId: carl.principalId });
    await watch(ada, id, ben);
    await choose(ben, { 'support.customerAnswered': ALL, 'support.assigned': ALL });
    await ada.update('Task', id, { responsibleId: ben.principalId });
    const share = (level: number) =>
      admin.update('TaskList', list, { [`shareWith/${ben.principalId}`]: rights(level) });
    await share(0);
    await say(carl, id, 'Is anybody there?');
    expect(await told(ben)).toMatchObject([{ text: 'Ada assigned a ticket to you', place: null }]);
    expect(await notificationsIn()).toEqual([]);
    // As a customer of the list one is no colleague.
    await share(5);
    await ada.update('Task', id, { cc: ['ben@example.org'] });
    await say(carl, id, 'Hello?');
    expect(await told(ben)).toHaveLength(1);
    expect(await notificationsIn()).toEqual([]);
    expect(await watchersOf(ada, id)).toEqual(among(ben));
    await share(40);
    await say(carl, id, 'Hello!');
    expect(await texts(ben)).toEqual(['Ada assigned a ticket to you', 'Carl answered']);
  });

  test('the mail says what happened and what was said, is sealed, marked as written by a program, and only one of many', async () => {
    const id = await ticket({ customerId: carl.principalId });
    await choose(ben, { 'support.customerAnswered': MAIL, 'support.colleagueWrote': MAIL });
    await watch(ada, id, ben);
    await say(carl, id, 'It burns <b>');
    await say(rita, id, 'Let it burn', { isPrivate: true });
    expect(await told(ben)).toEqual([]);
    expect(await notificationsIn(30)).toEqual([]);
    const [mail, ...more] = await notificationsIn(30);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: 'ben@example.org', returnPath: '', subject: '2 notifications: Printer on fire' });
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    for (const part of ['Carl answered', '> It burns <b>', 'Rita wrote on a ticket', '> Let it burn'])
      expect(mail!.text).toContain(part);
    expect(mail!.text).toContain(`https://desk.example.org/#support/${id}`);
    expect(mail!.html).toContain('It burns &lt;b&gt;');
    const outbox = (await admin.get<Json>('OutboxMessage', null)).list.filter(
      ({ subject }) => subject === mail!.subject,
    );
    expect(outbox).toHaveLength(1);
    expect(JSON.stringify(outbox)).not.toContain('Let it burn');
    // The next one waits until ten minutes have gone by; then all of it comes at once.
    await say(carl, id, 'Still');
    expect(await notificationsIn(120)).toEqual([]);
    await say(carl, id, 'And now it is out');
    expect(await notificationsIn(120)).toEqual([]);
    const later = await notificationsIn(600);
    expect(later).toHaveLength(1);
    expect(later[0]!.text).toMatch(/> Still[^]*> And now it is out/);
    expect(later[0]!.text).not.toContain('burns');
    expect(await notificationsIn(2000)).toEqual([]);
  });

  test('of many tickets that are assigned at once one mail tells; who does not get them after all hears nothing', async () => {
    await choose(ben, { 'support.assigned': ALL });
    const ids = await Promise.all(Array.from({ length: 30 }, (_, n) => ticket({ title: `Printer ${String(n)}` })));
    const assign = (responsibleId: string | null) =>
      ada.call('Task/set', { update: Object.fromEntries(ids.map((id) => [id, { responsibleId }])) });
    await assign(ben.principalId);
    expect(await told(ben)).toHaveLength(30);
    // Taken back, before anything has left.
    await assign(null);
    expect(await told(ben)).toEqual([]);
    expect(await notificationsIn()).toEqual([]);
    await assign(ben.principalId);
    const [mail, ...others] = await notificationsIn();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'ben@example.org', subject: '30 notifications' });
    expect(mail!.text).toMatch(/Ada assigned a ticket to you: Printer \d/);
    expect(mail!.text).toContain('… and 10 more.');
    expect(mail!.text).toMatch(/https:\/\/desk\.example\.org\/#support$/m);
    // What was mailed stays told: it is no news that it was.
    await assign(null);
    expect(await told(ben)).toHaveLength(30);
    expect(await notificationsIn()).toEqual([]);
  });

  test('a change that tells the progress has it, whoever becomes responsible', async () => {
    const id = await ticket({ progress: 'in-process' });
    await ada.update('Task', id, { responsibleId: ben.principalId, progress: 'in-process' });
    expect((await ada.get('Task', [id], ['progress'])).list).toEqual([{ id, progress: 'in-process' }]);
    await ada.update('Task', id, { responsibleId: rita.principalId });
    expect((await ada.get('Task', [id], ['progress'])).list).toEqual([{ id, progress: 'needs-action' }]);
  });

  test('the mail about a plain task leads to the panel that shows those', async () => {
    const shareWith = { [ben.principalId]: rights(10) };
    const taskListId = (await ada.create('TaskList', { name: 'Plain', role: 'list', shareWith })).id;
    const id = await ticket({ taskListId, title: 'Sweep the yard' });
    await say(ada, id, 'Will you?', { mentions: [ben.principalId] });
    const [mail] = await notificationsIn();
    expect(mail!.text).toContain(`https://desk.example.org/#tasks/${id}`);
  });

  test('what was read or removed before is not mailed; what may not be read any more is not either', async () => {
    const id = await ticket();
    const note = (mentioned: Client) =>
      say(ada, id, 'A secret', { isPrivate: true, mentions: [mentioned.principalId] });
    await note(ben);
    const [first] = await told(ben);
    await ben.update('Notification', String(first!['id']), { isRead: true });
    expect(await notificationsIn()).toEqual([]);
    await note(ben);
    await ben.refused('Notification', { destroy: String((await told(ben))[1]!['id']) });
    expect(await notificationsIn()).toEqual([]);
    await note(rita);
    const share = (level: number) =>
      admin.update('TaskList', list, { [`shareWith/${rita.principalId}`]: rights(level) });
    await share(5);
    await ada.update('Task', id, { customerId: rita.principalId });
    expect(await notificationsIn()).toEqual([]);
    await share(10);
    expect(await notificationsIn(HOUR)).toEqual([]);
    await note(rita);
    expect(await notificationsIn()).toMatchObject([
      { to: 'rita@example.org', subject: 'Ada mentioned you: Printer on fire' },
    ]);
  });

  test('a customer who is mentioned is told in the bell, and gets no mail of it besides the answer', async () => {
    const id = await ticket({ customerId: carl.principalId });
    await say(ada, id, 'Dear Carl', { mentions: [carl.principalId] });
    expect(await texts(carl)).toEqual(['Ada mentioned you']);
    expect(await notificationsIn()).toEqual([]);
  });

  test('nothing goes to a mailbox of our own, which all agents read', async () => {
    const [account] = (await admin.get<{ id: string; address: string }>('MailAccount', null)).list;
    const loop = await host.person('loop', { email: account!.address, permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${loop.principalId}`]: rights(40) });
    await ticket({ responsibleId: loop.principalId });
    expect(await texts(loop)).toEqual(['Ada assigned a ticket to you']);
    expect(await notificationsIn()).toEqual([]);
  });

  test('each person chooses by which ways, and managers what is mailed at all', async () => {
    const profile = async (who: Client) =>
      (await who.get<{ notifications: Record<string, unknown> }>('Profile', ['singleton'])).list[0]!.notifications;
    const describe = async (who: Client): Promise<Json[]> =>
      (await who.call('Notification/describe'))['list'] as Json[];
    expect(await profile(ben)).toMatchObject({
      'comments.mention': { bell: true, mail: true, browser: false },
      'support.assigned': { bell: true, mail: true, browser: false },
      'support.customerAnswered': { bell: true, mail: false, browser: false },
      'support.newTicket': { bell: false, mail: false, browser: false },
    });
    expect(Object.keys(await profile(carl))).toEqual(['comments.mention']);
    expect((await describe(carl)).map(({ id }) => id)).toEqual(['comments.mention']);
    await ben.update('Profile', 'singleton', { 'notifications/support.assigned/bell': false });
    expect((await profile(ben))['support.assigned']).toEqual({ bell: false, mail: true, browser: false });
    await ticket({ responsibleId: ben.principalId });
    expect(await told(ben)).toEqual([]);
    expect(await notificationsIn()).toMatchObject([{ subject: 'Ada assigned a ticket to you: Printer on fire' }]);

    expect(await describe(ben)).toContainEqual(expect.objectContaining({ id: 'support.assigned', isMailed: true }));
    await admin.update('SupportSettings', 'singleton', { mailsAssigned: false });
    expect(await describe(ben)).toContainEqual(expect.objectContaining({ id: 'support.assigned', isMailed: false }));
    await ticket({ responsibleId: ben.principalId });
    expect(await ben.query('Notification')).toHaveLength(1);
    expect(await notificationsIn()).toEqual([]);
    await admin.update('SupportSettings', 'singleton', { mailsAssigned: true });

    for (const wrong of [
      { 'support.nothing': ALL },
      { 'support.assigned': { bell: 1 } },
      [],
      'all',
      { 'support.assigned': null },
    ])
      expect(await ben.refused('Profile', { update: { singleton: { notifications: wrong } } })).toMatchObject({
        properties: ['notifications'],
      });
    await ben.update('Profile', 'singleton', { notifications: null });
    expect((await profile(ben))['support.assigned']).toEqual({ bell: true, mail: true, browser: false });
  });

  test('mail is written in the language of who gets it', async () => {
    await ben.update('Profile', 'singleton', { locale: 'nl' });
    await ticket({ title: 'Brand', responsibleId: ben.principalId });
    const [dutch] = await mails();
    expect(dutch).toMatchObject({ subject: 'Ada heeft u een ticket toegewezen: Brand' });
    await ben.update('Profile', 'singleton', { locale: 'en' });
  });

  test('who is responsible for a ticket is told once that it is due, and again when that changes', async () => {
    const due = (hours: number): string => new Date(clock.now().getTime() + hours * HOUR * 1000).toISOString();
    const run = () => host.get(DueJob).run(new AbortController().signal);
    const id = await ticket({ responsibleId: ben.principalId, due: due(30) });
    await ticket({ due: due(-1) });
    await ticket({ responsibleId: ben.principalId, due: due(-1), progress: 'completed' });
    await run();
    expect((await told(ben)).filter(({ kind }) => kind === 'support.due')).toEqual([]);
    clock.advance(7 * HOUR);
    await run();
    await run();
    const dues = async (who: Client) => (await told(who)).filter(({ kind }) => kind === 'support.due');
    expect(await dues(ben)).toMatchObject([{ text: 'A ticket of yours is due', byId: null, place: { id } }]);
    await ada.update('Task', id, { due: due(20) });
    await run();
    expect(await dues(ben)).toHaveLength(2);
    await ben.update('Task', id, { responsibleId: rita.principalId });
    await run();
    expect([await dues(ben), await dues(rita)].map(({ length }) => length)).toEqual([2, 1]);
  });

  test('who is deleted watches nothing any more', async () => {
    const gone = await host.person('gone', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${gone.principalId}`]: rights(40) });
    const id = await ticket({ watchers: among(gone) });
    const belongings = (await admin.get<Json>('User', [gone.principalId])).list[0]!['belongings'];
    expect(belongings).toContainEqual({ title: 'Tickets they watch', count: 1 });
    expect(await admin.refused('User', { destroy: gone.principalId })).toBeNull();
    expect(await watchersOf(ada, id)).toEqual({});
  });
});

describe.each(testDatabases())('answers to mails of the program itself on $name', (database) => {
  test('open no ticket, so that no two programs talk to each other', async () => {
    const host = await TestHost.start(database, { running: true });
    try {
      const admin = await host.admin();
      await host.database.transaction(() =>
        host
          .get(Contributions)
          .all(Postman)[0]!
          .send({
            to: { name: 'Ada', address: 'ada@example.org' },
            subject: 'Carl answered: Printer on fire',
            text: 'Carl answered',
            html: '<p>Carl answered',
            secretUntil: new Date(Date.now() + HOUR * 1000),
          }),
      );
      const { messageId } = await host.database.manager.findOneByOrFail(OutboxMessage, { kind: 'system' });
      await mailIn(host, admin, 'Re: Carl answered: Printer on fire', `<${messageId}>`);
      const entry = await eventually('the mail', async () => {
        const { list } = await admin.get<Json>('LedgerEntry', await admin.query('LedgerEntry'));
        return list.find(({ outcome }) => outcome !== 'pending' && outcome !== null);
      });
      expect(entry).toMatchObject({
        outcome: 'ignored',
        reason: expect.stringContaining('nobody reads answers') as string,
      });
      expect(await admin.query('Task')).toEqual([]);
    } finally {
      await host.drop();
    }
  });
});

describe.each(testDatabases())('what Support told on $name', (database) => {
  test('goes with the module when that is deleted, and so does what people had chosen', async () => {
    const host = await TestHost.start(database);
    try {
      const admin = await host.admin();
      const ada = await host.person('ada', { permissions: ['support:use'] });
      const [list = ''] = await admin.query('TaskList');
      await admin.update('TaskList', list, { [`shareWith/${ada.principalId}`]: rights(40) });
      await admin.create('Task', { taskListId: list, title: 'Printer', responsibleId: ada.principalId });
      await ada.update('Profile', 'singleton', { 'notifications/support.assigned/bell': false });
      const kept = () => {
        const { manager } = host.database;
        return Promise.all([manager.countBy(Notification, {}), manager.countBy(NotificationChoice, {})]);
      };
      expect(await kept()).toEqual([1, 1]);
      for (const name of ['help', 'support']) {
        // Capabilities come and go with the modules, and so do clients that name them.
        const now = await host.admin();
        const { list: modules } = await now.get<{ id: string; name: string }>('Module', null);
        const { id } = modules.find((module) => module.name === name)!;
        expect(await now.call('Module/disable', { id })).not.toHaveProperty('type');
        const after = await host.admin();
        expect(await after.call('Module/delete', { id, name })).not.toHaveProperty('type');
      }
      expect(await kept()).toEqual([0, 0]);
    } finally {
      await host.drop();
    }
  });
});
