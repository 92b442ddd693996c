import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { ExpiryJob } from '../../modules/support/expiry/expiry.job';
import { Expiry } from '../../modules/support/expiry/expiry.service';
import { rights } from '../access/rules';

// Tickets whose customers do not answer any more are closed, through the door.

type Json = Record<string, unknown>;

interface Ticket {
  readonly id: string;
  readonly progress: string;
  readonly percentComplete: number;
  readonly responsibleId: string | null;
  readonly lastCommentBy: string | null;
  readonly hasPrivateNote: boolean;
}
interface Entry {
  readonly text: string;
  readonly isPrivate: boolean;
  readonly authorId: string | null;
  readonly authorRole: string;
  readonly delivery: { readonly recipients: readonly string[] } | null;
}

const DAY = 24 * 3600;

describe.each(testDatabases())('tickets without an answer on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let customer: Client;
  let list: string;
  let other: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    manager = await host.person('mia', { permissions: ['support:use', 'support:manage'] });
    agent = await host.person('bram', { permissions: ['support:use'] });
    customer = await host.person('carla', { isInternal: false });
    const share = (...colleagues: readonly Client[]): Json => ({
      [customer.principalId]: rights(5),
      ...Object.fromEntries(colleagues.map(({ principalId }) => [principalId, rights(40)])),
    });
    list = (await admin.create('TaskList', { name: 'Desk', role: 'support', shareWith: share(agent, manager) })).id;
    other = (await admin.create('TaskList', { name: 'Cellar', role: 'support', shareWith: share(agent) })).id;
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const id of await admin.query('Task')) await admin.refused('Task', { destroy: id });
    await settings({ expiryDays: 0, expiryExcludedTaskListIds: [], expiryExcludedCategoryIds: [] });
  });
  afterAll(async () => {
    await host.drop();
  });

  const settings = (values: Json): Promise<void> => manager.update('SupportSettings', 'singleton', values);
  const say = async (who: Client, id: string, text: string, isPrivate = false): Promise<void> => {
    await who.create('Comment', { entityType: 'Task', entityId: id, text, isPrivate });
  };
  /** Tickets of the customer that the agent has answered. */
  const answeredMany = async (count: number, title: string, taskListId: string): Promise<string[]> => {
    const keys = Array.from({ length: count }, (_, at) => `t${String(at)}`);
    const make = async (
      who: Client,
      type: string,
      one: (key: string) => Json,
    ): Promise<Record<string, { id: string }>> => {
      const create = Object.fromEntries(keys.map((key) => [key, one(key)]));
      return (await who.call(`${type}/set`, { create }))['created'] as Record<string, { id: string }>;
    };
    const made = await make(customer, 'Task', () => ({ title, taskListId }));
    const entry = (key: string): Json => ({ entityType: 'Task', entityId: made[key]!.id, isPrivate: false });
    await make(customer, 'Comment', (key) => ({ ...entry(key), text: 'It burns' }));
    await make(agent, 'Comment', (key) => ({ ...entry(key), text: 'Did you try water?' }));
    return keys.map((key) => made[key]!.id);
  };
  const answered = async (title = 'Printer', taskListId = list): Promise<string> =>
    (await answeredMany(1, title, taskListId))[0]!;
  const run = (): Promise<void> => host.get(ExpiryJob).run(new AbortController().signal);
  const of = async (id: string, client = agent): Promise<Ticket> => (await client.get<Ticket>('Task', [id])).list[0]!;
  const thread = async (id: string, client = agent): Promise<Entry[]> => {
    const ids = await client.query('Comment', { entityType: 'Task', entityId: id }, [{ property: 'id' }]);
    return (await client.get<Entry>('Comment', ids)).list;
  };
  const closings = async (id: string): Promise<Entry[]> =>
    (await thread(id)).filter(({ authorRole }) => authorRole === 'system');
  const preview = async (args: Json = {}, who = manager): Promise<Json> => who.call('TicketExpiry/preview', args);

  test('one that is part of another is left to that one', async () => {
    const [id, whole] = [await answered(), await answered()];
    await agent.update('Task', id, { mergedIntoId: whole });
    await settings({ expiryDays: 1, expiryMessage: 'comment' });
    clock.advance(2 * DAY);
    expect(await preview()).toMatchObject({ total: 1, list: [{ id: whole }] });
    await run();
    expect([(await of(id)).progress, (await of(whole)).progress]).toEqual(['in-process', 'completed']);
    expect(await closings(id)).toEqual([]);
  });

  test('one is closed with a comment that is mailed as an answer is; once, and nobody becomes responsible', async () => {
    const id = await answered();
    await agent.update('Task', id, { cc: ['boss@example.com'], responsibleId: null, progress: 'in-process' });
    const before = await of(id);
    await settings({ expiryDays: 14, expiryMessage: 'comment', expiryText: 'Silent for {x} days, {x}!' });
    clock.advance(14 * DAY);
    await run();
    expect(await of(id)).toEqual(before);
    clock.advance(1);
    await run();
    const after = await of(id);
    expect(after).toMatchObject({ progress: 'completed', percentComplete: 100, lastCommentBy: 'agent' });
    expect(after.responsibleId).toBeNull();
    clock.advance(30 * DAY);
    await run();
    const entries = await closings(id);
    expect(entries).toEqual([
      expect.objectContaining({ text: 'Silent for 14 days, 14!', isPrivate: false, authorId: null }),
    ]);
    expect(entries[0]!.delivery!.recipients).toEqual(['carla@example.org', 'boss@example.com']);
    expect((await thread(id, customer)).map(({ text }) => text)).toContain('Silent for 14 days, 14!');
    const [mail = ''] = await admin.query('OutboxMessage', null, [{ property: 'id', isAscending: false }]);
    const { list: mails } = await admin.get<Json>('OutboxMessage', [mail]);
    expect(mails[0]).toMatchObject({ sender: 'Desk <support@localhost>' });
  });

  test('the customer’s answer opens it again, and it counts anew from the next answer', async () => {
    const id = await answered();
    await settings({ expiryDays: 3, expiryMessage: 'comment' });
    clock.advance(4 * DAY);
    await run();
    expect(await of(id)).toMatchObject({ progress: 'completed' });
    await say(customer, id, 'Still here');
    expect(await of(id)).toMatchObject({ progress: 'needs-action' });
    clock.advance(4 * DAY);
    await run();
    expect(await of(id)).toMatchObject({ progress: 'needs-action' });
    await say(agent, id, 'And now?');
    clock.advance(2 * DAY);
    await run();
    expect(await of(id)).toMatchObject({ progress: 'in-process' });
    clock.advance(2 * DAY);
    await run();
    expect(await of(id)).toMatchObject({ progress: 'completed' });
    expect(await closings(id)).toHaveLength(2);
  });

  test('a private note is for agents alone and no mail leaves; nothing is nothing', async () => {
    const [noted, silent] = [await answered(), await answered('Phone', other)];
    const mails = await admin.query('OutboxMessage');
    await settings({ expiryDays: 1, expiryMessage: 'note', expiryText: 'Gone', expiryExcludedTaskListIds: [other] });
    clock.advance(2 * DAY);
    await run();
    await settings({ expiryMessage: 'nothing', expiryText: '', expiryExcludedTaskListIds: [] });
    await run();
    expect(
      [await of(noted), await of(silent)].map(({ progress, hasPrivateNote }) => [progress, hasPrivateNote]),
    ).toEqual([
      ['completed', true],
      ['completed', false],
    ]);
    expect(await closings(noted)).toEqual([expect.objectContaining({ text: 'Gone', isPrivate: true })]);
    expect(await thread(noted, customer)).toHaveLength(2);
    expect(await closings(silent)).toEqual([]);
    expect(await admin.query('OutboxMessage')).toEqual(mails);
  });

  test('others are left alone, each for its reason, and the preview says the same before', async () => {
    const [late, spared, sorted, asked] = [
      await answered(),
      await answered('x', other),
      await answered(),
      await answered(),
    ];
    const [waiting, plain] = [await answered(), await admin.create('TaskList', { name: 'Plain' })];
    const task = await admin.create('Task', { title: 'x', taskListId: plain.id, progress: 'in-process' });
    const category = await admin.create('TaskCategory', { name: 'Keep' });
    await agent.update('Task', sorted, { categories: [category.id] });
    await say(customer, asked, 'Well?');
    await agent.update('Task', asked, { progress: 'in-process' });
    await agent.update('Task', waiting, { progress: 'needs-action' });
    clock.advance(5 * DAY);
    const young = await answered();
    const excluded = { excludedTaskListIds: [other], excludedCategoryIds: [category.id] };
    const wanted = { days: 4, ...excluded };
    // Nothing is saved yet, and nothing is done.
    expect(await preview()).toMatchObject({ total: 0, list: [], others: 0 });
    await run();
    const told = await preview(wanted);
    expect(told).toMatchObject({
      position: 0,
      total: 1,
      list: [{ id: late, title: 'Printer', taskListId: list, days: 5 }],
      others: 0,
      spared: { excludedTaskList: 1, excludedCategory: 1, customerWroteLast: 1 },
    });
    await settings({
      ...{ expiryDays: 4, expiryMessage: 'comment', expiryText: 'x' },
      ...{ expiryExcludedTaskListIds: [other], expiryExcludedCategoryIds: [category.id] },
    });
    expect(await preview()).toEqual(told);
    await run();
    const states = await Promise.all(
      [late, spared, sorted, asked, waiting, young].map(async (id) => (await of(id)).progress),
    );
    expect(states).toEqual(['completed', ...Array<string>(3).fill('in-process'), 'needs-action', 'in-process']);
    expect(await of(task.id, admin)).toMatchObject({ progress: 'in-process' });
    expect(await preview()).toMatchObject({ total: 0, spared: { excludedTaskList: 1 } });
    expect(await preview({ days: 0 })).toMatchObject({
      total: 0,
      spared: { excludedTaskList: 0, customerWroteLast: 0 },
    });
  });

  test('the preview comes in pages, for managers alone, and shows only tickets that they may read', async () => {
    const ids: string[] = [];
    for (const title of ['one', 'two', 'three']) {
      ids.push(await answered(title));
      clock.advance(DAY);
    }
    const hidden = await answered('Secret of the cellar', other);
    clock.advance(9 * DAY);
    const page = async (position: number, limit: number): Promise<Json> => preview({ days: 7, position, limit });
    expect(await page(0, 2)).toMatchObject({
      total: 3,
      others: 1,
      list: [
        { id: ids[0], days: 12 },
        { id: ids[1], days: 11 },
      ],
    });
    expect(await page(2, 2)).toMatchObject({ total: 3, others: 1, list: [{ id: ids[2], title: 'three' }] });
    expect(JSON.stringify(await page(0, 50))).not.toContain('cellar');
    expect(await preview({ days: 7, limit: 50 }, admin)).toMatchObject({
      total: 4,
      others: 0,
      list: { 3: { id: hidden } },
    });
    // What one does not see excludes nothing, whether it is there or not.
    const ruler = await host.person('rut', { permissions: ['support:manage'] });
    const { id: secret } = await admin.create('TaskList', { name: 'Plans' });
    const unknown = await preview({ days: 7, excludedTaskListIds: ['999999', 'x'] }, ruler);
    expect(unknown).toMatchObject({ total: 0, list: [], others: 4 });
    expect(await preview({ days: 7, excludedTaskListIds: [secret] }, ruler)).toEqual(unknown);
    for (const person of [agent, customer])
      expect(await preview({ days: 7 }, person)).toMatchObject({ type: 'forbidden' });
    for (const wrong of [{ days: -1 }, { days: 1.5 }, { position: -1 }, { excludedTaskListIds: 'x' }, { more: 1 }])
      expect(await preview(wrong)).toMatchObject({ type: 'invalidArguments' });
  });

  test('killed in the middle of a batch, nothing of it is done; the next run does all of it, once', async () => {
    const ids = [await answered(), await answered(), await answered()];
    await settings({ expiryDays: 1, expiryMessage: 'comment', expiryText: 'Gone' });
    clock.advance(2 * DAY);
    const mails = await admin.query('OutboxMessage');
    const records = host.get(Records);
    const update = records.update.bind(records);
    jest.spyOn(records, 'update').mockImplementation(async (type, id, values) => {
      if (id === Number(ids[1]) && values['progress'] === 'completed') throw new Error('The power is gone');
      return update(type, id, values);
    });
    await expect(run()).rejects.toThrow('The power is gone');
    expect(await Promise.all(ids.map(async (id) => (await closings(id)).length))).toEqual([0, 0, 0]);
    expect(await admin.query('OutboxMessage')).toEqual(mails);
    jest.restoreAllMocks();
    await Promise.all([run(), run()]);
    await run();
    expect(await Promise.all(ids.map(async (id) => [(await of(id)).progress, (await closings(id)).length]))).toEqual(
      ids.map(() => ['completed', 1]),
    );
    expect(await admin.query('OutboxMessage')).toHaveLength(mails.length + 3);
  });

  test('one batch after the other; who answers in between keeps the ticket open, and a stop is heeded', async () => {
    const count = 52;
    await answeredMany(count, 'Many', list);
    await settings({ expiryDays: 1, expiryMessage: 'nothing' });
    clock.advance(2 * DAY);
    const open = (): Promise<string[]> =>
      admin.query('Task', { role: 'support', progress: ['in-process'] }, [{ property: 'id', isAscending: true }]);
    await host.get(ExpiryJob).run(AbortSignal.abort());
    expect(await open()).toHaveLength(count);
    const last = await host.database.transaction(() => host.get(Expiry).closeNext(0));
    const [next = '', final = ''] = await open();
    expect([Number(next) > last!, (await open()).length]).toEqual([true, 2]);
    await say(customer, next, 'Wait!');
    await run();
    expect([await of(next), await of(final)].map(({ progress }) => progress)).toEqual(['needs-action', 'completed']);
    // Who is closed is asked when nobody else can write any more.
    const answering = await answered();
    clock.advance(2 * DAY);
    const transaction = host.database.transaction.bind(host.database);
    const locked = jest.spyOn(host.database, 'transaction').mockImplementationOnce(async (work) => {
      await say(customer, answering, 'Wait!');
      return transaction(work);
    });
    await run();
    expect([locked.mock.calls.length > 0, (await of(answering)).progress]).toEqual([true, 'needs-action']);
    // Whoever comes first: the customer has the last word.
    const [one, two] = [await answered(), await answered()];
    clock.advance(2 * DAY);
    await Promise.all([say(customer, one, 'Wait!'), run(), say(customer, two, 'Wait!')]);
    expect([await of(one), await of(two)].map(({ progress }) => progress)).toEqual(['needs-action', 'needs-action']);
  });

  test('the settings name what there is, and a message has words', async () => {
    const read = async (): Promise<Json> => (await manager.get<Json>('SupportSettings', null)).list[0]!;
    const short = await admin.create('TaskList', { name: 'Short', role: 'support' });
    await settings({ expiryExcludedTaskListIds: [short.id, list] });
    const plain = await admin.create('TaskList', { name: 'Plain' });
    for (const id of ['999999', plain.id, 'x']) {
      const update = { singleton: { expiryExcludedTaskListIds: [list, id] } };
      expect(await manager.refused('SupportSettings', { update })).toMatchObject({
        type: 'invalidProperties',
        properties: ['expiryExcludedTaskListIds'],
        description: expect.stringContaining('must be a list of ids that exist'),
      });
    }
    expect(await read()).toMatchObject({ expiryExcludedTaskListIds: [short.id, list] });
    expect(await admin.refused('TaskList', { destroy: short.id })).toBeNull();
    expect(await read()).toMatchObject({ expiryExcludedTaskListIds: [list] });
    const update = { singleton: { expiryMessage: 'comment', expiryText: '  ' } };
    expect(await manager.refused('SupportSettings', { update })).toMatchObject({ properties: ['expiryText'] });
    await settings({ expiryText: null });
    expect((await read())['expiryText']).toContain('{x} days');
  });
});
