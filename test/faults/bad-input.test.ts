import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { FixedClock } from '../../core/testing/fixed-clock';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { Dovecot } from '../../core/testing/servers/dovecot';
import { TestHost, type TestHostOptions } from '../../core/testing/test-host';
import { ParseTimeout, ParseWorkers } from '../../modules/mail/parse/worker';
import { ProcessJob } from '../../modules/mail/process.job';
import { SmtpSource } from '../../modules/mail/smtp.source';

const bundled = join(__dirname, '../../modules');
const database = anyDatabase();

interface Entry {
  state: string;
  outcome: string | null;
  subject: string;
  error: string | null;
  size: number;
  taskId: string | null;
  blobId: string;
}
interface Comment {
  text: string;
  arrival: { reason: string } | null;
}

/** Hands a mail to the listener; answers what it said. */
async function deliver(host: TestHost, raw: string | Buffer): Promise<string> {
  const port = host.get(SmtpSource).port ?? 0;
  const transport = createTransport({ host: 'localhost', port, ignoreTLS: true });
  try {
    return (await transport.sendMail({ envelope: { from: 'ann@example.com', to: 'support@localhost' }, raw })).response;
  } finally {
    transport.close();
  }
}

const mail = (subject: string, body: string): string =>
  [
    'From: Ann <ann@example.com>',
    'To: support@localhost',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@example.com>`,
    'Date: Mon, 23 Nov 2026 08:00:00 +0000',
    '',
    body,
    '',
  ].join('\r\n');

const entryOf = async (admin: Client, subject: string): Promise<Entry | undefined> =>
  (await admin.get<Entry>('LedgerEntry', await admin.query('LedgerEntry'))).list.find((one) => one.subject === subject);

async function commentsOf(admin: Client, taskId: string): Promise<Comment[]> {
  return (await admin.get<Comment>('Comment', await admin.query('Comment', { entityType: 'Task', entityId: taskId })))
    .list;
}

describe('a broken manifest stops its module alone and is named', () => {
  const manifest = (more: object): string =>
    JSON.stringify({ id: 'broken', version: '1.0.0', title: 'Broken', permissions: {}, ...more });
  const panel = { id: 'broken', slot: 'main', title: 'Broken', permission: 'use' };

  test.each([
    ['no JSON', '{ "id": "broken", ', /broken\/module\.json is not valid JSON/],
    ['an unknown key', manifest({ colour: 'red' }), /broken\/module\.json: unknown key "colour"$/],
    ['another id than its folder', manifest({ id: 'other' }), /"id" is "other" but the folder is called "broken"$/],
    [
      'a permission that is not declared',
      manifest({ ui: { entry: 'ui/index.ts', panels: [panel] } }),
      /panel "broken" needs the permission "use", which is not declared; "ui.entry" names/,
    ],
    ['browser code that is not there', manifest({ ui: { entry: 'ui/index.ts' } }), /"ui.entry" names ui\/index\.ts/],
    ['a requirement that is not there', manifest({ requires: ['payroll'] }), /^Module broken requires payroll/],
    ['no code', manifest({}), /^Module broken cannot be loaded: /],
    ['a version that is none', manifest({ version: 'new' }), /broken\/module\.json: "version" must be a version/],
  ])('%s', async (_, content, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), 'groupware-modules-'));
    for (const name of readdirSync(bundled)) {
      if (!existsSync(join(bundled, name, 'module.json'))) continue;
      mkdirSync(join(folder, name));
      cpSync(join(bundled, name, 'module.json'), join(folder, name, 'module.json'));
      const { ui } = JSON.parse(readFileSync(join(bundled, name, 'module.json'), 'utf8')) as {
        ui?: { entry: string; panels: { entry?: string }[] };
      };
      for (const entry of ui ? [ui.entry, ...ui.panels.map((panel) => panel.entry)] : []) {
        if (entry === undefined) continue;
        mkdirSync(join(folder, name, dirname(entry)), { recursive: true });
        writeFileSync(join(folder, name, entry), '');
      }
    }
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken', 'module.json'), content);
    const host = await TestHost.start(database, { modulesFolder: folder });
    try {
      // What is only offered nobody has installed.
      const failed = host.host.modules.status().filter(({ state }) => state !== 'enabled' && state !== 'absent');
      expect(failed).toMatchObject([
        { id: 'broken', state: 'failed', error: expect.stringMatching(sentence) as unknown },
      ]);
      expect(failed[0]?.error).not.toMatch(/\n|^\s+at /);
      expect((await (await host.admin()).query('Task', { role: 'support' })).length).toBe(0);
      const health = await host.server.inject({ url: '/health' });
      expect(health.json()).toMatchObject({ status: 'degraded' });
    } finally {
      await host.drop();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('mail that cannot be used is kept, listed and explained; the rest goes on', () => {
  let host: TestHost;
  let admin: Client;
  const open = async (options: TestHostOptions): Promise<void> => {
    host = await TestHost.start(database, options);
    admin = await host.admin();
  };
  afterEach(async () => {
    jest.restoreAllMocks();
    await host.drop();
  });

  test('a mail of 60 MB becomes a ticket of its header; one beyond all limits is refused at the door', async () => {
    await open({ running: true });
    const sixty = Buffer.concat([
      Buffer.from(mail('Sixty megabytes', '')),
      Buffer.from('All work and no playing\r\n'.repeat(60_000_000 / 25)),
    ]);
    expect(await deliver(host, sixty)).toMatch(/^250 /);
    expect(await deliver(host, mail('The next one', 'Hello'))).toMatch(/^250 /);
    const entry = await eventually('the big mail', () => entryOf(admin, 'Sixty megabytes'));
    expect(entry).toMatchObject({ state: 'processed', outcome: 'ticket', size: sixty.length, error: null });
    const [comment] = await commentsOf(admin, entry.taskId ?? '');
    expect(comment?.text).toContain('The mail has 60 MB; only the header of mails above 50 MB is read.');
    const original = await admin.download(entry.blobId, 'mail.eml');
    expect([original.status, original.bytes.equals(sixty)]).toEqual([200, true]);
    expect(await eventually('the next mail', () => entryOf(admin, 'The next one'))).toMatchObject({
      outcome: 'ticket',
    });

    await expect(deliver(host, Buffer.alloc(210_000_000, 'x'))).rejects.toThrow(/552 .*(size|larger)/i);
    expect(await deliver(host, mail('Still open', 'Hello'))).toMatch(/^250 /);
  });

  test('a mail that cannot be parsed is tried again, then becomes a ticket of its header', async () => {
    const clock = new FixedClock();
    await open({ clock });
    await host.get(SmtpSource).start();
    const parse = ParseWorkers.prototype.parse;
    // A parser that hangs on one body; no mail is known that still does this to ours.
    jest.spyOn(ParseWorkers.prototype, 'parse').mockImplementation(function (this: ParseWorkers, raw: Buffer) {
      return raw.includes('POISON') ? Promise.reject(new ParseTimeout(20)) : parse.call(this, raw);
    });
    const process = (): Promise<void> => host.get(ProcessJob).run(new AbortController().signal);
    expect(await deliver(host, mail('Poisoned', 'POISON'))).toMatch(/^250 /);
    expect(await deliver(host, mail('Healthy', 'Hello'))).toMatch(/^250 /);
    await process();
    expect(await entryOf(admin, 'Healthy')).toMatchObject({ state: 'processed', outcome: 'ticket' });
    const waiting = async (): Promise<Entry[]> =>
      (await admin.get<Entry>('LedgerEntry', await admin.query('LedgerEntry', { state: 'stored' }))).list;
    expect(await waiting()).toMatchObject([{ error: 'The mail could not be read within 20 seconds.', attempts: 1 }]);
    for (let hour = 0; hour < 3; hour++) {
      clock.advance(3600);
      await process();
    }
    const entry = await entryOf(admin, 'Poisoned');
    expect(entry).toMatchObject({
      state: 'quarantined',
      outcome: 'ticket',
      error: 'The mail could not be read within 20 seconds.',
    });
    const [comment] = await commentsOf(admin, entry?.taskId ?? '');
    expect(comment?.text).toContain('The mail could not be read; the original is attached.');
    expect((await admin.download(entry?.blobId ?? '')).bytes.toString()).toContain('POISON');
  });

  describeWith('Dovecot', 'a mailbox', () => {
    test('a wrong mail password, host or mailbox is told at its account, while another account goes on', async () => {
      await open({ running: true });
      const dovecot = await Dovecot.start();
      try {
        await dovecot.addUser('desk@example.test', 'geheim');
        const account = {
          kind: 'imap',
          host: '127.0.0.1',
          port: dovecot.imapPort,
          security: 'none',
          username: 'desk@example.test',
          password: 'geheim',
          importFrom: 'all',
          isEnabled: true,
        };
        const make = (name: string, more: object): Promise<{ id: string }> =>
          admin.create('MailAccount', { ...account, name, address: `${name}@example.test`, ...more });
        const { id: wrong } = await make('wrong', { password: 'guessed' });
        const { id: closed } = await make('closed', { port: 1 });
        const { id: lost } = await make('lost', { mailbox: 'Elsewhere' });
        const { id: right } = await make('right', {});
        await dovecot.deliver(mail('By the right one', 'Hello'), 'desk@example.test');
        await eventually('the mail of the right account', () => entryOf(admin, 'By the right one'));
        const state = async (id: string): Promise<unknown> => {
          const got = await eventually('a state', async () => {
            const { list } = await admin.get<{ state: string; lastError: string | null }>('MailAccount', [id]);
            return list[0]?.state === 'connecting' ? null : list[0];
          });
          return [got.state, got.lastError];
        };
        expect(await state(wrong)).toEqual(['error', 'The mail server refused the password for desk@example.test.']);
        expect(await state(closed)).toEqual(['error', 'Nothing answers at 127.0.0.1:1.']);
        expect(await state(lost)).toEqual(['error', 'The mailbox "Elsewhere" does not exist on 127.0.0.1.']);
        expect(await state(right)).toEqual(['ok', null]);
        // With the right password it goes on by itself; nothing is imported twice by two accounts of one mailbox name.
        await admin.update('MailAccount', wrong, { password: 'geheim' });
        await eventually('the corrected account', async () => (await state(wrong))?.toString().startsWith('ok'));
      } finally {
        await dovecot.stop();
      }
    });
  });
});
