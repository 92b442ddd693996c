import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Texts that agents insert, through the door. Who sees and changes which is compared in test/access.

interface Reply {
  readonly id: string;
  readonly name: string;
  readonly taskListIds: readonly string[];
}

describe.each(testDatabases())('canned replies on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let customer: Client;
  let printers: string;
  let phones: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    manager = await host.person('manager', { permissions: ['support:manage'] });
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false, permissions: ['help:use'] });
    const shareWith = { [agent.principalId]: rights(30), [customer.principalId]: rights(5) };
    printers = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    phones = (await admin.create('TaskList', { name: 'Phones', role: 'support' })).id;
  });
  afterAll(() => host.drop());

  const create = (given: Record<string, unknown> = {}) =>
    manager.create<Reply>('CannedReply', { name: 'Thanks', text: 'Thank you', ...given });
  const refusal = (given: Record<string, unknown>, client = manager) =>
    client.refused('CannedReply', { create: { name: 'Thanks', text: 'Thank you', ...given } });
  const seen = async (client: Client, id: string): Promise<Reply | undefined> =>
    (await client.get<Reply>('CannedReply', [id])).list[0];

  test('a reply names what is filled in; what stands for nothing is refused by name, and nothing is stored', async () => {
    const text = 'Dear {customer},\n\n{agent} looks into {subject} (#{number}, {list}). { not } {} { a: 1 }';
    const { id } = await create({ text });
    expect((await agent.get('CannedReply', [id])).list).toMatchObject([{ text, taskListIds: [], sortOrder: 0 }]);
    const wrong = { text: 'Dear {costumer}, {Agent} {costumer} {1}' };
    for (const error of [await refusal(wrong), await manager.refused('CannedReply', { update: { [id]: wrong } })])
      expect(error).toMatchObject({
        type: 'invalidProperties',
        properties: ['text'],
        description:
          'text has {costumer}, {Agent}, {1}, but there are only {customer}, {agent}, {subject}, {number}, {list}',
      });
    expect((await agent.get('CannedReply', [id])).list).toMatchObject([{ text }]);
    expect(await refusal({ text: '' })).toMatchObject({ properties: ['text'] });
    expect(await refusal({ name: ' ' })).toMatchObject({ properties: ['name'] });
    expect(await refusal({ text: 'x'.repeat(20_001) })).toMatchObject({
      description: 'text must have at most 20000 characters',
    });
  });

  test('managers alone change them; agents use those of all tickets and of theirs, customers see none', async () => {
    const forAll = await create({ name: 'For all' });
    const mine = await create({ name: 'Mine', taskListIds: [printers, phones] });
    const others = await create({ name: 'Others', taskListIds: [phones] });
    expect(await seen(agent, mine.id)).toMatchObject({ taskListIds: [printers] });
    expect(await seen(manager, mine.id)).toMatchObject({ taskListIds: [printers, phones] });
    expect(await seen(agent, others.id)).toBeUndefined();
    expect(await customer.query('CannedReply')).toEqual([]);
    expect((await customer.get('CannedReply', [forAll.id, mine.id])).list).toEqual([]);
    for (const client of [agent, customer]) expect(await refusal({}, client)).toMatchObject({ type: 'forbidden' });
    expect(await agent.refused('CannedReply', { update: { [mine.id]: { name: 'x' } } })).toMatchObject({
      type: 'forbidden',
    });
    expect(await agent.refused('CannedReply', { destroy: mine.id })).toMatchObject({ type: 'forbidden' });
    const plain = await admin.create('TaskList', { name: 'Plain', role: 'list' });
    for (const [client, id] of [
      [manager, plain.id],
      [manager, '999999'],
      [admin, plain.id],
    ] as const)
      expect(await refusal({ taskListIds: [id] }, client)).toMatchObject({
        properties: ['taskListIds'],
        description: 'taskListIds must be a list of ticket types that exist',
      });
  });

  test('they are found by name and text, for one ticket type, in their order', async () => {
    const one = await create({ name: 'Zebra', text: 'quagga', taskListIds: [printers], sortOrder: 1 });
    const two = await create({ name: 'Quagga', text: 'x', sortOrder: 2 });
    const three = await create({ name: 'Quagga of phones', text: 'x', taskListIds: [phones] });
    const sort = [{ property: 'sortOrder' }, { property: 'name' }];
    const found = (client: Client, filter: Record<string, unknown>) => client.query('CannedReply', filter, sort);
    expect(await found(agent, { text: 'quagga' })).toEqual([one.id, two.id]);
    expect(await found(manager, { text: 'QUAGGA', usableIn: [phones] })).toEqual([three.id, two.id]);
    expect(await found(manager, { text: 'quagga', usableIn: [printers] })).toEqual([one.id, two.id]);
    // A list that one does not see tells nothing of what is for it.
    const both = await create({ name: 'Quagga of both', text: 'x', taskListIds: [printers, phones] });
    expect(await found(agent, { text: 'both' })).toEqual([both.id]);
    expect(await found(agent, { text: 'quagga', usableIn: [phones] })).toEqual([two.id]);
  });

  test('whoever becomes an agent of a ticket type hears of its replies, and of their going', async () => {
    const { id } = await create({ taskListIds: [phones] });
    const changes = async (sinceState: string) => agent.call('CannedReply/changes', { sinceState });
    const { state: before } = await agent.get('CannedReply', []);
    await admin.update('TaskList', phones, { [`shareWith/${agent.principalId}`]: rights(10) });
    expect((await changes(before))['created']).toContain(id);
    const { state: during } = await agent.get('CannedReply', []);
    await manager.update('CannedReply', id, { taskListIds: [] });
    expect(await changes(during)).toMatchObject({ updated: [id] });
    await manager.update('CannedReply', id, { taskListIds: [phones] });
    const { state: later } = await agent.get('CannedReply', []);
    await admin.update('TaskList', phones, { [`shareWith/${agent.principalId}`]: null });
    expect((await changes(later))['destroyed']).toContain(id);
  });

  test('a ticket type that goes takes its own replies with it, and leaves those of others to them', async () => {
    const shareWith = { [agent.principalId]: rights(30) };
    const short = (await admin.create('TaskList', { name: 'Short', role: 'support', shareWith })).id;
    const own = await create({ name: 'Own', taskListIds: [short] });
    const both = await create({ name: 'Both', taskListIds: [short, phones] });
    const { state: sinceState } = await agent.get('CannedReply', []);
    expect(await seen(agent, both.id)).toMatchObject({ taskListIds: [short] });
    expect(await admin.refused('TaskList', { destroy: short })).toBeNull();
    expect(await seen(manager, own.id)).toBeUndefined();
    expect(await seen(manager, both.id)).toMatchObject({ taskListIds: [phones] });
    expect(await seen(agent, both.id)).toBeUndefined();
    const { destroyed } = await agent.call('CannedReply/changes', { sinceState });
    expect(destroyed).toEqual(expect.arrayContaining([own.id, both.id]));
  });
});
