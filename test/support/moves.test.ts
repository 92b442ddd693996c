import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';
import { mailIn } from './incoming';

// One entry that goes to another ticket, and back, through the door.

interface Entry {
  readonly id: string;
  readonly entityId: string;
  readonly movedFromId: string | null;
}

describe.each(testDatabases())('moved entries on $name', (database) => {
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
    ann = await host.person('ann', { isInternal: false });
    bob = await host.person('bob', { isInternal: false });
    const customers = { [ann.principalId]: rights(5), [bob.principalId]: rights(5) };
    const shareWith = { ...customers, [agent.principalId]: rights(40) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    hidden = (await admin.create('TaskList', { name: 'Hidden', role: 'support', shareWith: customers })).id;
  });
  afterAll(() => host.drop());

  const ticket = async (customer: Client, taskListId = list): Promise<string> =>
    (await admin.create('Task', { title: 'x', taskListId, customerId: customer.principalId })).id;
  const say = async (client: Client, entityId: string, text: string, more: object = {}): Promise<string> =>
    (await client.create('Comment', { entityType: 'Task', entityId, text, isPrivate: false, ...more })).id;
  const move = (id: string, entityId: string, client = agent): Promise<void> =>
    client.update('Comment', id, { entityId });
  const entriesOf = (entityId: string, client = agent): Promise<string[]> =>
    client.query('Comment', { entityType: 'Task', entityId });
  const read = async (id: string, client = agent): Promise<Entry | undefined> =>
    (await client.get<Entry>('Comment', [id])).list[0];
  const factsOf = async (id: string): Promise<unknown> =>
    (await agent.get('Task', [id], ['lastCommentAt', 'lastCommentBy', 'hasAttachment', 'hasPrivateNote', 'progress']))
      .list[0];

  test('an entry moves with its files and goes back; both tickets say what is so', async () => {
    const [one, two] = [await ticket(ann), await ticket(ann)];
    const blobId = await agent.upload(Buffer.from('file'), 'text/plain');
    const first = await say(ann, one, 'First');
    const wrong = await say(ann, one, 'Another matter', {
      attachments: [{ blobId: await ann.upload(Buffer.from('of Ann')), name: 'a.txt', type: 'text/plain' }],
    });
    const note = await say(agent, one, 'Note', { isPrivate: true, attachments: [{ blobId, name: 'n', type: 'a/b' }] });
    const before = [await factsOf(one), await factsOf(two)];
    expect(before).toMatchObject([{ hasAttachment: true, hasPrivateNote: true }, { hasAttachment: false }]);
    await move(wrong, two);
    await move(note, two);
    expect([await entriesOf(one), await entriesOf(two)]).toEqual([[first], expect.arrayContaining([wrong, note])]);
    expect(await read(wrong)).toMatchObject({ entityId: two, movedFromId: one, attachments: [{ name: 'a.txt' }] });
    expect([await factsOf(one), await factsOf(two)]).toMatchObject([
      { hasAttachment: false, hasPrivateNote: false, lastCommentBy: 'customer' },
      { hasAttachment: true, hasPrivateNote: true, lastCommentBy: 'customer', progress: 'needs-action' },
    ]);
    const found = await agent.call('Search/query', { filter: { text: 'another matter' } });
    expect(found['list']).toMatchObject([{ id: two }]);
    // By a third ticket and back: it knows where it was said.
    const three = await ticket(ann);
    await move(wrong, three);
    expect(await read(wrong)).toMatchObject({ entityId: three, movedFromId: one });
    await move(wrong, one);
    await move(note, one);
    expect(await read(wrong)).toMatchObject({ entityId: one, movedFromId: null });
    expect([await factsOf(one), await factsOf(two)]).toEqual(before);
  });

  test('out into a new ticket, in one request', async () => {
    const one = await ticket(ann);
    const id = await say(ann, one, 'By the way');
    const [, moved] = await agent.request(
      ['Task/set', { create: { new: { title: 'Other', taskListId: list, customerId: ann.principalId } } }],
      ['Comment/set', { update: { [id]: { entityId: '#new' } } }],
    );
    expect(moved?.[1]).toMatchObject({ notUpdated: null });
    const { entityId } = (await read(id))!;
    expect([await entriesOf(one), await entriesOf(entityId)]).toEqual([[], [id]]);
    expect(await read(id, ann)).toMatchObject({ entityId, movedFromId: null });
  });

  test('an answer to a mail that was moved comes to where it is now', async () => {
    const first = await mailIn(host, admin, 'Moved');
    const one = await eventually('the ticket', async () => (await admin.query('Task', { title: 'Moved' }))[0]);
    const two = await ticket(ann);
    await admin.update('Task', two, { cc: ['carl@example.net'] });
    const [id = ''] = await entriesOf(one, admin);
    await move(id, two, admin);
    await mailIn(host, admin, 'Re: Moved', first);
    await eventually('the answer', async () => (await entriesOf(two, admin)).length === 2);
    expect(await entriesOf(one, admin)).toEqual([]);
  });

  test('whoever sees one of the tickets alone sees the entry come or go; who may not is told so', async () => {
    const [one, two, unseen] = [await ticket(ann), await ticket(bob), await ticket(ann, hidden)];
    const id = await say(ann, one, 'Said by Ann');
    const { state } = await bob.get('Comment', []);
    const { state: hers } = await ann.get('Comment', []);
    await move(id, two);
    expect(await read(id, ann)).toBeUndefined();
    expect(await ann.call('Comment/changes', { sinceState: hers })).toMatchObject({ destroyed: [id] });
    expect(await read(id, bob)).toMatchObject({ entityId: two, movedFromId: null });
    expect(await bob.call('Comment/changes', { sinceState: state })).toMatchObject({ created: [id] });
    const { id: readers } = await admin.create('TaskList', { name: 'Read', role: 'support' });
    await admin.update('TaskList', readers, { [`shareWith/${agent.principalId}`]: rights(10) });
    const wrong: [Client, object, object][] = [
      [agent, { entityId: await ticket(ann, readers) }, { description: expect.stringContaining('may not change') }],
      [agent, { entityId: unseen }, { type: 'invalidProperties', properties: ['entityId'] }],
      [agent, { entityId: '999999' }, { type: 'invalidProperties', properties: ['entityId'] }],
      [agent, { entityId: one, text: 'Changed' }, { properties: ['text'] }],
      [bob, { entityId: one }, { type: 'invalidProperties', properties: ['entityId'] }],
      [bob, { entityId: await ticket(bob) }, { type: 'forbidden' }],
      [ann, { entityId: one }, { type: 'notFound' }],
      [agent, { movedFromId: null }, { properties: ['movedFromId'] }],
    ];
    for (const [client, patch, fault] of wrong) {
      expect(await client.refused('Comment', { update: { [id]: patch } })).toMatchObject(fault);
    }
    expect(await entriesOf(two)).toEqual([id]);
    // From where the agent sees nothing an entry came from nowhere.
    await admin.update('Comment', id, { entityId: unseen });
    const other = await say(admin, unseen, 'Only for few');
    await admin.update('Comment', other, { entityId: two });
    expect(await read(other)).toMatchObject({ movedFromId: null });
    expect(await read(other, admin)).toMatchObject({ movedFromId: unseen });
  });
});
