import { Like } from 'typeorm';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { OutboxMessage } from '../../modules/mail/api';
import { rights } from '../access/rules';
import { mailIn } from './incoming';

// Merged tickets, through the door. Who may ask for what by which id is compared in test/access.

interface Ticket {
  readonly id: string;
  readonly mergedIntoId: string | null;
  readonly mergedCc: readonly string[] | null;
  readonly cc: readonly string[];
  readonly progress: string;
  readonly modifiedAt: string;
}

describe.each(testDatabases())('merged tickets on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let ann: Client;
  let bob: Client;
  let list: string;
  let hidden: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { running: true });
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    ann = await host.person('ann', { isInternal: false, email: 'ann@example.com' });
    bob = await host.person('bob', { isInternal: false, email: 'bob@example.com' });
    const customers = { [ann.principalId]: rights(5), [bob.principalId]: rights(5) };
    const shareWith = { ...customers, [agent.principalId]: rights(40) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    hidden = (await admin.create('TaskList', { name: 'Hidden', role: 'support', shareWith: customers })).id;
  });
  afterAll(() => host.drop());

  const ticket = async (customer: Client | null, more: Record<string, unknown> = {}): Promise<string> =>
    (await admin.create('Task', { title: 'x', taskListId: list, customerId: customer?.principalId ?? null, ...more }))
      .id;
  const read = async (id: string, client = agent): Promise<Ticket> => (await client.get<Ticket>('Task', [id])).list[0]!;
  const merge = (id: string, into: string | null, more: Record<string, unknown> = {}): Promise<void> =>
    agent.update('Task', id, { mergedIntoId: into, ...more });
  const comment = (client: Client, entityId: string, text: string, isPrivate = false): Promise<{ id: string }> =>
    client.create('Comment', { entityType: 'Task', entityId, text, isPrivate });
  const among = async (client: Client, ids: readonly string[], filter: object): Promise<string[]> =>
    (await client.query('Task', { ...filter }, [{ property: 'id' }])).filter((id) => ids.includes(id));

  test('a merged ticket is shown with the other one, keeps what is its own, and comes back', async () => {
    const [one, two] = [await ticket(ann), await ticket(ann)];
    const said = await comment(ann, two, 'Of the second');
    const before = await read(two);
    const whole = await read(one);
    await merge(two, one);
    expect(await read(two)).toMatchObject({ mergedIntoId: one, progress: before.progress });
    expect(await read(one)).toMatchObject({ lastCommentBy: 'customer' });
    expect(await among(agent, [one, two], { isMerged: false })).toEqual([one]);
    expect(await among(agent, [one, two], { isMerged: true })).toEqual([two]);
    expect(await among(agent, [one, two], { mergedIntoId: [one] })).toEqual([two]);
    // Messages stay where they are, and both are asked for at once.
    expect(await agent.query('Comment', { entityType: 'Task', entityId: [one, two] })).toEqual([said.id]);
    await merge(two, null);
    const { modifiedAt: _now, ...after } = await read(two);
    const { modifiedAt: _then, ...former } = before;
    expect(after).toEqual(former);
    expect({ ...(await read(one)), modifiedAt: '' }).toEqual({ ...whole, modifiedAt: '' });
    expect(await among(agent, [one, two], { isMerged: false })).toEqual([one, two]);
  });

  test('what was merged into a ticket goes with it, and each undoing gives back what it took', async () => {
    const [one, two, three, four] = [await ticket(ann), await ticket(ann), await ticket(ann), await ticket(ann)];
    const into = async (): Promise<(string | null)[]> =>
      (await agent.get<Ticket>('Task', [one, two, three, four])).list.map(({ mergedIntoId }) => mergedIntoId);
    await merge(three, two);
    const error = await agent.refused('Task', { update: { [four]: { mergedIntoId: three } } });
    expect(error).toMatchObject({ description: expect.stringMatching(/merged into another/) });
    await merge(four, two);
    const { state } = await agent.get('Task', []);
    await merge(two, one);
    expect(await into()).toEqual([null, one, one, one]);
    const { updated } = await agent.call('Task/changes', { sinceState: state });
    expect(new Set(updated as string[])).toEqual(new Set([two, three, four]));
    await merge(four, null);
    expect(await into()).toEqual([null, one, one, null]);
    await merge(two, null);
    expect(await into()).toEqual([null, null, two, null]);
    // The one that is left is deleted: all that was merged into it comes back.
    await merge(two, one);
    await merge(four, one);
    expect(await agent.refused('Task', { destroy: one })).toBeNull();
    expect(await agent.get('Task', [two, three, four])).toMatchObject({
      list: [{ mergedIntoId: null }, { mergedIntoId: two }, { mergedIntoId: null }],
    });
  });

  test('what cannot be merged is told, and nothing is stored', async () => {
    const [one, two] = [await ticket(ann), await ticket(ann)];
    const plain = (await admin.create('TaskList', { name: 'Own work', role: 'list' })).id;
    const { id: task } = await admin.create('Task', { title: 'Plain', taskListId: plain });
    const unseen = await ticket(ann, { taskListId: hidden });
    const wrong: [Client, unknown, RegExp][] = [
      [agent, one, /the task itself/],
      [agent, unseen, /no such object/],
      [agent, '999999', /no such object/],
      [agent, 'x', /no such object/],
      [admin, task, /another kind/],
      [ann, two, /customer/],
    ];
    for (const [client, mergedIntoId, reason] of wrong) {
      const error = await client.refused('Task', { update: { [one]: { mergedIntoId } } });
      expect(error).toMatchObject({ properties: ['mergedIntoId'], description: expect.stringMatching(reason) });
    }
    const created = await agent.refused('Task', { create: { title: 'x', taskListId: list, mergedIntoId: one } });
    expect(created).toMatchObject({ properties: ['mergedIntoId'] });
    await merge(two, one);
    expect(await agent.refused('Task', { update: { [two]: { mergedIntoId: await ticket(ann) } } })).toMatchObject({
      properties: ['mergedIntoId'],
      description: expect.stringMatching(/undo that merge first/),
    });
    // A reader of the other list may not add to its tickets.
    const readers = (await admin.create('TaskList', { name: 'Read', role: 'support' })).id;
    await admin.update('TaskList', readers, { [`shareWith/${agent.principalId}`]: rights(10) });
    const other = await ticket(ann, { taskListId: readers });
    expect(await agent.refused('Task', { update: { [one]: { mergedIntoId: other } } })).toMatchObject({
      description: expect.stringMatching(/may not change/),
    });
    for (const patch of [{ mergedCc: ['bob@example.com'] }, { mergedCc: ['nobody'], mergedIntoId: null }])
      expect(await agent.refused('Task', { update: { [one]: patch } })).toMatchObject({ properties: ['mergedCc'] });
    expect(await read(one)).toMatchObject({ mergedIntoId: null, mergedCc: [] });
  });

  test('whoever does not see the other ticket sees nothing of the merge', async () => {
    const [one, two] = [await ticket(ann, { taskListId: hidden }), await ticket(bob)];
    await admin.update('Task', two, { mergedIntoId: one });
    for (const client of [agent, bob]) {
      expect(await read(two, client)).toMatchObject({ mergedIntoId: null });
      expect(await among(client, [two], { isMerged: false })).toEqual([two]);
      expect(await among(client, [two], { isMerged: true })).toEqual([]);
      expect(await among(client, [two], { mergedIntoId: [one] })).toEqual([]);
    }
    const { state } = await agent.get('Task', []);
    await admin.update('Task', one, { taskListId: list });
    const { updated, created } = await agent.call('Task/changes', { sinceState: state });
    expect([updated, created].flat()).toEqual(expect.arrayContaining([one, two]));
    expect(await read(two)).toMatchObject({ mergedIntoId: one });
    expect(await among(agent, [one, two], { isMerged: false })).toEqual([one]);
    // Bob still has his own request alone, and what Ann writes is not his to read.
    await comment(ann, one, 'Of Ann');
    expect(await bob.query('Comment', { entityType: 'Task', entityId: [one, two] })).toEqual([]);
    expect(await read(two, bob)).toMatchObject({ mergedIntoId: null });
  });

  test('whoever merges hears of all that changes with it: the answer tells of the one that was named alone', async () => {
    const [one, two, three] = [await ticket(ann), await ticket(bob), await ticket(null)];
    await merge(three, two);
    const { state: sinceState } = await agent.get('Task', []);
    const patch = { mergedIntoId: one, mergedCc: ['bob@example.com'] };
    const { oldState, newState } = await agent.call('Task/set', { update: { [two]: patch } });
    expect(oldState).toBe(sinceState);
    const { updated } = await agent.call('Task/changes', { sinceState: newState });
    expect(updated).toEqual(expect.arrayContaining([one, three]));
    const alone = await agent.call('Task/set', { update: { [one]: { title: 'Alone' } } });
    expect(await agent.get('Task', [])).toMatchObject({ state: alone['newState'] });
  });

  test('people of the merged ticket follow the other one from the merge to its undoing', async () => {
    const [one, two, three] = [await ticket(ann, { cc: ['eve@example.com'] }), await ticket(bob), await ticket(null)];
    await merge(two, one, { mergedCc: ['Bob@Example.com', 'ann@example.com', 'eve@example.com'] });
    expect(await read(one)).toMatchObject({ cc: ['eve@example.com', 'bob@example.com'] });
    expect(await read(two)).toMatchObject({ mergedCc: ['bob@example.com'] });
    expect(await read(two, bob)).toMatchObject({ mergedIntoId: one, mergedCc: null });
    expect(await among(bob, [one, two], { isMerged: false })).toEqual([one]);
    const answer = await comment(agent, one, 'For both');
    expect(await bob.query('Comment', { entityType: 'Task', entityId: [one, two] })).toEqual([answer.id]);
    const sent = await admin.get('OutboxMessage', null).then(({ list: all }) => all.at(-1));
    expect(sent).toMatchObject({ recipients: ['ann@example.com', 'eve@example.com', 'bob@example.com'] });
    await merge(three, one, { mergedCc: ['eve@example.com'] });
    await merge(three, null);
    await merge(two, null);
    expect(await read(one)).toMatchObject({ cc: ['eve@example.com'] });
    expect(await read(two)).toMatchObject({ mergedCc: [] });
    expect((await bob.get('Task', [one])).notFound).toEqual([one]);
    const full = Array.from({ length: 20 }, (_, n) => `p${String(n)}@example.com`);
    const crowded = await ticket(ann, { cc: full });
    expect(
      await agent.refused('Task', { update: { [two]: { mergedIntoId: crowded, mergedCc: ['bob@example.com'] } } }),
    ).toMatchObject({ properties: ['mergedCc'], description: expect.stringMatching(/more than 20/) });
    expect(await read(two)).toMatchObject({ mergedIntoId: null });
  });

  test('a late answer by mail stays with its ticket and reopens the one it is a part of', async () => {
    const first = await mailIn(host, admin, 'Late');
    const two = await eventually('the ticket', async () => (await admin.query('Task', { title: 'Late' }))[0]);
    const middle = await ticket(ann, { progress: 'completed' });
    const one = await ticket(ann, { progress: 'completed' });
    await admin.update('Task', two, { progress: 'completed', mergedIntoId: middle });
    await admin.update('Task', middle, { mergedIntoId: one });
    await mailIn(host, admin, 'Re: Late', first);
    await eventually(
      'the answer',
      async () => (await admin.query('Comment', { entityType: 'Task', entityId: [two] })).length === 2,
    );
    expect(await admin.query('Comment', { entityType: 'Task', entityId: [one, middle] })).toEqual([]);
    const now = { progress: 'needs-action', lastCommentBy: 'customer' };
    expect((await admin.get('Task', [one, middle, two])).list).toMatchObject([now, now, now]);
    // A note in the part shows on the whole, and is nobody's answer.
    await comment(admin, two, 'Only us', true);
    expect(await read(one, admin)).toMatchObject({ hasPrivateNote: true, responsibleId: null });
    // The first entry of a part is its opening, and an answer in the whole.
    const silent = await ticket(ann);
    const whole = await ticket(ann);
    await merge(silent, whole);
    await comment(agent, silent, 'We look into it');
    expect((await agent.get('Task', [whole, silent])).list).toMatchObject([
      { responsibleId: agent.principalId, progress: 'in-process' },
      { responsibleId: null, progress: 'needs-action' },
    ]);
    // An answer names all mails of the thread, so that every mail program finds its place.
    await admin.update('Task', one, { cc: ['carl@example.net'] });
    await comment(admin, one, 'Answer');
    const sent = await host.database.manager.findOneByOrFail(OutboxMessage, { subject: Like(`%#${one}%`) });
    expect(sent.references.map((id) => `<${id}>`)).toContain(first);
  });
});
