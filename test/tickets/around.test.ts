import { Readable } from 'node:stream';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Ledger } from '../../modules/mail/ledger.service';
import { OutboxMessage } from '../../modules/mail/outbox-message.entity';
import { ProcessJob } from '../../modules/mail/process.job';
import { LegacyExpiryJob } from '../../modules/tickets/expiry.job';
import { rights } from '../access/rules';

// What stands around a legacy ticket: files, offered statuses, the public page, what the clock and a leaving colleague do.

interface Ticket {
  readonly id: string;
  readonly ticketNumber: string;
  readonly ticketVerifier: number | null;
  readonly statusId: number;
  readonly agentId: string | null;
  readonly userId: string | null;
  readonly unseen: boolean | null;
}
interface File {
  readonly blobId: string;
  readonly name: string;
  readonly size: number;
}
interface Message {
  readonly id: string;
  readonly content: string;
  readonly authorName: string;
  readonly userId: string | null;
  readonly hasStatus: boolean;
  readonly statusId: number;
  readonly attachments: readonly File[];
}

describe.each(testDatabases())('around legacy tickets on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let reader: Client;
  let carla: Client;
  let claus: Client;
  let it: string;
  let mailbox: string;

  beforeAll(async () => {
    clock = new FixedClock('2026-12-01T09:00:00Z');
    host = await TestHost.start(database, { installsAll: true, clock });
    admin = await host.admin();
    manager = await host.person('manager', { permissions: ['tickets:use', 'tickets:manage'] });
    [agent, reader] = [await host.person('agent'), await host.person('reader')];
    carla = await host.person('carla', { isInternal: false });
    claus = await host.person('claus', { isInternal: false });
    const shareWith = {
      [agent.principalId]: rights(50),
      [reader.principalId]: rights(10),
      [carla.principalId]: rights(5),
      [claus.principalId]: rights(5),
    };
    [mailbox = ''] = await admin.query('MailAccount');
    it = (await admin.create('LegacyTicketType', { name: 'IT', shareWith, emailAccountId: mailbox })).id;
  });
  afterAll(() => host.drop());

  const file = (client: Client, given: object = {}) =>
    client.create<Ticket>('LegacyTicket', { subject: 'Rockets turn back', typeId: it, ...given });
  const say = (client: Client, ticketId: string, given: object = {}) =>
    client.create<Message>('LegacyTicketMessage', { ticketId, content: 'Something', ...given });
  const refusal = (client: Client, ticketId: string, given: object = {}) =>
    client.refused('LegacyTicketMessage', { create: { ticketId, content: 'Something', ...given } });
  const shown = async (client: Client, id: string): Promise<Ticket> =>
    (await client.get<Ticket>('LegacyTicket', [id])).list[0]!;
  const thread = async (client: Client, ticketId: string): Promise<Message[]> => {
    const ids = await client.query('LegacyTicketMessage', { ticketId }, [{ property: 'createdAt' }]);
    return (await client.get<Message>('LegacyTicketMessage', ids)).list;
  };
  const upload = async (client: Client, words: string) => ({
    blobId: await client.upload(Buffer.from(words)),
    name: 'notes.txt',
    type: 'text/plain',
  });
  const set = (values: Record<string, unknown>) => manager.update('TicketsSettings', 'singleton', values);

  test('whoever sees a message reads its files, those of a note are for colleagues, and knowing a file’s id gives nothing', async () => {
    const { id } = await file(carla);
    const mine = await upload(carla, 'what I see');
    const said = await say(carla, id, { content: '', attachments: [{ ...mine, name: '../../ro\u202ecket.txt' }] });
    expect(await shown(agent, id)).toMatchObject({ unseen: true });
    const secret = await upload(agent, 'what she did');
    await say(agent, id, { isNote: true, attachments: [{ ...secret, name: 'secret.txt' }] });
    const listed = (await thread(agent, id)).map(({ attachments }) => attachments);
    expect(listed).toEqual([
      [{ blobId: mine.blobId, name: 'rocket.txt', type: 'text/plain', size: 10 }],
      [{ blobId: secret.blobId, name: 'secret.txt', type: 'text/plain', size: 12 }],
    ]);
    const status = async (client: Client, { blobId }: { blobId: string }) => (await client.download(blobId)).status;
    for (const client of [agent, reader])
      expect([await status(client, mine), await status(client, secret)]).toEqual([200, 200]);
    expect([await status(carla, mine), await status(carla, secret)]).toEqual([200, 404]);
    expect([await status(claus, mine), await status(claus, secret)]).toEqual([404, 404]);
    expect(JSON.stringify(await thread(carla, id))).not.toContain('secret');
    const named = (client: Client) => client.query('LegacyTicket', { text: 'secret.txt' });
    expect([await named(carla), await named(agent)]).toEqual([[], [id]]);
    const lookup = async (client: Client) =>
      (await client.call('Blob/lookup', { ids: [mine.blobId], typeNames: ['LegacyTicketMessage'] }))['list'];
    expect(await lookup(carla)).toMatchObject([{ matchedIds: { LegacyTicketMessage: [said.id] } }]);
    const nothing = { ...secret, blobId: `B${'0'.repeat(64)}` };
    const refused = [secret, nothing].map((one) => refusal(carla, id, { attachments: [one] }));
    const [known, unknown] = await Promise.all(refused);
    expect(known).toMatchObject({ type: 'invalidProperties', properties: ['attachments'] });
    expect(known).toEqual(unknown);
    for (const wrong of [[{}], [{ blobId: mine.blobId, name: ' ', type: 'text/plain' }], 'x'])
      expect(await refusal(carla, id, { attachments: wrong })).toMatchObject({ properties: ['attachments'] });
    expect(await agent.refused('LegacyTicket', { destroy: id })).toBeNull();
    expect(await status(reader, mine)).toBe(404);
  });

  test('an answer is mailed with its files, a note and its file are not; what a mail brings lies with its message', async () => {
    await manager.create('LegacyTicketTemplate', { name: 'x', content: '{MESSAGE}', autoreply: true });
    const answer = await manager.create('LegacyTicketTemplate', { name: 'y', content: '{MESSAGE}' });
    const { id, ticketNumber } = await file(carla);
    await say(carla, id, { attachments: [await upload(carla, 'mine')] });
    await say(agent, id, { isNote: true, templateId: answer.id, attachments: [await upload(agent, 'secret')] });
    await say(agent, id, { templateId: answer.id, attachments: [await upload(agent, 'manual')] });
    const sent = await host.database.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    const files = sent.slice(-2).map(({ attachments }) => attachments.map(({ name }) => name));
    expect(files).toEqual([[], ['notes.txt']]);
    const raw = [
      ...['From: Carla <carla@example.org>', 'To: support@localhost', `Subject: Re: [ts #${ticketNumber}] x`],
      ...['Message-ID: <files@example.net>', 'Content-Type: multipart/mixed; boundary=b', '', '--b'],
      ...['Content-Type: text/plain', '', 'See this', '--b', 'Content-Type: image/png; name="rocket.png"'],
      ...['Content-Disposition: attachment', 'Content-Transfer-Encoding: base64', '', 'cGljdHVyZQ==', '--b--', ''],
    ].join('\r\n');
    const ledger = host.get(Ledger);
    const blob = await ledger.keep(Readable.from([Buffer.from(raw)]), 100_000);
    const about = { source: 'smtp' as const, accountId: Number(mailbox), receivedAt: clock.now() };
    await ledger.enter([{ ...blob, ...about, arrivalKey: 'files', envelopeFrom: null, envelopeTo: [] }]);
    const tasks = await admin.query('Task');
    // Where managers alone reopen, a mail does not: it waits unseen.
    await agent.update('LegacyTicket', id, { statusId: -1 });
    await set({ managersReopenOnly: true });
    await host.get(ProcessJob).run(new AbortController().signal);
    const said = (await thread(carla, id)).find(({ content }) => content === 'See this');
    expect(said?.attachments).toMatchObject([{ name: 'rocket.png', type: 'image/png', size: 7 }]);
    expect((await carla.download(said!.attachments[0]!.blobId)).bytes.toString()).toBe('picture');
    expect((await claus.download(said!.attachments[0]!.blobId)).status).toBe(404);
    expect(await shown(agent, id)).toMatchObject({ statusId: -1, unseen: true });
    await set({ managersReopenOnly: false });
    // The mailbox is the legacy type’s alone.
    expect(await admin.query('Task')).toEqual(tasks);
  });

  test('a type offers some statuses; no other can be given, and one that goes is offered no more', async () => {
    const make = async (name: string, typeId: string | null = null) =>
      (await manager.create('LegacyTicketStatus', { name, typeId })).id;
    const [waiting, parts] = [await make('Waiting'), await make('Waiting for parts', it)];
    const elsewhere = await make('Elsewhere', (await manager.create('LegacyTicketType', { name: 'Other' })).id);
    const { id } = await file(carla);
    const give = (statusId: string) => refusal(agent, id, { hasStatus: true, statusId: Number(statusId) });
    expect([await give(waiting), await give(parts)]).toEqual([null, null]);
    await manager.update('LegacyTicketType', it, { showStatuses: [waiting] });
    expect(await give(waiting)).toBeNull();
    expect(await give(parts)).toMatchObject({ description: 'statusId is no status of this type' });
    expect(await agent.refused('LegacyTicket', { update: { [id]: { statusId: Number(parts) } } })).toMatchObject({
      properties: ['statusId'],
    });
    for (const end of ['0', '-1']) expect(await give(end)).toBeNull();
    for (const wrong of [elsewhere, '999999'])
      expect(await manager.refused('LegacyTicketType', { update: { [it]: { showStatuses: [wrong] } } })).toMatchObject({
        description: 'showStatuses must be a list of statuses of this type',
      });
    const offered = async (client: Client) =>
      (await client.get<{ showStatuses: unknown }>('LegacyTicketType', [it])).list[0]!.showStatuses;
    expect([await offered(manager), await offered(carla)]).toEqual([[waiting], null]);
    await manager.refused('LegacyTicketStatus', { destroy: waiting });
    expect(await offered(manager)).toEqual([]);
    expect(await give(parts)).toBeNull();
  });

  describe('the public page', () => {
    const page = (
      url: string,
      form?: Record<string, string>,
      headers: Record<string, string> = {},
      from = '192.0.2.7',
    ) =>
      host.server.inject({
        method: form ? 'POST' : 'GET',
        url,
        remoteAddress: from,
        headers: { ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
        ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
      });
    const addressOf = async (id: string): Promise<string> => {
      const { ticketNumber, ticketVerifier } = await shown(agent, id);
      return `/public/tickets?ticket_number=${ticketNumber}&ticket_verifier=${String(ticketVerifier)}`;
    };

    test('whoever knows number and verifier answers as the customer, who is nobody signed in, and may close it', async () => {
      const { id } = await file(carla);
      await say(agent, id);
      const address = await addressOf(id);
      expect((await page(address)).body).toMatch(/<form class="wide" method="post">.*<textarea name="content"/);
      const answered = await page(address, { content: ' <b>No</b>\r\nreally\u0000 ' }, { origin: 'null' });
      expect([answered.statusCode, answered.headers.location]).toEqual([303, address.replace('/public/tickets', '')]);
      expect((await page(address)).body).toContain('&lt;b&gt;No&lt;/b&gt;\nreally</p>');
      expect((await thread(carla, id)).at(-1)).toMatchObject({
        content: '<b>No</b>\nreally',
        userId: null,
        authorName: 'Carla',
      });
      expect(await shown(agent, id)).toMatchObject({ unseen: true, statusId: 0 });
      expect((await page(address, { content: ' ' })).body).toContain('Please say what it is about');
      expect((await page(address, { content: 'Thanks', close: 'on' })).statusCode).toBe(303);
      expect(await shown(agent, id)).toMatchObject({ statusId: -1 });
      expect((await page(address)).body).not.toContain('<textarea');
      const over = await page(address, { content: 'One more' });
      expect([over.statusCode, over.body]).toEqual([409, expect.stringContaining('This ticket is closed')]);
      expect(await thread(carla, id)).toHaveLength(3);
    });

    test('nothing is taken from another site, by who guesses, in a flood, in another shape, or while all is read-only', async () => {
      const { id } = await file(carla);
      const address = await addressOf(id);
      const wrong = address.replace(/\d{8}$/, '10000000');
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
        expect((await page(address, { content: 'x' }, headers)).statusCode).toBe(403);
      const guessed = await page(wrong, { content: 'x' });
      const unknown = await page(wrong.replace(/\d{9}&/, '202699999&'), { content: 'x' });
      expect([guessed.statusCode, guessed.body]).toEqual([404, unknown.body]);
      const json = await host.server.inject({ method: 'POST', url: address, payload: { content: 'x' } });
      expect([json.statusCode, json.body]).toEqual([400, expect.stringContaining('This takes what a form sends')]);
      expect((await page(address, { content: 'x'.repeat(100_001) })).statusCode).toBe(413);
      expect((await page('/public/nothing', { content: 'x' })).statusCode).toBe(404);
      await set({ isReadOnly: true });
      expect((await page(address)).body).not.toContain('<textarea');
      expect((await page(address, { content: 'x' })).statusCode).toBe(403);
      await set({ isReadOnly: false, hasPublicPage: false });
      expect((await page(address, { content: 'x' })).statusCode).toBe(404);
      await set({ hasPublicPage: true });
      expect(await thread(carla, id)).toEqual([]);
      for (let times = 0; times < 10; times++) expect((await page(address, { content: 'x' })).statusCode).toBe(303);
      expect((await page(address, { content: 'x' }, {}, '192.0.2.8')).statusCode).toBe(429);
      expect(await thread(carla, id)).toHaveLength(10);
      clock.advance(3601);
    });

    test('strangers file tickets of published types where the settings allow it; nothing is mailed to them, and they own nothing', async () => {
      const asked = { name: 'Carla\r\nX', email: 'Carla@Example.org', type: it, subject: 'Help', content: 'Please' };
      const refusedNow = async () => (await page('/public/tickets', asked)).statusCode;
      expect(await refusedNow()).toBe(404);
      await set({ allowsAnonymous: true });
      expect(await refusedNow()).toBe(400);
      expect((await page('/public/tickets')).body).not.toContain('method="post"');
      await manager.update('LegacyTicketType', it, { publishOnSite: true });
      expect((await page('/public/tickets')).body).toContain(`<option value="${it}">IT</option>`);
      await set({ isReadOnly: true });
      expect(await refusedNow()).toBe(404);
      await set({ isReadOnly: false });
      for (const [name, value] of Object.entries({ email: 'nobody', type: '999999', subject: ' ', content: '' }))
        expect((await page('/public/tickets', { ...asked, [name]: value })).statusCode).toBe(400);
      const before = await host.database.manager.count(OutboxMessage);
      const made = await page('/public/tickets', asked);
      expect(made.statusCode).toBe(303);
      const followed = await page(`/public/tickets${made.headers.location!}`);
      expect(followed.body).toContain('Please');
      const [id = ''] = await agent.query('LegacyTicket', { subject: { equals: 'Help' } });
      expect(await shown(agent, id)).toMatchObject({ userId: null, email: 'carla@example.org', lastName: 'Carla X' });
      expect((await carla.get('LegacyTicket', [id])).list).toEqual([]);
      expect(await host.database.manager.count(OutboxMessage)).toBe(before);
      const statuses: number[] = [];
      for (let times = 0; times < 5; times++) statuses.push(await refusedNow());
      expect(statuses).toEqual([303, 303, 303, 303, 429]);
      await set({ allowsAnonymous: false });
    });
  });

  test('what a customer does not answer is closed after so many days and says so, but for a status, an answer and read-only', async () => {
    const make = async () => (await file(carla)).id;
    const [silent, answered, never, spared] = [await make(), await make(), await make(), await make()];
    const parked = (await manager.create('LegacyTicketStatus', { name: 'Parked' })).id;
    for (const id of [silent, answered]) await say(agent, id);
    await say(agent, spared, { hasStatus: true, statusId: Number(parked) });
    clock.advance(60);
    await say(carla, answered);
    await say(agent, silent, { isNote: true });
    const run = async (): Promise<number[]> => {
      await host.get(LegacyExpiryJob).run(new AbortController().signal);
      const found = await Promise.all([silent, answered, never, spared].map((id) => shown(agent, id)));
      return found.map(({ statusId }) => statusId);
    };
    const as = (statusId: number) => [statusId, 0, 0, Number(parked)];
    clock.advance(3 * 24 * 3600);
    expect(await run()).toEqual(as(0));
    await set({ expireDays: 4, neverCloseStatusId: parked });
    expect(await run()).toEqual(as(0));
    await set({ expireDays: 3, isReadOnly: true });
    expect(await run()).toEqual(as(0));
    await set({ isReadOnly: false });
    expect(await run()).toEqual(as(-1));
    const closing = { authorName: 'IT', hasStatus: true, statusId: -1, userId: null };
    const content = 'This ticket was closed because we have not heard from you for 3 days.';
    expect((await thread(carla, silent)).at(-1)).toMatchObject({ ...closing, content });
    expect(await run()).toEqual(as(-1));
    expect(await thread(carla, silent)).toHaveLength(2);
    await say(carla, silent);
    expect(await shown(carla, silent)).toMatchObject({ statusId: 0 });
    await set({ expireDays: 0 });
  });

  test('open tickets of a colleague who leaves go to a successor who manages their type, or to nobody', async () => {
    const [leaving, heir] = [await host.person('leaving'), await host.person('heir')];
    const share = (who: Client, level: number) => ({ [`shareWith/${who.principalId}`]: rights(level) });
    const other = (await admin.create('LegacyTicketType', { name: 'Second' })).id;
    await admin.update('LegacyTicketType', it, { ...share(leaving, 50), ...share(heir, 50) });
    await admin.update('LegacyTicketType', other, share(agent, 50));
    const agentId = leaving.principalId;
    const [open, closed] = [await file(agent, { agentId }), await file(agent, { agentId })];
    await agent.update('LegacyTicket', closed.id, { statusId: -1 });
    const { list } = await admin.get<{ belongings: unknown }>('User', [agentId], ['belongings']);
    expect(list[0]!.belongings).toEqual(
      expect.arrayContaining([{ title: 'Open legacy tickets they are responsible for', count: 1 }]),
    );
    await admin.update('User', agentId, { successorId: heir.principalId });
    expect(await admin.refused('User', { destroy: agentId })).toBeNull();
    expect(await shown(agent, open.id)).toMatchObject({ agentId: heir.principalId });
    expect(await shown(agent, closed.id)).toMatchObject({ agentId });
    // Without a successor they are nobody’s; while all is read-only they stay as they are, and who leaves may leave.
    await set({ isReadOnly: true });
    expect(await admin.refused('User', { destroy: heir.principalId })).toBeNull();
    expect(await shown(agent, open.id)).toMatchObject({ agentId: heir.principalId });
    await set({ isReadOnly: false });
    const last = await host.person('last');
    await admin.update('LegacyTicketType', it, share(last, 50));
    await agent.update('LegacyTicket', open.id, { agentId: last.principalId });
    expect(await admin.refused('User', { destroy: last.principalId })).toBeNull();
    expect(await shown(agent, open.id)).toMatchObject({ agentId: null });
  });
});
