import { Readable } from 'node:stream';
import { Records } from '../../core/jmap/records';
import type { Host } from '../../core/module/host';
import { Lifecycle } from '../../core/module/lifecycle.service';
import { RunningHost } from '../../core/module/running-host';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Ledger } from '../../modules/mail/ledger.service';
import { ProcessJob } from '../../modules/mail/process.job';
import type { LegacyTicket } from '../../modules/tickets/ticket.entity';
import { rights } from '../access/rules';

// Legacy tickets through the door: numbers, who sees and does what, what messages change.

interface Ticket {
  readonly id: string;
  readonly ticketNumber: string;
  readonly ticketVerifier: number | null;
  readonly subject: string;
  readonly statusId: number;
  readonly unseen: boolean | null;
  readonly typeId: string;
  readonly agentId: string | null;
  readonly lastAgentResponseAt: string | null;
  readonly modifiedAt: string;
}
interface Message {
  readonly id: string;
  readonly content: string;
  readonly isNote: boolean;
  readonly hasStatus: boolean;
  readonly typeId: string | null;
  readonly statusId: number;
}

describe.each(testDatabases())('legacy tickets on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let manager: Client;
  let agent: Client;
  let reader: Client;
  let carla: Client;
  let claus: Client;
  let it: string;
  let sales: string;

  beforeAll(async () => {
    clock = new FixedClock('2026-12-31T23:59:50Z');
    host = await TestHost.start(database, { installsAll: true, clock });
    admin = await host.admin();
    manager = await host.person('manager', { permissions: ['tickets:use', 'tickets:manage'] });
    agent = await host.person('agent', { permissions: ['tickets:use'] });
    reader = await host.person('reader', { permissions: ['tickets:use'] });
    carla = await host.person('carla', { isInternal: false, permissions: ['tickets:use'] });
    claus = await host.person('claus', { isInternal: false, permissions: ['tickets:use'] });
    const shareWith = {
      [agent.principalId]: rights(50),
      [reader.principalId]: rights(10),
      [carla.principalId]: rights(5),
      [claus.principalId]: rights(5),
    };
    it = (await admin.create('LegacyTicketType', { name: 'IT', shareWith })).id;
    sales = (await admin.create('LegacyTicketType', { name: 'Sales', shareWith: { [carla.principalId]: rights(5) } }))
      .id;
  });
  afterAll(() => host.drop());

  const file = (client: Client, given: object = {}) =>
    client.create<Ticket>('LegacyTicket', { subject: 'Rockets turn back', typeId: it, ...given });
  const say = (client: Client, ticketId: string, given: object = {}) =>
    client.create<Message>('LegacyTicketMessage', { ticketId, content: 'Something', ...given });
  const refusal = (client: Client, ticketId: string, given: object = {}) =>
    client.refused('LegacyTicketMessage', { create: { ticketId, content: 'Something', ...given } });
  const shown = async (client: Client, id: string): Promise<Ticket | undefined> =>
    (await client.get<Ticket>('LegacyTicket', [id])).list[0];
  const thread = async (client: Client, ticketId: string): Promise<Message[]> => {
    const ids = await client.query('LegacyTicketMessage', { ticketId }, [{ property: 'createdAt' }]);
    return (await client.get<Message>('LegacyTicketMessage', ids)).list;
  };

  test('a number is the year and what no year begins again, and never drawn twice; the verifier has eight digits', async () => {
    const first = await file(carla);
    expect(first.ticketNumber).toMatch(/^2026\d{5}$/);
    clock.advance(20);
    const made = await Promise.all([1, 2, 3, 4].map(() => file(carla)));
    const last = Number(first.ticketNumber.slice(4));
    const drawn = made.map(({ ticketNumber }) => ticketNumber).sort();
    expect(drawn).toEqual([1, 2, 3, 4].map((n) => `2027${String(last + n).padStart(5, '0')}`));
    const verifiers = await Promise.all(
      [first, ...made].map(async ({ id }) => (await shown(agent, id))?.ticketVerifier),
    );
    expect(new Set(verifiers).size).toBe(5);
    for (const verifier of verifiers) expect(String(verifier)).toMatch(/^[1-9]\d{7}$/);
    expect((await shown(carla, first.id))?.ticketVerifier).toBeNull();
  });

  test('two nodes draw no number twice', async () => {
    // On SQLite two programs never share a database.
    const { configuration } = host;
    const node =
      database.name === 'sqlite' ? null : await RunningHost.start({ configuration, log: new QuietLog(), clock });
    const make = (on: Host) =>
      on.database.transaction(() =>
        on.get(Records).insert<LegacyTicket>('LegacyTicket', { subject: 'x', typeId: Number(it) }),
      );
    const hosts = [host.host, ...(node ? [node.host] : [])];
    const made = await Promise.all([1, 2, 3, 4, 5, 6].flatMap(() => hosts.map(make)));
    await node?.stop();
    expect(new Set(made.map(({ ticketNumber }) => ticketNumber)).size).toBe(6 * hosts.length);
  });

  test('customers see their own, with the type’s word those of others; who reads the type sees all, agents work', async () => {
    const { id } = await file(carla);
    const note = await say(agent, id, { isNote: true, content: 'She cannot aim' });
    for (const client of [agent, reader]) expect(await thread(client, id)).toMatchObject([{ id: note.id }]);
    expect(await thread(carla, id)).toEqual([]);
    expect((await carla.get('LegacyTicketMessage', [note.id])).list).toEqual([]);
    const aiming = (client: Client) => client.query('LegacyTicket', { text: 'cannot aim' });
    expect([await aiming(carla), await aiming(agent)]).toEqual([[], [id]]);
    expect(await shown(claus, id)).toBeUndefined();
    expect(await refusal(claus, id)).toMatchObject({ properties: ['ticketId'] });
    expect(await shown(manager, id)).toBeUndefined();
    expect(await reader.refused('LegacyTicket', { update: { [id]: { priority: 2 } } })).toMatchObject({
      type: 'forbidden',
    });
    expect(await refusal(reader, id)).toMatchObject({ type: 'forbidden' });
    const before = (await claus.get('LegacyTicket', null)).state;
    const messages = (await carla.get('LegacyTicketMessage', null)).state;
    await say(agent, id, { isNote: true });
    expect((await carla.get('LegacyTicketMessage', null)).state).toBe(messages);
    await admin.update('LegacyTicketType', it, { showFromOthers: true });
    expect(await shown(claus, id)).toMatchObject({ id, ticketVerifier: null, unseen: null });
    expect(await claus.call('LegacyTicket/changes', { sinceState: before })).toMatchObject({
      created: expect.arrayContaining([id]) as string[],
    });
    expect(await refusal(claus, id)).toMatchObject({ description: 'You may write in your own tickets only' });
    await admin.update('LegacyTicketType', it, { showFromOthers: false });
    expect(await shown(claus, id)).toBeUndefined();
  });

  test('a customer says what is the matter, and nothing that is for agents', async () => {
    const refused = (given: object) =>
      carla.refused('LegacyTicket', { create: { subject: 'x', typeId: it, ...given } });
    expect(await refused({ agentId: agent.principalId })).toMatchObject({ type: 'invalidProperties' });
    expect(await refused({ statusId: -1 })).toMatchObject({ properties: ['statusId'] });
    expect(await refused({ email: 'other@example.org' })).toMatchObject({ description: 'email is set by agents' });
    const { id } = await file(carla, { priority: 2 });
    expect(await shown(agent, id)).toMatchObject({ email: 'carla@example.org', lastName: 'Carla', unseen: true });
    expect(await carla.refused('LegacyTicket', { update: { [id]: { subject: 'y' } } })).toMatchObject({
      type: 'forbidden',
    });
    for (const given of [
      { isNote: true },
      { hasStatus: true, statusId: 5 },
      { rateMinutes: 5 },
      { hasType: true, typeId: sales },
    ])
      expect(await refusal(carla, id, given)).toMatchObject({ type: 'invalidProperties' });
  });

  test('an answer makes it seen, the customer’s unseen again and open; a message carries another status or type', async () => {
    const { id } = await file(carla);
    const own = await manager.create('LegacyTicketStatus', { name: 'Waiting', typeId: it });
    await say(agent, id, { hasStatus: true, statusId: Number(own.id) });
    expect(await shown(agent, id)).toMatchObject({ statusId: Number(own.id), unseen: false });
    expect((await shown(carla, id))?.lastAgentResponseAt).not.toBeNull();
    await say(carla, id, { hasStatus: true, statusId: -1, content: '' });
    expect(await shown(carla, id)).toMatchObject({ statusId: -1 });
    await say(carla, id, { content: 'It happens again' });
    expect(await shown(agent, id)).toMatchObject({ statusId: 0, unseen: true });
    expect((await thread(carla, id)).at(-1)).toMatchObject({ hasStatus: true, statusId: 0 });
    expect(await refusal(agent, id, { hasStatus: true, statusId: 999 })).toMatchObject({ properties: ['statusId'] });
    await admin.update('LegacyTicketType', sales, {
      shareWith: { [agent.principalId]: rights(50), [carla.principalId]: rights(5) },
    });
    await agent.update('LegacyTicket', id, { statusId: Number(own.id) });
    expect((await thread(agent, id)).at(-1)).toMatchObject({ content: '', hasStatus: true, statusId: Number(own.id) });
    await say(agent, id, { hasType: true, typeId: sales, content: 'For Sales' });
    const moved = async (client: Client) => (await thread(client, id)).find(({ content }) => content === 'For Sales');
    expect([await moved(agent), await moved(carla)]).toMatchObject([{ typeId: sales }, { typeId: sales }]);
    // Waiting is a status of IT alone.
    expect(await shown(agent, id)).toMatchObject({ typeId: sales, statusId: 0 });
    await manager.update('TicketsSettings', 'singleton', { managersReopenOnly: true });
    await agent.update('LegacyTicket', id, { statusId: -1 });
    for (const client of [carla, agent])
      expect(await refusal(client, id, { hasStatus: true, statusId: 0 })).toMatchObject({
        description: 'Closed tickets are reopened by managers of the module',
      });
    expect(await refusal(carla, id)).toMatchObject({ type: 'forbidden' });
    expect(await agent.refused('LegacyTicket', { update: { [id]: { statusId: 0 } } })).toMatchObject({
      type: 'forbidden',
    });
    await manager.update('TicketsSettings', 'singleton', { managersReopenOnly: false });
    // Where it was in between is nothing to somebody who does not see that type.
    await agent.update('LegacyTicket', id, { typeId: it });
    await admin.update('LegacyTicketType', sales, { shareWith: { [agent.principalId]: rights(50) } });
    expect([await moved(agent), await moved(carla)]).toMatchObject([{ typeId: sales }, { typeId: null }]);
  });

  test('a note changes nothing that a customer is shown, a responsible must be an agent, hours keep their rate', async () => {
    const { id } = await file(carla);
    const before = await shown(carla, id);
    clock.advance(60);
    await say(agent, id, { isNote: true });
    expect(await shown(carla, id)).toEqual(before);
    expect(await agent.refused('LegacyTicket', { update: { [id]: { agentId: reader.principalId } } })).toMatchObject({
      description: 'agentId is nobody who manages this type',
    });
    await agent.update('LegacyTicket', id, { agentId: agent.principalId });
    expect((await thread(agent, id)).at(-1)).toMatchObject({ isNote: true, content: 'Assigned to: Agent' });
    const rate = await manager.create('LegacyTicketRate', { name: 'Workshop', amount: 8550, costCode: 'W1' });
    const said = await say(agent, id, { rateId: rate.id, rateMinutes: 75 });
    await manager.update('LegacyTicketRate', rate.id, { amount: 9000 });
    const kept = { rateMinutes: 75, rateAmount: 8550, rateName: 'Workshop', rateCostCode: 'W1' };
    expect((await agent.get('LegacyTicketMessage', [said.id])).list).toMatchObject([kept]);
    const hidden = { rateMinutes: null, rateAmount: null, rateName: null, rateId: null };
    expect((await carla.get('LegacyTicketMessage', [said.id])).list).toMatchObject([hidden]);
    expect(await carla.query('LegacyTicketRate')).toEqual([]);
    expect(await refusal(agent, id, { rateMinutes: 5 })).toMatchObject({ description: 'rateId is needed for hours' });
  });

  test('of each kind there is one template; managers alone change what agents choose from', async () => {
    const make = (name: string) =>
      manager.create('LegacyTicketTemplate', { name, content: '{MESSAGE}', defaultTemplate: true, autoreply: true });
    const [old, made] = [await make('Old'), await make('New')];
    const { list } = await agent.get('LegacyTicketTemplate', [old.id, made.id]);
    expect(list).toMatchObject([{ defaultTemplate: false, autoreply: false }, { defaultTemplate: true }]);
    expect(await carla.query('LegacyTicketTemplate')).toEqual([]);
    for (const name of ['Template', 'Rate', 'Status', 'Type', 'TypeGroup'])
      expect(await agent.refused(`LegacyTicket${name}`, { create: { name: 'x', content: 'x' } })).not.toBeNull();
  });

  test('a stranger reads a ticket by number and verifier, and learns nothing by guessing', async () => {
    const { id, ticketNumber } = await file(carla, { subject: '<script>alert(1)</script> rockets' });
    await say(carla, id, { content: 'How do I <b>aim</b>?' });
    await say(agent, id, { isNote: true, content: 'She cannot aim' });
    const verifier = String((await shown(agent, id))?.ticketVerifier);
    const open = (number: string, secret: string, headers: Record<string, string> = {}) =>
      host.server.inject({
        method: 'GET',
        url: `/public/tickets?ticket_number=${number}&ticket_verifier=${secret}`,
        remoteAddress: '192.0.2.7',
        headers,
      });
    const page = await open(ticketNumber, verifier);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('How do I &lt;b&gt;aim&lt;/b&gt;?');
    for (const hidden of ['<script', 'cannot aim', 'carla@example.org', verifier])
      expect(page.body).not.toContain(hidden);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const [wrongNumber, wrongVerifier] = [await open('202699999', verifier), await open(ticketNumber, '10000000')];
    expect(wrongNumber.statusCode).toBe(404);
    const facts = ({ statusCode, headers, body }: typeof page) => [statusCode, { ...headers, date: '' }, body];
    expect(facts(wrongVerifier)).toEqual(facts(wrongNumber));
    expect((await open(ticketNumber, verifier, { 'accept-language': 'nl' })).body).toContain('Status: Open');
    expect((await open(ticketNumber, '1', { 'accept-language': 'de-AT' })).body).toContain(
      'Dieses Ticket gibt es nicht',
    );
    expect((await host.server.inject({ method: 'GET', url: '/public/tickets' })).body).toContain('<form method="get"');
    await manager.update('TicketsSettings', 'singleton', { hasPublicPage: false });
    expect(facts(await open(ticketNumber, verifier))).toEqual(facts(wrongNumber));
    await manager.update('TicketsSettings', 'singleton', { hasPublicPage: true });
    for (let tries = 0; tries < 30; tries++) await open(ticketNumber, '10000001');
    const locked = await open(ticketNumber, verifier);
    expect([locked.statusCode, locked.body]).toEqual([429, expect.stringContaining('Too many tries')]);
    clock.advance(3601);
    expect((await open(ticketNumber, verifier)).statusCode).toBe(200);
  });

  describe('mail', () => {
    let mailbox: string;
    let count = 0;

    beforeAll(async () => {
      [mailbox = ''] = await admin.query('MailAccount');
      const { state } = await carla.get('LegacyTicketType', null);
      const given = { emailAccountId: mailbox, emailOnNew: ['desk@example.org'], senderName: 'IT desk' };
      await admin.update('LegacyTicketType', it, given);
      // Of the mailbox those know who see it.
      const shownOf = async (client: Client) => (await client.get('LegacyTicketType', [it])).list[0];
      for (const client of [agent, manager])
        expect(await shownOf(client)).toMatchObject({ ...given, emailAccountId: null });
      expect(await shownOf(carla)).toMatchObject({ emailAccountId: null, emailOnNew: null, senderName: null });
      expect((await carla.get('LegacyTicketType', null)).state).toBe(state);
      expect(
        await manager.refused('LegacyTicketType', { update: { [sales]: { emailAccountId: mailbox } } }),
      ).toMatchObject({
        properties: ['emailAccountId'],
      });
      const kinds = ['defaultTemplate', 'autoreply', 'ticketMailForAgent', 'ticketClaimNotification'];
      for (const kind of kinds)
        await manager.create('LegacyTicketTemplate', {
          name: kind,
          content: `${kind} {NUMBER}: {MESSAGE} {LINK} {x}`,
          [kind]: true,
        });
    });

    interface Mail {
      readonly recipients: readonly string[];
      readonly subject: string;
      readonly text: string;
    }
    /** What was put into the outbox since `before` mails were in it. */
    const sent = async (before = 0): Promise<Mail[]> => {
      const ids = await admin.query('OutboxMessage', null, [{ property: 'id' }]);
      return (await admin.get<Mail & { id: string }>('OutboxMessage', ids)).list
        .sort((a, b) => Number(a.id) - Number(b.id))
        .slice(before);
    };
    /** What became of a mail, in the words of the ledger. */
    const receive = async (from: string, subject: string, headers = ''): Promise<Record<string, unknown>> => {
      const id = `${String(++count)}@example.net`;
      const raw = `From: ${from}\r\nTo: support@localhost\r\nSubject: ${subject}\r\nMessage-ID: <${id}>\r\n${headers}\r\nIt still does\r\n`;
      const ledger = host.get(Ledger);
      const blob = await ledger.keep(Readable.from([Buffer.from(raw)]), 100_000);
      const about = { source: 'smtp' as const, accountId: Number(mailbox), receivedAt: clock.now() };
      await ledger.enter([{ ...blob, ...about, arrivalKey: id, envelopeFrom: null, envelopeTo: [] }]);
      await host.get(ProcessJob).run(new AbortController().signal);
      const { list } = await admin.get('LedgerEntry', await admin.query('LedgerEntry'));
      return list.sort((a, b) => Number(a['id']) - Number(b['id'])).at(-1)!;
    };

    test('templates of the five kinds say what is mailed, by the number in the subject, and what people wrote stays as it is', async () => {
      const before = (await sent()).length;
      const { id, ticketNumber } = await file(carla);
      await say(carla, id, { content: 'Why {NUMBER}?' });
      const verifier = String((await shown(agent, id))?.ticketVerifier);
      const link = `/public/tickets?ticket_number=${ticketNumber}&ticket_verifier=${verifier} {x}`;
      const [reply, notice] = await sent(before);
      expect(reply).toMatchObject({
        subject: `[ts #${ticketNumber}] Rockets turn back`,
        text: expect.stringMatching(new RegExp(`^autoreply ${ticketNumber}: Why \\{NUMBER\\}\\? http`)) as string,
      });
      expect(reply?.text).toContain(link);
      expect(JSON.stringify([reply?.recipients, notice?.recipients])).toMatch(/carla@example.org.*desk@example.org/);
      const now = (await sent()).length;
      await agent.update('LegacyTicket', id, { agentId: agent.principalId, ccAddresses: ['boss@example.org'] });
      await say(agent, id, { content: 'Not mailed' });
      const [template] = await agent.query('LegacyTicketTemplate', { text: 'defaultTemplate' });
      await say(agent, id, { content: 'Turn it', templateId: template });
      await say(agent, id, { isNote: true, content: 'Secret', templateId: template });
      const mails = await sent(now);
      expect(mails.map(({ text }) => text.split(' ')[0])).toEqual(['ticketClaimNotification', 'defaultTemplate']);
      expect(JSON.stringify(mails)).not.toMatch(/Secret|Not mailed/);
      expect(JSON.stringify(mails[1]?.recipients)).toMatch(/carla@example.org.*boss@example.org/);
    });

    test('a mail with the number is a message of its ticket for participants alone, and every other is accounted for', async () => {
      const { id, ticketNumber } = await file(carla);
      await say(agent, id, { hasStatus: true, statusId: -1 });
      const before = (await sent()).length;
      const subject = `Re: [ts #${ticketNumber}] Rockets turn back`;
      expect(await receive('Carla <Carla@Example.org>', subject)).toMatchObject({ outcome: 'reply' });
      expect((await thread(carla, id)).at(-1)).toMatchObject({
        content: 'It still does',
        hasStatus: true,
        statusId: 0,
      });
      expect(await shown(agent, id)).toMatchObject({ statusId: 0, unseen: true });
      const said = (await thread(agent, id)).length;
      expect(await receive('mallory@example.net', subject)).toMatchObject({
        outcome: 'ignored',
        reason: `Its sender has no part in the legacy ticket ${ticketNumber}.`,
      });
      expect(await receive('agent@example.org', subject)).toMatchObject({ outcome: 'ignored' });
      expect(await receive('carla@example.org', 'Re: [ts #209900001] x')).toMatchObject({ outcome: 'ignored' });
      expect(await receive('carla@example.org', subject, 'Auto-Submitted: auto-replied\r\n')).toMatchObject({
        outcome: 'automatic',
      });
      expect((await thread(agent, id)).length).toBe(said);
      expect(await receive('New <new@example.net>', 'Help')).toMatchObject({ outcome: 'ticket', taskId: null });
      const [made = ''] = await agent.query('LegacyTicket', { email: { equals: 'new@example.net' } });
      expect(await shown(agent, made)).toMatchObject({ subject: 'Help', unseen: true });
      // Agents are told of it; its sender is not answered by a machine.
      expect(JSON.stringify((await sent(before)).map(({ recipients }) => recipients))).toMatch(
        /^[^@]*desk@example.org[^@]*$/,
      );
      await manager.update('TicketsSettings', 'singleton', { isReadOnly: true });
      expect(await receive('carla@example.org', subject)).toMatchObject({
        outcome: 'ticket',
        taskId: expect.any(String) as string,
      });
      await manager.update('TicketsSettings', 'singleton', { isReadOnly: false });
      expect((await thread(agent, id)).length).toBe(said);
    });
  });

  test('read-only: nobody changes anything of it, nor what hangs on it, and everybody reads', async () => {
    const { id } = await file(carla);
    const { id: said } = await say(agent, id);
    await manager.update('TicketsSettings', 'singleton', { isReadOnly: true });
    const why = { type: 'forbidden', description: expect.stringContaining('Legacy tickets are read-only') as string };
    expect(await refusal(carla, id)).toMatchObject(why);
    expect(await carla.refused('LegacyTicket', { create: { subject: 'x', typeId: it } })).toMatchObject(why);
    expect(await agent.refused('LegacyTicket', { update: { [id]: { priority: 0 } } })).toMatchObject(why);
    expect(await agent.refused('LegacyTicket', { destroy: id })).toMatchObject(why);
    expect(await agent.refused('LegacyTicketMessage', { update: { [said]: { content: 'y' } } })).toMatchObject(why);
    expect(await manager.refused('LegacyTicketType', { update: { [it]: { name: 'y' } } })).toMatchObject(why);
    expect(await manager.refused('LegacyTicketStatus', { create: { name: 'y' } })).toMatchObject(why);
    const folder = { entityType: 'LegacyTicket', entityId: id, name: 'Papers' };
    expect(await agent.refused('FileNode', { create: folder })).toMatchObject(why);
    expect(await thread(carla, id)).toMatchObject([{ id: said }]);
    await manager.update('TicketsSettings', 'singleton', { isReadOnly: false });
    expect((await agent.create('FileNode', folder)).id).toBeDefined();
    expect((await carla.query('FileNode', { entityType: 'LegacyTicket', entityId: [id] })).length).toBe(0);
    expect(await agent.refused('LegacyTicket', { destroy: id })).toBeNull();
    expect(await agent.get('LegacyTicketMessage', [said])).toMatchObject({ notFound: [said] });
  });

  test('disabled, enabled and deleted it takes its own along, and leaves Support as it was', async () => {
    const [list = ''] = await admin.query('TaskList', { role: 'support' });
    await admin.create('Task', { title: 'Printer', taskListId: list });
    const { id } = await file(carla);
    await agent.create('FileNode', { entityType: 'LegacyTicket', entityId: id, name: 'Papers' });
    // Whatever of others is in the database, be it shown by an API or not.
    const tables = ['support_ticket', 'tasks_task', 'tasks_list', 'comments_comment', 'mail_ledger', 'mail_account'];
    const stored = async (): Promise<string> => {
      const rows = tables.map((table) =>
        host.database.manager.createQueryBuilder().select('*').from(table, 'row_').orderBy('1').getRawMany(),
      );
      return JSON.stringify(await Promise.all(rows));
    };
    const rows = await stored();
    const support = async (): Promise<string> => {
      const types = ['Task', 'TaskList', 'TaskStatus', 'Comment', 'MailAccount', 'LedgerEntry'];
      // What a client may ask for is what runs when it comes.
      const client = await host.admin();
      return JSON.stringify(await Promise.all(types.map(async (type) => (await client.get(type, null)).list)));
    };
    const before = await support();
    const { ticketNumber, ticketVerifier } = (await shown(agent, id))!;
    const page = `/public/tickets?ticket_number=${String(ticketNumber)}&ticket_verifier=${String(ticketVerifier)}`;
    expect((await host.server.inject({ method: 'GET', url: page })).statusCode).toBe(200);
    await host.get(Lifecycle).disable('tickets');
    expect(await support()).toBe(before);
    expect(await (await host.clientOf(Number(carla.principalId))).call('LegacyTicket/get')).toMatchObject({
      type: 'unknownMethod',
    });
    // Support answers there now, and knows nothing of it.
    expect((await host.server.inject({ method: 'GET', url: page })).statusCode).toBe(404);
    await host.get(Lifecycle).enable('tickets');
    expect(await shown(carla, id)).toMatchObject({ subject: 'Rockets turn back' });
    await host.get(Lifecycle).disable('tickets');
    // Other nodes have followed by then.
    clock.advance(60);
    await host.get(Lifecycle).delete('tickets', { archive: false });
    expect(await support()).toBe(before);
    expect(await stored()).toBe(rows);
    expect(await (await host.admin()).query('FileNode')).toEqual([]);
  });
});
