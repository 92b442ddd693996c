import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { ExpiryJob } from '../../modules/support/expiry/expiry.job';
import { LabelRemoval } from '../../modules/tasks/label-removal.job';
import { Statuses } from '../../modules/tasks/statuses.service';
import { rights } from '../access/rules';

// Named statuses of tickets, through the door. Who sees and changes which is compared in test/access.

type Json = Record<string, unknown>;

interface Ticket {
  readonly statusId: string | null;
  readonly progress: string;
  readonly percentComplete: number;
  readonly taskListId: string;
  readonly modifiedAt: string;
}

const DAY = 24 * 3600;

describe.each(testDatabases())('statuses on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let other: Client;
  let customer: Client;
  let list: string;
  let phones: string;
  const statuses = new Map<string, string>();
  const status = (name: string): string => statuses.get(name)!;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    manager = await host.person('mia', { permissions: ['support:use', 'support:manage'] });
    agent = await host.person('bram', { permissions: ['support:use'] });
    other = await host.person('zed', { permissions: ['support:use'] });
    customer = await host.person('carla', { isInternal: false });
    const agents = { [agent.principalId]: rights(40), [other.principalId]: rights(40) };
    const shareWith = { ...agents, [customer.principalId]: rights(5) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    phones = (await admin.create('TaskList', { name: 'Phones', role: 'support', shareWith })).id;
    for (const [name, taskListId, progress] of [
      ['Parked', list, 'needs-action'],
      ['Waiting for supplier', list, 'in-process'],
      ['Waiting for customer', list, 'in-process'],
      ['Solved by phone', list, 'completed'],
      ['Calling back', phones, 'in-process'],
    ] as const) {
      const given = { name, taskListId, progress, color: 'orange', sortOrder: statuses.size };
      statuses.set(name, (await manager.create('TaskStatus', given)).id);
    }
  });
  afterAll(async () => {
    await host.drop();
  });

  const ticket = async (more: Json = {}): Promise<string> =>
    (await agent.create('Task', { title: 'x', taskListId: list, customerId: customer.principalId, ...more })).id;
  const of = async (id: string, who = agent): Promise<Ticket> => (await who.get<Ticket>('Task', [id])).list[0]!;
  const state = async (id: string, who = agent): Promise<[string, string | null]> => {
    const { progress, statusId } = await of(id, who);
    return [progress, statusId];
  };
  const put = (id: string, patch: Json, who = agent): Promise<void> => who.update('Task', id, patch);
  const say = (who: Client, id: string, isPrivate = false): Promise<unknown> =>
    who.create('Comment', { entityType: 'Task', entityId: id, text: 'x', isPrivate });
  const refusal = (id: string, statusId: unknown): Promise<Json | null> =>
    agent.refused('Task', { update: { [id]: { statusId, title: 'Changed' } } });

  test('a status brings the progress that it stands for, to a new ticket and to an old one', async () => {
    const id = await ticket({ statusId: status('Waiting for supplier') });
    expect(await state(id)).toEqual(['in-process', status('Waiting for supplier')]);
    const answer = await agent.call('Task/set', {
      update: { [id]: { statusId: status('Solved by phone'), progress: 'cancelled' } },
    });
    // What was said beside it gives way, and the answer tells so.
    expect(answer['updated']).toEqual({ [id]: { progress: 'completed', percentComplete: 100 } });
    expect(await of(id)).toMatchObject({ progress: 'completed', percentComplete: 100 });
    await put(id, { statusId: status('Parked') });
    expect(await of(id)).toMatchObject({ progress: 'needs-action', percentComplete: 0 });
    // So it does of all that followed from what was said (RFC 8620 §5.3).
    const closed = await agent.call('Task/set', { update: { [id]: { progress: 'failed' } } });
    expect(closed['updated']).toEqual({ [id]: { statusId: null } });
    await put(id, { statusId: status('Solved by phone') });
    // Without it the progress stays.
    await put(id, { statusId: status('Waiting for customer') });
    await put(id, { statusId: null });
    expect(await state(id)).toEqual(['in-process', null]);
  });

  test('one of another list, an unknown one and what is no id are refused by name, and nothing is stored', async () => {
    const id = await ticket({ statusId: status('Parked') });
    const wrong: [unknown, RegExp][] = [
      [status('Calling back'), /"Calling back" of another list/],
      ['999999', /no such object/],
      ['Parked', /no such object/],
      [[status('Parked')], /no such object/],
    ];
    for (const [statusId, description] of wrong) {
      const error = { properties: ['statusId'], description: expect.stringMatching(description) as unknown };
      expect(await refusal(id, statusId)).toMatchObject(error);
      expect(await agent.refused('Task', { create: { title: 'x', taskListId: list, statusId } })).toMatchObject(error);
    }
    expect(await of(id)).toMatchObject({ statusId: status('Parked'), title: 'x' });
  });

  test('whatever sets another progress takes the status away; what sets the same leaves it', async () => {
    const supplier = status('Waiting for supplier');
    const id = await ticket({ statusId: supplier, responsibleId: agent.principalId });
    const again = () => put(id, { statusId: supplier });
    await again();
    // An answer of the responsible puts the ticket in process, where it is; a note does nothing.
    await say(agent, id);
    await say(other, id, true);
    await put(id, { progress: 'in-process', title: 'y', percentComplete: 50 });
    expect(await state(id)).toEqual(['in-process', supplier]);
    const ways: [string, () => Promise<unknown>, string][] = [
      ['the customer answers', () => say(customer, id), 'needs-action'],
      ['the customer closes', () => put(id, { progress: 'completed' }, customer), 'completed'],
      ['a new responsible', () => put(id, { responsibleId: other.principalId }), 'needs-action'],
      ['the API', () => put(id, { progress: 'failed' }), 'failed'],
      ['100 %', () => put(id, { percentComplete: 100 }), 'completed'],
      ['status and progress at once', () => put(id, { statusId: supplier, progress: 'cancelled' }), 'cancelled'],
    ];
    for (const [way, act, progress] of ways) {
      await again();
      await act();
      expect([way, ...(await state(id))]).toEqual([way, progress, null]);
    }
    await put(id, { statusId: status('Parked'), responsibleId: agent.principalId });
    expect(await state(id)).toEqual(['needs-action', status('Parked')]);
    await say(agent, id);
    expect(await state(id)).toEqual(['in-process', null]);
    // Who is made responsible of a ticket that is put into a status has it in that one.
    await put(id, { statusId: supplier, responsibleId: other.principalId });
    expect(await state(id)).toEqual(['in-process', supplier]);
  });

  test('a ticket whose customer does not answer is closed, and in no status any more', async () => {
    const id = await ticket({ responsibleId: agent.principalId });
    await say(customer, id);
    await say(agent, id);
    await put(id, { statusId: status('Waiting for customer') });
    await manager.update('SupportSettings', 'singleton', { expiryDays: 3 });
    clock.advance(4 * DAY);
    await host.get(ExpiryJob).run(new AbortController().signal);
    await manager.update('SupportSettings', 'singleton', { expiryDays: 0 });
    expect(await state(id)).toEqual(['completed', null]);
  });

  test('a ticket that moves to another list leaves its status behind, unless it is given one of that list', async () => {
    const id = await ticket({ statusId: status('Waiting for supplier') });
    await put(id, { taskListId: phones });
    expect(await of(id)).toMatchObject({ taskListId: phones, progress: 'in-process', statusId: null });
    await put(id, { taskListId: list, statusId: status('Solved by phone') });
    expect(await state(id)).toEqual(['completed', status('Solved by phone')]);
    const error = await agent.refused('Task', {
      update: { [id]: { taskListId: phones, statusId: status('Parked') } },
    });
    expect(error).toMatchObject({ properties: ['statusId'] });
    expect(await of(id)).toMatchObject({ taskListId: list, statusId: status('Solved by phone') });
  });

  test('a status that is deleted leaves its tickets with their progress, not changed by anybody, and they are told', async () => {
    const { id: gone } = await manager.create('TaskStatus', { name: 'Gone', taskListId: list, progress: 'failed' });
    const id = await ticket({ statusId: gone });
    const before = await of(id);
    clock.advance(60);
    const [mine, theirs] = [await agent.get('Task', []), await customer.get('Task', [])];
    expect(await manager.refused('TaskStatus', { destroy: gone })).toBeNull();
    expect(await of(id)).toEqual({ ...before, statusId: null });
    for (const [who, sinceState] of [
      [agent, mine.state],
      [customer, theirs.state],
    ] as const)
      expect(await who.call('Task/changes', { sinceState })).toMatchObject({ updated: [id] });
    expect(await refusal(id, gone)).toMatchObject({ properties: ['statusId'] });

    const short = await admin.create('TaskList', { name: 'Short', role: 'support' });
    const own = { name: 'Own', taskListId: short.id, progress: 'in-process' };
    const { id: ofList } = await admin.create('TaskStatus', own);
    await admin.create('Task', { title: 'x', taskListId: short.id, statusId: ofList });
    expect(await admin.refused('TaskList', { destroy: short.id })).toMatchObject({ type: 'taskListHasTask' });
    await admin.call('TaskList/set', { destroy: [short.id], onDestroyRemoveTasks: true });
    expect((await admin.get('TaskStatus', [ofList])).notFound).toEqual([ofList]);
  });

  test('one of very many tickets is taken from all of them, some at a time', async () => {
    const given = { name: 'Many', taskListId: list, progress: 'in-process' };
    const { id: many } = await manager.create('TaskStatus', given);
    const count = 620;
    for (let made = 0; made < count; made += 310) {
      const task = { title: 'Many', taskListId: list, statusId: many };
      const create = Object.fromEntries(Array.from({ length: 310 }, (_, at) => [`t${String(at)}`, task]));
      await admin.call('Task/set', { create });
    }
    const before = await agent.get('Task', []);
    await manager.refused('TaskStatus', { destroy: many });
    const left = host.get(Statuses);
    expect(await left.leftOver()).toBe(Number(many));
    // None shows what is gone, and a ticket that is changed meanwhile loses it.
    const rest = await agent.query('Task', { statusId: [many] });
    expect(rest).toHaveLength(count - 500);
    expect(await of(rest[0]!)).toMatchObject({ statusId: null, progress: 'in-process' });
    await put(rest[1]!, { title: 'Changed' });
    expect(await agent.query('Task', { statusId: [many] })).toHaveLength(count - 501);
    await host.get(LabelRemoval).run(new AbortController().signal);
    expect([await left.leftOver(), await agent.query('Task', { statusId: [many] })]).toEqual([null, []]);
    const told = await agent.call('Task/changes', { sinceState: before.state });
    expect(told['updated']).toHaveLength(count);
  });

  test('managers of Support make, rename and order them, as do those who manage the list; nobody else does', async () => {
    const own = { name: 'Mine', taskListId: list, progress: 'in-process' };
    const { id } = await manager.create('TaskStatus', own);
    await manager.update('TaskStatus', id, { name: 'Ours', color: null, sortOrder: 7 });
    expect((await customer.get('TaskStatus', [id])).list).toEqual([
      { id, name: 'Ours', taskListId: list, progress: 'in-process', color: null, sortOrder: 7 },
    ]);
    for (const person of [agent, customer]) {
      for (const change of [{ create: own }, { update: { [id]: { name: 'x' } } }, { destroy: id }])
        expect(await person.refused('TaskStatus', change)).toMatchObject({ type: 'forbidden' });
    }
    // Its tickets would be closed by another progress, or be in another list's status.
    for (const patch of [{ progress: 'completed' }, { taskListId: phones }]) {
      const error = await manager.refused('TaskStatus', { update: { [id]: patch } });
      expect(error).toMatchObject({ properties: Object.keys(patch) });
    }
    for (const wrong of [
      { name: ' ' },
      { name: 'x'.repeat(191) },
      { progress: 'done' },
      { progress: null },
      { color: '#ff0000' },
      { color: '' },
      { sortOrder: -1 },
      { taskListId: '999999' },
    ]) {
      const error = await manager.refused('TaskStatus', { create: { ...own, ...wrong } });
      expect(error).toMatchObject({ type: 'invalidProperties', properties: Object.keys(wrong) });
    }
    expect(await manager.refused('TaskStatus', { destroy: id })).toBeNull();
    const order = [{ property: 'sortOrder' }];
    expect(await manager.query('TaskStatus', { taskListIds: [list] }, order)).toEqual(
      [...statuses].filter(([name]) => name !== 'Calling back').map(([, one]) => one),
    );
    // A plain list has its own as well.
    const { id: plain } = await admin.create('TaskList', {
      name: 'Plain',
      shareWith: { [agent.principalId]: rights(50) },
    });
    const mine = await agent.create('TaskStatus', { ...own, taskListId: plain });
    const task = await agent.create('Task', { title: 'x', taskListId: plain, statusId: mine.id });
    expect(await state(task.id)).toEqual(['in-process', mine.id]);
    expect(await manager.refused('TaskStatus', { update: { [mine.id]: { name: 'x' } } })).toMatchObject({
      type: 'notFound',
    });
  });

  test('a customer reads the status of an own ticket and gives none', async () => {
    const id = await ticket({ statusId: status('Waiting for supplier') });
    expect(await state(id, customer)).toEqual(['in-process', status('Waiting for supplier')]);
    expect(await customer.query('TaskStatus', { text: 'supplier' })).toEqual([status('Waiting for supplier')]);
    const update = { [id]: { statusId: status('Solved by phone') } };
    expect(await customer.refused('Task', { update })).toMatchObject({ properties: ['statusId'] });
    const create = { title: 'x', taskListId: list, statusId: status('Parked') };
    expect(await customer.refused('Task', { create })).toMatchObject({ properties: ['statusId'] });
  });

  test('tickets are found by their statuses, and taken home with them in place of the progress', async () => {
    const made = [
      await ticket({ title: 'In one', statusId: status('Waiting for supplier') }),
      await ticket({ title: 'In none', progress: 'in-process' }),
      await ticket({ title: 'In another', statusId: status('Calling back'), taskListId: phones }),
    ];
    const found = await agent.query('Task', { statusId: [status('Waiting for supplier'), status('Calling back')] });
    expect(found).toEqual(expect.arrayContaining([made[0], made[2]]));
    expect(found).not.toContain(made[1]);
    const progress = {
      property: 'progress',
      title: 'Progress',
      texts: { 'in-process': 'In progress' },
      named: 'statusId',
    };
    const question = {
      type: 'Task',
      filter: { title: 'In ' },
      sort: [{ property: 'id' }],
      columns: [{ property: 'title', title: 'Subject' }, progress],
      format: 'csv',
    };
    const { bytes } = await agent.post('/export', question);
    expect(bytes.toString().slice(1).split('\r\n').slice(0, -1)).toEqual([
      'Subject,Progress',
      'In one,Waiting for supplier',
      'In none,In progress',
      'In another,Calling back',
    ]);
    for (const named of ['title', 'nonsense']) {
      const { status: code } = await agent.post('/export', { ...question, columns: [{ ...progress, named }] });
      expect([named, code]).toEqual([named, 400]);
    }
  });
});
