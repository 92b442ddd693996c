import { FieldRemoval } from '../../core/customfields/field-removal.entity';
import { FieldRemovals } from '../../core/customfields/field-removals.service';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

/** How many objects have a value; more for measuring. */
const MANY = Number(process.env['GROUPWARE_TEST_OBJECTS'] ?? 1_200);

describe.each(testDatabases())('a field that many objects have on $name', (database) => {
  let host: TestHost;
  let field = '';
  let kept = '';
  beforeEach(async () => {
    host = await TestHost.start(database);
    const admin = await host.admin();
    const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'Contract', forCustomers: true });
    const make = async (key: string): Promise<string> =>
      (await admin.create('CustomField', { fieldSetId: set.id, key, name: key, kind: 'text' })).id;
    [field, kept] = [await make('number'), await make('kept')];
    const [taskListId] = await admin.query('TaskList');
    const customFields = { number: 'zugspitze', kept: 'heidelbeere' };
    const { id } = await admin.create('Task', { title: 'One', taskListId, customFields });
    await copy(Number(id));
  });
  afterEach(() => host.drop());

  /** The ticket as often as is wanted, with its values. */
  async function copy(id: number): Promise<void> {
    const text = database.name === 'sqlite' ? "'u' || n" : "CONCAT('u', n)";
    const columns =
      'taskListId, description, start, due, progress, percentComplete, priority, responsibleId, createdById, createdAt, modifiedAt';
    await host.database.transaction(async () => {
      const { manager } = host.database;
      for (let from = 1; from < MANY; from += 500) {
        const last = Math.min(from + 499, MANY - 1);
        await manager.query(
          `INSERT INTO tasks_task (id, uid, title, ${columns}) WITH RECURSIVE c(n) AS (SELECT ${String(from)} UNION ALL SELECT n + 1 FROM c WHERE n < ${String(last)}) SELECT ${String(id)} + n, ${text}, 'Copy', ${columns} FROM c, tasks_task WHERE id = ?`,
          [id],
        );
      }
      const copies = `FROM tasks_task t, %s o WHERE t.title = 'Copy' AND o.objectId = ${String(id)}`;
      await manager.query(
        `INSERT INTO core_custom_value (typeName, objectId, given) SELECT o.typeName, t.id, o.given ${copies.replace('%s', 'core_custom_value')}`,
      );
      await manager.query(
        `INSERT INTO core_custom_index (fieldId, objectId, textValue) SELECT o.fieldId, t.id, o.textValue ${copies.replace('%s', 'core_custom_index')}`,
      );
    });
  }

  const count = async (sql: string): Promise<number> => {
    const [row] = await host.database.manager.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n ${sql}`);
    return Number(row?.n);
  };
  const destroy = async (): Promise<void> => {
    const admin = await host.admin();
    const gone = await admin.call('CustomField/set', { destroy: [field], onDestroyRemoveValues: true });
    expect(gone['destroyed']).toEqual([field]);
  };
  const left = (): Promise<number> => count(`FROM core_custom_index WHERE fieldId = ${field}`);

  test('is gone for everybody at once, and its values in steps, also when the host is killed between two of them', async () => {
    expect(await left()).toBe(MANY);
    const begun = performance.now();
    await destroy();
    const at = performance.now() - begun;
    const admin = await host.admin();
    // Nobody is shown a value any more, and the key is free.
    const [any = ''] = await admin.query('Task', { title: 'Copy' }, [{ property: 'id', isAscending: false }]);
    const { list } = await admin.get('Task', [any], ['customFields']);
    expect(list[0]).toMatchObject({ customFields: { kept: 'heidelbeere' } });
    expect(await left()).toBe(MANY - 500);
    const step = new AbortController();
    const { transaction } = host.database;
    let steps = 0;
    host.database.transaction = function <T>(work: () => Promise<T>): Promise<T> {
      steps += 1;
      return transaction.call(this, work).finally(() => {
        step.abort();
      }) as Promise<T>;
    };
    await host.get(FieldRemovals).work(step.signal);
    expect(steps).toBe(1);
    host = await host.crash();
    expect(await left()).toBe(MANY - 1_000);
    const going = performance.now();
    await host.get(FieldRemovals).work(new AbortController().signal);
    const inSteps = performance.now() - going;
    expect(await left()).toBe(0);
    expect(await host.database.manager.count(FieldRemoval)).toBe(0);
    expect(await count(`FROM core_custom_index WHERE fieldId = ${kept}`)).toBe(MANY);
    expect(await count(`FROM core_custom_value WHERE given LIKE '%zugspitze%'`)).toBe(0);
    expect(await count(`FROM core_custom_value WHERE given LIKE '%heidelbeere%'`)).toBe(MANY);
    const found = async (word: string): Promise<number> =>
      ((await (await host.admin()).query('Task', { text: word })) as readonly string[]).length;
    expect(await found('zugspitze')).toBe(0);
    expect(await found('heidelbeere')).toBeGreaterThan(0);
    if (MANY > 1_200)
      process.stdout.write(
        `${database.name}: ${String(MANY)} objects, ${String(Math.round(at))} ms at once, ${String(Math.round(inSteps))} ms in steps\n`,
      );
  }, 1_200_000);

  test('an object without any other value keeps no empty one', async () => {
    const admin = await host.admin();
    await admin.call('CustomField/set', { destroy: [kept], onDestroyRemoveValues: true });
    await host.get(FieldRemovals).work(new AbortController().signal);
    await destroy();
    await host.get(FieldRemovals).work(new AbortController().signal);
    expect(await count('FROM core_custom_value')).toBe(0);
  });
});
