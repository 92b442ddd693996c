import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { createTransport } from 'nodemailer';
import { describeWith } from '../../core/testing/servers/availability';
import { launchChromium } from '../../core/testing/servers/chromium';
import { testDatabases } from '../../core/testing/servers/databases';
import { Dovecot } from '../../core/testing/servers/dovecot';
import { type SinkOptions, SmtpSink } from '../../core/testing/servers/smtp-sink';
import { isAlive } from '../../scripts/is-alive.cjs';

// The servers that other tests stand on do what those tests take for granted.

const mail = (subject: string): string =>
  `From: Ada <ada@example.test>\r\nTo: desk@example.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.test>\r\n\r\nHello\r\n`;

describeWith('Dovecot', 'a private Dovecot', () => {
  const user = 'desk@example.test';
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await Dovecot.start({ tls: true });
    await dovecot.addUser(user, 'secret');
  });
  afterAll(() => dovecot.stop());

  test('shows a delivery by LMTP to a client that idles', async () => {
    const client = dovecot.client(user);
    await client.connect();
    try {
      await client.mailboxOpen('INBOX');
      const seen = new Promise<number>((resolve) => client.on('exists', ({ count }) => resolve(count)));
      void client.idle();
      await dovecot.deliver(mail('by-lmtp'), user);
      expect(await seen).toBe(1);
      const message = await client.fetchOne('1', { source: true });
      const source = message === false ? '' : String(message.source);
      expect(source).toContain('Delivered-To: desk@example.test');
      expect(source).toContain('Subject: by-lmtp');
    } finally {
      client.close();
    }
  });

  test('keeps an appended message byte for byte and can change its UIDVALIDITY', async () => {
    const { uid, uidValidity } = await dovecot.append(user, mail('by-append'));
    await dovecot.setUidValidity(user, Number(uidValidity) + 1000);
    const client = dovecot.client(user);
    await client.connect();
    try {
      const mailbox = await client.mailboxOpen('INBOX', { readOnly: true });
      expect(mailbox.uidValidity).toBe(uidValidity! + 1000n);
      const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
      expect(String(message && message.source)).toBe(mail('by-append'));
    } finally {
      client.close();
    }
  });

  test('refuses a wrong password', async () => {
    const client = dovecot.client(user, { auth: { user, pass: 'wrong' } });
    await expect(client.connect()).rejects.toMatchObject({ authenticationFailed: true });
  });

  test('speaks TLS with a certificate of its own', async () => {
    const trusting = dovecot.client(user, { port: dovecot.imapsPort, secure: true });
    await trusting.connect();
    expect(trusting.secureConnection).toBe(true);
    await trusting.logout();
    const strict = dovecot.client(user, { port: dovecot.imapsPort, secure: true, tls: {} });
    await expect(strict.connect()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  test('kicks a connected client', async () => {
    const client = dovecot.client(user);
    await client.connect();
    const closed = new Promise<void>((resolve) => client.once('close', resolve));
    await dovecot.kick(user);
    await closed;
    expect(client.usable).toBe(false);
  });

  test('can be a weak server', async () => {
    const weak = await Dovecot.start({ weak: true });
    try {
      await weak.addUser(user, 'secret');
      const client = weak.client(user);
      await client.connect();
      expect(client.capabilities.has('IDLE')).toBe(false);
      await client.logout();
    } finally {
      await weak.stop();
    }
  });
});

describe('the SMTP sink', () => {
  const envelope = { from: 'desk@example.test', to: ['ada@example.test', 'bob@example.test'] };

  async function withSink(options: SinkOptions, body: (sink: SmtpSink) => Promise<void>): Promise<void> {
    const sink = await SmtpSink.start(options);
    try {
      await body(sink);
    } finally {
      await sink.stop();
    }
  }

  function send(sink: SmtpSink, auth?: { user: string; pass: string }): Promise<{ rejected: unknown[] }> {
    const transport = createTransport({ host: sink.host, port: sink.port, ...(auth === undefined ? {} : { auth }) });
    return transport.sendMail({ envelope, raw: mail('out') });
  }

  test('keeps raw bytes and envelope', () =>
    withSink({}, async (sink) => {
      await send(sink);
      const [message] = await sink.received(1);
      expect(message).toEqual({ raw: Buffer.from(mail('out')), envelope, user: undefined });
    }));

  test('refuses single recipients', () =>
    withSink({ recipient: (address) => (address.startsWith('bob') ? 550 : undefined) }, async (sink) => {
      expect((await send(sink)).rejected).toEqual(['bob@example.test']);
      expect(sink.messages[0]?.envelope.to).toEqual(['ada@example.test']);
    }));

  test('refuses a message after DATA', () =>
    withSink({ message: () => 451 }, async (sink) => {
      await expect(send(sink)).rejects.toMatchObject({ responseCode: 451 });
    }));

  test('cuts the line after DATA', () =>
    withSink({ dropAfterData: true }, async (sink) => {
      await expect(send(sink)).rejects.toMatchObject({ code: 'ECONNECTION' });
      expect(sink.messages).toHaveLength(1);
    }));

  test('asks for a login', () =>
    withSink({ auth: { user: 'desk', pass: 'secret' } }, async (sink) => {
      await expect(send(sink)).rejects.toMatchObject({ responseCode: 530 });
      await expect(send(sink, { user: 'desk', pass: 'wrong' })).rejects.toMatchObject({ responseCode: 535 });
      await send(sink, { user: 'desk', pass: 'secret' });
      expect(sink.messages[0]?.user).toBe('desk');
    }));
});

describe.each(testDatabases())('a fresh $name database', ({ fresh }) => {
  test('is empty, holds every character and is gone afterwards', async () => {
    const database = await fresh();
    const other = await fresh();
    expect(existsSync(database.data)).toBe(true);
    expect(other.data).not.toBe(database.data);
    if (database.url !== undefined) {
      expect(other.url).not.toBe(database.url);
      const connection = await createConnection({ uri: database.url });
      const [tables] = await connection.query('SHOW TABLES');
      expect(tables).toEqual([]);
      await connection.query('CREATE TABLE thing (name VARCHAR(20))');
      await connection.query('INSERT INTO thing VALUES (?)', ['a 🐴']);
      const [rows] = await connection.query('SELECT name FROM thing');
      expect(rows).toEqual([{ name: 'a 🐴' }]);
      await connection.end();
    }
    await database.drop();
    await other.drop();
    expect(existsSync(database.data)).toBe(false);
    if (database.url !== undefined) {
      await expect(createConnection({ uri: database.url })).rejects.toMatchObject({ code: 'ER_BAD_DB_ERROR' });
    }
  });
});

describeWith('Chromium', 'a headless Chromium', () => {
  test('shows a page and runs its script', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<h1>…</h1><script>document.querySelector("h1").textContent = "Hello"</script>');
      expect(await page.textContent('h1')).toBe('Hello');
    } finally {
      await browser.close();
    }
  });
});

test('what belongs to a process that is gone is told from what somebody, whoever it is, still needs', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect([process.pid, process.ppid, 1].map(isAlive)).toEqual([true, true, true]);
  expect([pid, Number.NaN].map(isAlive)).toEqual([false, false]);
});
