import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { LegacyTicket, LegacyWork } from '../../modules/support/api';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

describe.each(testDatabases())('what tickets were in an older system, on $name', (database) => {
  const clock = new FixedClock();
  let host: TestHost;
  let admin: Client;
  let agent: Client;
  let customer: Client;
  let list = '';
  let other = '';

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    agent = await host.person('agent', { permissions: ['support:use'] });
    customer = await host.person('carla', { isInternal: false });
    [list = ''] = await admin.query('TaskList', { role: 'support' });
    await admin.update('TaskList', list, {
      [`shareWith/${agent.principalId}`]: { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true },
      [`shareWith/${customer.principalId}`]: { maySubmit: true },
    });
    other = (await admin.create('TaskList', { name: 'Elsewhere', role: 'support', shareWith: {} })).id;
  });
  afterAll(() => host.drop());

  /** A ticket as the migration leaves it. */
  const legacy = async (
    title: string,
    before: { number: string | null; verifier: number | null; facts?: Json; hours?: readonly number[] },
    more: Json = {},
  ): Promise<string> => {
    const { id } = await admin.create('Task', { title, taskListId: list, ...more });
    const taskId = Number(id);
    const { number, verifier, facts = {}, hours = [] } = before;
    await host.database.transaction(async () => {
      await host.database.rows.insertAll(LegacyTicket, [{ taskId, number, verifier, facts }]);
      const at = new Date('2018-03-01T10:00:00Z');
      const work = { taskId, at, authorName: 'Elmer', rateName: 'Hour', costCode: 'C1', amount: 80.2 };
      await host.database.rows.insertAll(
        LegacyWork,
        hours.map((one) => ({ ...work, hours: one })),
      );
    });
    return id;
  };
  const open = (url: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.7') =>
    host.server.inject({ method: 'GET', url, remoteAddress, headers });
  const page = (number: string, verifier: string, headers: Record<string, string> = {}) =>
    open(`/public/legacy-ticket?ticket_number=${number}&ticket_verifier=${verifier}`, headers);

  test('the link of before leads to the ticket, without notes and addresses, and how to go on', async () => {
    const id = await legacy(
      '<script>alert(1)</script> rockets',
      { number: '201800001', verifier: 12345678 },
      { customerId: customer.principalId, cc: ['friend@example.org'] },
    );
    const file = { blobId: await admin.upload(Buffer.from('plan')), name: 'plan <b>.txt', type: 'text/plain' };
    const say = (text: string, isPrivate: boolean, attachments: Json[] = []) =>
      agent.create('Comment', { entityType: 'Task', entityId: id, text, isPrivate, attachments });
    await admin.create('Comment', {
      entityType: 'Task',
      entityId: id,
      text: 'Aim <b>higher</b>',
      isPrivate: false,
      attachments: [file],
    });
    await say('She cannot aim', true);
    const shown = await page('201800001', '12345678');
    expect(shown.statusCode).toBe(200);
    for (const text of ['Aim &lt;b&gt;higher&lt;/b&gt;', 'plan &lt;b&gt;.txt', `#${id}.`, `href="/#help/${id}"`])
      expect(shown.body).toContain(text);
    for (const hidden of ['<script', 'cannot aim', 'carla@', 'friend@', '12345678', 'mailto:'])
      expect(shown.body).not.toContain(hidden);
    expect(shown.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(shown.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect((await page('201800001', '12345678', { 'accept-language': 'nl' })).body).toContain('Het nummer is nu');
    expect((await page('201800001', '12345678', { 'accept-language': 'de' })).body).toContain('umgezogen');
  });

  test('who cannot sign in may write to the desk; the address that proves it is not given away', async () => {
    await legacy('By mail', { number: '201800002', verifier: 22345678 }, { customerEmail: 'stranger@example.net' });
    const { body } = await page('201800002', '22345678');
    const [, href = ''] = /href="(mailto:[^"]+)"/.exec(body) ?? [];
    expect(href).toMatch(/^mailto:[^+]+@[^?]+\?subject=Re%3A%20By%20mail%20%5B%23\d+%5D$/);
    expect(body).not.toContain('stranger@example.net');
  });

  test('a wrong number and a wrong verifier answer alike, a ticket without verifier is not opened, and tries are counted', async () => {
    await legacy('Closed', { number: '201800003', verifier: null });
    await legacy('Twice', { number: '201800004', verifier: 42345678 });
    await legacy('Of another system', { number: '201800004', verifier: 52345678 });
    const facts = ({ statusCode, headers, body }: Awaited<ReturnType<typeof open>>) => [
      statusCode,
      { ...headers, date: '' },
      body,
    ];
    const wrong = await page('201899999', '12345678');
    expect(wrong.statusCode).toBe(404);
    for (const [number, verifier] of [
      ['201800001', '10000000'],
      ['201800003', ''],
      ['201800003', 'null'],
      ['201800003', '0'],
      ['', '12345678'],
    ] as const)
      expect([number, ...facts(await page(number, verifier))]).toEqual([number, ...facts(wrong)]);
    expect((await page('201800004', '52345678')).body).toContain('Of another system');
    expect((await open('/public/legacy-ticket')).body).toContain('<form method="get" action="/public/legacy-ticket"');
    for (let tries = 0; tries < 30; tries++) await page('201800004', '1');
    const locked = await page('201800004', '42345678');
    expect([locked.statusCode, locked.body]).toEqual([429, expect.stringContaining('Too many tries')]);
    clock.advance(3601);
    expect((await page('201800004', '42345678')).statusCode).toBe(200);
  });

  test('addresses of the older system work as soon as they lead here, unless somebody else has them', async () => {
    const secret = 'ticket_number=201800001&ticket_verifier=12345678';
    for (const url of [
      `/index.php?r=tickets/externalPage/ticket&${secret}`,
      `/groupoffice/index.php?r=tickets%2FexternalPage%2Fticket&${secret}`,
      `/public/tickets?${secret}`,
    ])
      expect([url, (await open(url)).body]).toEqual([url, expect.stringContaining('rockets')]);
    for (const url of [
      `/index.php?r=email/message&${secret}`,
      `/index.php?${secret}`,
      `/public/nothing?${secret}`,
      '/index.php',
    ])
      expect([url, (await open(url)).statusCode]).toEqual([url, 404]);
    const posted = await host.server.inject({ method: 'POST', url: `/index.php?r=tickets/externalPage&${secret}` });
    expect(posted.statusCode).toBe(404);
    const { list: modules } = await admin.get<Json>('Module', null, ['name']);
    const id = modules.find(({ name }) => name === 'tickets')!['id'] as string;
    await admin.call('Module/install', { id });
    // Its own page says that there is no such ticket among its own.
    expect((await open(`/public/tickets?${secret}`)).statusCode).toBe(404);
    expect((await open(`/index.php?r=tickets/externalPage/ticket&${secret}`)).statusCode).toBe(200);
    await admin.call('Module/disable', { id });
    expect((await open(`/public/tickets?${secret}`)).statusCode).toBe(200);
  });

  test('agents of a ticket alone are told what it was, and take its hours home', async () => {
    const facts = { phone: '555', company: 'ACME', orderId: 9 };
    const id = await legacy(
      'Worked on',
      { number: '201800010', verifier: 1, facts, hours: [1.5, 0.25] },
      { customerId: customer.principalId },
    );
    await legacy('Elsewhere', { number: '201800011', verifier: 1, facts, hours: [8] }, { taskListId: other });
    const plain = (await admin.create('Task', { title: 'New', taskListId: list })).id;
    const factsFor = async (who: Client): Promise<unknown> =>
      (await who.get<Json>('Task', [id], ['legacyFacts'])).list[0]?.['legacyFacts'];
    expect(await factsFor(agent)).toEqual(facts);
    expect(await factsFor(customer)).toBeNull();
    expect((await agent.get<Json>('Task', [plain], ['legacyFacts'])).list[0]).toMatchObject({ legacyFacts: null });
    const sort = [{ property: 'id' }];
    const work = await agent.query('TicketWork', { taskId: [id] }, sort);
    expect(work).toHaveLength(2);
    expect((await agent.get<Json>('TicketWork', work)).list).toEqual([
      expect.objectContaining({ taskId: id, legacyNumber: '201800010', hours: 1.5, rate: 80.2, total: 120.3 }),
      expect.objectContaining({ authorName: 'Elmer', costCode: 'C1', hours: 0.25, total: 20.05 }),
    ]);
    expect(await agent.query('TicketWork', null, sort)).toEqual(work);
    expect(await customer.query('TicketWork')).toEqual([]);
    expect((await customer.get('TicketWork', work)).notFound).toEqual(work);
    expect((await admin.query('TicketWork')).length).toBe(3);
    const columns = [
      { property: 'legacyNumber', title: 'Number' },
      { property: 'taskId', title: 'Ticket' },
      { property: 'hours', title: 'Hours', isSummed: true },
      { property: 'total', title: 'Amount', isSummed: true },
    ];
    const lines = async (who: Client): Promise<string[]> => {
      const { bytes } = await who.post('/export', { type: 'TicketWork', format: 'csv', columns, sort });
      return bytes.toString().slice(1).trimEnd().split('\r\n');
    };
    expect(await lines(agent)).toEqual([
      'Number,Ticket,Hours,Amount',
      '201800010,Worked on,1.5,120.3',
      '201800010,Worked on,0.25,20.05',
      'Σ,,1.75,140.35',
    ]);
    expect(await lines(customer)).toEqual(['Number,Ticket,Hours,Amount', 'Σ,,0,0']);
    const { status, bytes } = await agent.post('/export', { type: 'TicketWork', format: 'xlsx', columns });
    expect([status, bytes.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    // The hours go with the ticket, and those who knew of them hear of it.
    const { state } = await agent.get('TicketWork', []);
    expect(await admin.refused('Task', { destroy: id })).toBeNull();
    expect((await agent.call('TicketWork/changes', { sinceState: state }))['destroyed']).toEqual(work);
    expect(await agent.query('TicketWork')).toEqual([]);
  });
});
