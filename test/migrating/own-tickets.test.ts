import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle } from '../../core/module/lifecycle.service';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { Undoing } from '../../modules/tickets-to-support/undoing.service';
import { rights } from '../access/rules';

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

/** Tables of the source, each row of them. */
const THEIRS = [
  'SELECT * FROM tickets_ticket ORDER BY id',
  'SELECT * FROM tickets_message ORDER BY id',
  'SELECT * FROM tickets_type ORDER BY id',
  'SELECT * FROM tickets_status ORDER BY id',
];
const OURS = [
  'SELECT COUNT(*) AS n FROM tasks_task',
  'SELECT COUNT(*) AS n FROM comments_comment',
  'SELECT COUNT(*) AS n FROM tasks_list',
  'SELECT COUNT(*) AS n FROM core_principal',
  'SELECT COUNT(*) AS n FROM tickets_to_support_row',
];

const signal = new AbortController().signal;

describe.each(testDatabases())('the module tickets of the same installation on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let reader: Client;
  let carla: Client;
  let claus: Client;
  let reports: string;
  let it: string;
  let waiting: string;
  const tickets: Json[] = [];
  const clock = new FixedClock('2026-06-01T08:00:00Z');

  const migrate = async (more: Partial<Options> = {}): Promise<Report> => {
    const options = { ...optionsOf({}, reports), ...more };
    return (await host.get(Migration).run(options, { signal, hear: () => undefined })).report;
  };
  const all = (statements: readonly string[]): Promise<unknown[]> =>
    Promise.all(statements.map((statement) => host.database.manager.query(statement)));
  const say = (client: Client, at: number, given: Json): Promise<Json> =>
    client.create('LegacyTicketMessage', { ticketId: tickets[at]!['id'] as string, content: 'Something', ...given });
  const brought = async (at: number): Promise<Json> => {
    const number = tickets[at]!['ticketNumber'] as string;
    const ids = await admin.query('Task', { text: number });
    expect(ids).toHaveLength(1);
    return (await admin.get<Json>('Task', ids)).list[0]!;
  };
  const thread = async (client: Client, at: number): Promise<Json[]> => {
    const ids = await client.query('Comment', { entityType: 'Task', entityId: (await brought(at))['id'] as string });
    const { list } = await client.get<Json>('Comment', ids);
    return list.sort((a, b) => Number(a['id']) - Number(b['id']));
  };

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
    host = await TestHost.start(database, { installsAll: true, clock });
    admin = await host.admin();
    const uses = { permissions: ['tickets:use'] };
    agent = await host.person('agent', uses);
    reader = await host.person('reader', uses);
    const outside = { ...uses, isInternal: false };
    carla = await host.person('carla', outside);
    claus = await host.person('claus', outside);
    const shareWith = {
      [agent.principalId]: rights(50),
      [reader.principalId]: rights(10),
      [carla.principalId]: rights(5),
      [claus.principalId]: rights(5),
    };
    const group = await admin.create('LegacyTicketTypeGroup', { name: 'Desk', sortIndex: 1 });
    it = (await admin.create('LegacyTicketType', { name: 'IT', typeGroupId: group.id, shareWith })).id;
    waiting = (await admin.create('LegacyTicketStatus', { name: 'Waiting', typeId: it })).id;
    await admin.create('LegacyTicketStatus', { name: 'Never offered' });
    await admin.update('LegacyTicketType', it, { showStatuses: [waiting] });
    await admin.create('LegacyTicketTemplate', { name: 'Greeting', content: 'Good day' });
    const rate = await admin.create('LegacyTicketRate', { name: 'Hour', amount: 8050, costCode: 'C1' });
    tickets.push(await carla.create('LegacyTicket', { subject: 'Rockets turn back', typeId: it, priority: 2 }));
    clock.advance(60);
    tickets.push(
      await agent.create('LegacyTicket', {
        subject: 'By telephone',
        typeId: it,
        firstName: 'Wile',
        lastName: 'Coyote',
        email: 'wile@example.net',
        company: 'ACME',
        ccAddresses: ['carla@example.org'],
        dueDate: '2026-07-01T12:00:00Z',
        agentId: agent.principalId,
      }),
    );
    clock.advance(60);
    const file = async (client: Client, name: string): Promise<Json> => ({
      ...{ blobId: await client.upload(Buffer.from(`bytes of ${name}`), 'text/plain'), name, type: 'text/plain' },
    });
    await say(carla, 0, { content: 'They come\nback', attachments: [await file(carla, 'rocket.txt')] });
    clock.advance(60);
    await say(agent, 0, {
      ...{ content: 'Between us', isNote: true, rateId: rate.id, rateMinutes: 90 },
      attachments: [await file(agent, 'secret.txt'), await file(agent, 'rocket.txt')],
    });
    const lies = async (node: Json): Promise<string> =>
      (await agent.create('FileNode', { entityType: 'LegacyTicket', entityId: tickets[0]!['id'] as string, ...node }))
        .id;
    const plans = await lies({ name: 'Plans' });
    const { blobId } = await file(agent, 'plan.txt');
    await lies({ name: 'plan.txt', blobId, parentId: plans });
    await agent.update('FileNode', await lies({ name: 'old.txt', blobId }), { isTrashed: true });
    clock.advance(60);
    await say(agent, 0, { content: 'We look', hasStatus: true, statusId: Number(waiting) });
    clock.advance(60);
    tickets.push(await claus.create('LegacyTicket', { subject: 'Of Claus', typeId: it }));
    await say(agent, 2, { content: 'Done', hasStatus: true, statusId: -1 });
    clock.advance(60);
  });
  afterAll(async () => {
    await host.drop();
    await rm(reports, { recursive: true, force: true });
  });

  test('a dry run writes nothing', async () => {
    const before = await all([...THEIRS, ...OURS]);
    const report = await migrate({ isDryRun: true });
    expect(report).toMatchObject({ source: 'own-tickets', counts: { tickets: 3, orphans: 0 }, unexplained: [] });
    expect(await all([...THEIRS, ...OURS])).toEqual(before);
  });

  test('every ticket comes over with all its values, and the source is as it was', async () => {
    const before = await all(THEIRS);
    const report = await migrate();
    expect(report.unexplained).toEqual([]);
    expect(report.comparison).toMatchObject({ unexplainedRows: 0, hours: [1.5, 1.5] });
    expect(await all(THEIRS)).toEqual(before);
    const { list: lists } = await admin.get<Json>('TaskList', null);
    const list = lists.find(({ name }) => name === 'IT')!;
    const { list: statuses } = await admin.get<Json>('TaskStatus', null);
    const [rockets, telephone, closed] = [await brought(0), await brought(1), await brought(2)];
    for (const [at, task] of [rockets, telephone, closed].entries()) {
      const now = (await admin.get<Json>('LegacyTicket', [tickets[at]!['id'] as string])).list[0]!;
      expect(task).toMatchObject({
        title: now['subject'],
        legacyNumber: now['ticketNumber'],
        createdAt: now['createdAt'],
        modifiedAt: now['modifiedAt'],
        taskListId: list['id'],
        responsibleId: now['agentId'],
      });
    }
    expect(rockets).toMatchObject({ priority: 1, progress: 'in-process', customerId: carla.principalId });
    expect(statuses.find(({ id }) => id === rockets['statusId'])).toMatchObject({ name: 'Waiting' });
    expect(statuses.filter(({ taskListId }) => taskListId === list['id']).map(({ name }) => name as string)).toEqual([
      'Waiting',
    ]);
    expect(telephone).toMatchObject({
      customerEmail: 'wile@example.net',
      customerName: 'Wile Coyote',
      cc: ['carla@example.org'],
      due: '2026-07-01T12:00:00Z',
    });
    expect(closed).toMatchObject({ progress: 'completed', customerId: claus.principalId });
    const said = (await thread(admin, 0)).map(({ text, isPrivate, authorRole, authorId, createdAt }) => [
      text,
      isPrivate,
      authorRole,
      authorId,
      createdAt,
    ]);
    const [asked, , answered] = (
      await admin.get<Json>(
        'LegacyTicketMessage',
        await admin.query('LegacyTicketMessage', { ticketId: tickets[0]!['id'] as string }),
      )
    ).list.sort((a, b) => Number(a['id']) - Number(b['id']));
    expect(said).toEqual([
      ['They come\nback', false, 'customer', carla.principalId, asked!['createdAt']],
      ['Between us', true, 'agent', agent.principalId, expect.anything()],
      ['We look', false, 'agent', agent.principalId, answered!['createdAt']],
    ]);
    const work = await host.database.manager.query('SELECT hours, amount, rateName, costCode FROM support_legacy_work');
    expect(work).toEqual([{ hours: 1.5, amount: 80.5, rateName: 'Hour', costCode: 'C1' }]);
  });

  test('files come along: of messages where they were, of tickets in their folders, and nothing out of the trash', async () => {
    const { id } = await brought(0);
    const names = (await thread(admin, 0)).map(({ attachments }) =>
      (attachments as Json[]).map(({ name }) => name as string),
    );
    expect(names).toEqual([['rocket.txt'], ['secret.txt', 'rocket.txt'], []]);
    const nodes = await agent.query('FileNode', { entityType: 'Task', entityId: id as string });
    const { list } = await agent.get<Json>('FileNode', nodes);
    const plans = list.find(({ name }) => name === 'Plans');
    expect(list.map(({ name, parentId }) => [name, parentId]).sort()).toEqual([
      ['Plans', null],
      ['plan.txt', plans?.['id']],
    ]);
    const secret = (await thread(admin, 0))[1]!['attachments'][0] as Json;
    expect((await agent.download(secret['blobId'] as string)).bytes.toString()).toBe('bytes of secret.txt');
    expect((await carla.download(secret['blobId'] as string)).status).toBe(404);
    expect(JSON.stringify(await thread(carla, 0))).not.toContain('secret.txt');
  });

  test('people see what they saw: agents and readers all, customers their own without notes', async () => {
    const ids = [await brought(0), await brought(1), await brought(2)].map(({ id }) => id as string);
    const seen = async (client: Client): Promise<boolean[]> => {
      const { list } = await client.get<Json>('Task', ids);
      return ids.map((id) => list.some((task) => task['id'] === id));
    };
    expect(await seen(agent)).toEqual([true, true, true]);
    expect(await seen(reader)).toEqual([true, true, true]);
    // Of the second she has a copy.
    expect(await seen(carla)).toEqual([true, true, false]);
    expect(await seen(claus)).toEqual([false, false, true]);
    const texts = async (client: Client): Promise<unknown[]> =>
      (await client.get<Json>('Comment', await client.query('Comment', null))).list.map(({ text }) => text as string);
    expect(await texts(reader)).toContain('Between us');
    expect(await texts(carla)).toEqual(expect.arrayContaining(['We look']));
    for (const client of [carla, claus]) {
      expect(await texts(client)).not.toContain('Between us');
      expect(await client.query('Comment', { text: 'between' })).toEqual([]);
    }
    expect(await reader.refused('Task', { update: { [ids[0]!]: { title: 'Mine' } } })).toMatchObject({
      type: 'forbidden',
    });
  });

  test('a second run brings nothing twice, and what has changed since', async () => {
    const before = await all(OURS);
    expect((await migrate()).unexplained).toEqual([]);
    expect(await all(OURS)).toEqual(before);
    await say(carla, 0, { content: 'And again' });
    await agent.update('LegacyTicket', tickets[1]!['id'] as string, { subject: 'By telegraph' });
    tickets.push(await carla.create('LegacyTicket', { subject: 'Later', typeId: it }));
    const report = await migrate();
    expect(report.comparison!.unexplained).toEqual([]);
    expect(report.unexplained).toEqual([]);
    expect((await thread(admin, 0)).at(-1)).toMatchObject({ text: 'And again', authorRole: 'customer' });
    expect(await brought(1)).toMatchObject({ title: 'By telegraph' });
    expect(await brought(3)).toMatchObject({ title: 'Later', progress: 'needs-action' });
  });

  test('what changes while it runs is told', async () => {
    await say(carla, 0, { content: 'First' });
    let isChanged = false;
    // Somebody writes when the ticket has been read, and before it is compared.
    const end = host.database.atEnd(async () => {
      const { manager } = host.database;
      const [here] = await manager.query<unknown[]>("SELECT id FROM comments_comment WHERE text = 'First'");
      if (here && !isChanged)
        await manager.query("UPDATE tickets_message SET content = 'Then' WHERE content = 'First'");
      isChanged ||= here !== undefined;
    });
    const { report, folder } = await host
      .get(Migration)
      .run(optionsOf({}, reports), { signal, hear: () => undefined })
      .finally(end);
    const sentence = 'The source was changed during the run: run it again to take over what changed.';
    expect(report.unexplained).toContain(sentence);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain(sentence);
    expect((await migrate()).unexplained).toEqual([]);
    expect((await thread(admin, 0)).at(-1)).toMatchObject({ text: 'Then' });
  });

  test('then the legacy tickets can be made read-only, and are brought all the same', async () => {
    await admin.update('TicketsSettings', 'singleton', { isReadOnly: true });
    expect((await migrate()).unexplained).toEqual([]);
    await admin.update('TicketsSettings', 'singleton', { isReadOnly: false });
  });

  test('it can be undone, unless somebody has worked on it', async () => {
    const undo = (): Promise<number> => host.get(Undoing).run('own-tickets', signal);
    const before = await all(THEIRS);
    expect(await undo()).toBe(4);
    expect(await all(THEIRS)).toEqual(before);
    expect((await migrate()).unexplained).toEqual([]);
    const { id } = await brought(2);
    await agent.update('Task', id as string, { title: 'Mine' });
    await expect(undo()).rejects.toThrow(`somebody has worked on ticket ${id as string}`);
    expect(await brought(0)).toMatchObject({ title: 'Rockets turn back' });
  });

  test('without that module it asks for a database', async () => {
    const bare = await TestHost.start(database);
    try {
      await bare.get(Lifecycle).install('tickets-to-support', new Map());
      const run = bare.get(Migration).run(optionsOf({}, reports), { signal, hear: () => undefined });
      await expect(run).rejects.toThrow('--from is needed: mysql://name:password@host/schema');
    } finally {
      await bare.drop();
    }
  });
});
