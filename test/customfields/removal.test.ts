import { Like } from 'typeorm';
import { CustomIndex, CustomValue } from '../../core/customfields/custom-field.entity';
import { FieldRemoval } from '../../core/customfields/field-removal.entity';
import { FieldRemovals } from '../../core/customfields/field-removals.service';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

/** How many objects have a value; more for measuring. */
const MANY = Number(process.env['GROUPWARE_TEST_OBJECTS'] ?? 1_200);

/** Columns of a ticket that its copies share. */
const COPIED =
  'taskListId, description, start, due, progress, percentComplete, priority, responsibleId, createdById, createdAt, modifiedAt';

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
    await host.database.transaction(async () => {
      const { manager } = host.database;
      for (let from = 1; from < MANY; from += 500) {
        await manager.query(
          `INSERT INTO tasks_task (id, uid, title, ${COPIED})
             WITH RECURSIVE c(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM c WHERE n < ?)
             SELECT id + n, n, 'Copy', ${COPIED} FROM c, tasks_task WHERE id = ?`,
          [from, Math.min(from + 499, MANY - 1), id],
        );
      }
      await manager.query(
        `INSERT INTO core_custom_value (typeName, objectId, given) SELECT o.typeName, t.id, o.given
           FROM tasks_task t, core_custom_value o WHERE t.title = 'Copy' AND o.objectId = ?`,
        [id],
      );
      await manager.query(
        `INSERT INTO core_custom_index (fieldId, objectId, textValue) SELECT o.fieldId, t.id, o.textValue
           FROM tasks_task t, core_custom_index o WHERE t.title = 'Copy' AND o.objectId = ?`,
        [id],
      );
    });
  }

  const indexed = (fieldId: string): Promise<number> =>
    host.database.manager.countBy(CustomIndex, { fieldId: Number(fieldId) });
  const holding = (word: string): Promise<number> =>
    host.database.manager.countBy(CustomValue, { given: Like(`%${word}%`) });
  const destroy = async (): Promise<void> => {
    const admin = await host.admin();
    const gone = await admin.call('CustomField/set', { destroy: [field], onDestroyRemoveValues: true });
    expect(gone['destroyed']).toEqual([field]);
  };
  const left = (): Promise<number> => indexed(field);

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
    expect(await left()).toBe(MANY - 100);
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
    expect(await left()).toBe(MANY - 200);
    const going = performance.now();
    await host.get(FieldRemovals).work(new AbortController().signal);
    const inSteps = performance.now() - going;
    expect(await left()).toBe(0);
    expect(await host.database.manager.count(FieldRemoval)).toBe(0);
    expect(await indexed(kept)).toBe(MANY);
    expect(await holding('zugspitze')).toBe(0);
    expect(await holding('heidelbeere')).toBe(MANY);
    const found = async (word: string): Promise<number> =>
      ((await (await host.admin()).query('Task', { text: word })) as readonly string[]).length;
    expect(await found('zugspitze')).toBe(0);
    expect(await found('heidelbeere')).toBeGreaterThan(0);
    if (MANY > 1_200)
      process.stdout.write(
        `${database.name}: ${String(MANY)} objects, ${String(Math.round(at))} ms at once, ${String(Math.round(inSteps))} ms in steps\n`,
      );
  }, 1_200_000);

  test('while its values go, others are answered and can write', async () => {
    const admin = await host.admin();
    const [taskListId] = await admin.query('TaskList');
    await destroy();
    const work = host.get(FieldRemovals).work(new AbortController().signal);
    await admin.create('Task', { title: 'Meanwhile', taskListId });
    expect(await left()).toBeGreaterThan(0);
    await work;
    expect(await left()).toBe(0);
  });

  test('a whole set takes no more at once than one field', async () => {
    const admin = await host.admin();
    const [set = ''] = await admin.query('CustomFieldSet');
    await admin.call('CustomFieldSet/set', { destroy: [set], onDestroyRemoveValues: true });
    expect(await admin.query('CustomField')).toEqual([]);
    expect([await indexed(field), await indexed(kept)]).toEqual([MANY - 100, MANY]);
    await host.get(FieldRemovals).work(new AbortController().signal);
    expect([await indexed(field), await indexed(kept)]).toEqual([0, 0]);
    expect(await holding('')).toBe(0);
  });

  test('an object without any other value keeps no empty one', async () => {
    const admin = await host.admin();
    await admin.call('CustomField/set', { destroy: [kept], onDestroyRemoveValues: true });
    await host.get(FieldRemovals).work(new AbortController().signal);
    await destroy();
    await host.get(FieldRemovals).work(new AbortController().signal);
    expect(await holding('')).toBe(0);
  });
});
