import { simpleParser } from 'mailparser';
import { Blobs } from '../../core/files/blobs.service';
import { testDatabases } from '../../core/testing/servers/databases';
import { SmtpSink } from '../../core/testing/servers/smtp-sink';
import { type NewMessage, Outbox, OutboxMessage } from '../../modules/mail/api';
import { OutboxJob } from '../../modules/mail/outbox.job';
import { MailHost } from './mail-host';

interface MessageRow {
  state: string;
  attempts: number;
  messageId: string;
  blobId: string;
  nextAttemptAt: string | null;
  lastError: string | null;
}

describe.each(testDatabases())('$name', (database) => {
  let mail: MailHost;
  let sink: SmtpSink;
  let account: string;

  beforeAll(async () => {
    mail = await MailHost.start(database);
    account = await mail.account('desk@example.org');
  });
  beforeEach(async () => {
    sink = await SmtpSink.start();
    await mail.host.database.transaction(() => mail.host.database.manager.deleteAll(OutboxMessage));
    await mail.manager.update('MailRelay', 'singleton', { host: '', username: '', password: null });
  });
  afterEach(() => sink.stop());
  afterAll(() => mail.drop());

  function relay(more: Record<string, unknown> = {}): Promise<void> {
    const server = { host: sink.host, port: sink.port, security: 'none', ...more };
    return mail.manager.update('MailRelay', 'singleton', server);
  }

  async function enqueue(more: Partial<NewMessage> = {}): Promise<string> {
    const message: NewMessage = {
      accountId: Number(account),
      senderName: 'Mara from the desk',
      kind: 'reply',
      recipients: [{ name: 'Ann', address: 'ann@example.com' }],
      subject: 'Re: Printer',
      text: 'Is it on?',
      html: '<p>Is it on?</p>',
      ...more,
    };
    const { id } = await mail.host.database.transaction(() => mail.host.get(Outbox).enqueue(message));
    return String(id);
  }

  async function row(id: string): Promise<MessageRow> {
    return (await mail.manager.get<MessageRow>('OutboxMessage', [id])).list[0]!;
  }

  function send(): Promise<void> {
    return mail.host.get(OutboxJob).run(new AbortController().signal);
  }

  test('without a relay a message is held; with one it goes out', async () => {
    const id = await enqueue();
    await send();
    expect(await row(id)).toMatchObject({ state: 'held', lastError: 'No outgoing mail server is configured yet.' });
    await relay();
    expect((await row(id)).state).toBe('queued');
    await send();
    expect(await row(id)).toMatchObject({
      state: 'sent',
      sentAt: '2026-11-23T09:00:00Z',
      attempts: 1,
      lastError: null,
    });
    expect((await mail.manager.get('MailRelay', null)).list[0]).toMatchObject({
      state: 'ok',
      id: 'singleton',
    });
    expect(sink.messages).toHaveLength(1);
  });

  test('the message says who, to whom, in answer to what, and nothing a person wrote becomes a header', async () => {
    await relay();
    const logo = Buffer.from('89504e47', 'hex');
    const { blobId } = await mail.host.get(Blobs).keep(logo);
    const { blobId: notes } = await mail.host.get(Blobs).keep(Buffer.from('notes'));
    const references = Array.from({ length: 40 }, (_, n) => `r${n}@example.com`);
    const id = await enqueue({
      senderName: 'Mara\r\nBcc: evil@example.net',
      subject: 'Re: Größe\r\nBcc: evil@example.net',
      recipients: [
        { name: 'Ann "A" <x@y>', address: 'ann@example.com' },
        { name: '', address: 'bob@example.com' },
      ],
      html: '<p>See <img src="cid:logo"></p>',
      attachments: [
        { blobId, name: 'logo.png', type: 'image/png', cid: 'logo' },
        { blobId: notes, name: 'Größe.txt', type: 'text/plain', cid: null },
      ],
      inReplyTo: 'm1@example.com',
      references,
      replyTo: 'desk+t1.abc@example.org',
    });
    await send();
    const [{ raw, envelope }] = (await sink.received(1)) as [(typeof sink.messages)[0]];
    expect(envelope).toEqual({ from: 'desk@example.org', to: ['ann@example.com', 'bob@example.com'] });
    const parsed = await simpleParser(raw);
    expect(parsed.headers.has('bcc')).toBe(false);
    expect(parsed.from!.value).toEqual([{ address: 'desk@example.org', name: 'Mara Bcc: evil@example.net' }]);
    expect(parsed.subject).toBe('Re: Größe Bcc: evil@example.net');
    expect(parsed.replyTo!.value[0]!.address).toBe('desk+t1.abc@example.org');
    expect(parsed.inReplyTo).toBe('<m1@example.com>');
    expect(parsed.references).toEqual([references[0], ...references.slice(-19)].map((reference) => `<${reference}>`));
    expect(parsed.text).toContain('Is it on?');
    expect(parsed.attachments.map(({ filename, cid, content }) => [filename, cid, content.toString('hex')])).toEqual([
      ['logo.png', 'logo', '89504e47'],
      ['Größe.txt', undefined, Buffer.from('notes').toString('hex')],
    ]);
    expect(parsed.headers.has('auto-submitted')).toBe(false);
    expect(parsed.headers.has('precedence')).toBe(false);
    const { messageId, blobId: kept } = await row(id);
    expect(parsed.messageId).toBe(`<${messageId}>`);
    expect((await mail.manager.download(kept)).bytes.toString()).toBe(raw.toString());
  });

  test('our Message-IDs are known again, and nobody else can make one', async () => {
    const { messageId } = await row(await enqueue());
    const outbox = mail.host.get(Outbox);
    expect(messageId).toMatch(/@example\.org$/);
    expect(outbox.isOurs(messageId)).toBe(true);
    expect(outbox.isOurs(messageId.toUpperCase())).toBe(true);
    expect(outbox.isOurs(messageId.replace('example.org', 'example.net'))).toBe(false);
    expect(outbox.isOurs(messageId.replace(/^./, (first: string) => (first === '0' ? '1' : '0')))).toBe(false);
    expect(outbox.isOurs('m1@example.com')).toBe(false);
    expect(await outbox.byMessageId(messageId)).toMatchObject({ messageId });
  });

  test('a mail that a program wrote has an empty return path and says so', async () => {
    await relay();
    await enqueue({ kind: 'automatic', html: null });
    await send();
    const [{ raw, envelope }] = (await sink.received(1)) as [(typeof sink.messages)[0]];
    expect(envelope.from).toBe('');
    const { headers } = await simpleParser(raw);
    expect([headers.get('auto-submitted'), headers.get('x-auto-response-suppress'), headers.get('precedence')]).toEqual(
      ['auto-replied', 'All', 'bulk'],
    );
  });

  test('an entry of a thread comes back when it cannot be delivered, even if a program wrote it', async () => {
    await relay();
    await enqueue({ kind: 'system', html: null, commentId: 1 });
    await enqueue({ kind: 'system', html: null });
    await send();
    const mails = await sink.received(2);
    expect(mails.map(({ envelope }) => envelope.from)).toEqual(['desk@example.org', '']);
    for (const { raw } of mails) {
      const { headers } = await simpleParser(raw);
      expect([headers.get('auto-submitted'), headers.get('x-auto-response-suppress')]).toEqual([
        'auto-generated',
        'All',
      ]);
    }
  });

  test('refused for now is tried again later with the same bytes; refused for good is final', async () => {
    await relay();
    sink.behaviour.message = () => (sink.messages.length === 1 ? 451 : undefined);
    const id = await enqueue();
    await send();
    expect(await row(id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      nextAttemptAt: iso(new Date(mail.clock.now().getTime() + 120_000)),
      lastError: expect.stringContaining('451'),
    });
    await send();
    expect(sink.messages).toHaveLength(1);
    mail.clock.advance(120);
    await send();
    expect(await row(id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(sink.messages[1]!.raw.toString()).toBe(sink.messages[0]!.raw.toString());
    sink.behaviour.message = () => 554;
    const refused = await enqueue();
    await send();
    expect(await row(refused)).toMatchObject({
      state: 'failed',
      attempts: 1,
      nextAttemptAt: null,
      lastError: expect.stringContaining('554'),
    });
    mail.clock.advance(100_000);
    await send();
    expect(sink.messages).toHaveLength(3);
  });

  test('after two days of "not now" it is given up', async () => {
    await relay();
    sink.behaviour.recipient = () => 451;
    const id = await enqueue();
    const begun = mail.clock.now().getTime();
    let { state } = await row(id);
    for (let tries = 0; state === 'queued' && tries < 50; tries++) {
      await send();
      const { nextAttemptAt, state: now } = await row(id);
      state = now;
      if (nextAttemptAt) mail.clock.advance((new Date(nextAttemptAt).getTime() - mail.clock.now().getTime()) / 1000);
    }
    expect(state).toBe('failed');
    const days = (mail.clock.now().getTime() - begun) / 86_400_000;
    expect(days).toBeGreaterThan(1.5);
    expect(days).toBeLessThan(2.5);
  });

  test('recipients are told apart: who is refused for good is named, who is refused for now is tried again alone', async () => {
    await relay();
    sink.behaviour.recipient = (address) => ({ 'gone@example.com': 550, 'slow@example.com': 452 })[address];
    const recipients = ['ann', 'gone', 'slow'].map((name) => ({ name, address: `${name}@example.com` }));
    const id = await enqueue({ recipients });
    await send();
    expect(await row(id)).toMatchObject({ state: 'queued', attempts: 1 });
    sink.behaviour.recipient = () => undefined;
    mail.clock.advance(3600);
    await send();
    expect(sink.messages.map(({ envelope }) => envelope.to)).toEqual([['ann@example.com'], ['slow@example.com']]);
    expect(await row(id)).toMatchObject({
      state: 'sent',
      lastError: expect.stringMatching(/^Not delivered to gone@example\.com \(550/),
    });
    expect(await mail.host.database.manager.findOneBy(OutboxMessage, { id: Number(id) })).toMatchObject({
      delivered: ['ann@example.com', 'slow@example.com'],
      rejected: [{ address: 'gone@example.com', kind: 'hard' }],
    });
  });

  test('a line that breaks after the message makes it uncertain: never again by itself, only when a person asks', async () => {
    await relay();
    sink.behaviour.dropAfterData = true;
    const id = await enqueue();
    let begun: Promise<OutboxMessage | null> | undefined;
    sink.behaviour.message = () => {
      begun = mail.host.database.manager.findOneBy(OutboxMessage, { id: Number(id) });
      return undefined;
    };
    await send();
    // Noted before the first byte: a program that dies in this moment finds it so.
    expect(await begun).toMatchObject({ dataBegun: true });
    expect(await row(id)).toMatchObject({ state: 'uncertain', lastError: expect.stringContaining('may have arrived') });
    sink.behaviour.dropAfterData = false;
    mail.clock.advance(1_000_000);
    await send();
    expect(sink.messages).toHaveLength(1);
    await mail.manager.update('OutboxMessage', id, { state: 'queued' });
    await send();
    expect((await row(id)).state).toBe('sent');
    expect(sink.messages[1]!.raw.toString()).toBe(sink.messages[0]!.raw.toString());
    expect(await mail.manager.refused('OutboxMessage', { update: { [id]: { state: 'queued' } } })).toMatchObject({
      properties: ['state'],
    });
  });

  test('what is withdrawn is not sent, until somebody has it sent after all', async () => {
    const [held, kept] = [await enqueue(), await enqueue()];
    await mail.manager.update('OutboxMessage', held, { state: 'withdrawn' });
    expect(await row(held)).toMatchObject({ state: 'withdrawn', lastError: null });
    await relay();
    await send();
    expect([(await row(held)).state, (await row(kept)).state]).toEqual(['withdrawn', 'sent']);
    sink.behaviour.message = () => 451;
    const deferred = await enqueue();
    await send();
    await mail.manager.update('OutboxMessage', deferred, { state: 'withdrawn' });
    expect(await row(deferred)).toMatchObject({
      state: 'withdrawn',
      nextAttemptAt: null,
      lastError: expect.stringContaining('451'),
    });
    sink.behaviour.message = () => undefined;
    mail.clock.advance(1_000_000);
    await send();
    // The one that was kept, and the one that was put off.
    expect(sink.messages).toHaveLength(2);
    await mail.manager.update('OutboxMessage', held, { state: 'queued' });
    await send();
    expect((await row(held)).state).toBe('sent');
    for (const [id, state] of [
      [held, 'withdrawn'],
      [deferred, 'withdrawn'],
      [deferred, 'held'],
      [deferred, 'sent'],
    ] as const) {
      const refusal = await mail.manager.refused('OutboxMessage', { update: { [id]: { state } } });
      expect(refusal).toMatchObject({ type: 'invalidProperties', properties: ['state'] });
    }
  });

  test('a refused password pauses the relay, not the mail; a new one sends everything', async () => {
    const strict = await SmtpSink.start({ auth: { user: 'desk', pass: 'geheim' } });
    try {
      await relay({ port: strict.port, username: 'desk', password: 'falsch' });
      const ids = [await enqueue(), await enqueue()];
      const tries = jest.spyOn(mail.host.get(OutboxJob) as unknown as { send: () => void }, 'send');
      await send();
      mail.clock.advance(3600);
      await send();
      expect(tries).toHaveBeenCalledTimes(1);
      expect((await mail.manager.get('MailRelay', null)).list[0]).toMatchObject({
        state: 'error',
        lastError: 'The mail server refused the password for desk.',
      });
      for (const id of ids) expect((await row(id)).state).toBe('queued');
      expect((await row(ids[0]!)).attempts).toBe(0);
      await mail.manager.update('MailRelay', 'singleton', { password: 'geheim' });
      await send();
      expect(strict.messages.map(({ user }) => user)).toEqual(['desk', 'desk']);
      const moved = { update: { singleton: { host: 'evil.example.net' } } };
      expect(await mail.manager.refused('MailRelay', moved)).toMatchObject({ properties: ['password'] });
    } finally {
      await strict.stop();
    }
  });

  test('a relay that is away is named, the queue waits, and moves when it is back', async () => {
    await relay();
    const { port } = sink;
    await sink.stop();
    const ids = [await enqueue(), await enqueue()];
    await send();
    expect(await row(ids[0]!)).toMatchObject({ state: 'queued', lastError: `Nothing answers at 127.0.0.1:${port}.` });
    expect(await row(ids[1]!)).toMatchObject({ state: 'queued', attempts: 0 });
    sink = await SmtpSink.start({ port });
    mail.clock.advance(300);
    await send();
    expect(sink.messages).toHaveLength(2);
    expect((await mail.manager.get('MailRelay', null)).list[0]).toMatchObject({ state: 'ok' });
  });

  test('two nodes at once send each message once', async () => {
    await relay();
    for (let n = 0; n < 10; n++) await enqueue({ subject: `Mail ${n}` });
    await Promise.all([send(), send(), send()]);
    const ids = (await Promise.all(sink.messages.map(({ raw }) => simpleParser(raw)))).map(
      ({ messageId }) => messageId,
    );
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
  });

  test('what a dead program left behind goes out again only when nothing of it left', async () => {
    const shared = { mail, account };
    mail = await MailHost.start(database);
    try {
      account = await mail.account('desk@example.org');
      await relay();
      const [before, during] = [await enqueue(), await enqueue()];
      const left = { state: 'sending' as const, claim: 'x', claimedAt: mail.clock.now() };
      await mail.host.database.transaction(async () => {
        const { manager } = mail.host.database;
        await manager.update(OutboxMessage, Number(before), { ...left, dataBegun: false });
        await manager.update(OutboxMessage, Number(during), { ...left, dataBegun: true });
      });
      if (database.name === 'mariadb') {
        // It may be another node's: left alone until it cannot be alive.
        await send();
        expect((await row(before)).state).toBe('sending');
        mail.clock.advance(20 * 60);
      }
      await send();
      expect((await row(before)).state).toBe('sent');
      expect(await row(during)).toMatchObject({
        state: 'uncertain',
        lastError: expect.stringContaining('may have arrived'),
      });
      expect(sink.messages).toHaveLength(1);
    } finally {
      await mail.drop();
      ({ mail, account } = shared);
    }
  });

  test('a bounce is noted at the message, for who really was a recipient', async () => {
    const id = await enqueue();
    const { messageId } = await row(id);
    const outbox = mail.host.get(Outbox);
    const bounce = (recipient: string): Promise<OutboxMessage | null> =>
      mail.host.database.transaction(() => outbox.bounced(messageId, recipient, 'hard', '5.1.1 unknown'));
    expect(await bounce('stranger@example.com')).toBeNull();
    expect(await bounce('ANN@example.com')).toMatchObject({ id: Number(id) });
    expect(await mail.host.database.manager.findOneBy(OutboxMessage, { id: Number(id) })).toMatchObject({
      rejected: [{ address: 'ann@example.com', kind: 'hard', detail: '5.1.1 unknown' }],
    });
  });

  test('an outbox row is made with what causes it or not at all', async () => {
    await expect(
      mail.host.database.transaction(async () => {
        await mail.host.get(Outbox).enqueue({
          accountId: Number(account),
          senderName: '',
          kind: 'reply',
          recipients: [{ name: '', address: 'ann@example.com' }],
          subject: 'x',
          text: 'x',
          html: null,
        });
        throw new Error('no comment after all');
      }),
    ).rejects.toThrow();
    expect(await mail.manager.query('OutboxMessage')).toEqual([]);
  });
});

function iso(date: Date): string {
  return date.toISOString().replace('.000', '');
}
