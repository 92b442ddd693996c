import { SavedFilter } from '../../core/filters/saved-filter.entity';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { rights } from '../access/rules';

// Filters kept under a name, through the door. Who sees and changes which is compared in test/access.

interface Saved {
  readonly id: string;
  readonly filter: Record<string, unknown>;
  readonly isShared: boolean;
  readonly isBroken: boolean;
  readonly myRights: { readonly mayWrite: boolean; readonly mayDelete: boolean };
}

const LATE = { due: { before: { day: 0 } }, progress: { in: ['needs-action'] } };

describe.each(testDatabases())('saved filters on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let other: Client;
  let customer: Client;
  let list: string;

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    manager = await host.person('manager', { permissions: ['support:manage'] });
    agent = await host.person('agent', { permissions: ['support:use'] });
    other = await host.person('other', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false, permissions: ['help:use'] });
    const shareWith = { [agent.principalId]: rights(40), [customer.principalId]: rights(5) };
    list = (await admin.create('TaskList', { name: 'Printers', role: 'support', shareWith })).id;
  });
  afterAll(() => host.drop());

  const save = (filter: object = LATE, more: object = {}, by = agent) =>
    by.create<Saved>('SavedFilter', { type: 'Task', name: 'Late', filter, ...more });
  const refusal = (filter: object, by = agent) =>
    by.refused('SavedFilter', { create: { type: 'Task', name: 'Late', filter } });
  const seen = async (id: string, by = agent) => (await by.get<Saved>('SavedFilter', [id])).list[0];

  test('a filter is nested as /query has it, and its operands may be left open', async () => {
    const filter = {
      operator: 'OR',
      conditions: [
        { operator: 'NOT', conditions: [{ title: { contains: { ask: true } } }] },
        { operator: 'AND', conditions: [{ responsibleId: { in: ['me'] } }, { modifiedAt: { after: { day: -7 } } }] },
      ],
    };
    const { id } = await save(filter);
    expect(await seen(id)).toMatchObject({ filter, isShared: false, isBroken: false, myRights: { mayWrite: true } });
    expect(await agent.query('SavedFilter', { type: 'Task' }, [{ property: 'name' }])).toContain(id);
    expect(await agent.query('SavedFilter', { type: 'Comment' })).toEqual([]);
  });

  test('what /query would refuse is refused when it is stored, with what is wrong named', async () => {
    let deep: object = { title: 'x' };
    for (let depth = 0; depth < 20; depth++) deep = { operator: 'AND', conditions: [deep] };
    const wrong: [object, RegExp][] = [
      [{ colour: 'red' }, /no filter "colour"/],
      [{ due: { before: 'tomorrow' } }, /filter\/due must be a date/],
      [{ due: { contains: 'x' } }, /due\/contains: known are before, after, isEmpty/],
      [{ due: { before: { day: 1.5 } } }, /filter\/due must be a date/],
      [{ title: { contains: { day: 1 } } }, /a text is needed/],
      [{ priority: { greater: 'much' } }, /filter\/priority must be a whole number/],
      [{ progress: { in: ['late'] } }, /filter\/progress must be a list of/],
      [{ title: { ask: true } }, /title\/ask: known are/],
      [{ customFields: { nothing: { equals: 'x' } } }, /no custom field "nothing"/],
      [{ customFields: { nothing: { equals: { ask: true } } } }, /no custom field "nothing"/],
      [{ operator: 'XOR', conditions: [] }, /operator must be AND, OR or NOT/],
      [{ operator: 'AND', conditions: {} }, /conditions must be a list/],
      [deep, /nested too deeply/],
      [{ title: 'x'.repeat(20_000) }, /at most 20000 characters/],
    ];
    for (const [filter, why] of wrong) {
      const error = await refusal(filter);
      expect([filter, error]).toEqual([filter, expect.objectContaining({ properties: ['filter'] })]);
      expect(error?.['description']).toMatch(why);
    }
    expect(await refusal([])).toMatchObject({ properties: ['filter'] });
    const nothing = { type: 'Nothing', name: 'x', filter: {} };
    expect(await agent.refused('SavedFilter', { create: nothing })).toMatchObject({ properties: ['type'] });
    const { id } = await save();
    expect(await agent.refused('SavedFilter', { update: { [id]: { filter: { colour: 1 } } } })).toMatchObject({
      properties: ['filter'],
    });
    expect(await seen(id)).toMatchObject({ filter: LATE });
  });

  test('one of one’s own is seen by nobody else, not told to anybody, and not in the audit log', async () => {
    const { state } = await other.get('SavedFilter', []);
    const { id } = await save(LATE, { name: 'Mine alone' });
    for (const client of [admin, manager, other, customer]) {
      expect(await seen(id, client)).toBeUndefined();
      expect(await client.refused('SavedFilter', { update: { [id]: { name: 'x' } } })).toMatchObject({
        type: 'notFound',
      });
      expect(await client.refused('SavedFilter', { destroy: id })).toMatchObject({ type: 'notFound' });
    }
    expect((await other.get('SavedFilter', [])).state).toBe(state);
    expect(await admin.query('AuditEntry', { type: 'SavedFilter', objectId: id })).toEqual([]);
    expect(await agent.refused('SavedFilter', { destroy: id })).toBeNull();
  });

  test('managers share filters with all agents, who are told and change nothing; customers see none', async () => {
    const { state } = await other.get('SavedFilter', []);
    const { id } = await save(LATE, { isShared: true }, manager);
    expect(await other.call('SavedFilter/changes', { sinceState: state })).toMatchObject({ created: [id] });
    for (const client of [agent, other])
      expect(await seen(id, client)).toMatchObject({ isShared: true, myRights: { mayWrite: false, mayDelete: false } });
    expect(await seen(id, admin)).toMatchObject({ myRights: { mayWrite: true } });
    expect(await seen(id, customer)).toBeUndefined();
    for (const patch of [{ name: 'x' }, { filter: {} }, { isShared: false }])
      expect(await agent.refused('SavedFilter', { update: { [id]: patch } })).toMatchObject({ type: 'forbidden' });
    expect(await agent.refused('SavedFilter', { destroy: id })).toMatchObject({ type: 'forbidden' });
    const shared = { type: 'Task', name: 'x', filter: {}, isShared: true };
    expect(await agent.refused('SavedFilter', { create: shared })).toMatchObject({ type: 'forbidden' });
    expect(await admin.refused('SavedFilter', { create: { ...shared, type: 'Comment' } })).toMatchObject({
      properties: ['isShared'],
    });
    expect(await admin.query('AuditEntry', { type: 'SavedFilter', objectId: id, action: ['create'] })).toHaveLength(1);

    await manager.update('SavedFilter', id, { isShared: false });
    expect(await seen(id, other)).toBeUndefined();
    expect(await seen(id, admin)).toBeUndefined();
    expect(await seen(id, manager)).toMatchObject({ isShared: false });
    const own = await save();
    expect(await agent.refused('SavedFilter', { update: { [own.id]: { isShared: true } } })).toMatchObject({
      type: 'forbidden',
    });
  });

  test('a shared one tells nobody the names of what they are not shown', async () => {
    const outside = await host.person('outside', { isInternal: false, permissions: ['support:use'] });
    const set = (await admin.create('CustomFieldSet', { type: 'Task', name: 'Secret' })).id;
    await admin.create('CustomField', { fieldSetId: set, key: 'takeover', name: 'Takeover', kind: 'text' });
    const filter = { customFields: { takeover: { contains: 'Acme' } } };
    const { id } = await save(filter, { isShared: true }, admin);
    expect(await seen(id)).toMatchObject({ filter, isBroken: false });
    expect(await seen(id, outside)).toMatchObject({ isBroken: true });
    expect((await seen(id, outside))?.filter).toEqual({});
    expect(await refusal(filter, outside)).toMatchObject({ properties: ['filter'] });
    expect(await outside.call('Task/query', { filter })).toMatchObject({ type: 'unsupportedFilter' });
  });

  test('what it names may be gone: it is told apart, and the question is refused as any other', async () => {
    const set = (await admin.create('CustomFieldSet', { type: 'Task', name: 'Contract' })).id;
    const field = await admin.create('CustomField', { fieldSetId: set, key: 'sla', name: 'SLA', kind: 'text' });
    const gone = (
      await admin.create('TaskList', { name: 'Gone', role: 'support', shareWith: { [agent.principalId]: rights(10) } })
    ).id;
    const byField = await save({ customFields: { sla: { contains: { ask: true } } } });
    const byList = await save({ operator: 'NOT', conditions: [{ taskListIds: { in: [gone] } }] });
    const byBoth = await save({ taskListIds: { in: [gone, list] } });
    const isBroken = async () =>
      Promise.all([byField, byList, byBoth].map(async ({ id }) => (await seen(id))?.isBroken));
    expect(await isBroken()).toEqual([false, false, false]);
    expect(await admin.refused('CustomField', { destroy: field.id })).toBeNull();
    expect(await admin.refused('TaskList', { destroy: gone })).toBeNull();
    expect(await isBroken()).toEqual([true, true, false]);
    expect(await agent.call('Task/query', { filter: { customFields: { sla: { contains: 'x' } } } })).toMatchObject({
      type: 'unsupportedFilter',
    });
    await agent.update('SavedFilter', byField.id, { filter: { title: { contains: 'x' } } });
    expect(await isBroken()).toEqual([false, true, false]);
  });

  test('tickets are found by every kind of property, and nobody finds what they are not shown', async () => {
    const task = (title: string, more: object, by = agent) =>
      by.create('Task', { title, taskListId: list, ...more }).then(({ id }) => id);
    const high = await task('High', { priority: 9, due: '2026-01-02T00:00:00Z', responsibleId: agent.principalId });
    const low = await task('Low', { priority: 1, customerId: customer.principalId });
    const found = (filter: object, by = agent) =>
      by.query('Task', { taskListIds: [list], ...filter }, [{ property: 'id' }]);
    expect(await found({ priority: { greater: 8 } })).toEqual([high]);
    expect(await found({ priority: { greater: 0, less: 9 } })).toEqual([low]);
    expect(await found({ due: { before: '2026-01-03T00:00:00Z' } })).toEqual([high]);
    expect(await found({ due: { after: '2026-01-03T00:00:00Z' } })).toEqual([]);
    expect(await found({ due: { isEmpty: true } })).toEqual([low]);
    expect(await found({ responsibleId: { in: ['me'] } })).toEqual([high]);
    expect(await found({ responsibleId: { isEmpty: true } })).toEqual([low]);
    expect(await found({ customerName: { contains: 'custom' } })).toEqual([low]);
    expect(await found({ customerName: { isEmpty: true } })).toEqual([high]);
    expect(await found({ title: 'ig' })).toEqual([high]);
    expect(await found({ title: { equals: 'High' } })).toEqual([high]);

    await agent.create('Comment', { entityType: 'Task', entityId: low, text: 'Psst', isPrivate: true });
    expect(await found({ hasPrivateNote: true })).toEqual([low]);
    expect(await found({ hasPrivateNote: false })).toEqual([high]);
    // A customer is shown no private note, nor that there is none.
    expect(await found({ hasPrivateNote: true }, customer)).toEqual([]);
    expect(await found({ hasPrivateNote: false }, customer)).toEqual([low]);
    const category = (await admin.create('TaskCategory', { name: 'Toner' })).id;
    await agent.update('Task', low, { categories: [category] });
    expect(await found({ categories: { isEmpty: true } })).toEqual([high]);
    expect(await found({ categories: { isEmpty: true } }, customer)).toEqual([low]);
  });

  test('what people can ask by is described, with what each compares', async () => {
    const { list: forms, mayShare } = (await agent.call('SavedFilter/describe', { type: 'Task' })) as unknown as {
      list: { name: string; operators: string[] }[];
      mayShare: boolean;
    };
    expect(mayShare).toBe(false);
    expect(await manager.call('SavedFilter/describe', { type: 'Task' })).toMatchObject({ mayShare: true });
    const form = (name: string) => forms.find((one) => one.name === name);
    expect(form('due')).toEqual({
      name: 'due',
      kind: 'datetime',
      operators: ['before', 'after', 'isEmpty'],
      refersTo: null,
      choices: [],
    });
    expect(form('progress')).toMatchObject({ kind: 'choice', choices: expect.arrayContaining(['failed']) as unknown });
    expect(form('taskListIds')).toMatchObject({ kind: 'reference', refersTo: 'TaskList', operators: ['in'] });
    expect(form('role')).toBeUndefined();
    // Everything that is described is understood.
    for (const { name, operators } of forms) {
      const open = Object.fromEntries(operators.map((operator) => [operator, { ask: true }]));
      expect([name, await refusal({ [name]: open })]).toEqual([name, null]);
    }
    expect(await agent.call('SavedFilter/describe', { type: 'Nothing' })).toMatchObject({ type: 'invalidArguments' });
  });

  test('there is an end to what is kept', async () => {
    const finn = await host.person('finn');
    const row = { userId: Number(finn.principalId), type: 'Task', name: 'x', nameKey: 'X', filter: {} };
    await host.database.transaction(() =>
      host.database.manager.insert(
        SavedFilter,
        Array.from({ length: 200 }, () => ({ ...row })),
      ),
    );
    expect(await refusal({}, finn)).toMatchObject({ type: 'overQuota' });
  });

  test('those of one’s own go with the person, shared ones stay', async () => {
    const cleo = await host.person('cleo', { permissions: ['support:manage'] });
    await save(LATE, {}, cleo);
    const { id } = await save(LATE, { isShared: true }, cleo);
    expect(await admin.refused('User', { destroy: cleo.principalId })).toBeNull();
    const { manager: rows } = host.database;
    expect(await rows.countBy(SavedFilter, { userId: Number(cleo.principalId) })).toBe(0);
    expect(await seen(id)).toMatchObject({ isShared: true });
  });
});
