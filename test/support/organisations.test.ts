import { SearchJob } from '../../core/search/search.job';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// People of one organisation see one another's tickets, where the ticket type says so; through the door.

interface Changed {
  readonly created: string[];
  readonly updated: string[];
  readonly destroyed: string[];
  readonly newState: string;
}

describe.each(testDatabases())('tickets of an organisation on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let anna: Client;
  let ben: Client;
  let cora: Client;
  let list: string;
  let plain: string;
  /** Anna's ticket in the list. */
  let ticket: string;

  const of = (person: Client, organisation: string) => admin.update('User', person.principalId, { organisation });
  const share = (isShared: boolean) => admin.update('TaskList', list, { isSharedInOrganisation: isShared });
  const say = (who: Client, entityId: string, more: object = {}) =>
    who.create('Comment', { entityType: 'Task', entityId, text: 'The printer burns', isPrivate: false, ...more });
  const changes = async (who: Client, sinceState: string, type = 'Task') =>
    (await who.call(`${type}/changes`, { sinceState })) as unknown as Changed;
  const told = async (who: Client, since: string, type?: string) => {
    const { created, updated, destroyed } = await changes(who, since, type);
    return { created, updated, destroyed };
  };
  const stateOf = async (who: Client, type = 'Task') => (await who.get(type, [])).state;
  const sees = async (who: Client, id = ticket) => (await who.get('Task', [id])).list.length === 1;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('bram', { permissions: ['support:use'] });
    const customer = { isInternal: false, permissions: ['help:use'] };
    anna = await host.person('anna', customer);
    ben = await host.person('ben', customer);
    cora = await host.person('cora', customer);
  });
  afterAll(() => host.drop());

  beforeEach(async () => {
    const shareWith = { [agent.principalId]: rights(40) };
    for (const { principalId } of [anna, ben, cora]) shareWith[principalId] = rights(5);
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    plain = (await admin.create('TaskList', { name: 'Salaries', role: 'support', shareWith })).id;
    await of(anna, 'Acme Ltd');
    await of(ben, '  ACME   ltd ');
    await of(cora, 'Bolt');
    await share(true);
    ticket = (await anna.create('Task', { title: 'Smoke', taskListId: list })).id;
  });
  afterEach(() => admin.call('TaskList/set', { destroy: [list, plain], onDestroyRemoveTasks: true }));

  test('whoever is of the same organisation sees it, in every place; nobody else does', async () => {
    const other = await anna.create('Task', { title: 'Smoke of salaries', taskListId: plain });
    const blobId = await agent.upload(Buffer.from('a picture'));
    const attachments = [{ blobId, name: 'smoke.png', type: 'image/png' }];
    const answer = await say(agent, ticket, { attachments });
    const secret = await agent.upload(Buffer.from('secret'));
    const hidden = [{ blobId: secret, name: 'secret.png', type: 'image/png' }];
    const note = await say(agent, ticket, { isPrivate: true, text: 'Secret smoke', attachments: hidden });
    await host.get(SearchJob).run(new AbortController().signal);
    const [seen] = (await ben.get('Task', [ticket])).list;
    expect(seen).toMatchObject({ title: 'Smoke', customerName: 'Anna', watchers: null, hasPrivateNote: null });
    expect(await ben.query('Task', { isFollowed: false })).toEqual([ticket]);
    expect(await ben.query('Task', { isFollowed: true })).toEqual([]);
    expect(await anna.query('Task', { isFollowed: false })).toEqual([]);
    expect(await ben.query('Task', { text: 'smoke' })).toEqual([ticket]);
    expect(await ben.query('Task', { text: 'secret' })).toEqual([]);
    expect(await ben.query('Comment', { entityType: 'Task', entityId: ticket })).toEqual([answer.id]);
    expect((await ben.get('Comment', [answer.id, note.id])).notFound).toEqual([note.id]);
    expect([(await ben.download(blobId)).status, (await ben.download(secret)).status]).toEqual([200, 404]);
    const found = (await ben.call('Search/query', { filter: { text: 'smoke' } }))['list'] as { owner: object }[];
    expect(found.map(({ owner }) => owner)).toEqual(Array(2).fill({ type: 'Task', id: ticket }));
    const counted = await ben.call('Task/query', { filter: { taskListIds: [list, plain] }, calculateTotal: true });
    expect(counted['total']).toBe(1);
    for (const who of [cora]) {
      expect((await who.get('Task', [ticket, other.id])).notFound).toEqual([ticket, other.id]);
      expect(await who.query('Task')).toEqual([]);
      expect(await who.query('Comment')).toEqual([]);
      expect((await who.call('Search/query', { filter: { text: 'smoke' } }))['list']).toEqual([]);
    }
  });

  test('no organisation is the same as no other, however nothing is written', async () => {
    for (const nothing of ['', '   ', '\u200b', '\n']) {
      await of(anna, nothing);
      await of(ben, nothing);
      expect([nothing, await sees(ben), await sees(anna)]).toEqual([nothing, false, true]);
      expect(await ben.query('Task')).toEqual([]);
    }
  });

  test('a customer is told by /changes what they see when they come, and what they see no more when they leave', async () => {
    const answer = await say(agent, ticket);
    const note = await say(agent, ticket, { isPrivate: true });
    let since = [await stateOf(cora), await stateOf(cora, 'Comment')] as const;
    await of(cora, 'acme ltd');
    expect(await told(cora, since[0])).toEqual({ created: [ticket], updated: [], destroyed: [] });
    expect(await told(cora, since[1], 'Comment')).toEqual({ created: [answer.id], updated: [], destroyed: [] });
    since = [await stateOf(cora), await stateOf(cora, 'Comment')];
    await agent.update('Task', ticket, { title: 'Much smoke' });
    await say(agent, ticket, { isPrivate: true });
    expect(await told(cora, since[0])).toEqual({ created: [], updated: [ticket], destroyed: [] });
    expect(await told(cora, since[1], 'Comment')).toEqual({ created: [], updated: [], destroyed: [] });
    since = [await stateOf(cora), await stateOf(cora, 'Comment')];
    await of(cora, 'Bolt');
    expect(await told(cora, since[0])).toEqual({ created: [], updated: [], destroyed: [ticket] });
    expect(await told(cora, since[1], 'Comment')).toEqual({ created: [], updated: [], destroyed: [answer.id] });
    expect((await cora.get('Comment', [note.id])).notFound).toEqual([note.id]);
    // What happens to others' tickets moves no state of theirs.
    const still = await stateOf(cora);
    await agent.update('Task', ticket, { title: 'Less smoke' });
    await of(ben, 'Nobody and sons');
    expect(await stateOf(cora)).toBe(still);
  });

  test('so it is when the ticket type begins to share and stops, and when the ticket changes hands', async () => {
    await share(false);
    expect(await sees(ben)).toBe(false);
    let since = await stateOf(ben);
    await share(true);
    expect(await told(ben, since)).toEqual({ created: [ticket], updated: [], destroyed: [] });
    since = await stateOf(ben);
    await agent.update('Task', ticket, { customerId: cora.principalId });
    expect(await told(ben, since)).toEqual({ created: [], updated: [], destroyed: [ticket] });
    since = await stateOf(ben);
    await of(cora, 'Acme ltd');
    expect(await told(ben, since)).toEqual({ created: [ticket], updated: [], destroyed: [] });
    expect(await ben.query('Task', { text: 'smoke' })).toEqual([ticket]);
    since = await stateOf(ben);
    await agent.update('Task', ticket, { taskListId: plain });
    expect(await told(ben, since)).toEqual({ created: [], updated: [], destroyed: [ticket] });
    expect(await ben.query('Task', { text: 'smoke' })).toEqual([]);
    await agent.update('Task', ticket, { taskListId: list });
    since = await stateOf(ben);
    await share(false);
    expect(await told(ben, since)).toEqual({ created: [], updated: [], destroyed: [ticket] });
    expect(await ben.query('Task', { text: 'smoke' })).toEqual([]);
    // Nor does it help who may not file there any more.
    await share(true);
    await admin.update('TaskList', list, { [`shareWith/${ben.principalId}`]: null });
    expect(await sees(ben)).toBe(false);
  });

  test('they may answer, and the agents hear it as from a customer; nothing else is theirs to change', async () => {
    await agent.update('Task', ticket, { progress: 'completed' });
    const { id } = await say(ben, ticket);
    const [entry] = (await agent.get('Comment', [id])).list;
    expect(entry).toMatchObject({ authorName: 'Ben', authorRole: 'customer' });
    const [open] = (await agent.get('Task', [ticket])).list;
    expect(open).toMatchObject({ progress: 'needs-action', customerId: anna.principalId, cc: [] });
    for (const patch of [
      { progress: 'completed' },
      { title: 'Mine' },
      { customerId: ben.principalId },
      { cc: ['ben@example.org'] },
      { watchers: { [ben.principalId]: true } },
    ])
      expect(await ben.refused('Task', { update: { [ticket]: patch } })).toMatchObject({ type: 'forbidden' });
    const note = { entityType: 'Task', entityId: ticket, text: 'x', isPrivate: true };
    expect(await ben.refused('Comment', { create: note })).not.toBeNull();
    expect(await ben.refused('Task', { destroy: ticket })).not.toBeNull();
    await anna.update('Task', ticket, { progress: 'completed' });
    // Who is in CC follows it like the customer.
    await agent.update('Task', ticket, { cc: ['ben@example.org'] });
    await ben.update('Task', ticket, { progress: 'needs-action' });
    expect(await ben.query('Task', { isFollowed: true })).toEqual([ticket]);
    expect(await ben.query('Task')).toEqual([ticket]);
  });

  test('they are not mailed and not notified for being of the organisation', async () => {
    await say(agent, ticket, { text: 'We come' });
    const sent = (await admin.get<{ recipients: string[] }>('OutboxMessage', null)).list;
    const addresses = sent.flatMap(({ recipients }) => recipients);
    expect(addresses).toContain('anna@example.org');
    expect(addresses).not.toContain('ben@example.org');
    expect(await ben.query('Notification')).toEqual([]);
  });

  test('agents are told of which organisation the customer of a ticket is, if they see the customer; nobody else is', async () => {
    const told = async (who: Client): Promise<unknown> =>
      (await who.get<{ customerOrganisation: unknown }>('Task', [ticket])).list[0]?.customerOrganisation;
    expect([await told(agent), await told(admin)]).toEqual(['Acme Ltd', 'Acme Ltd']);
    expect([await told(anna), await told(ben)]).toEqual([null, null]);
    const [agents, customers] = [await stateOf(agent), await stateOf(ben)];
    await of(anna, 'ACME Ltd');
    expect(await told(agent)).toBe('ACME Ltd');
    expect((await changes(agent, agents)).updated).toEqual([ticket]);
    expect((await changes(ben, customers)).updated).toEqual([]);
    await admin.update('User', anna.principalId, { isRestricted: true });
    expect(await told(agent)).toBeNull();
    await admin.update('User', anna.principalId, { isRestricted: false });
    await of(anna, '');
    expect(await told(agent)).toBeNull();
  });

  test('nobody gives themselves an organisation: only administration does', async () => {
    const mine = { organisation: 'Acme Ltd' };
    expect(await cora.refused('Profile', { update: { singleton: mine } })).toMatchObject({
      type: 'invalidProperties',
      properties: ['organisation'],
    });
    for (const who of [cora, agent])
      for (const type of ['User', 'Contact', 'Principal'])
        expect(await who.refused(type, { update: { [cora.principalId]: mine } })).not.toBeNull();
    expect(await agent.refused('Contact', { create: { name: 'X', ...mine } })).toMatchObject({ type: 'forbidden' });
    expect((await cora.get('Profile', ['singleton'])).list).toMatchObject([{ organisation: 'Bolt' }]);
    expect(await sees(cora)).toBe(false);
    // Whoever an agent names by an address is of no organisation.
    const given = { title: 'Of Dora', taskListId: list, customerEmail: 'fay@acme.example', customerName: 'Acme Ltd' };
    const made = await agent.create('Task', given);
    expect(await sees(ben, made.id)).toBe(false);
  });

  test('a contact keeps the organisation when it becomes a user, a user when they leave; who is deleted has none', async () => {
    const { id: contact } = await admin.create('Contact', {
      name: 'Dora',
      addresses: ['dora@acme.example'],
      organisation: 'Acme Ltd',
    });
    const { id } = await agent.create('Task', { title: 'Of Dora', taskListId: list, customerId: contact });
    expect(await sees(ben, id)).toBe(true);
    const dora = await host.person('dora', { isInternal: false, email: 'dora@acme.example' });
    expect(dora.principalId).toBe(contact);
    await admin.update('TaskList', list, { [`shareWith/${contact}`]: rights(5) });
    expect((await admin.get('User', [contact])).list).toMatchObject([{ organisation: 'Acme Ltd' }]);
    expect([await sees(dora), await sees(ben, id)]).toEqual([true, true]);
    expect(await admin.refused('User', { destroy: contact })).toBeNull();
    expect((await admin.get('Contact', [contact])).list).toMatchObject([{ organisation: 'Acme Ltd' }]);
    expect(await admin.query('Contact', { text: 'acme ltd' })).toContain(contact);
    expect(await sees(ben, id)).toBe(true);
    expect(await admin.refused('Contact', { destroy: contact })).toBeNull();
    expect(await sees(ben, id)).toBe(false);
  });

  test('managers set the switch, for ticket types alone; whoever files there is told of it', async () => {
    const shown = async (who: Client) =>
      (await who.get<{ isSharedInOrganisation: boolean }>('TaskList', [list])).list[0]!.isSharedInOrganisation;
    expect([await shown(ben), await shown(agent)]).toEqual([true, true]);
    const since = await stateOf(ben, 'TaskList');
    await share(false);
    expect((await changes(ben, since, 'TaskList')).updated).toEqual([list]);
    for (const who of [ben, agent])
      expect(await who.refused('TaskList', { update: { [list]: { isSharedInOrganisation: true } } })).toMatchObject({
        type: 'forbidden',
      });
    for (const value of [1, 'true', {}])
      expect(await admin.refused('TaskList', { update: { [list]: { isSharedInOrganisation: value } } })).toMatchObject({
        properties: ['isSharedInOrganisation'],
      });
    const own = { name: 'Mine', role: 'list', isSharedInOrganisation: true };
    expect(await admin.refused('TaskList', { create: own })).toMatchObject({ properties: ['isSharedInOrganisation'] });
    expect(await shown(agent)).toBe(false);
    const fresh = await admin.create('TaskList', { name: 'New', role: 'support' });
    expect((await admin.get('TaskList', [fresh.id])).list).toMatchObject([{ isSharedInOrganisation: false }]);
  });
});
