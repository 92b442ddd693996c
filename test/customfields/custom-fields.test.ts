import { Blobs } from '../../core/files/blobs.service';
import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const rights = (level: number): Json => ({
  maySubmit: level >= 5,
  mayRead: level >= 10,
  mayCreate: level >= 20,
  mayWrite: level >= 30,
  mayDelete: level >= 40,
  mayManage: level >= 50,
});

/** A desk with an agent and a customer, and a set of fields for each of the two. */
class Desk {
  admin!: Client;
  agent!: Client;
  customer!: Client;
  list = '';
  agentsSet = '';
  customersSet = '';

  private constructor(readonly host: TestHost) {}

  static async open(host: TestHost): Promise<Desk> {
    const desk = new Desk(host);
    desk.admin = await host.admin();
    desk.agent = await host.person('agent', { permissions: ['support:use'] });
    desk.customer = await host.person('customer', { isInternal: false });
    [desk.list = ''] = await desk.admin.query('TaskList');
    await desk.admin.update('TaskList', desk.list, { [`shareWith/${desk.agent.principalId}`]: rights(40) });
    desk.agentsSet = (await desk.admin.create('CustomFieldSet', { type: 'Task', name: 'Contract' })).id;
    const open = { type: 'Task', name: 'Device', forCustomers: true, sortOrder: 1 };
    desk.customersSet = (await desk.admin.create('CustomFieldSet', open)).id;
    return desk;
  }

  async field(key: string, kind: string, more: Json = {}, fieldSetId = this.agentsSet): Promise<string> {
    const field = { fieldSetId, key, name: key, kind, ...more };
    return (await this.admin.create('CustomField', field)).id;
  }

  async ticket(customFields: Json = {}, more: Json = {}, by = this.agent): Promise<string> {
    const task = { title: 'A ticket', taskListId: this.list, customFields, ...more };
    return (await by.create('Task', task)).id;
  }

  async values(id: string, by = this.agent): Promise<Json> {
    const { list } = await by.get<Json>('Task', [id], ['customFields']);
    return list[0]!['customFields'] as Json;
  }

  /** The properties that are named when this change of a ticket is refused, with the sentence. */
  async refusal(id: string, patch: Json, by = this.agent): Promise<[unknown, unknown]> {
    const error = await by.refused('Task', { update: { [id]: patch } });
    return [error?.['properties'] ?? error?.['type'], error?.['description']];
  }
}

const choices = {
  options: [
    { value: 'a', text: 'Alpha' },
    { value: 'b', text: 'Beta' },
    { value: 'c', text: 'Gamma' },
  ],
};

describe.each(testDatabases())('custom fields on $name', (database) => {
  let host: TestHost;
  let desk: Desk;
  beforeEach(async () => {
    host = await TestHost.start(database);
    desk = await Desk.open(host);
  });
  afterEach(() => host.drop());

  test('every kind takes what it is for, and says what is wrong with anything else', async () => {
    const { agent, customer } = desk;
    const blobId = await agent.upload(Buffer.from('a file'));
    const { blobId: hidden } = await host.get(Blobs).keep(Buffer.from('of somebody else'));
    const contact = await host.database.transaction(() =>
      host.get(Records).insert('Principal', { type: 'individual', name: 'Con', email: 'con@example.org' }),
    );
    const file = { blobId, name: 'a.txt', type: 'text/plain' };
    const kinds: Readonly<Record<string, { options?: Json; good: [unknown, unknown?][]; bad: [unknown, string][] }>> = {
      text: {
        options: { max: 5 },
        good: [['abc'], ['', null], ['e\u0301', '\u00e9']],
        bad: [
          [1, 'must be a string'],
          ['abcdef', 'must have at most 5 characters'],
          ['a\nb', 'must be one line'],
          ['\u0000', 'must not hold control characters'],
        ],
      },
      textarea: { good: [['a\nb'], ['x'.repeat(5000)]], bad: [[[], 'must be a string']] },
      number: {
        options: { min: -1, max: 100, decimals: 2 },
        good: [[0], [-1], [12.25]],
        bad: [
          ['12', 'must be a number'],
          [1.234, 'must have at most 2 decimals'],
          [101, 'must be between -1 and 100'],
        ],
      },
      date: {
        good: [['2024-02-29']],
        bad: [
          ['2023-02-29', 'is no such day'],
          ['tomorrow', 'must be a day such as 2026-11-23'],
          [20240101, 'must be a day such as 2026-11-23'],
        ],
      },
      datetime: {
        good: [['2026-11-23T10:00:00Z']],
        bad: [
          ['2026-11-23', 'must be a date such as 2026-11-23T10:00:00Z'],
          ['2026-13-23T10:00:00Z', 'is no such day or time'],
        ],
      },
      checkbox: { good: [[true], [false, null]], bad: [['yes', 'must be true or false']] },
      select: {
        options: choices,
        good: [['b']],
        bad: [
          ['Beta', 'is none of the choices'],
          [['b'], 'is none of the choices'],
        ],
      },
      'multi-select': {
        options: choices,
        good: [
          [
            ['c', 'a', 'a'],
            ['a', 'c'],
          ],
          [[], null],
        ],
        bad: [
          ['a', 'must be a list of choices'],
          [['a', 'd'], 'holds "d", which is none of the choices'],
        ],
      },
      user: {
        good: [[customer.principalId]],
        bad: [
          ['999999', 'is no such user'],
          [String(contact.id), 'is no such user'],
          [1, 'is no such person'],
        ],
      },
      principal: {
        good: [[String(contact.id)]],
        bad: [
          ['999999', 'is no such person'],
          ['x', 'is no such person'],
        ],
      },
      html: { good: [['<b>x</b><script>alert(1)</script>', '<b>x</b>']], bad: [[1, 'must be a string']] },
      file: {
        good: [[file]],
        bad: [
          [blobId, 'must be a file with blobId, name and type'],
          [{ ...file, name: '../x' }, 'must be a file with blobId, name and type'],
          [{ ...file, blobId: hidden }, 'is no such file'],
          [{ ...file, blobId: `B${'0'.repeat(64)}` }, 'is no such file'],
        ],
      },
    };
    const described = await desk.admin.call('CustomField/describe');
    const { properties } = (described['types'] as Json[]).find(({ name }) => name === 'Task') as { properties: Json[] };
    expect(properties).toContainEqual({ name: 'taskListId', refersTo: 'TaskList' });
    expect(properties).toContainEqual({ name: 'title', refersTo: null });
    const names = (described['kinds'] as Json[])
      .map(({ name }) => name as string)
      .filter((name) => name !== 'function');
    expect(names.sort()).toEqual(Object.keys(kinds).sort());
    const ticket = await desk.ticket();
    for (const [kind, { options = {}, good, bad }] of Object.entries(kinds)) {
      const key = `my${kind.replace('-', '')}`;
      await desk.field(key, kind, { options });
      for (const [given, expected = given] of good) {
        await agent.update('Task', ticket, { [`customFields/${key}`]: given });
        expect([kind, (await desk.values(ticket))[key] ?? null]).toEqual([kind, expected]);
      }
      const before = await desk.values(ticket);
      for (const [given, why] of bad) {
        const name = `customFields/${key}`;
        expect([kind, await desk.refusal(ticket, { [name]: given })]).toEqual([kind, [[name], `${name} ${why}`]]);
      }
      expect(await desk.values(ticket)).toEqual(before);
      // Sent back as it was read it is no change, and null takes it away.
      const { list } = await agent.get<Json>('Task', [ticket]);
      expect(await agent.refused('Task', { update: { [ticket]: list[0]! } })).toBeNull();
      await agent.update('Task', ticket, { [`customFields/${key}`]: null });
      expect(await desk.values(ticket)).not.toHaveProperty(key);
    }
    expect(await desk.refusal(ticket, { customFields: 'x' })).toEqual([
      ['customFields'],
      'customFields must be a map of values',
    ]);
    expect(await desk.refusal(ticket, { 'customFields/nonsense': 1, 'customFields/__proto__': 1 })).toEqual([
      ['customFields/nonsense', 'customFields/__proto__'],
      expect.stringContaining('is not known'),
    ]);
  });

  test.each(['Contact', 'User'])(
    'a condition may name the organisation of a %s, which is kept elsewhere',
    async (type) => {
      const { admin } = desk;
      const set = await admin.create('CustomFieldSet', { type, name: 'Membership' });
      const rules = { hiddenWhen: 'organisation IS EMPTY', requiredWhen: 'organisation = "Harbour"' };
      await admin.create('CustomField', { fieldSetId: set.id, key: 'branch', name: 'Branch', kind: 'text', ...rules });
      const some = type === 'User' ? { username: 'ida', email: 'ida@example.org' } : {};
      const person = { name: 'Ida', ...some };
      expect(await admin.refused(type, { create: { ...person, organisation: 'Harbour' } })).toMatchObject({
        properties: ['customFields/branch'],
      });
      const { id } = await admin.create(type, { ...person, organisation: 'Dock' });
      const refusal = (change: Json) => admin.refused(type, { update: { [id]: change } });
      expect(await refusal({ organisation: 'Harbour' })).toMatchObject({ properties: ['customFields/branch'] });
      await admin.update(type, id, { 'customFields/branch': 'North' });
      await admin.update(type, id, { organisation: '' });
      expect(await refusal({ 'customFields/branch': 'South' })).toMatchObject({
        description: 'customFields/branch is not asked for here',
      });
    },
  );

  test('what is required or hidden follows its conditions, for people but not for the host', async () => {
    const { agent } = desk;
    await desk.field('device', 'select', { options: choices, default: 'a' });
    await desk.field('serial', 'text', { requiredWhen: 'device = "b"', hiddenWhen: 'device = "c"' });
    await desk.field('reason', 'text', { requiredWhen: 'progress = "completed"' });
    const ticket = await desk.ticket();
    expect(await desk.values(ticket)).toEqual({ device: 'a' });
    const isRequired = (key: string) => [[`customFields/${key}`], `customFields/${key} is required`];
    expect(await desk.refusal(ticket, { 'customFields/device': 'b' })).toEqual(isRequired('serial'));
    await agent.update('Task', ticket, { 'customFields/device': 'b', 'customFields/serial': 'S1' });
    expect(await desk.refusal(ticket, { 'customFields/serial': null })).toEqual(isRequired('serial'));
    // Hidden: kept as it is or taken away, never given.
    await agent.update('Task', ticket, { 'customFields/device': 'c' });
    expect(await desk.refusal(ticket, { 'customFields/serial': 'S2' })).toEqual([
      ['customFields/serial'],
      'customFields/serial is not asked for here',
    ]);
    await agent.update('Task', ticket, { 'customFields/serial': null });
    expect(await desk.values(ticket)).toEqual({ device: 'c' });
    // A condition on a property of the object itself.
    expect(await desk.refusal(ticket, { progress: 'completed' })).toEqual(isRequired('reason'));
    await agent.update('Task', ticket, { progress: 'completed', 'customFields/reason': 'Done' });
    // A field that is new and required holds up nobody who does something else, and no mail at all.
    await desk.field('since', 'date', { required: true });
    await agent.update('Task', ticket, { priority: 3 });
    expect(await agent.refused('Task', { create: { title: 'x', taskListId: desk.list } })).toMatchObject({
      properties: ['customFields/since'],
    });
    const made = await host.database.transaction(() =>
      host.get(Records).insert('Task', { title: 'By mail', taskListId: Number(desk.list) }),
    );
    expect(await desk.values(String(made.id))).toEqual({ device: 'a' });
    // A set for some lists only.
    const { id: otherList } = await desk.admin.create('TaskList', { name: 'Other', role: 'support' });
    await desk.admin.update('TaskList', otherList, { [`shareWith/${agent.principalId}`]: rights(40) });
    await desk.admin.update('CustomFieldSet', desk.agentsSet, { showWhen: `taskListId = ${desk.list}` });
    const elsewhere = await desk.ticket({}, { taskListId: otherList });
    expect(await desk.values(elsewhere)).toEqual({});
    expect(await desk.refusal(elsewhere, { 'customFields/device': 'a' })).toEqual([
      ['customFields/device'],
      'customFields/device is not asked for here',
    ]);
  });

  test('formulas are worked out, found and sorted by, and follow their definition', async () => {
    const { agent, admin } = desk;
    await desk.field('hours', 'number', { options: { decimals: 2 } });
    await desk.field('rate', 'number', { default: 80 });
    const total = await desk.field('total', 'function', { options: { formula: 'round(hours * rate, 2)' } });
    await desk.field('label', 'function', { options: { formula: 'concat(hours, " h")', result: 'text' } });
    const ids = [await desk.ticket({ hours: 2.5 }), await desk.ticket({ hours: 1 }), await desk.ticket()];
    expect(await desk.values(ids[0]!)).toEqual({ hours: 2.5, rate: 80, total: 200, label: '2.5 h' });
    expect((await desk.values(ids[2]!))['total']).toBeUndefined();
    const over = { customFields: { total: { greater: 100 } } };
    expect(await agent.query('Task', over)).toEqual([ids[0]]);
    expect(await agent.query('Task', null, [{ property: 'customFields/total' }])).toEqual([ids[2], ids[1], ids[0]]);
    expect(await desk.refusal(ids[0]!, { 'customFields/total': 1 })).toEqual([
      ['customFields/total'],
      'customFields/total is worked out by the server',
    ]);
    await agent.update('Task', ids[0]!, { 'customFields/hours': 3 });
    expect((await desk.values(ids[0]!))['total']).toBe(240);
    const { state } = await agent.get('Task', []);
    await admin.update('CustomField', total, { options: { formula: 'hours + rate' } });
    expect((await desk.values(ids[1]!))['total']).toBe(81);
    expect(await agent.query('Task', over)).toEqual([]);
    const changes = await agent.call('Task/changes', { sinceState: state });
    expect((changes['updated'] as string[]).sort()).toEqual([ids[0], ids[1]].sort());
  });

  test('tickets are found and sorted by every kind, and the list follows changes', async () => {
    const { agent, customer } = desk;
    const { principalId } = customer;
    await desk.field('word', 'text');
    await desk.field('story', 'textarea');
    await desk.field('amount', 'number', { options: { max: 10 } });
    await desk.field('day', 'date');
    await desk.field('moment', 'datetime');
    await desk.field('flag', 'checkbox');
    await desk.field('choice', 'select', { options: choices });
    await desk.field('tags', 'multi-select', { options: choices });
    await desk.field('owner', 'user');
    const long = `${'x'.repeat(300)} needle`;
    const one = await desk.ticket({
      word: 'Needle%',
      story: long,
      amount: 3,
      day: '2026-01-02',
      moment: '2026-01-02T03:04:05Z',
      flag: true,
      choice: 'a',
      tags: ['a', 'b'],
      owner: principalId,
    });
    const two = await desk.ticket({ word: 'other', amount: 7, day: '2026-05-01', choice: 'b', tags: ['b', 'c'] });
    const none = await desk.ticket();
    const found = async (customFields: Json) => (await agent.query('Task', { customFields })).sort();
    const table: [Json, string[]][] = [
      [{ word: { contains: 'needle%' } }, [one]],
      [{ word: { contains: 'needle_' } }, []],
      [{ word: { equals: 'other' } }, [two]],
      [{ word: { equals: 'OTHER' } }, []],
      [{ word: { in: ['other', 'Needle%'] } }, [one, two]],
      [{ word: { isEmpty: true } }, [none]],
      [{ word: { isEmpty: false } }, [one, two]],
      [{ story: { contains: 'NEEDLE' } }, [one]],
      [{ amount: { greater: 3 } }, [two]],
      [{ amount: { less: 99 } }, [one, two]],
      [{ amount: { greater: 2, less: 4 } }, [one]],
      [{ amount: { in: [3, 7] } }, [one, two]],
      [{ day: { before: '2026-02-01' } }, [one]],
      [{ day: { after: '2026-01-02' } }, [two]],
      [{ day: { equals: '2026-01-02' } }, [one]],
      [{ moment: { before: '2026-01-02T03:04:06Z' } }, [one]],
      [{ flag: { isEmpty: false } }, [one]],
      [{ choice: { in: ['a', 'b'] }, amount: { equals: 7 } }, [two]],
      [{ tags: { equals: 'b' } }, [one, two]],
      [{ tags: { in: ['c', 'a'] } }, [one, two]],
      [{ tags: { in: ['c'] } }, [two]],
      [{ owner: { equals: principalId } }, [one]],
      [{ owner: { equals: '999999' } }, []],
      [{}, [one, two, none]],
    ];
    for (const [filter, ids] of table) expect([filter, await found(filter)]).toEqual([filter, ids]);
    expect(
      await agent.query('Task', { operator: 'NOT', conditions: [{ customFields: { tags: { equals: 'c' } } }] }),
    ).toEqual(expect.arrayContaining([one, none]));
    const by = (key: string, isAscending: boolean) =>
      agent.query('Task', { customFields: { word: { isEmpty: false } } }, [
        { property: `customFields/${key}`, isAscending },
      ]);
    for (const key of ['word', 'amount', 'day', 'choice']) {
      expect([key, await by(key, true)]).toEqual([key, [one, two]]);
      expect([key, await by(key, false)]).toEqual([key, [two, one]]);
    }
    const faults: [Json, string][] = [
      [{ customFields: [] }, 'invalidArguments'],
      [{ customFields: { word: 'x' } }, 'invalidArguments'],
      [{ customFields: { nonsense: {} } }, 'unsupportedFilter'],
      [{ customFields: { word: { before: 'x' } } }, 'unsupportedFilter'],
      [{ customFields: { word: { equals: 1 } } }, 'invalidArguments'],
      [{ customFields: { word: { equals: '' } } }, 'invalidArguments'],
      [{ customFields: { word: { isEmpty: 'x' } } }, 'invalidArguments'],
      [{ customFields: { word: { in: [] } } }, 'invalidArguments'],
      [{ customFields: { amount: { greater: '3' } } }, 'invalidArguments'],
      [{ customFields: { day: { before: 'x' } } }, 'invalidArguments'],
    ];
    for (const [filter, type] of faults) {
      expect([filter, (await agent.call('Task/query', { filter }))['type']]).toEqual([filter, type]);
    }
    for (const property of ['customFields', 'customFields/', 'customFields/nonsense', 'customFields/tags', 'title/x']) {
      expect([property, (await agent.call('Task/query', { sort: [{ property }] }))['type']]).toEqual([
        property,
        'unsupportedSort',
      ]);
    }
    const query = { filter: { customFields: { amount: { greater: 5 } } }, sort: [{ property: 'customFields/amount' }] };
    const first = await agent.call('Task/query', query);
    expect(first).toMatchObject({ ids: [two], canCalculateChanges: true });
    await agent.update('Task', none, { 'customFields/amount': 6 });
    await agent.update('Task', two, { 'customFields/amount': 1 });
    const then = await agent.call('Task/queryChanges', { ...query, sinceQueryState: first['queryState'] });
    expect(then['added']).toEqual([{ id: none, index: 0 }]);
    expect(then['removed']).toContain(two);
    expect(await agent.query('Task', query.filter, query.sort)).toEqual([none]);
    await agent.update('Task', none, { title: 'Still there' });
    expect(await desk.values(none)).toEqual({ amount: 6 });
    expect(await agent.refused('Task', { destroy: none })).toBeNull();
    expect(await agent.query('Task', query.filter, query.sort)).toEqual([]);
  });

  test('definitions are changed by administrators alone, and say what cannot be', async () => {
    const { admin, agent, customer } = desk;
    const contract = await desk.field('contract', 'text');
    await desk.field('device', 'text', {}, desk.customersSet);
    for (const person of [agent, customer]) {
      expect(await person.refused('CustomFieldSet', { create: { type: 'Task', name: 'x' } })).toMatchObject({
        type: 'forbidden',
      });
      expect(await person.refused('CustomField', { destroy: contract })).toMatchObject({
        type: person === agent ? 'forbidden' : 'notFound',
      });
    }
    const base = { fieldSetId: desk.agentsSet, key: 'more', name: 'More', kind: 'text' };
    const faults: [Json, string, string][] = [
      [{ key: 'contract' }, 'key', 'is taken by another field of Task'],
      [{ key: 'Contract' }, 'key', 'must be letters and digits'],
      [{ key: 'is' }, 'key', 'is a word of conditions'],
      [{ key: 'title' }, 'key', 'is the name of a property of Task'],
      [{ kind: 'colour' }, 'kind', 'is none of'],
      [{ kind: 'select' }, 'options', 'options'],
      [
        { kind: 'select', options: { options: [choices.options[0], choices.options[0]] } },
        'options',
        'values must differ',
      ],
      [{ options: { max: 1000 } }, 'options', 'max'],
      [{ options: { size: 1 } }, 'options', 'size'],
      [{ options: [] }, 'options', 'must be a map'],
      [{ kind: 'number', default: 'x' }, 'default', 'must be a number'],
      [
        { requiredWhen: 'contract =' },
        'requiredWhen',
        'cannot be read: expected a field, a value or "(" at character 11',
      ],
      [{ hiddenWhen: 'nonsense = 1' }, 'hiddenWhen', 'names "nonsense", which is neither a field nor a property'],
      [{ kind: 'function', options: { formula: '1 +' } }, 'options', 'cannot be read'],
      [{ kind: 'function', options: { formula: 'more + 1' } }, 'options', 'names "more", which is no other field'],
      [{ kind: 'function', options: { formula: '1' }, required: true }, 'default', 'are not for fields'],
      [{ fieldSetId: '999999' }, 'fieldSetId', 'is no such object'],
      [
        { fieldSetId: desk.customersSet, requiredWhen: 'contract = "x"' },
        'requiredWhen',
        'which customers are not shown',
      ],
      [
        { fieldSetId: desk.customersSet, hiddenWhen: 'hasPrivateNote = true' },
        'hiddenWhen',
        'which customers are not shown',
      ],
      [
        { fieldSetId: desk.customersSet, kind: 'function', options: { formula: 'concat(contract)' } },
        'options',
        'which customers are not shown',
      ],
    ];
    for (const [change, property, why] of faults) {
      const error = await admin.refused('CustomField', { create: { ...base, ...change } });
      expect([change, error?.['properties']]).toEqual([change, [property]]);
      expect(error?.['description']).toContain(why);
    }
    expect(await admin.refused('CustomFieldSet', { create: { type: 'Comment', name: 'x' } })).toMatchObject({
      properties: ['type'],
    });
    expect(await admin.refused('CustomFieldSet', { create: { type: 'Task', name: 'x', showWhen: 'a' } })).toMatchObject(
      {
        properties: ['showWhen'],
      },
    );
    // What another condition names stays, and stays for the same people.
    const more = await desk.field('more', 'text', { requiredWhen: 'device = "x"' }, desk.customersSet);
    await admin.update('CustomField', contract, { hiddenWhen: 'device is empty', name: 'Contract number' });
    const device = (await admin.query('CustomField', { fieldSetId: desk.customersSet }))[1]!;
    expect((await admin.refused('CustomField', { destroy: device }))?.['description']).toContain('names "device"');
    const taken = await admin.refused('CustomFieldSet', { update: { [desk.agentsSet]: { forCustomers: true } } });
    expect(taken).toBeNull();
    expect(
      (await admin.refused('CustomFieldSet', { update: { [desk.customersSet]: { forCustomers: false } } }))?.[
        'description'
      ],
    ).toContain('which customers are not shown');
    // A set goes with its fields, but for what others still name.
    expect((await admin.refused('CustomFieldSet', { destroy: desk.customersSet }))?.['description']).toContain(
      '"Contract number"',
    );
    await admin.update('CustomField', contract, { hiddenWhen: '' });
    expect(await admin.refused('CustomFieldSet', { destroy: desk.customersSet })).toBeNull();
    expect((await admin.get('CustomField', [device, more])).notFound).toEqual([device, more]);
  });

  test('objects are found by words of their fields, by colleagues also of those that customers are not shown', async () => {
    const { admin, agent, customer } = desk;
    const open = await desk.field('place', 'text', {}, desk.customersSet);
    await desk.field('story', 'html', {}, desk.customersSet);
    await desk.field('contract', 'textarea');
    const customFields = { place: 'Kopenhagen', story: '<b>Heidelbeere</b>', contract: 'Zugspitze' };
    const id = await desk.ticket(customFields, { customerId: customer.principalId });
    const found = async (text: string, by = customer): Promise<string[]> => {
      const { list } = await by.call('Search/query', { filter: { text } });
      return (list as Json[]).map((hit) => `${String(hit['type'])} ${String(hit['id'])}`);
    };
    expect(await found('kopen')).toEqual([`Task ${id}`]);
    expect(await found('heidelbeere', agent)).toEqual([`Task ${id}`]);
    expect(await found('zugspitze')).toEqual([]);
    for (const colleague of [agent, admin]) expect(await found('zugspitze', colleague)).toEqual([`Task ${id}`]);
    await agent.update('Task', id, { 'customFields/place': 'Lissabon' });
    expect(await found('kopenhagen')).toEqual([]);
    expect(await found('lissabon')).toEqual([`Task ${id}`]);
    // What becomes private is found no more at once, and what is opened is.
    await admin.update('CustomFieldSet', desk.agentsSet, { forCustomers: true });
    expect(await found('zugspitze')).toEqual([`Task ${id}`]);
    await admin.update('CustomFieldSet', desk.agentsSet, { forCustomers: false });
    expect(await found('zugspitze')).toEqual([]);
    expect(await found('lissabon')).toEqual([`Task ${id}`]);
    await admin.call('CustomField/set', { destroy: [open], onDestroyRemoveValues: true });
    expect(await found('lissabon')).toEqual([]);
    expect(await found('heidelbeere')).toEqual([`Task ${id}`]);
  });

  test('contacts have fields for those who administer, and for nobody else', async () => {
    const { admin, agent } = desk;
    const set = await admin.create('CustomFieldSet', { type: 'Contact', name: 'Membership' });
    await desk.field('memberSince', 'date', { required: true }, set.id);
    const contact = { name: 'Ida', addresses: ['ida@example.org'] };
    const refused = await admin.refused('Contact', { create: contact });
    expect(refused).toMatchObject({ properties: ['customFields/memberSince'] });
    const made = await admin.create('Contact', { ...contact, customFields: { memberSince: '2020-02-29' } });
    const isMember = { customFields: { memberSince: { before: '2021-01-01' } } };
    expect(await admin.query('Contact', isMember)).toEqual([made.id]);
    expect(await agent.get('Contact', [made.id])).toMatchObject({ list: [], notFound: [made.id] });
    expect(await admin.refused('Contact', { destroy: made.id })).toBeNull();
  });

  test('users and ticket types have fields too, and who only files into a type sees those for customers', async () => {
    const { admin, agent, customer } = desk;
    const staff = await admin.create('CustomFieldSet', { type: 'User', name: 'Staff' });
    await desk.field('room', 'text', { required: true }, staff.id);
    const user = { username: 'ida', name: 'Ida', email: 'ida@example.org' };
    expect(await admin.refused('User', { create: user })).toMatchObject({ properties: ['customFields/room'] });
    const { id } = await admin.create('User', { ...user, customFields: { room: '2.17' } });
    await admin.update('User', id, { 'customFields/room': '3.01' });
    expect(await admin.query('User', { customFields: { room: { contains: '3.' } } })).toEqual([id]);
    expect(await agent.get('User', [id])).toMatchObject({ list: [], notFound: [id] });
    expect(await admin.refused('User', { destroy: id })).toBeNull();

    await admin.update('TaskList', desk.list, { [`shareWith/${customer.principalId}`]: rights(5) });
    for (const [name, forCustomers] of [
      ['hours', true],
      ['budget', false],
    ] as const) {
      const set = await admin.create('CustomFieldSet', { type: 'TaskList', name, forCustomers });
      await desk.field(name, 'text', {}, set.id);
    }
    await admin.update('TaskList', desk.list, { 'customFields/hours': 'nine to five', 'customFields/budget': 'none' });
    const seen = async (by: Client): Promise<unknown> =>
      (await by.get<Json>('TaskList', [desk.list], ['customFields'])).list[0]?.['customFields'];
    expect(await seen(agent)).toEqual({ hours: 'nine to five', budget: 'none' });
    expect(await seen(customer)).toEqual({ hours: 'nine to five' });
    const byBudget = { customFields: { budget: { contains: 'none' } } };
    expect(await agent.query('TaskList', byBudget)).toEqual([desk.list]);
    await expect(customer.query('TaskList', byBudget)).rejects.toThrow('unsupportedFilter');
    expect(await agent.refused('TaskList', { update: { [desk.list]: { 'customFields/hours': 'x' } } })).toMatchObject({
      type: 'forbidden',
    });
  });

  test('colleagues hear of a change of what only they are shown, of types whose objects customers see too', async () => {
    const { admin, agent, customer, list } = desk;
    await admin.update('TaskList', list, { [`shareWith/${customer.principalId}`]: rights(5) });
    const set = await admin.create('CustomFieldSet', { type: 'TaskList', name: 'Budget' });
    await desk.field('budget', 'text', {}, set.id);
    const [before, customersBefore] = [await agent.get('TaskList', []), await customer.get('TaskList', [])];
    await admin.update('TaskList', list, { 'customFields/budget': 'none' });
    expect(await agent.call('TaskList/changes', { sinceState: before.state })).toMatchObject({ updated: [list] });
    expect(await customer.get('TaskList', [])).toMatchObject({ state: customersBefore.state });
    expect(await customer.call('TaskList/changes', { sinceState: customersBefore.state })).toMatchObject({
      updated: [],
    });
  });

  test('a field keeps its values or loses them as told', async () => {
    const { admin, agent } = desk;
    const field = await desk.field('contract', 'text');
    const ids = [await desk.ticket({ contract: 'A' }), await desk.ticket({ contract: 'B' }), await desk.ticket()];
    await admin.update('CustomField', field, { name: 'Contract number' });
    expect(await desk.values(ids[0]!)).toEqual({ contract: 'A' });
    expect(await admin.refused('CustomField', { update: { [field]: { kind: 'number' } } })).toMatchObject({
      description: 'kind can only become textarea while 2 objects have a value',
    });
    await admin.update('CustomField', field, { kind: 'textarea' });
    expect(await desk.values(ids[1]!)).toEqual({ contract: 'B' });
    expect(await admin.refused('CustomField', { destroy: field })).toMatchObject({
      type: 'customFieldHasValues',
      description: '2 objects have a value of "Contract number", which would be lost',
    });
    const unused = await desk.field('unused', 'number');
    expect(await admin.call('CustomField/contents', { ids: [field, unused, 'x'] })).toMatchObject({
      objects: { [field]: 2, [unused]: 0 },
    });
    expect(await agent.call('CustomField/contents', { ids: [field] })).toMatchObject({ type: 'forbidden' });
    const { state } = await agent.get('Task', []);
    const gone = await admin.call('CustomField/set', { destroy: [field], onDestroyRemoveValues: true });
    expect(gone['destroyed']).toEqual([field]);
    expect(await desk.values(ids[0]!)).toEqual({});
    const changes = await agent.call('Task/changes', { sinceState: state });
    expect((changes['updated'] as string[]).sort()).toEqual(ids.slice(0, 2).sort());
    expect(
      await admin.call('CustomFieldSet/set', { destroy: [desk.agentsSet], onDestroyRemoveValues: 'x' }),
    ).toMatchObject({
      type: 'invalidArguments',
    });
  });

  test('a customer learns nothing of what is for agents', async () => {
    const { admin, agent, customer } = desk;
    await desk.field('device', 'text', { required: true }, desk.customersSet);
    await desk.field('photo', 'file', {}, desk.customersSet);
    const secret = await desk.field('margin', 'number', { required: true, default: 5 });
    await desk.field('paper', 'file');
    const id = await desk.ticket({ device: 'Laptop' }, {}, customer);
    expect(await desk.values(id, customer)).toEqual({ device: 'Laptop' });
    expect(await desk.values(id)).toEqual({ device: 'Laptop', margin: 5 });
    const { state } = await customer.get('Task', []);
    const blobId = await agent.upload(Buffer.from('paper'));
    const file = { blobId, name: 'paper.txt', type: 'text/plain' };
    await agent.update('Task', id, { 'customFields/margin': 9, 'customFields/paper': file });
    expect((await customer.get('Task', [])).state).toBe(state);
    expect(await customer.call('Task/changes', { sinceState: state })).toMatchObject({ updated: [], newState: state });
    expect((await customer.download(blobId)).status).toBe(404);
    expect((await agent.download(blobId)).status).toBe(200);
    await agent.update('Task', id, { 'customFields/photo': file });
    expect((await customer.download(blobId)).status).toBe(200);
    // By its key it is as unknown as any other.
    const ask = async (key: string): Promise<unknown[]> => {
      const answers = [
        await customer.call('Task/query', { filter: { customFields: { [key]: { isEmpty: true } } } }),
        await customer.call('Task/query', { sort: [{ property: `customFields/${key}` }] }),
        await customer.refused('Task', {
          create: { title: 'x', taskListId: desk.list, customFields: { device: 'x', [key]: 1 } },
        }),
        await customer.refused('Task', { update: { [id]: { [`customFields/${key}`]: 1 } } }),
      ];
      return answers.map((answer) => JSON.parse(JSON.stringify(answer).replaceAll(key, 'KEY')) as unknown);
    };
    expect(await ask('margin')).toEqual(await ask('nonsense'));
    expect((await customer.get('CustomFieldSet', null)).list.map(({ id }) => id)).toEqual([desk.customersSet]);
    expect((await customer.get('CustomField', [secret])).notFound).toEqual([secret]);
    expect((await customer.query('CustomField')).length).toBe(2);
    // A member of staff knows of the field, but as customer of a ticket sees, finds and sorts nothing by its value.
    const staff = await host.person('staff');
    await agent.update('Task', id, { cc: ['staff@example.org'] });
    expect(await desk.values(id, staff)).toEqual({ device: 'Laptop', photo: file });
    expect(await staff.query('Task', { customFields: { margin: { greater: 1 } } })).toEqual([]);
    expect(await staff.query('Task', { customFields: { margin: { isEmpty: true } } })).toEqual([id]);
    expect(await staff.query('Task', null, [{ property: 'customFields/margin' }])).toEqual([id]);
    // When the set opens, the customer hears of it and sees the values; when it closes, they are gone again.
    const before = (await customer.get('Task', [])).state;
    await admin.update('CustomFieldSet', desk.agentsSet, { forCustomers: true });
    expect(await customer.call('Task/changes', { sinceState: before })).toMatchObject({ updated: [id] });
    expect(await desk.values(id, customer)).toMatchObject({ margin: 9 });
    expect((await customer.query('CustomField')).length).toBe(4);
    await admin.update('CustomFieldSet', desk.agentsSet, { forCustomers: false });
    expect(await desk.values(id, customer)).not.toHaveProperty('margin');
  });
});
