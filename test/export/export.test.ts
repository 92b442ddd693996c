import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { Repeats } from '../../core/audit/repeats';
import { Directory } from '../../core/auth/directory.service';
import { Exports, MOST_EXPORTED } from '../../core/export/exports.service';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

const column = (property: string, title = property): Json => ({ property, title });

describe.each(testDatabases())('taking a grid home on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let list = '';
  let folder = '';

  beforeAll(async () => {
    host = await TestHost.start(database);
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('customer', { isInternal: false });
    [list = ''] = await admin.query('TaskList', { role: 'support' });
    await admin.update('TaskList', list, {
      name: 'Front desk',
      [`shareWith/${agent.principalId}`]: { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true },
      [`shareWith/${customer.principalId}`]: { maySubmit: true },
    });
    for (const [name, forCustomers, fields] of [
      ['Device', true, { serial: 'text', bought: 'date', seen: 'datetime', works: 'checkbox' }],
      ['Contract', false, { margin: 'number', keeper: 'user', memo: 'html' }],
    ] as const) {
      const set = await admin.create('CustomFieldSet', { type: 'Task', name, forCustomers });
      for (const [key, kind] of Object.entries(fields)) {
        await admin.create('CustomField', {
          fieldSetId: set.id,
          key,
          name: key,
          kind,
          ...(kind === 'number' ? { options: { decimals: 2 } } : {}),
        });
      }
    }
    folder = mkdtempSync(join(tmpdir(), 'groupware-export-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await host.drop();
  });

  const ticket = async (title: string, more: Json = {}): Promise<string> =>
    (await admin.create('Task', { title, taskListId: list, ...more })).id;
  const exported = (question: Json, client = agent) =>
    client.post('/export', { type: 'Task', format: 'csv', ...question });
  const lines = async (question: Json, client = agent): Promise<string[]> => {
    const { status, bytes } = await exported(question, client);
    const text = bytes.toString();
    if (status !== 200) throw new Error(text);
    expect(text).toMatch(/^\ufeff/);
    return text.slice(1).split('\r\n').slice(0, -1);
  };
  const refusal = async (question: Json, client = agent): Promise<[number, string]> => {
    const { status, bytes } = await exported(question, client);
    return [status, (JSON.parse(bytes.toString()) as { detail: string }).detail];
  };
  /** What another program reads in a workbook: rows of cells with their styles. */
  const workbook = (bytes: Buffer): [unknown, number][][] => {
    const file = join(folder, 'table.xlsx');
    writeFileSync(file, bytes);
    return JSON.parse(
      execFileSync('python3', [join(__dirname, 'read_xlsx.py'), file], { maxBuffer: 1e9 }).toString(),
    ) as [unknown, number][][];
  };

  test('the chosen columns come in their order, with names for ids, custom fields, and dates in the zone of the reader', async () => {
    const customFields = {
      serial: 'S-1, "new"',
      bought: '2026-03-01',
      seen: '2026-07-01T22:30:00Z',
      works: true,
      margin: -12.5,
      keeper: agent.principalId,
      memo: '<p>One <b>two</b></p>',
    };
    const id = await ticket('Whole', { due: '2026-11-23T23:30:00Z', responsibleId: agent.principalId, customFields });
    const keys = ['margin', 'serial', 'bought', 'seen', 'works', 'keeper', 'memo'].map((key) => `customFields/${key}`);
    const columns = ['id', 'title', 'due', 'responsibleId', 'taskListId', ...keys].map((name) => column(name));
    const texts = { 'needs-action': 'To be done' };
    const question = {
      columns: [...columns, { ...column('progress', 'Progress'), texts }],
      filter: { title: 'Whole' },
      timeZone: 'Europe/Amsterdam',
    };
    expect(await lines(question)).toEqual([
      `id,title,due,responsibleId,taskListId,${keys.join(',')},Progress`,
      `${id},Whole,2026-11-24 00:30:00,Agent,Front desk,-12.5,"S-1, ""new""",2026-03-01,2026-07-02 00:30:00,true,Agent,One two,To be done`,
    ]);
    const { bytes, headers } = await exported({ ...question, format: 'xlsx', name: 'My tickets / all' });
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="My tickets _ all.xlsx"',
    });
    const [titles, row] = workbook(bytes);
    expect(titles?.map(([title]) => title)).toEqual([...question.columns.map(({ title }) => title as string)]);
    const day = (at: string): number => (Date.parse(at) - Date.parse('1899-12-30T00:00:00Z')) / 86_400_000;
    expect(row).toEqual([
      [Number(id), 0],
      ['Whole', 0],
      [expect.closeTo(day('2026-11-24T00:30:00Z'), 6), 3],
      ['Agent', 0],
      ['Front desk', 0],
      [-12.5, 0],
      ['S-1, "new"', 0],
      [day('2026-03-01T00:00:00Z'), 2],
      [expect.closeTo(day('2026-07-02T00:30:00Z'), 6), 3],
      [true, 0],
      ['Agent', 0],
      ['One two', 0],
      ['To be done', 0],
    ]);
  });

  test('nothing that somebody wrote becomes a formula, and strange characters break no file', async () => {
    const wicked = ['=1+1', '+1', '-1', '@A1', '\uff1d1', 'a\u2028b', '<&>"\'_x0041_', 'x'.repeat(240), '\ud83d\ude00'];
    for (const title of wicked)
      await ticket(title, { description: 'wicked', customFields: { serial: title.slice(0, 90) } });
    await ticket('tab', { description: '\t=1+1\r\nwicked' });
    const filter = { text: 'wicked' };
    const columns = [column('title', '=cmd()'), column('description'), column('customFields/serial')];
    const { bytes } = await exported({ filter, columns, sort: [{ property: 'id' }] });
    const text = bytes.toString();
    expect(text.split('\r\n').slice(0, 6)).toEqual([
      "\ufeff'=cmd(),description,customFields/serial",
      "'=1+1,wicked,'=1+1",
      "'+1,wicked,'+1",
      "'-1,wicked,'-1",
      "'@A1,wicked,'@A1",
      "'\uff1d1,wicked,'\uff1d1",
    ]);
    expect(text).toContain('"\'\t=1+1');
    const { bytes: book } = await exported({ filter, columns, sort: [{ property: 'id' }], format: 'xlsx' });
    const [, ...rows] = workbook(book);
    expect(rows.map(([title]) => title?.[0])).toEqual([
      ...wicked.map((title) => title.replace('_x', '_x005F_x')),
      'tab',
    ]);
    expect(rows.map(([title]) => title?.[1]).slice(0, 6)).toEqual([4, 4, 4, 4, 4, 0]);
  });

  test('everybody gets what they see and nothing else', async () => {
    const mine = await ticket('Seen by both', {
      customerId: customer.principalId,
      customFields: { serial: 'S', margin: 7 },
    });
    await ticket('Seen by agents');
    await agent.create('Comment', { entityType: 'Task', entityId: mine, text: 'secret', isPrivate: true });
    const filter = { title: 'Seen by' };
    const columns = [column('title'), column('hasPrivateNote'), column('customFields/serial')];
    const sort = [{ property: 'title' }];
    expect(await lines({ filter, sort, columns })).toEqual([
      'title,hasPrivateNote,customFields/serial',
      'Seen by agents,false,',
      'Seen by both,true,S',
    ]);
    expect(await lines({ filter, sort, columns }, customer)).toEqual([
      'title,hasPrivateNote,customFields/serial',
      'Seen by both,,S',
    ]);
    // A field for agents, and one that there is not: alike.
    const whole = { filter, columns: [column('customFields')] };
    expect((await lines(whole)).join()).toContain('margin');
    expect((await lines(whole, customer)).join()).not.toContain('margin');
    expect(await lines({ filter, columns: [column('customFields/margin')] })).toHaveLength(3);
    for (const key of ['margin', 'nothing'])
      expect(await refusal({ filter, columns: [column(`customFields/${key}`)] }, customer)).toEqual([
        400,
        `columns: Task has no "customFields/${key}"`,
      ]);
    expect(await lines({ filter, columns: [column('title'), column('createdById')] }, customer)).toEqual([
      'title,createdById',
      'Seen by both,',
    ]);
    const stranger = await host.person('stranger');
    expect(await lines({ columns: [column('title')] }, stranger)).toEqual(['title']);
    expect(await lines({ type: 'User', columns: [column('username')] }, agent)).toEqual(['username']);
  });

  test('what cannot be exported is refused in words', async () => {
    const columns = [column('title')];
    expect(await refusal({ columns: [column('nothing')] })).toEqual([400, 'Task has no property "nothing"']);
    expect(await refusal({ columns: [column('customFields/nothing')] })).toEqual([
      400,
      'columns: Task has no "customFields/nothing"',
    ]);
    expect(await refusal({ columns, filter: { nothing: 1 } })).toEqual([400, 'Task has no filter "nothing"']);
    expect(await refusal({ columns, sort: [{ property: 'nothing' }] })).toEqual([
      400,
      'Task cannot be sorted by "nothing"',
    ]);
    expect(await refusal({ columns, type: 'Nothing' })).toEqual([400, 'There is no type Nothing']);
    expect(await refusal({ columns: [column('text')], type: 'Comment' })).toEqual([
      400,
      'type: Comment cannot be exported',
    ]);
    expect(await refusal({ columns, timeZone: 'Mars/Base' })).toEqual([
      400,
      'timeZone: is no time zone such as Europe/Amsterdam',
    ]);
    expect((await refusal({ columns, format: 'exe' }))[0]).toBe(400);
    expect((await refusal({ columns: [] }))[0]).toBe(400);
    expect(await refusal({ type: 'MailAccount', columns: [column('password')] }, admin)).toEqual([
      400,
      'columns: MailAccount has no "password"',
    ]);
  });

  test('a file says who took it, as a download in the audit log', async () => {
    await lines({ filter: { title: 'Whole' }, columns: [column('title'), column('due')] });
    await host.get(Repeats).flush();
    const { list: entries } = await admin.get<Json>(
      'AuditEntry',
      await admin.query('AuditEntry', { action: 'download' }),
    );
    expect(entries.find(({ title }) => String(title).includes('title, due'))).toMatchObject({
      type: 'Task',
      actorName: 'Agent',
      title: '1 rows as csv: title, due; {"title":"Whole"}',
    });
  });

  test('a hundred thousand rows are one file, and one more is refused', async () => {
    const own = (await admin.create('TaskList', { name: 'Others' })).id;
    const row = "'u' || n, ?, 'Bulk ' || n, '', NULL, NULL, 'needs-action', 0, 0, NULL, NULL, createdAt, modifiedAt";
    const names =
      'uid, taskListId, title, description, start, due, progress, percentComplete, priority, responsibleId, createdById, createdAt, modifiedAt';
    const concat = (text: string): string =>
      database.name === 'sqlite' ? text : text.replace(/('\w+ ?') \|\| n/g, 'CONCAT($1, n)');
    const {
      list: [one],
    } = await admin.get<Json>('Task', await admin.query('Task', { title: 'Whole' }));
    const count = (await admin.query('Task', { title: 'Bulk' })).length;
    expect(count).toBe(0);
    await host.database.transaction(async () => {
      for (let n = 0; n < MOST_EXPORTED; n += 1_000) {
        await host.database.manager.query(
          concat(
            `INSERT INTO tasks_task (${names}) WITH RECURSIVE c(n) AS (SELECT ${String(n)} UNION ALL SELECT n + 1 FROM c WHERE n < ${String(n + 999)}) SELECT ${row} FROM c, tasks_task WHERE id = ?`,
          ),
          [Number(list), Number(one!['id'])],
        );
      }
    });
    const bulk = {
      filter: { title: 'Bulk' },
      columns: [column('id'), column('title'), column('modifiedAt'), column('customFields/serial')],
    };
    expect(await lines(bulk, admin)).toHaveLength(MOST_EXPORTED + 1);
    await ticket('Bulk of one more', { taskListId: own });
    expect(await refusal(bulk, admin)).toEqual([413, 'One file takes up to 100000 rows: filter for fewer']);
  });

  test('who loses the right while the file is made gets no more of it', async () => {
    const late = await host.person('late', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${late.principalId}`]: { maySubmit: true, mayRead: true } });
    const context = (await host.get(Directory).contextOf(Number(late.principalId)))!;
    const columns = [{ property: 'title', title: 'title' }];
    const question = {
      type: 'Task',
      format: 'csv',
      filter: { title: 'Bulk' },
      sort: null,
      timeZone: null,
      columns,
    } as const;
    const { rows, stream } = await host.get(Exports).make(question, context);
    expect(rows).toBe(MOST_EXPORTED);
    await admin.update('TaskList', list, { [`shareWith/${late.principalId}`]: null });
    // What was read before is on its way.
    const lines = Buffer.concat(await stream.toArray())
      .toString()
      .split('\r\n');
    expect(lines.length).toBeLessThan(2_000);
  });

  /** Components of a calendar that was taken home, by their titles. */
  const calendar = async (question: Json, client = agent): Promise<Map<string, ICAL.Component>> => {
    const { status, bytes, headers } = await exported({ format: 'ics', ...question }, client);
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    const text = bytes.toString();
    for (const line of text.split('\r\n')) {
      expect(line).not.toMatch(/[\r\n]/);
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }
    const found = new ICAL.Component(ICAL.parse(text) as unknown[]);
    expect(found.getFirstPropertyValue('version')).toBe('2.0');
    return new Map(
      found.getAllSubcomponents('vtodo').map((todo) => [String(todo.getFirstPropertyValue('summary')), todo]),
    );
  };

  test('tasks are taken home as a calendar: states in its words, days, categories, and no text breaks it', async () => {
    const cat = await admin.create('TaskCategory', { name: 'Doors, and; locks' });
    const hostile = 'Open\rEND:VTODO\r\nEND:VCALENDAR, ü\\n; \u{1f600}'.repeat(6).slice(0, 200);
    const states = ['needs-action', 'in-process', 'completed', 'failed', 'cancelled'];
    for (const progress of states) await ticket(`Calendar ${progress}`, { progress });
    const dated = { start: '2026-12-01T08:00:00Z', due: '2026-12-02T09:00:00Z', priority: 3, percentComplete: 40 };
    await ticket(hostile, { ...dated, description: `Calendar ${hostile}`, categories: [cat.id] });
    const todos = await calendar({ filter: { text: 'calendar' } });
    expect(todos.size).toBe(6);
    const of = (title: string, name: string) => todos.get(title)?.getFirstPropertyValue(name)?.toString();
    expect(states.map((progress) => of(`Calendar ${progress}`, 'status'))).toEqual([
      ...['NEEDS-ACTION', 'IN-PROCESS', 'COMPLETED', 'CANCELLED', 'CANCELLED'],
    ]);
    expect(states.map((progress) => of(`Calendar ${progress}`, 'x-groupware-progress') ?? '')).toEqual([
      ...['', '', '', 'FAILED', ''],
    ]);
    expect(of('Calendar completed', 'percent-complete')).toBe('100');
    const read = hostile.replace(/\r\n?/g, '\n');
    expect(of(read, 'description')).toBe(`Calendar ${read}`);
    expect([of(read, 'dtstart'), of(read, 'due')]).toEqual(['2026-12-01T08:00:00Z', '2026-12-02T09:00:00Z']);
    expect([of(read, 'priority'), of(read, 'percent-complete')]).toEqual(['3', '40']);
    expect(todos.get(read)?.getFirstProperty('categories')?.getValues()).toEqual(['Doors, and; locks']);
    const uids = [...todos.values()].map((todo) => todo.getFirstPropertyValue('uid'));
    expect(new Set(uids).size).toBe(6);
  });

  test('a calendar has what its reader sees; a type without days has none, and a table needs columns', async () => {
    await ticket('Agenda of nobody else');
    await ticket('Agenda of mine', {
      customerId: customer.principalId,
      categories: [(await admin.create('TaskCategory', { name: 'Internal' })).id],
    });
    const todos = await calendar({ filter: { text: 'agenda' } }, customer);
    expect([...todos.keys()]).toEqual(['Agenda of mine']);
    expect(todos.get('Agenda of mine')?.getFirstProperty('categories')).toBeNull();
    expect((await calendar({ filter: { text: 'agenda' } })).size).toBe(2);
    expect(await refusal({ type: 'Principal', format: 'ics' })).toEqual([
      400,
      'format: Principal has no place in a calendar',
    ]);
    expect(await refusal({ columns: [] })).toEqual([400, 'columns: a table needs some']);
  });
});
