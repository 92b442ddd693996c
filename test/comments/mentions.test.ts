import { randomInt } from 'node:crypto';
import { Directory } from '../../core/auth/directory.service';
import { Records } from '../../core/jmap/records';
import { Types } from '../../core/jmap/types';
import { Notifications } from '../../core/notifications/notifications.service';
import { Level } from '../../core/sharing/level';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// Whom a comment names, and that they are told: issue 4's agents live by it.

type Json = Record<string, unknown>;

describe.each(testDatabases())('mentions on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let stranger: Client;
  let customer: Client;
  let list: string;
  let ticket: string;
  const clock = new FixedClock();

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    ada = await host.person('ada', { permissions: ['support:use'] });
    ben = await host.person('ben', { permissions: ['support:use'] });
    stranger = await host.person('stella', { permissions: ['support:use'] });
    customer = await host.person('carl', { isInternal: false, permissions: ['help:use'] });
    const rights = { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true };
    list = (
      await admin.create('TaskList', {
        name: 'Desk',
        role: 'support',
        shareWith: {
          [ada.principalId]: rights,
          [ben.principalId]: rights,
          [customer.principalId]: { maySubmit: true },
        },
      })
    ).id;
    ticket = (
      await ada.create('Task', { taskListId: list, title: 'Printer on fire', customerId: customer.principalId })
    ).id;
  });

  afterAll(async () => {
    await host.drop();
  });

  const comment = (given: Json = {}) => ({
    entityType: 'Task',
    entityId: ticket,
    text: 'Please look',
    isPrivate: true,
    ...given,
  });
  const told = async (client: Client): Promise<Json[]> => {
    const ids = await client.query('Notification', null, [{ property: 'createdAt', isAscending: false }]);
    return ids.length === 0 ? [] : (await client.get('Notification', ids)).list;
  };
  const mention = async (client: Client, ...people: Client[]): Promise<string> => {
    clock.advance(1);
    return (await client.create('Comment', comment({ mentions: people.map(({ principalId }) => principalId) }))).id;
  };
  const refusal = (client: Client, given: Json) => client.refused('Comment', { create: comment(given) });

  test('whoever is mentioned is told once, where and by whom, and marks it as read', async () => {
    const id = await mention(ada, ben, ben, ada);
    const [first, ...more] = await told(ben);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      kind: 'comments.mention',
      text: 'Ada mentioned you',
      byId: ada.principalId,
      byName: 'Ada',
      entityType: 'Comment',
      entityId: id,
      place: { type: 'Task', id: ticket, title: 'Printer on fire' },
      isRead: false,
    });
    // Nobody is told of what they did themselves, and nobody sees what another is told.
    for (const other of [ada, stranger, customer, admin]) expect(await told(other)).toEqual([]);
    const { notFound } = await admin.get('Notification', [String(first!['id'])]);
    expect(notFound).toEqual([first!['id']]);
    expect(await ben.query('Notification', { isRead: false })).toEqual([first!['id']]);
    await ben.update('Notification', String(first!['id']), { isRead: true });
    expect(await ben.query('Notification', { isRead: false })).toEqual([]);
    const entry = (await ben.get('Comment', [id])).list[0]!;
    expect((entry['mentions'] as string[]).toSorted()).toEqual([ada.principalId, ben.principalId].toSorted());
  });

  test('it is told in the language of who reads it', async () => {
    await mention(ada, ben);
    await ben.update('Profile', 'singleton', { locale: 'de' });
    expect((await told(ben))[0]).toMatchObject({ text: 'Ada hat Sie erwähnt' });
    await ben.update('Profile', 'singleton', { locale: 'en' });
  });

  test('only colleagues who may read the entry can be mentioned, and only by colleagues', async () => {
    const before = await told(ben);
    expect(await refusal(ada, { mentions: [stranger.principalId] })).toMatchObject({
      type: 'invalidProperties',
      properties: ['mentions'],
      description: expect.stringContaining('mentions name Stella, who may not read this') as string,
    });
    // The customer reads answers, and no notes.
    expect(await refusal(ada, { mentions: [customer.principalId] })).toMatchObject({ properties: ['mentions'] });
    expect(await refusal(ada, { mentions: [customer.principalId], isPrivate: false })).toBeNull();
    expect(await told(customer)).toHaveLength(1);
    expect(await refusal(customer, { mentions: [ben.principalId], isPrivate: false })).toMatchObject({
      properties: ['mentions'],
    });
    for (const mentions of [
      ['999999'],
      ['x'],
      'ada',
      [7],
      null,
      Array.from({ length: 51 }, (_, at) => String(at + 1)),
    ]) {
      expect(await refusal(ada, { mentions })).toMatchObject({ properties: ['mentions'] });
    }
    const group = String(await host.get(Directory).builtIn('internal'));
    expect(await refusal(ada, { mentions: [group] })).toMatchObject({ properties: ['mentions'] });
    expect(await told(ben)).toEqual(before);
  });

  const readersOf = (client: Client, type: string, id: string): Promise<string[]> =>
    client.query('Principal', { mayRead: { type, id } }, [{ property: 'id' }]);
  const idsOf = (...people: Client[]) => people.map(({ principalId }) => principalId);

  test('whoever reads an entry finds who else does, and nobody else finds anybody', async () => {
    const { id } = await ada.create('Comment', comment({ isPrivate: false }));
    for (const client of [admin, ada, ben]) {
      expect(await readersOf(client, 'Task', ticket)).toEqual(idsOf(admin, ada, ben));
      expect(await readersOf(client, 'Comment', id)).toEqual(idsOf(admin, ada, ben));
    }
    // The customer sees the ticket, and Stella the customer; neither reads as a colleague.
    for (const client of [stranger, customer]) {
      for (const about of [ticket, id, '999999', 'x', '']) {
        for (const type of ['Task', 'Comment', 'TaskList', 'Nothing']) {
          expect([type, about, await readersOf(client, type, about)]).toEqual([type, about, []]);
          const others = { operator: 'NOT', conditions: [{ mayRead: { type, id: about } }] };
          expect(await client.query('Principal', others)).toEqual(await client.query('Principal'));
        }
      }
    }
    // Whoever may not use Support is a customer of it, whatever a list says; who cannot sign in reads nothing.
    const [eve, finn] = [
      await host.person('eve', { permissions: ['support:use'] }),
      await host.person('finn'),
    ] as const;
    const mayRead = { maySubmit: true, mayRead: true };
    await admin.update('TaskList', list, {
      [`shareWith/${eve.principalId}`]: mayRead,
      [`shareWith/${finn.principalId}`]: mayRead,
    });
    expect(await readersOf(ada, 'Task', ticket)).toEqual(idsOf(admin, ada, ben, eve));
    await admin.update('User', eve.principalId, { isActive: false });
    expect(await readersOf(ada, 'Task', ticket)).toEqual(idsOf(admin, ada, ben));
    for (const wrong of [null, 'x', [], {}, { type: 'Task' }, { type: 'Task', id: 1 }])
      await expect(ada.query('Principal', { mayRead: wrong })).rejects.toThrow('filter/mayRead must be { type, id }');
    const filter = { mayRead: { type: 'Task', id: ticket } };
    const { queryState } = await ada.call('Principal/query', { filter });
    expect(await ada.call('Principal/queryChanges', { filter, sinceQueryState: queryState })).toMatchObject({
      type: 'cannotCalculateChanges',
    });
  });

  test('who is found to read an object is who reads it, whatever its type', async () => {
    await mention(ada, ben);
    await ada.create('Link', { fromType: 'Task', fromId: ticket, toType: 'Principal', toId: ben.principalId });
    await ada.create('FileNode', { entityType: 'Task', entityId: ticket, name: 'Photos' });
    const records = host.get(Records);
    const users = await admin.query('Principal', { hasLogin: true }, [{ property: 'id' }]);
    const contexts = await Promise.all(users.map((id) => host.get(Directory).contextOf(Number(id))));
    const askers = [admin, ada, ben, stranger, customer];
    const seenBy = await Promise.all(askers.map((asker) => asker.query('Principal', { hasLogin: true })));
    const found = new Set<string>();
    for (const type of host.get(Types).names()) {
      if (host.get(Types).get(type).type.singleton !== null) continue;
      for (const { id } of (await records.unrestricted(type).getMany()).slice(0, 30)) {
        const readers: string[] = [];
        for (const context of contexts) {
          const read = await records.visibleIds(type, [id], context!, Level.read);
          if (read.has(id)) readers.push(String(context!.principalId));
        }
        for (const [at, asker] of askers.entries()) {
          // Readers whom the asker does not see at all are not among them.
          const expected = readers.includes(asker.principalId)
            ? readers.filter((one) => seenBy[at]!.includes(one))
            : [];
          expect([type, id, at, await readersOf(asker, type, String(id))]).toEqual([type, id, at, expected]);
        }
        found.add(type);
      }
    }
    for (const type of [
      'Task',
      'TaskList',
      'Comment',
      'Link',
      'FileNode',
      'Notification',
      'Principal',
      'User',
      'Group',
    ])
      expect(found).toContain(type);
  });

  test('a customer sees the answer, not whom it mentions', async () => {
    const { id } = await ada.create('Comment', comment({ isPrivate: false, mentions: [ben.principalId] }));
    expect((await customer.get('Comment', [id])).list[0]).toMatchObject({ text: 'Please look', mentions: null });
    expect((await ada.get('Comment', [id])).list[0]).toMatchObject({ mentions: [ben.principalId] });
  });

  test('whoever may no longer see the object is not told what it is called', async () => {
    const id = await mention(ada, ben);
    const none = { [ben.principalId]: null };
    const { shareWith } = (await admin.get<{ shareWith: Json }>('TaskList', [list])).list[0]!;
    await admin.update('TaskList', list, { shareWith: { ...shareWith, ...none } });
    expect((await told(ben))[0]).toMatchObject({ entityId: id, place: null });
    await admin.update('TaskList', list, { shareWith });
    expect((await told(ben))[0]).toMatchObject({ place: { type: 'Task', id: ticket } });
  });

  test('somebody who is not seen is named and no more', async () => {
    const { id } = await admin.create('Comment', comment({ mentions: [ben.principalId] }));
    await admin.update('User', admin.principalId, { isRestricted: true });
    expect((await told(ben)).find(({ entityId }) => entityId === id)).toMatchObject({
      byId: null,
      byName: 'Administrator',
    });
    await admin.update('User', admin.principalId, { isRestricted: false });
    expect((await told(ben)).find(({ entityId }) => entityId === id)).toMatchObject({ byId: admin.principalId });
  });

  test('changes are heard by who is told alone', async () => {
    const state = async (client: Client): Promise<string> => (await client.get('Notification', [])).state;
    // After many unread ones it would be one more of a flood, whose first entry counts it.
    const update = Object.fromEntries((await ben.query('Notification')).map((id) => [id, { isRead: true }]));
    await ben.call('Notification/set', { update });
    const [bens, stellas] = [await state(ben), await state(stranger)];
    await mention(ada, ben);
    expect(await state(stranger)).toBe(stellas);
    const changes = await ben.call('Notification/changes', { sinceState: bens });
    expect(changes).toMatchObject({ created: [expect.any(String)], updated: [], destroyed: [] });
  });

  test('the host alone makes them; they go with their object, and by the hand of who is told', async () => {
    expect(await ben.refused('Notification', { create: { isRead: true } })).toMatchObject({ type: 'forbidden' });
    const other = await ada.create('Task', { taskListId: list, title: 'Short' });
    await ada.create('Comment', comment({ entityId: other.id, mentions: [ben.principalId] }));
    const [first] = await told(ben);
    expect(first).toMatchObject({ place: { id: other.id } });
    expect(await admin.refused('Task', { destroy: other.id })).toBeNull();
    expect((await told(ben)).map(({ id }) => id)).not.toContain(first!['id']);
    await mention(ada, ben);
    const [last] = await told(ben);
    expect(await ben.refused('Notification', { update: { [String(last!['id'])]: { byName: 'Eve' } } })).toMatchObject({
      properties: ['byName'],
    });
    expect(await ben.refused('Notification', { destroy: String(last!['id']) })).toBeNull();
    expect((await told(ben)).map(({ id }) => id)).not.toContain(last!['id']);
  });

  test('they go after ninety days, and the oldest when there are more than a thousand', async () => {
    await mention(ada, ben);
    const old = (await told(ben)).length;
    clock.advance(91 * 86_400);
    await mention(ada, ben);
    const notifications = host.get(Notifications);
    const gone = await notifications.expireSome();
    expect(gone).toBeGreaterThanOrEqual(old);
    expect(await told(ben)).toHaveLength(1);
    const [{ entityId } = {}] = await told(ben);
    const surplus = randomInt(1, 4);
    await host.database.transaction(async () => {
      for (let count = 0; count < 999 + surplus; count++)
        await notifications.tell('comments.mention', Number(entityId), [Number(ben.principalId)], null);
    });
    expect(await notifications.expireSome()).toBe(surplus);
    expect(await notifications.expireSome()).toBe(0);
    const { total } = await ben.call('Notification/query', { calculateTotal: true });
    expect(total).toBe(1000);
  });
});
