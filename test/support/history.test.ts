import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';
import { BrowserClient, givePassword, PASSWORD } from '../account/browser-client';

// What became of a ticket, told to its agents.

type Json = Record<string, unknown>;
interface Told {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: Json | null;
  readonly isOnBehalf: boolean;
  readonly changes: readonly { readonly property: string; readonly old: unknown; readonly new: unknown }[];
}

describe.each(testDatabases())('the history of a ticket on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let ada: Client;
  let ben: Client;
  let sue: Client;
  let carl: Client;
  let desk: string;
  let staff: string;
  const refused = { type: 'invalidArguments', description: 'id is no ticket that you read as an agent' };

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    const agent = (name: string) => host.person(name, { permissions: ['support:use'] });
    [ada, ben, sue] = [await agent('ada'), await agent('ben'), await agent('sue')];
    manager = await host.person('max', { permissions: ['support:use', 'support:manage'] });
    carl = await host.person('carl', { isInternal: false, permissions: ['help:use'] });
    const list = async (name: string, levels: [Client, number][]): Promise<string> => {
      const shareWith = Object.fromEntries(levels.map(([{ principalId }, level]) => [principalId, rights(level)]));
      return (await admin.create('TaskList', { name, role: 'support', shareWith })).id;
    };
    desk = await list('Desk', [
      [ada, 40],
      [ben, 10],
      [carl, 5],
    ]);
    staff = await list('Dismissals', [
      [ada, 40],
      [sue, 40],
    ]);
  });
  afterAll(async () => {
    await host.drop();
  });

  const ticket = async (given: Json = {}, who = ada): Promise<string> =>
    (await who.create('Task', { taskListId: desk, title: 'Printer on fire', ...given })).id;
  const ask = (who: Client, id: string, given: Json = {}): Promise<Json> =>
    who.call('Ticket/history', { id, ...given });
  const told = async (who: Client, id: string): Promise<Told[]> => {
    const { list } = await ask(who, id);
    return list as Told[];
  };
  /** Property, old and new of all changes, the newest first. */
  const changes = async (who: Client, id: string): Promise<unknown[]> =>
    (await told(who, id)).flatMap((event) => event.changes.map((one) => [one.property, one.old, one.new]));
  const who = (person: Client, name: string): Json => ({ id: person.principalId, name });
  const hidden = { id: null, name: null };

  test('who changed what, from what to what and when, the newest first', async () => {
    const id = await ticket();
    clock.advance(60);
    await ada.update('Task', id, { responsibleId: ben.principalId, due: '2026-12-24T12:00:00Z', priority: 1 });
    const category = (await admin.create('TaskCategory', { name: 'Fire' })).id;
    await ada.update('Task', id, { categories: [category], title: 'Printer smokes' });
    const water = (await admin.create('TaskCategory', { name: 'Water' })).id;
    await ada.update('Task', id, { categories: [category, water] });
    await ada.update('Task', id, { categories: [water] });
    await ada.update('Task', id, { customerId: carl.principalId });
    await carl.update('Task', id, { progress: 'completed' });
    const events = await told(ben, id);
    expect(events.map(({ action, actor, isOnBehalf }) => [action, actor, isOnBehalf])).toEqual([
      ['update', who(carl, 'Carl'), false],
      ['update', who(ada, 'Ada'), false],
      ['update', who(ada, 'Ada'), false],
      ['update', who(ada, 'Ada'), false],
      ['update', who(ada, 'Ada'), false],
      ['update', who(ada, 'Ada'), false],
      ['create', who(ada, 'Ada'), false],
    ]);
    expect(events.map(({ at }) => at).at(-1)).toBe('2026-11-23T09:00:00Z');
    expect(events[0]!.at).toBe('2026-11-23T09:01:00Z');
    expect(await changes(ben, id)).toEqual([
      ['progress', 'needs-action', 'completed'],
      ['customerId', null, who(carl, 'Carl')],
      ['categories', [{ id: category, name: 'Fire' }], []],
      ['categories', [], [{ id: water, name: 'Water' }]],
      ['title', 'Printer on fire', 'Printer smokes'],
      ['categories', [], [{ id: category, name: 'Fire' }]],
      ['due', null, '2026-12-24T12:00:00Z'],
      ['priority', 0, 1],
      ['responsibleId', null, who(ben, 'Ben')],
    ]);
  });

  test('who got the answers and who watched, those that came and those that went', async () => {
    const id = await ticket();
    const many = Array.from({ length: 18 }, (_, n) => `somebody.${String(n)}@example.org`);
    await ada.update('Task', id, { cc: ['first@example.org', 'second@example.org'] });
    await ada.update('Task', id, { cc: ['second@example.org', ...many] });
    await ada.update('Task', id, { cc: ['second@example.org', ...many, 'last@example.org'] });
    await ada.update('Task', id, { [`watchers/${ben.principalId}`]: true });
    await ada.update('Task', id, { watchers: { [ada.principalId]: true } });
    const told = await changes(ben, id);
    expect(told.slice(0, 3)).toEqual([
      ['watchers', [who(ben, 'Ben')], [who(ada, 'Ada')]],
      ['watchers', [], [who(ben, 'Ben')]],
      ['cc', [], ['last@example.org']],
    ]);
    // Of very many at once the log keeps the first ones.
    expect(told[3]).toEqual(['cc', ['first@example.org'], expect.arrayContaining(many.slice(0, 3))]);
    expect(told[4]).toEqual(['cc', [], ['first@example.org', 'second@example.org']]);
    await admin.update('User', ada.principalId, { isRestricted: true });
    expect((await changes(ben, id))[0]).toEqual(['watchers', [who(ben, 'Ben')], [hidden]]);
    await admin.update('User', ada.principalId, { isRestricted: false });
  });

  test('custom fields by the names that they have now, as far as one may know of them', async () => {
    const outside = await host.person('olga', { isInternal: false, permissions: ['support:use'] });
    await admin.update('TaskList', desk, { [`shareWith/${outside.principalId}`]: rights(10) });
    const sets = [
      (await admin.create('CustomFieldSet', { type: 'Task', name: 'Ours', forCustomers: false })).id,
      (await admin.create('CustomFieldSet', { type: 'Task', name: 'All', forCustomers: true })).id,
    ] as const;
    const field = async (fieldSetId: string, key: string, kind: string, options: object = {}): Promise<string> =>
      (await admin.create('CustomField', { fieldSetId, key, name: `The ${key}`, kind, options })).id;
    const options = {
      options: [
        { value: 'a', text: 'Red "wine"' },
        { value: 'b', text: 'Blue' },
      ],
    };
    await field(sets[0], 'price', 'number', { decimals: 2 });
    await field(sets[0], 'expert', 'principal');
    const gone = await field(sets[0], 'gone', 'text');
    await field(sets[1], 'colours', 'multi-select', options);
    await field(sets[1], 'colour', 'select', options);
    await field(sets[1], 'text', 'html');
    await field(sets[1], 'done', 'checkbox');
    const paper = await ada.upload(Buffer.from('A paper'), 'text/plain');
    await field(sets[1], 'paper', 'file');
    const id = await ticket({ customFields: { price: 1.5, colour: 'a', gone: 'x' } });
    const given = { price: 2.25, expert: ben.principalId, colour: 'b', colours: ['a', 'b'], done: true, gone: 'y' };
    const file = { blobId: paper, name: 'Paper "1".txt', type: 'text/plain' };
    await ada.update('Task', id, { customFields: { ...given, text: `<p>${'word '.repeat(60)}</p>`, paper: file } });
    await admin.call('CustomField/set', { destroy: [gone], onDestroyRemoveValues: true });
    const [event] = await told(ben, id);
    const byProperty = Object.fromEntries(event!.changes.map(({ property, ...change }) => [property, change]));
    const named = (key: string, kind: string, old: unknown, now: unknown): [string, Json] => [
      `customFields/${key}`,
      { name: `The ${key}`, kind, old, new: now },
    ];
    expect(byProperty).toEqual(
      Object.fromEntries([
        named('price', 'number', 1.5, 2.25),
        named('expert', 'principal', null, who(ben, 'Ben')),
        named('colours', 'multi-select', null, 'Red "wine", Blue'),
        named('colour', 'select', 'Red "wine"', 'Blue'),
        named('text', 'html', null, expect.stringMatching(/^(word )+/)),
        named('done', 'checkbox', null, true),
        named('paper', 'file', null, 'Paper "1".txt'),
      ]),
    );
    // Whoever is no colleague knows the fields that customers know.
    const [theirs] = await told(outside, id);
    expect(theirs!.changes.map(({ property }) => property).toSorted()).toEqual(
      ['colour', 'colours', 'done', 'paper', 'text'].map((key) => `customFields/${key}`),
    );
    await admin.update('TaskList', desk, { [`shareWith/${outside.principalId}`]: null });
    await admin.call('CustomFieldSet/set', { destroy: sets, onDestroyRemoveValues: true });
  });

  test('agents, managers and administrators of its list are told; customers and other agents are not', async () => {
    const id = await ticket({ customerId: carl.principalId });
    for (const one of [ada, ben, admin]) expect(await ask(one, id)).toMatchObject({ id, total: 1, position: 0 });
    for (const one of [carl, sue, manager]) expect(await ask(one, id)).toEqual(refused);
    await admin.update('TaskList', desk, { [`shareWith/${manager.principalId}`]: rights(50) });
    expect(await ask(manager, id)).toMatchObject({ total: 1 });
    await admin.update('TaskList', desk, { [`shareWith/${manager.principalId}`]: null });
    for (const wrong of ['999999', 'x', '0']) expect(await ask(ada, wrong)).toEqual(refused);
    const plain = (await admin.create('TaskList', { name: 'Plain' })).id;
    const task = (await admin.create('Task', { taskListId: plain, title: 'Tea' })).id;
    expect(await ask(admin, task)).toEqual(refused);
  });

  test('of a time in a list that one does not read nothing is told but that it came from there', async () => {
    const category = (await admin.create('TaskCategory', { name: 'Summary', taskListId: staff })).id;
    const id = await ticket({ taskListId: staff, title: 'Dismiss Bob' });
    await ada.update('Task', id, { categories: [category], responsibleId: sue.principalId });
    await ada.update('Task', id, { taskListId: desk, title: 'Hand back a badge', responsibleId: null });
    await ada.update('Task', id, { priority: 1 });
    expect(await changes(ben, id)).toEqual([
      ['priority', 0, 1],
      ['taskListId', hidden, { id: desk, name: 'Desk' }],
    ]);
    expect((await told(ben, id)).map(({ action }) => action)).toEqual(['update', 'update']);
    const events = JSON.stringify(await ask(ben, id));
    for (const secret of ['Dismiss', 'Summary', 'Sue', `"${staff}"`]) expect(events).not.toContain(secret);
    // Whoever reads both is told all of it.
    expect(await changes(ada, id)).toContainEqual([
      'taskListId',
      { id: staff, name: 'Dismissals' },
      { id: desk, name: 'Desk' },
    ]);
    expect(await changes(ada, id)).toContainEqual(['title', 'Dismiss Bob', 'Hand back a badge']);
    // Whoever may only file tickets there knows what it is called, and nothing else.
    await admin.update('TaskList', staff, { [`shareWith/${ben.principalId}`]: rights(5) });
    expect(await changes(ben, id)).toEqual([
      ['priority', 0, 1],
      ['taskListId', { id: staff, name: 'Dismissals' }, { id: desk, name: 'Desk' }],
    ]);
    await admin.update('TaskList', staff, { [`shareWith/${ben.principalId}`]: null });
    // It went there and came back: what happened meanwhile is not told, what was before is.
    const other = await ticket({ title: 'Key' });
    await ada.update('Task', other, { title: 'Keys' });
    await ada.update('Task', other, { taskListId: staff });
    await ada.update('Task', other, { title: 'Keys of Bob' });
    await ada.update('Task', other, { title: 'Keys', taskListId: desk });
    expect(await changes(ben, other)).toEqual([
      ['taskListId', hidden, { id: desk, name: 'Desk' }],
      ['taskListId', { id: desk, name: 'Desk' }, hidden],
      ['title', 'Key', 'Keys'],
    ]);
  });

  test('nobody is named whose name one may not see, and what is gone has no name', async () => {
    const category = (await admin.create('TaskCategory', { name: 'Fire' })).id;
    const id = await ticket({}, admin);
    await admin.update('Task', id, { categories: [category], responsibleId: ada.principalId });
    await admin.update('User', admin.principalId, { isRestricted: true });
    await admin.update('User', ada.principalId, { isRestricted: true });
    await admin.refused('TaskCategory', { destroy: category });
    try {
      const events = await told(ben, id);
      expect(events.map(({ actor }) => actor)).toEqual([hidden, hidden]);
      expect(await changes(ben, id)).toEqual([
        ['responsibleId', null, hidden],
        ['categories', [], [hidden]],
      ]);
      expect(await changes(ada, id)).toContainEqual(['responsibleId', null, who(ada, 'Ada')]);
    } finally {
      for (const one of [admin, ada]) await admin.update('User', one.principalId, { isRestricted: false });
    }
  });

  test('merging is told of both tickets, to whoever reads the other one', async () => {
    const [id, part] = [await ticket({ title: 'Whole' }), await ticket({ title: 'Part' })];
    const secret = await ticket({ title: 'Secret part', taskListId: staff });
    for (const one of [part, secret]) await ada.update('Task', one, { mergedIntoId: id });
    expect(await changes(ben, part)).toEqual([['mergedIntoId', null, { id, name: 'Whole' }]]);
    expect(await changes(ben, id)).toEqual([['parts', null, { id: part, name: 'Part' }]]);
    expect(await changes(ada, id)).toContainEqual(['parts', null, { id: secret, name: 'Secret part' }]);
    expect(await changes(sue, secret)).toEqual([['mergedIntoId', null, hidden]]);
    // Where one does not read the other any more it is not told either.
    await ada.update('Task', part, { taskListId: staff });
    expect(await changes(ben, id)).toEqual([]);
    await ada.update('Task', part, { taskListId: desk });
    expect(await changes(ben, id)).toHaveLength(1);
    await ada.update('Task', part, { mergedIntoId: null });
    expect(await changes(ben, part)).toEqual([
      ['mergedIntoId', { id, name: 'Whole' }, null],
      ['taskListId', hidden, { id: desk, name: 'Desk' }],
      ['taskListId', { id: desk, name: 'Desk' }, hidden],
      ['mergedIntoId', null, { id, name: 'Whole' }],
    ]);
    expect(await changes(ben, id)).toEqual([]);
  });

  test('what the desk does by itself has no actor, and what an administrator does in a name says so', async () => {
    const id = await ticket();
    await host.database.transaction(() => host.get(Records).update('Task', Number(id), { progress: 'completed' }));
    expect((await told(ben, id))[0]).toMatchObject({ action: 'update', actor: null, isOnBehalf: false });
    await givePassword(host, 'admin');
    const browser = new BrowserClient(host);
    await browser.logIn('admin');
    await browser.post('/auth/act-as', { userId: ada.principalId, password: PASSWORD });
    const update = { [id]: { priority: 5 } };
    const methodCalls = [['Task/set', { accountId: 'g1', update }, '0']];
    const using = Object.keys((await browser.session())['capabilities'] as Json);
    await browser.post('/jmap/api', { using, methodCalls });
    const [event] = await told(ben, id);
    expect(event).toMatchObject({ actor: who(ada, 'Ada'), isOnBehalf: true });
  });

  test('it is read in pages, and asked for what makes no sense it says what', async () => {
    const id = await ticket();
    for (let priority = 1; priority <= 5; priority++) await ada.update('Task', id, { priority });
    const all = await told(ben, id);
    expect(all).toHaveLength(6);
    expect(await ask(ben, id, { position: 2, limit: 3 })).toMatchObject({
      total: 6,
      position: 2,
      list: all.slice(2, 5),
    });
    expect(await ask(ben, id, { position: 6 })).toMatchObject({ total: 6, list: [] });
    const wrong: [Json, RegExp][] = [
      [{ limit: 0 }, /limit/],
      [{ limit: 501 }, /limit/],
      [{ position: -1 }, /position/],
      [{ properties: ['at'] }, /properties/],
    ];
    for (const [given, why] of wrong) {
      expect(await ask(ben, id, given)).toMatchObject({
        type: 'invalidArguments',
        description: expect.stringMatching(why) as string,
      });
    }
  });
});
