import fc from 'fast-check';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { RaiseFloors } from '../../modules/support/reading/raise-floors.job';
import { rights } from '../access/rules';

// What is new to whom, through the door.

interface Seen {
  readonly id: string;
  readonly isUnread: boolean | null;
  readonly hasUnreadNote: boolean | null;
}

describe.each(testDatabases())('unread tickets on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let ada: Client;
  let bram: Client;
  let carla: Client;
  let list: string;
  let other: string;

  beforeAll(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    ada = await host.person('ada', { permissions: ['support:use'] });
    bram = await host.person('bram', { permissions: ['support:use'] });
    carla = await host.person('carla', { isInternal: false, permissions: ['help:use'] });
    const shareWith = {
      [ada.principalId]: rights(30),
      [bram.principalId]: rights(10),
      [carla.principalId]: rights(5),
    };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
    other = (await admin.create('TaskList', { name: 'Hidden', role: 'support' })).id;
  });
  afterAll(() => host.drop());

  const ticket = (as: Client, more: Record<string, unknown> = {}) =>
    as.create('Task', { title: 'Reader', taskListId: list, ...more });
  const say = (as: Client, id: string, isPrivate = false) =>
    as.create('Comment', { entityType: 'Task', entityId: id, html: '<p>Words</p>', isPrivate });
  const read = (as: Client, ids: readonly string[] | null) => as.call('Ticket/markRead', { ids });
  const seen = async (as: Client, id: string): Promise<Omit<Seen, 'id'>> => {
    const { list: found } = await as.get<Seen>('Task', [id], ['isUnread', 'hasUnreadNote']);
    const { isUnread, hasUnreadNote } = found[0]!;
    return { isUnread, hasUnreadNote };
  };
  const unread = (as: Client, is = true): Promise<string[]> =>
    as.query('Task', { taskListIds: [list], isUnread: is }, [{ property: 'id' }]);
  const nothing = { isUnread: false, hasUnreadNote: false };

  test('nothing is unread before one reads; then what comes is, until it is read', async () => {
    const old = await ticket(admin);
    await say(admin, old.id);
    const before = await ticket(admin);
    expect(await seen(ada, old.id)).toEqual({ isUnread: null, hasUnreadNote: null });
    expect(await unread(ada)).toEqual([]);
    expect(await read(ada, [before.id])).toMatchObject({ read: [before.id], notFound: [] });
    expect([await seen(ada, old.id), await seen(ada, before.id)]).toEqual([nothing, nothing]);

    const fresh = await ticket(admin);
    await say(admin, old.id);
    expect(await unread(ada)).toEqual([old.id, fresh.id]);
    expect(await unread(ada, false)).toContain(before.id);
    await read(ada, [old.id, fresh.id]);
    expect(await unread(ada)).toEqual([]);
    // Nobody else has read because one did.
    expect(await seen(bram, fresh.id)).toEqual({ isUnread: null, hasUnreadNote: null });
  });

  test('what is said in the same second as the words before is told as well', async () => {
    const { id } = await ticket(admin);
    await read(ada, [id]);
    // The first one makes its writer responsible.
    for (let count = 0; count < 2; count++) await say(admin, id);
    await read(ada, [id]);
    const { state: sinceState } = await ada.get('Task', []);
    await say(admin, id);
    expect(await seen(ada, id)).toMatchObject({ isUnread: true });
    expect(await ada.call('Task/changes', { sinceState })).toMatchObject({ updated: [id] });
    await read(ada, [id]);
  });

  test('what one writes oneself is no news to oneself, and to all others', async () => {
    await read(bram, null);
    await read(ada, null);
    const own = await ticket(ada);
    expect([await seen(ada, own.id), await seen(bram, own.id)]).toEqual([nothing, { ...nothing, isUnread: true }]);
    await read(bram, [own.id]);
    await say(ada, own.id);
    expect([await seen(ada, own.id), await seen(bram, own.id)]).toEqual([nothing, { ...nothing, isUnread: true }]);
    // Who answers has read.
    await say(bram, own.id, true);
    expect([await seen(ada, own.id), await seen(bram, own.id)]).toEqual([{ ...nothing, hasUnreadNote: true }, nothing]);
    expect([await unread(ada), await unread(bram)]).toEqual([[own.id], []]);
  });

  test('a private note is no news to customers, who are not even told that something changed', async () => {
    await read(carla, null);
    await read(ada, null);
    const { id } = await ticket(admin, { customerId: carla.principalId });
    await read(carla, [id]);
    await read(ada, [id]);
    const { state } = await carla.get('Task', []);
    await say(admin, id, true);
    const agents = await ada.get('Task', []);
    await say(admin, id, true);
    expect(await ada.call('Task/changes', { sinceState: agents.state })).toMatchObject({ updated: [id] });
    expect(await carla.call('Task/changes', { sinceState: state })).toMatchObject({ newState: state, updated: [] });
    expect(await seen(carla, id)).toEqual({ isUnread: false, hasUnreadNote: null });
    expect(await carla.query('Task', { isUnread: true })).toEqual([]);
    expect(await seen(ada, id)).toEqual({ isUnread: false, hasUnreadNote: true });
    await say(admin, id);
    // Whether the customer has read it is nobody else's business.
    expect(await ada.call('Ticket/seenByCustomer', { id })).toMatchObject({ ticket: { id, isUnread: null } });
    expect(await seen(carla, id)).toEqual({ isUnread: true, hasUnreadNote: null });
    expect(await carla.query('Task', { isUnread: true })).toEqual([id]);
  });

  test("reading is told to the reader's other pages, and to nobody else", async () => {
    await read(ada, null);
    const { id } = await ticket(admin);
    const [mine, theirs] = [(await ada.get('Task', [])).state, (await bram.get('Task', [])).state];
    await read(ada, [id]);
    expect(await ada.call('Task/changes', { sinceState: mine })).toMatchObject({ updated: [id] });
    expect((await bram.get('Task', [])).state).toBe(theirs);
    const again = (await ada.get('Task', [])).state;
    await read(ada, [id]);
    expect((await ada.get('Task', [])).state).toBe(again);
    await ticket(admin);
    await read(ada, null);
    expect(await unread(ada)).toEqual([]);
    expect(await ada.call('Task/changes', { sinceState: again })).toMatchObject({ type: 'cannotCalculateChanges' });
  });

  test('of what one does not see nothing can be read, and nothing is learned', async () => {
    const hidden = await admin.create('Task', { title: 'Hidden', taskListId: other });
    const answer = await read(bram, [hidden.id, '999999', 'x']);
    expect(answer).toEqual({ accountId: expect.any(String) as string, read: [], notFound: [hidden.id, '999999', 'x'] });
    const ids = Array.from({ length: 501 }, (_, n) => String(n + 1));
    expect(await read(bram, ids)).toMatchObject({ type: 'requestTooLarge' });
    for (const wrong of ['x', [1], 7]) {
      expect(await bram.call('Ticket/markRead', { ids: wrong })).toMatchObject({ type: 'invalidArguments' });
    }
    expect(await admin.refused('Task', { update: { [hidden.id]: { isUnread: false } } })).toMatchObject({
      type: 'invalidProperties',
      properties: ['isUnread'],
    });
  });

  test('a merged ticket is read with its parts, and an answer to a part is news of the whole', async () => {
    await read(ada, null);
    const [whole, part] = [await ticket(admin), await ticket(admin)];
    await read(ada, [whole.id]);
    await say(admin, part.id);
    await admin.update('Task', part.id, { mergedIntoId: whole.id });
    expect(await seen(ada, whole.id)).toMatchObject({ isUnread: true });
    await read(ada, [whole.id]);
    expect([await seen(ada, whole.id), await seen(ada, part.id)]).toEqual([nothing, nothing]);
    await say(admin, part.id);
    expect(await seen(ada, whole.id)).toMatchObject({ isUnread: true });
    await read(ada, [whole.id]);
    await admin.update('Task', part.id, { mergedIntoId: null });
    expect([await seen(ada, whole.id), await seen(ada, part.id)]).toEqual([nothing, nothing]);
  });

  test('marks go with the ticket and with who has read', async () => {
    const zoe = await host.person('zoe', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${zoe.principalId}`]: rights(10) });
    await read(zoe, null);
    const [first, second] = [await ticket(admin), await ticket(admin)];
    await read(zoe, [first.id, second.id]);
    const marks = async (): Promise<number> => {
      const rows = await host.database.manager.query<unknown[]>(
        'SELECT 1 FROM support_read_mark WHERE principalId = ? UNION ALL SELECT 1 FROM support_read_floor WHERE principalId = ?',
        [zoe.principalId, zoe.principalId],
      );
      return rows.length;
    };
    expect(await marks()).toBe(3);
    expect(await admin.refused('Task', { destroy: first.id })).toBeNull();
    expect(await marks()).toBe(2);
    expect(await admin.refused('User', { destroy: zoe.principalId })).toBeNull();
    expect(await marks()).toBe(0);
  });

  test('what nobody has read for sixty days counts as read, and its marks go', async () => {
    await read(ada, null);
    const [first, second, third] = [await ticket(admin), await ticket(admin), await ticket(admin)];
    await read(ada, [first.id, third.id]);
    await say(admin, third.id);
    clock.advance(59 * 86_400);
    const late = await ticket(admin);
    await say(admin, first.id);
    await read(ada, [late.id]);
    const run = () => host.get(RaiseFloors).run(new AbortController().signal);
    await run();
    expect(await unread(ada)).toEqual([first.id, second.id, third.id]);
    clock.advance(2 * 86_400);
    const { state } = await ada.get('Task', []);
    await run();
    // Said two days ago, it is as new as it was.
    expect(await unread(ada)).toEqual([first.id]);
    expect(await seen(ada, second.id)).toEqual(nothing);
    expect(await ada.call('Task/changes', { sinceState: state })).toMatchObject({ type: 'cannotCalculateChanges' });
    const marks = await host.database.manager.query<{ taskId: number }[]>(
      'SELECT taskId FROM support_read_mark WHERE principalId = ?',
      [ada.principalId],
    );
    expect(marks.map(({ taskId }) => String(taskId))).toEqual([late.id]);
    await read(ada, [first.id]);
    expect(await unread(ada)).toEqual([]);
  });

  test('whatever is written and read in whichever order, property and filter say what a plain model says', async () => {
    const people = { ada, bram, carla };
    const names = ['ada', 'bram', 'carla'] as const;
    const step = fc.oneof(
      fc.record({ does: fc.constant('open' as const), who: fc.constantFrom('ada' as const, 'admin' as const) }),
      fc.record({
        does: fc.constantFrom('say' as const, 'note' as const),
        who: fc.constantFrom('ada' as const, 'bram' as const, 'carla' as const, 'admin' as const),
        at: fc.nat(3),
      }),
      fc.record({ does: fc.constant('read' as const), who: fc.constantFrom(...names), at: fc.nat(3) }),
      fc.record({ does: fc.constant('readAll' as const), who: fc.constantFrom(...names) }),
    );
    const run = async (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
      for (const person of Object.values(people)) await read(person, null);
      const tickets: string[] = [];
      /** By person and ticket: is there public news, and is there a note? */
      const news = new Map(
        names.map((name) => [name, new Map<string, { isUnread: boolean; hasUnreadNote: boolean }>()]),
      );
      const tell = (id: string, who: string, isPrivate: boolean) => {
        for (const [name, of] of news) {
          const now = of.get(id) ?? { isUnread: false, hasUnreadNote: false };
          if (name === who) of.set(id, { isUnread: false, hasUnreadNote: false });
          else if (!isPrivate) of.set(id, { ...now, isUnread: true });
          else of.set(id, { ...now, hasUnreadNote: name !== 'carla' });
        }
      };
      for (const { does, who, ...rest } of steps) {
        const as = who === 'admin' ? admin : people[who];
        if (does === 'open') {
          const { id } = await ticket(as, { customerId: carla.principalId });
          tickets.push(id);
          tell(id, who, false);
          continue;
        }
        if (does === 'readAll') {
          await read(as, null);
          news.get(who)?.clear();
          continue;
        }
        const id = tickets[(rest as { at: number }).at % Math.max(1, tickets.length)];
        if (id === undefined) continue;
        if (does === 'read') {
          await read(as, [id]);
          news.get(who)?.delete(id);
        } else if (does === 'say' || who !== 'carla') {
          await say(as, id, does === 'note');
          tell(id, who, does === 'note');
        }
      }
      for (const name of names) {
        const of = news.get(name);
        const expected = tickets.map((id) => ({
          isUnread: of?.get(id)?.isUnread ?? false,
          hasUnreadNote: name === 'carla' ? null : (of?.get(id)?.hasUnreadNote ?? false),
        }));
        const actual = await Promise.all(tickets.map((id) => seen(people[name], id)));
        expect([name, actual]).toEqual([name, expected]);
        const found = await people[name].query('Task', { isUnread: true });
        const bold = tickets.filter((_, n) => expected[n]?.isUnread === true || expected[n]?.hasUnreadNote === true);
        expect([name, [...found].sort()]).toEqual([name, [...bold].sort()]);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), run), { numRuns: 25 });
  });
});
