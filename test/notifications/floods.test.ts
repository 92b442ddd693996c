import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// What somebody would be told again and again is told as one.

interface Told {
  readonly id: string;
  readonly text: string;
  readonly textOfAll: string | null;
  readonly count: number;
  readonly floodId: string | null;
  readonly isCovered: boolean;
  readonly isRead: boolean;
}

describe.each(testDatabases())('floods of notifications on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let taskListId: string;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    [ada, ben] = [
      await host.person('ada', { permissions: ['support:use'] }),
      await host.person('ben', { permissions: ['support:use'] }),
    ];
    const shareWith = { [ada.principalId]: rights(40), [ben.principalId]: rights(40) };
    taskListId = (await admin.create('TaskList', { name: 'Desk', role: 'support', shareWith })).id;
  });
  afterEach(async () => {
    for (const id of await admin.query('Task')) await admin.refused('Task', { destroy: id });
    expect(await ben.query('Notification')).toEqual([]);
    clock.advance(3600);
  });
  afterAll(() => host.drop());

  const tickets = async (count: number): Promise<string[]> => {
    const all = Array.from({ length: count }, (_, n) => [`t${String(n)}`, { title: String(n), taskListId }]);
    const { created } = await ada.call('Task/set', { create: Object.fromEntries(all) as Record<string, unknown> });
    return Object.values(created as Record<string, { id: string }>).map(({ id }) => id);
  };
  const give = (ids: readonly string[], responsibleId: string | null) =>
    ada.call('Task/set', { update: Object.fromEntries(ids.map((id) => [id, { responsibleId }])) });
  const toldTo = async (who: Client, filter?: Record<string, unknown>): Promise<Told[]> =>
    (await who.get<Told>('Notification', await who.query('Notification', filter))).list;
  const shown = (): Promise<Told[]> => toldTo(ben, { inBell: true, isCovered: false });

  test('a few stand each alone, many are one that counts them, in the words of the reader', async () => {
    await give(await tickets(4), ben.principalId);
    const few = await shown();
    expect(few).toHaveLength(4);
    for (const told of few) expect(told).toMatchObject({ count: 1, textOfAll: null, floodId: null });
    await give(await tickets(1), ben.principalId);
    expect(await shown()).toMatchObject([
      { count: 5, text: 'Ada assigned a ticket to you', textOfAll: '5 tickets were assigned to you' },
    ]);
    await give(await tickets(95), ben.principalId);
    await give(await tickets(100), ben.principalId);
    const [all, ...others] = await shown();
    expect(others).toEqual([]);
    expect(all).toMatchObject({ count: 200, textOfAll: '200 tickets were assigned to you', isRead: false });
    expect(await ben.query('Notification', { floodId: all!.floodId! })).toHaveLength(200);
    await ben.update('Profile', 'singleton', { locale: 'nl' });
    expect(await shown()).toMatchObject([{ textOfAll: '200 tickets zijn aan u toegewezen' }]);
    await ben.update('Profile', 'singleton', { locale: 'en' });
  });

  test('reading it reads all; what comes then is news of its own', async () => {
    await give(await tickets(7), ben.principalId);
    const [all] = await shown();
    const { state } = await ben.get('Notification', []);
    await ben.update('Notification', all!.id, { isRead: true });
    expect(await ben.query('Notification', { isRead: false })).toEqual([]);
    // Other screens hear of each.
    expect((await ben.call('Notification/changes', { sinceState: state }))['updated']).toHaveLength(7);
    await give(await tickets(1), ben.principalId);
    expect((await shown()).map(({ count, isRead }) => [count, isRead]).sort()).toEqual([
      [1, false],
      [7, true],
    ]);
    // One of them that is not shown is read alone.
    await give(await tickets(5), ben.principalId);
    const covered = (await toldTo(ben, { isRead: false, isCovered: true }))[0]!;
    await ben.update('Notification', covered.id, { isRead: true });
    expect(await ben.query('Notification', { isRead: false })).toHaveLength(5);
  });

  test('after a while, and of another kind, it is another matter', async () => {
    await give(await tickets(4), ben.principalId);
    clock.advance(11 * 60);
    const late = await tickets(4);
    await give(late, ben.principalId);
    for (const id of late)
      await ada.create('Comment', { entityType: 'Task', entityId: id, text: 'Look', mentions: [ben.principalId] });
    expect((await shown()).map(({ count }) => count)).toEqual(Array.from({ length: 12 }, () => 1));
    // As long as each follows the one before it, it is the same flood.
    await give(await tickets(1), ben.principalId);
    for (let n = 0; n < 3; n++) {
      clock.advance(9 * 60);
      await give(await tickets(1), ben.principalId);
    }
    expect((await shown()).map(({ count }) => count).sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 8]);
  });

  test('what is taken back is not counted any more; another stands for those that are left', async () => {
    const ids = await tickets(8);
    await give(ids, ben.principalId);
    await give(ids.slice(0, 2), null);
    expect(await shown()).toMatchObject([{ count: 6, textOfAll: '6 tickets were assigned to you' }]);
    await give(ids.slice(6), null);
    const [all, ...others] = await shown();
    expect(others).toEqual([]);
    expect(all).toMatchObject({ count: 4 });
    await ben.refused('Notification', { destroy: all!.id });
    expect(await shown()).toMatchObject([{ count: 3, floodId: all!.floodId }]);
    await admin.call('Task/set', { destroy: ids.slice(2, 4) });
    const left = await shown();
    expect(left).toHaveLength(1);
    expect(left[0]!.count).toBe((await ben.query('Notification')).length);
  });

  test('a flood is seen by whom it is for, and none is made up', async () => {
    await give(await tickets(6), ben.principalId);
    const { floodId, id } = (await shown())[0]!;
    expect(await ada.query('Notification', { floodId })).toEqual([]);
    expect((await ada.get('Notification', [id])).list).toEqual([]);
    expect(await ben.call('Notification/query', { filter: { floodId: 'x' } })).toMatchObject({
      type: 'invalidArguments',
      description: expect.stringContaining('floodId') as string,
    });
    for (const given of [{ count: 3 }, { isCovered: true }, { floodId: null }])
      expect(await ben.refused('Notification', { update: { [id]: given } })).toMatchObject({
        type: 'invalidProperties',
        properties: Object.keys(given),
      });
  });
});
