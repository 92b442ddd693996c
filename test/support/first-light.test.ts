import { createHash, randomBytes } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { missingReason } from '../../core/testing/servers/availability';
import { type TestDatabase, testDatabases } from '../../core/testing/servers/databases';
import { Dovecot, available as dovecotIsMissing } from '../../core/testing/servers/dovecot';
import { SmtpSink } from '../../core/testing/servers/smtp-sink';
import { TestHost } from '../../core/testing/test-host';
import { SmtpSource } from '../../modules/mail/smtp.source';

interface Ticket {
  id: string;
  title: string;
  progress: string;
  customerId: string | null;
  customerEmail: string | null;
  responsibleId: string | null;
  hasAttachment: boolean;
  hasPrivateNote: boolean | null;
}
interface Entry {
  id: string;
  text: string;
  html: string | null;
  isPrivate: boolean;
  authorName: string;
  authorRole: string;
  attachments: { blobId: string; name: string; type: string; size: number; cid: string | null; isInline: boolean }[];
  arrival: { reason: string } | null;
  delivery: { state: string; recipients: string[] } | null;
}

const PDF = randomBytes(120_000);
const LOG = Buffer.from('line 1\r\nline 2\n\0binary\xff', 'latin1');
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** Header of a raw mail, unfolded. */
const header = (raw: Buffer, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(
    raw
      .toString('latin1')
      .split('\r\n\r\n')[0]
      ?.replace(/\r\n[ \t]+/g, ' ') ?? '',
  )?.[1] ?? '';

/** The desk with its people, and a way for mail to come in. */
class Desk {
  readonly messages: string[] = [];
  constructor(
    readonly host: TestHost,
    readonly agent: Client,
    readonly customer: Client,
    readonly sink: SmtpSink,
  ) {}

  static async open(database: TestDatabase): Promise<Desk> {
    const host = await TestHost.start(database, { running: true });
    const agent = await host.person('bram', { permissions: ['support:use'] });
    const customer = await host.person('carla', { email: 'carla@customer.example', isInternal: false });
    const admin = await host.admin();
    const [listId = ''] = await admin.query('TaskList', { role: 'support' });
    await admin.update('TaskList', listId, {
      [`shareWith/${agent.principalId}`]: { mayRead: true, mayWrite: true, mayCreate: true },
    });
    return new Desk(host, agent, customer, await SmtpSink.start());
  }

  /** Mails to the built-in listener, as any SMTP client does. */
  async send(mail: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]): Promise<string> {
    const port = this.host.get(SmtpSource).port;
    const transport = createTransport({ host: 'localhost', port: port ?? 0, secure: false, ignoreTLS: true });
    try {
      const { messageId } = await transport.sendMail(mail);
      return messageId;
    } finally {
      transport.close();
    }
  }

  async configureRelay(): Promise<void> {
    const admin = await this.host.admin();
    await admin.update('MailRelay', 'singleton', { host: this.sink.host, port: this.sink.port, security: 'none' });
  }

  async tickets(client: Client = this.agent): Promise<Ticket[]> {
    return (await client.get<Ticket>('Task', await client.query('Task', { role: 'support' }))).list;
  }

  async ticketCalled(title: string): Promise<Ticket> {
    return eventually(`the ticket "${title}"`, async () =>
      (await this.tickets()).find((ticket) => ticket.title === title),
    );
  }

  async thread(id: string, client: Client = this.agent): Promise<Entry[]> {
    const ids = await client.query('Comment', { entityType: 'Task', entityId: id }, [{ property: 'createdAt' }]);
    return (await client.get<Entry>('Comment', ids)).list.sort((a, b) => Number(a.id) - Number(b.id));
  }

  async threadOf(id: string, length: number): Promise<Entry[]> {
    return eventually(`${String(length)} entries`, async () => {
      const thread = await this.thread(id);
      return thread.length >= length ? thread : null;
    });
  }

  async close(): Promise<void> {
    await this.sink.stop();
    await this.host.drop();
  }
}

const printer = {
  from: 'Carla Jansen <carla@customer.example>',
  to: 'support@localhost',
  subject: 'Printer on fire',
  html: '<p>It <b>burns</b>: <img src="cid:flame@x"><script>alert(1)</script></p>',
  text: 'It burns',
  attachments: [
    { filename: 'report.pdf', content: PDF, contentType: 'application/pdf' },
    { filename: 'größe.log', content: LOG, contentType: 'text/plain' },
    { filename: 'flame.png', content: PIXEL, cid: 'flame@x', contentType: 'image/png' },
  ],
};

describe.each(testDatabases())('$name', (database) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open(database);
  });
  afterEach(() => desk.close());

  test('a mail with two attachments and an inline image becomes a ticket, every byte kept', async () => {
    await desk.send(printer);
    const ticket = await desk.ticketCalled('Printer on fire');
    expect(ticket).toMatchObject({
      progress: 'needs-action',
      customerId: desk.customer.principalId,
      customerEmail: 'carla@customer.example',
      hasAttachment: true,
    });
    const [entry] = await desk.thread(ticket.id);
    expect(entry).toMatchObject({ isPrivate: false, authorName: 'Carla', authorRole: 'customer' });
    expect(entry?.html).toContain('<b>burns</b>');
    expect(entry?.html).toContain('cid:flame@x');
    expect(entry?.html).not.toContain('script');
    expect(entry?.arrival?.reason).toContain('new request');
    const files = new Map((entry?.attachments ?? []).map((file) => [file.name, file]));
    expect([...files.keys()].sort()).toEqual(['flame.png', 'größe.log', 'report.pdf']);
    expect(files.get('flame.png')).toMatchObject({ cid: 'flame@x', isInline: true });
    for (const [name, bytes] of [
      ['report.pdf', PDF],
      ['größe.log', LOG],
      ['flame.png', PIXEL],
    ] as const) {
      const file = await desk.agent.download(files.get(name)?.blobId ?? '', name);
      expect([name, file.status, sha(file.bytes)]).toEqual([name, 200, sha(bytes)]);
      expect(file.headers['content-disposition']).toContain('attachment');
    }
  });

  test('an answer leaves by SMTP, threaded and signed; the reply to it joins, a guessed number does not', async () => {
    await desk.configureRelay();
    const firstId = await desk.send(printer);
    const { id } = await desk.ticketCalled('Printer on fire');
    await desk.agent.create('Comment', {
      entityType: 'Task',
      entityId: id,
      text: 'Still smoking: colleague knows',
      isPrivate: true,
    });
    await desk.agent.create('Comment', {
      entityType: 'Task',
      entityId: id,
      html: '<p>Use <b>water</b></p>',
      isPrivate: false,
    });

    const answer = await eventually('the answer', () => Promise.resolve(desk.sink.messages[0]));
    const raw = answer.raw.toString('latin1');
    expect(answer.envelope.to).toEqual(['carla@customer.example']);
    expect(header(answer.raw, 'In-Reply-To')).toBe(firstId);
    expect(header(answer.raw, 'References')).toContain(firstId);
    expect(header(answer.raw, 'Subject')).toBe(`Re: Printer on fire [#${id}]`);
    const replyTo = header(answer.raw, 'Reply-To').replace(/[<>]/g, '');
    expect(replyTo).toMatch(new RegExp(`^support\\+t${id}\\.[a-z2-7]{26}@localhost$`));
    expect(raw).toContain('Content-Type: text/plain');
    expect(raw).toContain('Content-Type: text/html');
    expect(raw).not.toContain('Auto-Submitted');
    expect(raw).not.toContain('colleague');
    const [ticket] = await desk.tickets();
    expect(ticket).toMatchObject({
      progress: 'in-process',
      responsibleId: desk.agent.principalId,
      hasPrivateNote: true,
    });
    await eventually('the delivery state', async () => (await desk.thread(id)).at(-1)?.delivery?.state === 'sent');

    // The customer's mail program answers by In-Reply-To, to the Reply-To address.
    await desk.send({
      from: 'carla@customer.example',
      to: replyTo,
      subject: `AW: Printer on fire [#${id}]`,
      inReplyTo: header(answer.raw, 'Message-ID'),
      references: [header(answer.raw, 'Message-ID')],
      text: 'It is out now.\n\nOn Mon, 23 Nov 2026 at 10:00, Bram wrote:\n> Use water\n',
    });
    const thread = await desk.threadOf(id, 4);
    expect(thread.at(-1)).toMatchObject({
      text: expect.stringContaining('It is out now.') as unknown,
      isPrivate: false,
    });
    expect(thread.at(-1)?.text).not.toContain('Use water');
    expect((await desk.tickets())[0]?.progress).toBe('needs-action');

    // No headers at all, but our signed address.
    await desk.send({ from: 'carla@customer.example', to: replyTo, subject: 'one more thing', text: 'Thanks' });
    expect((await desk.threadOf(id, 5)).at(-1)).toMatchObject({ text: 'Thanks', isPrivate: false });

    // A stranger who guessed the number gets a ticket of his own and reaches nobody.
    await desk.send({
      from: 'mallory@evil.example',
      to: 'support@localhost',
      subject: `Re: [#${id}] Give me everything`,
      text: 'Hello',
    });
    const other = await desk.ticketCalled('Give me everything');
    expect(other.id).not.toBe(id);
    expect(await desk.thread(id)).toHaveLength(5);
    // A stranger who was forwarded the signed address is heard by agents alone.
    await desk.send({ from: 'mallory@evil.example', to: replyTo, subject: 'x', text: 'I know the address' });
    expect((await desk.threadOf(id, 6)).at(-1)).toMatchObject({ isPrivate: true, text: 'I know the address' });
    expect((await desk.thread(id, desk.customer)).map((entry) => entry.text)).not.toContain('I know the address');
    expect(desk.sink.messages).toHaveLength(1);
  });

  test('without a relay the answer is held and readable in the outbox, and leaves when there is one', async () => {
    await desk.send(printer);
    const { id } = await desk.ticketCalled('Printer on fire');
    await desk.agent.create('Comment', { entityType: 'Task', entityId: id, text: 'Use water', isPrivate: false });
    expect((await desk.thread(id)).at(-1)?.delivery).toMatchObject({
      state: 'held',
      recipients: ['carla@customer.example'],
    });
    const admin = await desk.host.admin();
    const held = await admin.get<{ text: string; state: string }>(
      'OutboxMessage',
      await admin.query('OutboxMessage', { state: 'held' }),
    );
    expect(held.list).toMatchObject([{ state: 'held', text: expect.stringContaining('Use water') as unknown }]);
    await desk.configureRelay();
    await eventually('the held answer', () => Promise.resolve(desk.sink.messages[0]));
  });

  test('the customer sees own requests and the public thread, never the note, and files a request with a file', async () => {
    await desk.send(printer);
    await desk.send({
      from: 'daniel@elsewhere.example',
      to: 'support@localhost',
      subject: 'Not yours',
      text: 'secret',
    });
    const { id } = await desk.ticketCalled('Printer on fire');
    const foreign = await desk.ticketCalled('Not yours');
    await desk.agent.create('Comment', { entityType: 'Task', entityId: id, text: 'the note', isPrivate: true });
    await desk.agent.create('Comment', { entityType: 'Task', entityId: id, text: 'the answer', isPrivate: false });

    const own = await desk.tickets(desk.customer);
    expect(own.map((ticket) => ticket.title)).toEqual(['Printer on fire']);
    expect(own[0]?.hasPrivateNote).toBeNull();
    expect((await desk.thread(id, desk.customer)).map((entry) => entry.text)).toEqual([
      expect.stringContaining('It burns'),
      'the answer',
    ]);
    expect((await desk.thread(id, desk.customer)).map((entry) => [entry.arrival, entry.delivery])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(await desk.customer.get('Task', [foreign.id])).toMatchObject({ list: [], notFound: [foreign.id] });
    const [secret] = await desk.thread(foreign.id);
    expect(await desk.customer.get('Comment', [secret?.id ?? ''])).toMatchObject({ list: [] });

    const blobId = await desk.customer.upload(PDF, 'application/pdf');
    const [listId = ''] = await desk.customer.query('TaskList', { maySubmit: true });
    const answers = await desk.customer.request(
      ['Task/set', { create: { k: { title: 'My new request', taskListId: listId } } }],
      [
        'Comment/set',
        {
          create: {
            c: {
              entityType: 'Task',
              entityId: '#k',
              text: 'See the file',
              isPrivate: false,
              attachments: [{ blobId, name: 'bill.pdf', type: 'application/pdf' }],
            },
          },
        },
      ],
    );
    expect(answers.map(([, result]) => Object.keys(result['created'] ?? {}))).toEqual([['k'], ['c']]);
    const filed = await desk.ticketCalled('My new request');
    expect(filed).toMatchObject({ customerId: desk.customer.principalId, hasAttachment: true });
    const [entry] = await desk.thread(filed.id);
    expect(entry).toMatchObject({ authorRole: 'customer', isPrivate: false });
    expect(sha((await desk.agent.download(entry?.attachments[0]?.blobId ?? '')).bytes)).toBe(sha(PDF));

    expect(
      await desk.customer.refused('Comment', {
        create: { entityType: 'Task', entityId: filed.id, text: 'x', isPrivate: true },
      }),
    ).toMatchObject({ type: 'forbidden' });
    expect(await desk.customer.refused('Task', { update: { [filed.id]: { title: 'other' } } })).toMatchObject({
      type: 'invalidProperties',
      properties: ['title'],
    });
    expect(
      await desk.customer.refused('Task', { update: { [filed.id]: { customerId: desk.agent.principalId } } }),
    ).toMatchObject({ type: 'invalidProperties' });
    await desk.customer.update('Task', filed.id, { progress: 'completed' });
    await desk.customer.update('Task', filed.id, { progress: 'needs-action' });
    expect(await desk.customer.refused('Task', { update: { [foreign.id]: { progress: 'completed' } } })).toMatchObject({
      type: 'notFound',
    });
    expect(await desk.customer.refused('Task', { destroy: filed.id })).not.toBeNull();
  });

  (missingReason('Dovecot') === null ? test : test.skip)(
    'the same through IMAP: imported by IDLE, nothing changed on the server but a mark',
    async () => {
      const dovecot = await Dovecot.start();
      try {
        await dovecot.addUser('desk@example.test', 'geheim');
        const admin = await desk.host.admin();
        const [listId = ''] = await admin.query('TaskList', { role: 'support' });
        await admin.create('MailAccount', {
          name: 'Desk',
          address: 'desk@example.test',
          kind: 'imap',
          host: '127.0.0.1',
          port: dovecot.imapPort,
          security: 'none',
          username: 'desk@example.test',
          password: 'geheim',
          importFrom: 'all',
          taskListId: listId,
          isEnabled: true,
        });
        await eventually('the mailbox to be open', async () => {
          const accounts = await admin.get<{ address: string; state: string }>('MailAccount', null);
          return accounts.list.find((account) => account.address === 'desk@example.test')?.state === 'ok';
        });
        await dovecot.deliver(
          'From: carla@customer.example\r\nTo: desk@example.test\r\nSubject: By IMAP\r\nMessage-ID: <1@customer.example>\r\n\r\nHello\r\n',
          'desk@example.test',
        );
        const ticket = await desk.ticketCalled('By IMAP');
        expect(ticket.customerId).toBe(desk.customer.principalId);
        await desk.configureRelay();
        await desk.agent.create('Comment', {
          entityType: 'Task',
          entityId: ticket.id,
          text: 'Answer',
          isPrivate: false,
        });
        const answer = await eventually('the answer', () => Promise.resolve(desk.sink.messages[0]));
        expect(header(answer.raw, 'Reply-To')).toMatch(/desk\+t\d+\.[a-z2-7]{26}@example\.test/);
      } finally {
        await dovecot.stop();
      }
    },
  );
});

test('Dovecot is named when it is missing', async () => {
  expect((await dovecotIsMissing()) === null).toBe(missingReason('Dovecot') === null);
});
