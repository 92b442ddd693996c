import type { AuditAction } from '../../core/audit/actions';
import { AuditChain, AuditRow } from '../../core/audit/audit.entity';
import { AuditTrail } from '../../core/audit/audit-trail';
import { callFor, jobCaller } from '../../core/audit/caller';
import { condense, keep, oneLine } from '../../core/audit/entry';
import { Repeats } from '../../core/audit/repeats';
import { AuditRetention } from '../../core/audit/retention.job';
import { Credentials } from '../../core/auth/credentials.service';
import { Passwords } from '../../core/auth/password';
import { User } from '../../core/auth/principal.entity';
import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

type Json = Record<string, unknown>;

const OWN = { 'x-requested-with': 'groupware' };
const ANSI = '\u001b[31mred\u001b[0m';

describe('what is kept', () => {
  test('lies in one line, is cut with a mark, and holds no halves of characters', () => {
    expect(oneLine(`a\r\nb${ANSI}\u2028c\0`, 50)).toBe('a b [31mred [0m c ');
    expect(oneLine('x'.repeat(10), 5)).toBe('xxxx…');
    expect(oneLine('\ud800', 5)).toBe('\ufffd');
    expect(oneLine('🍣🍣🍣', 2)).toBe('🍣…');
    expect(keep({ a: 'b\nc' })).toBe('{"a":"b\\nc"}');
    expect(String(keep('y'.repeat(1000)))).toHaveLength(200);
    expect(keep({ mayRead: true, mayWrite: false, mayShare: true })).toBe('mayRead mayShare');
    expect([keep(undefined), keep(null), keep(7), keep(false)]).toEqual([null, null, 7, false]);
  });

  test('several steps of one transaction are one change of an object', () => {
    const step = (action: AuditAction, old: unknown, now: unknown, property = 'a') => ({
      ...{ action, type: 'T', objectId: 1, changes: [{ property, old, new: now }] },
    });
    expect(condense([step('update', 1, 2), step('update', 2, 3), step('update', 'x', 'y', 'b')])).toEqual([
      {
        ...step('update', 1, 3),
        changes: [
          { property: 'a', old: 1, new: 3 },
          { property: 'b', old: 'x', new: 'y' },
        ],
      },
    ]);
    expect(condense([step('create', null, 1), step('update', 1, 2)])).toEqual([step('create', null, 2)]);
    expect(condense([step('create', null, 1), step('destroy', 1, null)])).toEqual([]);
    expect(condense([step('update', 1, 2), step('destroy', 2, null)])).toEqual([step('destroy', 2, null)]);
    expect(condense([{ action: 'login' }, { action: 'login' }])).toHaveLength(2);
  });
});

describe.each(testDatabases())('the audit log on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let list: string;
  let seen = 0;

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    [list = ''] = await admin.query('TaskList');
  });
  afterAll(() => host.drop());
  beforeEach(async () => {
    await host.get(Repeats).flush();
    await fresh();
  });

  /** What was noted since it was last asked. */
  const fresh = async (): Promise<AuditRow[]> => {
    const rows = await host.database.manager
      .createQueryBuilder(AuditRow, 'r')
      .where('r.id > :seen', { seen })
      .orderBy('r.id')
      .getMany();
    seen = rows.at(-1)?.id ?? seen;
    return rows;
  };
  const facts = async (): Promise<[string, string | null, string | null][]> =>
    (await fresh()).map(({ action, type, actorName }) => [action, type, actorName]);
  const changesOf = (row: AuditRow | undefined): Json =>
    Object.fromEntries(
      (JSON.parse(row?.changes ?? '[]') as { property: string; old: unknown; new: unknown }[]).map((change) => [
        change.property,
        [change.old, change.new],
      ]),
    );
  const post = (url: string, payload: object, headers: Json = {}) =>
    host.server.inject({ method: 'POST', url, payload, headers: { ...OWN, ...headers } });

  test('each event of a day is there exactly once, with who, what, when and from where', async () => {
    const agent = await host.person('bram', { permissions: ['support:use'] });
    const passwordHash = await host.get(Passwords).hash('correct horse battery');
    const id = Number(agent.principalId);
    await host.database.transaction(() => host.database.manager.update(User, id, { passwordHash }));
    await admin.update('TaskList', list, { [`shareWith/${agent.principalId}`]: { mayRead: true, mayWrite: true } });
    const [share] = (await fresh()).filter(({ type, action }) => type === 'TaskList' && action === 'update');
    expect(changesOf(share)).toEqual({
      [`shareWith/${agent.principalId}`]: [null, expect.stringContaining('mayWrite')],
    });

    await post('/auth/login', { username: 'bram', password: 'wrong' });
    const login = await post('/auth/login', { username: 'Bram', password: 'correct horse battery' });
    const cookie = String(login.headers['set-cookie']).split(';')[0]!;
    expect(await facts()).toEqual([
      ['login-failed', null, 'bram'],
      ['login', null, 'bram'],
    ]);
    const headers = { cookie, 'user-agent': `Firefox\u001b[1m/1\r\n`.replace(/[\r\n]/g, '') };
    const using = ['urn:ietf:params:jmap:core', 'urn:groupware:tasks', 'urn:groupware:support'];
    const call = (name: string, args: Json) =>
      post('/jmap/api', { using, methodCalls: [[name, { accountId: 'g1', ...args }, '0']] }, headers);
    clock.advance(60);
    const made = await call('Task/set', { create: { a: { title: 'Printer', taskListId: list, priority: 5 } } });
    const task = made.json<{ methodResponses: [string, Json][] }>().methodResponses[0]![1]['created'] as {
      a: { id: string };
    };
    await call('Task/set', { update: { [task.a.id]: { title: 'Printer on fire', priority: 1 } } });
    await call('Task/set', { update: { [task.a.id]: { title: 'Printer on fire' } } });
    await call('TaskList/set', { update: { [list]: { name: 'Mine' } } });
    await post('/auth/logout', {}, { cookie });
    await post('/auth/logout', {}, { cookie });

    const rows = (await fresh()).filter(({ type }) => type !== 'Principal');
    expect(rows.map(({ action, outcome, type }) => [action, outcome, type])).toEqual([
      ['create', 'done', 'Task'],
      ['update', 'done', 'Task'],
      ['denied', 'refused', 'TaskList'],
      ['logout', 'done', null],
    ]);
    const [created, updated, denied] = rows;
    expect(created).toMatchObject({
      ...{
        title: 'Printer',
        actorId: Number(agent.principalId),
        actorName: 'Bram',
        via: 'session',
        address: '127.0.0.1',
      },
      ...{ userAgent: 'Firefox [1m/1', objectId: Number(task.a.id), at: new Date('2026-11-23T09:01:00Z'), count: 1 },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(changesOf(created)).toMatchObject({ title: [null, 'Printer'], taskListId: [null, list] });
    expect(changesOf(updated)).toEqual({ title: ['Printer', 'Printer on fire'], priority: [5, 1] });
    expect(denied).toMatchObject({ objectId: Number(list), actorName: 'Bram' });
    expect(await host.get(AuditTrail).verify()).toMatchObject({ fault: null });
  });

  test('what is destroyed is named with what it was', async () => {
    const task = await admin.create('Task', { title: 'Old chair', taskListId: list });
    await admin.refused('Task', { destroy: task.id });
    const rows = (await fresh()).filter(({ type }) => type === 'Task');
    expect(rows.map(({ action, title }) => [action, title])).toEqual([
      ['create', 'Old chair'],
      ['destroy', 'Old chair'],
    ]);
    expect(changesOf(rows[1])).toMatchObject({ title: ['Old chair', null] });
  });

  test('nothing is noted of what was not done', async () => {
    await admin.refused('Task', { create: { title: '', taskListId: list } });
    await admin.refused('Task', { create: { title: 'x', taskListId: '999999' } });
    const undone = host.database.transaction(async () => {
      await host.get(Records).update('TaskList', Number(list), { name: 'Undone' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await host.database.transaction(async () => {
      const half = host.database.savepoint(async () => {
        await host.get(Records).update('TaskList', Number(list), { name: 'Half' });
        throw new Error('half');
      });
      await expect(half).rejects.toThrow('half');
    });
    expect(await facts()).toEqual([]);
  });

  test('what somebody is told, and that they have read it, is nobody else’s business', async () => {
    const reader = await host.person('rosa', { permissions: ['support:use'] });
    await admin.update('TaskList', list, { [`shareWith/${reader.principalId}`]: { mayRead: true } });
    const { id: entityId } = await admin.create('Task', { title: 'A ticket', taskListId: list });
    const entry = { entityType: 'Task', entityId, isPrivate: true, text: 'Look' };
    await fresh();
    await admin.create('Comment', { ...entry, mentions: [reader.principalId] });
    expect((await facts()).filter(([, type]) => type !== 'Task')).toEqual([['create', 'Comment', 'Administrator']]);
    const [id = '', ...others] = await reader.query('Notification');
    expect(others).toEqual([]);
    await reader.update('Notification', id, { isRead: true });
    expect(await reader.refused('Notification', { destroy: id })).toBeNull();
    expect(await facts()).toEqual([]);
  });

  test('secrets are named and never kept; long and wild texts break no line', async () => {
    const secret = 'canary-77aa01';
    await admin.update('MailRelay', 'singleton', {
      host: 'mail.example.org',
      port: 25,
      security: 'none',
      password: secret,
    });
    const wild = 'First\r\nadmin logged in\n';
    await admin.create('Comment', {
      ...{ entityType: 'Task', entityId: (await admin.create('Task', { title: 'T', taskListId: list })).id },
      ...{ isPrivate: true, text: `${wild}${'z'.repeat(5000)}${secret}` },
    });
    const rows = await fresh();
    const relay = rows.find(({ type }) => type === 'MailRelay');
    expect(changesOf(relay)).toMatchObject({ host: ['', 'mail.example.org'], password: ['•••', '•••'] });
    const kept = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(kept).not.toContain(secret);
    expect(kept).not.toMatch(/\\u001b|\\r|\\n/);
    const text = rows.find(({ type }) => type === 'Comment');
    expect(String((changesOf(text)['text'] as string[])[1])).toHaveLength(200);
  });

  test('a flood is counted, not kept', async () => {
    for (let n = 0; n < 30; n++) await post('/auth/login', { username: 'nobody', password: 'x' });
    for (let n = 0; n < 400; n++) {
      await host
        .get(Repeats)
        .note({ action: 'login-failed', outcome: 'refused', actor: { id: null, name: `u${String(n)}` } });
    }
    const first = await fresh();
    expect(first.filter(({ actorName }) => actorName === 'nobody')).toHaveLength(1);
    expect(first.length).toBeLessThan(230);
    await host.get(Repeats).flush();
    const counted = await fresh();
    const sum = [...first, ...counted]
      .filter(({ action }) => action === 'login-failed')
      .reduce((all, { count }) => all + count, 0);
    // Ten wrong passwords, then the limit; and everybody of the crowd.
    expect(sum).toBe(10 + 400);
    expect(
      [...first, ...counted].filter(({ action }) => action === 'limited').reduce((all, { count }) => all + count, 0),
    ).toBe(20);
    expect(counted.length).toBeLessThan(10);
  });

  test('downloads are noted; the host at work is told from people', async () => {
    const blobId = await admin.upload(Buffer.from('hello'));
    expect((await admin.download(blobId, 'a.txt')).status).toBe(200);
    const [download] = await fresh();
    expect(download).toMatchObject({ action: 'download', title: 'a.txt', actorName: 'Administrator', via: 'token' });
    await callFor(jobCaller('sample.work'), () =>
      host.database.transaction(() => host.get(Records).update('TaskList', Number(list), { description: 'By a job' })),
    );
    await host.database.transaction(() => host.get(Records).update('MailRelay', 1, { state: 'error' }));
    expect(await fresh()).toMatchObject([
      { action: 'update', type: 'TaskList', actorId: null, via: 'job', source: 'sample.work', address: null },
    ]);
    await host.get(Credentials).createPasswordLink(Number(admin.principalId));
  });

  test('administrators alone read it, filter it and take it away', async () => {
    const canary = 'canary-note-3c5d';
    const task = await admin.create('Task', { title: 'With a note', taskListId: list });
    await admin.create('Comment', { entityType: 'Task', entityId: task.id, isPrivate: true, text: canary });
    const query = (filter: Json) => admin.query('AuditEntry', filter, [{ property: 'at', isAscending: false }]);
    const [newest] = await query({});
    const { list: entries } = await admin.get<Json>('AuditEntry', [newest!]);
    expect(entries[0]).toMatchObject({ type: 'Comment', action: 'create', actorName: 'Administrator', via: 'token' });
    expect(JSON.stringify(entries[0])).toContain(canary);
    const count = async (filter: Json): Promise<number> => (await query(filter)).length;
    expect(await count({ type: 'Task', objectId: task.id, action: 'create' })).toBe(1);
    expect(await count({ action: ['login', 'logout'] })).toBe(2);
    expect(await count({ action: 'login', actorId: admin.principalId })).toBe(0);
    expect(await count({ type: ['Task', 'Comment'], action: 'create' })).toBe(
      (await count({ type: 'Task', action: 'create' })) + (await count({ type: 'Comment', action: 'create' })),
    );
    const own = await count({ type: 'Comment', actorId: admin.principalId });
    expect([own > 0, await count({ type: 'Comment', actorId: [admin.principalId] })]).toEqual([true, own]);
    expect(await count({ text: 'with a NOTE', action: 'create' })).toBe(1);
    expect(await count({ outcome: 'refused', period: 'day' })).toBeGreaterThan(2);
    expect(await count({ after: '2030-01-01T00:00:00Z' })).toBe(0);
    expect(await count({ before: '2020-01-01T00:00:00Z' })).toBe(0);
    for (const filter of [{ after: 'soon' }, { before: 7 }, { period: 'ever' }, { period: '__proto__' }]) {
      expect([filter, await admin.call('AuditEntry/query', { filter })]).toMatchObject([
        filter,
        { type: 'invalidArguments' },
      ]);
    }
    expect(await admin.call('AuditEntry/set', { destroy: [newest!] })).toMatchObject({ type: 'unknownMethod' });
    const asked = await admin.call('AuditEntry/query', {});
    expect(asked).toMatchObject({ canCalculateChanges: false });

    const agent = await host.person('mia', { permissions: ['support:use', 'support:manage', 'mail:manage'] });
    expect(await agent.get('AuditEntry', [newest!])).toMatchObject({ list: [], notFound: [newest] });
    expect(await agent.query('AuditEntry')).toEqual([]);
    expect(await agent.call('AuditEntry/verify')).toMatchObject({ type: 'forbidden' });
    expect(await admin.call('AuditEntry/verify')).toMatchObject({ fault: null, entries: await count({}) });
    const { state } = await agent.get('AuditEntry', []);
    await admin.update('Task', task.id, { title: 'Again' });
    expect((await agent.get('AuditEntry', [])).state).toBe(state);
    const { token } = admin as unknown as { token: string };
    const csv = (who: string, filter: object | string) =>
      host.server.inject({
        method: 'GET',
        url: `/audit.csv?filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`,
        headers: { authorization: `Bearer ${who}` },
      });
    expect((await csv((agent as unknown as { token: string }).token, {})).statusCode).toBe(404);
    expect((await csv(token, '{')).statusCode).toBe(400);
    const unknown = await csv(token, { colour: 'red' });
    expect([unknown.statusCode, unknown.body]).toEqual([400, expect.stringContaining('colour')]);
    for (const start of ['=', '+', '-', '@', '\t']) {
      await admin.create('Task', { title: `${start}HYPERLINK("x"),1\nnext`, taskListId: list });
    }
    const answer = await csv(token, { type: 'Task' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.trim().split('\r\n');
    expect(lines).toHaveLength(1 + (await count({ type: 'Task' })));
    expect(lines[0]).toContain('id,at,action');
    const cells = lines.flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    expect(cells.filter((cell) => /^"?[=+@\t-]/.test(cell))).toEqual([]);
    expect(answer.body).toContain(`'=HYPERLINK`);
    await host.get(Repeats).flush();
    expect((await fresh()).filter(({ action }) => action === 'export')).toHaveLength(1);
  });

  test('whatever is changed behind its back, the verifier finds it', async () => {
    const trail = host.get(AuditTrail);
    const { manager } = host.database;
    const whole = await trail.verify();
    expect(whole).toMatchObject({ fault: null });
    expect(whole.rows).toBe(await manager.count(AuditRow));
    const rows = await manager.find(AuditRow, { order: { id: 'ASC' } });
    const middle = rows[Math.floor(rows.length / 2)]!;
    const chain = await manager.findOneByOrFail(AuditChain, { id: 1 });
    const attacks: [string, () => Promise<unknown>, () => Promise<unknown>][] = [];
    const write = (work: () => Promise<unknown>) => host.database.transaction(work);
    for (const row of [rows[0]!, middle, rows.at(-1)!]) {
      for (const change of [
        { actorName: 'Somebody else' },
        { at: new Date('2020-01-01T00:00:00Z') },
        { changes: '[]x' },
        { outcome: 'refused' as const, action: 'nothing' },
        { hash: 'f'.repeat(64) },
      ]) {
        const put = (values: Partial<AuditRow>) => write(() => host.database.manager.update(AuditRow, row.id, values));
        const before = Object.fromEntries(Object.keys(change).map((key) => [key, row[key as keyof AuditRow]]));
        attacks.push([`${String(row.id)} ${JSON.stringify(change)}`, () => put(change), () => put(before)]);
      }
      attacks.push([
        `${String(row.id)} removed`,
        () => write(() => host.database.manager.delete(AuditRow, row.id)),
        () => write(() => host.database.manager.insert(AuditRow, row)),
      ]);
    }
    const last = rows.at(-1)!;
    const forged = Object.assign(new AuditRow(), last, { id: last.id + 1, title: 'Forged' });
    attacks.push(
      [
        'a row added',
        () => write(() => host.database.manager.insert(AuditRow, forged)),
        () => write(() => host.database.manager.delete(AuditRow, forged.id)),
      ],
      [
        'the ends moved',
        () => write(() => host.database.manager.update(AuditChain, 1, { lastId: middle.id, lastHash: middle.hash })),
        () =>
          write(() => host.database.manager.update(AuditChain, 1, { lastId: chain.lastId, lastHash: chain.lastHash })),
      ],
      [
        'the ends removed',
        () => write(() => host.database.manager.delete(AuditChain, 1)),
        () => write(() => host.database.manager.insert(AuditChain, chain)),
      ],
    );
    for (const [what, attack, restore] of attacks) {
      await attack();
      expect([what, (await trail.verify()).fault]).toEqual([what, expect.any(String)]);
      await restore();
      expect([what, (await trail.verify()).fault]).toEqual([what, null]);
    }
  });

  test('old entries are forgotten, and the chain still proves the rest', async () => {
    const before = await host.database.manager.count(AuditRow);
    clock.advance(400 * 24 * 3600);
    await admin.update('TaskList', list, { description: 'Young' });
    await host.get(AuditRetention).run();
    const rows = await host.database.manager.find(AuditRow, { order: { id: 'ASC' } });
    expect(rows.map(({ action }) => action)).toEqual(['update', 'forget']);
    expect(rows[1]).toMatchObject({ type: 'AuditEntry', count: before });
    expect(await host.get(AuditTrail).verify()).toEqual({ rows: 2, fault: null });
    await host.get(AuditRetention).run();
    expect(await host.database.manager.count(AuditRow)).toBe(2);
    await host.database.transaction(() => host.database.manager.delete(AuditRow, rows[0]!.id));
    expect((await host.get(AuditTrail).verify()).fault).not.toBeNull();
  });
});
