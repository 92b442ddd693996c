import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { RunningHost } from '../../core/module/running-host';
import { Problem } from '../../core/problem';
import { QuietLog } from '../../core/testing/quiet-log';
import { testDatabases } from '../../core/testing/servers/databases';
import { Outbox, OutboxMessage } from '../../modules/mail/api';
import { Ledger } from '../../modules/mail/ledger.service';
import { ProcessJob } from '../../modules/mail/process.job';
import { SmtpSource } from '../../modules/mail/smtp.source';
import { aMail, MailHost } from './mail-host';

describe.each(testDatabases())('$name', (database) => {
  let mail: MailHost;

  beforeAll(async () => {
    mail = await MailHost.start(database, { maxMailSize: 20_000 });
    await mail.host.get(SmtpSource).start();
  });
  afterEach(async () => {
    mail.handler.behave = () => Promise.resolve();
    await mail.process();
    mail.handler.seen.length = 0;
    jest.restoreAllMocks();
    mail.handleMails(mail.host);
  });
  afterAll(() => mail.drop());

  describe('the listener', () => {
    test('a mail is stored byte for byte, listed, and handed over once', async () => {
      const account = await mail.account('desk1@example.org');
      const raw = aMail('Printer', '.\nGrüße'.replace('ü', '=FC').replace('ß', '=DF'));
      await mail.deliver(raw, 'Desk1@Example.org');
      const [stored] = await mail.ledger(account);
      expect(stored).toMatchObject({ state: 'stored', source: 'smtp', sender: 'ann@example.com', outcome: null });
      await mail.process();
      await mail.process();
      const [entry] = await mail.ledger(account);
      expect(entry).toMatchObject({
        state: 'processed',
        outcome: 'ticket',
        reason: 'It is a new request.',
        sender: 'Ann <ann@example.com>',
        recipients: ['desk@example.org'],
        subject: 'Printer',
        size: Buffer.byteLength(raw),
        taskId: '1001',
        error: null,
      });
      expect(mail.handler.subjects()).toEqual(['Printer']);
      expect(mail.handler.seen[0]!.entry).toMatchObject({
        envelopeFrom: 'ann@example.com',
        envelopeTo: ['Desk1@example.org'],
      });
      const { status, bytes } = await mail.manager.download(entry!['blobId']);
      expect([status, bytes.toString()]).toEqual([200, raw]);
    });

    test('the same bytes twice are one entry', async () => {
      const account = await mail.account('desk2@example.org');
      const raw = aMail('Once');
      await Promise.all([mail.deliver(raw, 'desk2@example.org'), mail.deliver(raw, 'desk2@example.org')]);
      await mail.deliver(raw, 'desk2@example.org');
      expect(await mail.ledger(account)).toHaveLength(1);
    });

    test('a mail to several desks is entered for each and becomes one ticket', async () => {
      const [one, two] = [await mail.account('one@example.org'), await mail.account('two@example.org')];
      await mail.deliver(aMail('Both'), ['one+t12.abc@example.org', 'one@example.org', 'two@example.org']);
      await mail.process();
      const [first, second] = [await mail.ledger(one), await mail.ledger(two)];
      expect(first).toMatchObject([{ outcome: 'ticket', taskId: '1001' }]);
      expect(second).toMatchObject([
        { outcome: 'duplicate', taskId: '1001', reason: expect.stringContaining('arrived before') },
      ]);
      expect(mail.handler.seen.map(({ entry }) => entry.envelopeTo)).toEqual([
        ['one+t12.abc@example.org', 'one@example.org'],
      ]);
    });

    test('only our own addresses are accepted, and the answer names the one that is not', async () => {
      await mail.account('off@example.org', { isEnabled: false });
      for (const address of ['nobody@example.org', 'off@example.org', 'desk1@example.net']) {
        await expect(mail.deliver(aMail('No'), address)).rejects.toMatchObject({
          responseCode: 550,
          response: expect.stringContaining(address),
        });
      }
    });

    test('250 comes after the commit: when storing fails the client is told to come again, and nothing is there', async () => {
      const account = await mail.account('desk3@example.org');
      const enter = jest.spyOn(mail.host.get(Ledger), 'enter').mockRejectedValueOnce(new Error('disk full'));
      const raw = aMail('Later');
      await expect(mail.deliver(raw, 'desk3@example.org')).rejects.toMatchObject({ responseCode: 451 });
      expect(await mail.ledger(account)).toEqual([]);
      await mail.deliver(raw, 'desk3@example.org');
      expect(enter).toHaveBeenCalledTimes(2);
      expect(await mail.ledger(account)).toHaveLength(1);
    });

    test('half a message is no message', async () => {
      const account = await mail.account('desk4@example.org');
      const keep = jest.spyOn(mail.host.get(Ledger), 'keep');
      const socket = createConnection({ host: '127.0.0.1', port: mail.host.get(SmtpSource).port! });
      socket.setEncoding('utf8');
      for (const line of ['EHLO me', 'MAIL FROM:<ann@example.com>', 'RCPT TO:<desk4@example.org>', 'DATA']) {
        await once(socket, 'data');
        socket.write(`${line}\r\n`);
      }
      await once(socket, 'data');
      socket.write(aMail('Half').slice(0, -10));
      while (keep.mock.results.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      socket.destroy();
      await expect(keep.mock.results[0]!.value).rejects.toThrow();
      expect(await mail.ledger(account)).toEqual([]);
    });

    test('a large mail is kept whole and read by its header; a far too large one is refused for good', async () => {
      const account = await mail.account('desk5@example.org');
      const raw = aMail('Large', 'x'.repeat(70).concat('\n').repeat(400));
      await mail.deliver(raw, 'desk5@example.org');
      await mail.process();
      const [entry] = await mail.ledger(account);
      expect(entry).toMatchObject({ state: 'processed', outcome: 'ticket', subject: 'Large', size: raw.length });
      const { mail: parsed } = mail.handler.seen[0]!;
      expect(parsed).toMatchObject({ isHeaderOnly: true, text: '', attachments: [] });
      expect(parsed.problems.join()).toContain('The mail has 0.03 MB; only the header of mails above 0.02 MB is read.');
      expect((await mail.manager.download(entry!['blobId'])).bytes.toString()).toBe(raw);
      const tooLarge = aMail('Huge', 'x'.repeat(70).concat('\n').repeat(1400));
      await expect(mail.deliver(tooLarge, 'desk5@example.org')).rejects.toMatchObject({ responseCode: 552 });
      // And the connection is not stuck for others.
      await mail.deliver(aMail('Next'), 'desk5@example.org');
      expect(await mail.ledger(account)).toHaveLength(2);
    });

    test('a port in use is told in a sentence', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as { port: number };
      const second = await MailHost.start(database, { smtpPort: port });
      try {
        await second.host.host.run();
        const { error } = second.host.host.modules.status().find(({ id }) => id === 'mail')!;
        expect(error).toBe(
          `127.0.0.1:${port} is in use by another program; choose another port for mail with GROUPWARE_SMTP_PORT`,
        );
      } finally {
        other.close();
        await second.drop();
      }
    });
  });

  describe('processing', () => {
    test('a mail that cannot be processed blocks nobody, is set aside with a sentence, and can be tried again', async () => {
      const account = await mail.account('desk6@example.org');
      for (const subject of ['First', 'Poison', 'Last']) await mail.deliver(aMail(subject), 'desk6@example.org');
      let isPoisoned = true;
      mail.handler.behave = async ({ subject, isHeaderOnly }) => {
        if (subject === 'Poison' && isPoisoned && !isHeaderOnly) throw new Problem('The cat sat on the keyboard');
      };
      await mail.process();
      expect(mail.handler.subjects()).toEqual(['First', 'Last']);
      for (const [attempts, pause] of [
        [1, 60],
        [2, 600],
      ] as const) {
        expect((await mail.ledger(account))[1]).toMatchObject({
          state: 'stored',
          attempts,
          error: 'The cat sat on the keyboard',
        });
        await mail.process();
        expect((await mail.ledger(account))[1]).toMatchObject({ attempts });
        mail.clock.advance(pause);
        await mail.process();
      }
      const [, aside] = await mail.ledger(account);
      expect(aside).toMatchObject({
        state: 'quarantined',
        attempts: 3,
        outcome: 'ticket',
        subject: 'Poison',
        taskId: '1003',
      });
      expect(mail.handler.seen[2]!.mail).toMatchObject({
        isHeaderOnly: true,
        problems: ['The mail could not be read; the original is attached. (The cat sat on the keyboard)'],
      });
      isPoisoned = false;
      await mail.manager.update('LedgerEntry', aside!['id'], { state: 'stored' });
      await mail.process();
      expect(mail.handler.seen[3]).toMatchObject({ mail: { isHeaderOnly: false }, entry: { taskId: 1003 } });
      expect((await mail.ledger(account))[1]).toMatchObject({ state: 'processed', error: null, attempts: 1 });
    });

    test('when not even the bare mail can be handed over, it is still listed', async () => {
      const account = await mail.account('desk7@example.org');
      await mail.deliver(aMail('Worse'), 'desk7@example.org');
      mail.handler.behave = () => Promise.reject(new Problem('No'));
      for (let attempt = 0; attempt < 3; attempt++) {
        await mail.process();
        mail.clock.advance(1000);
      }
      expect(await mail.ledger(account)).toMatchObject([
        { state: 'quarantined', outcome: null, subject: 'Worse', sender: 'Ann <ann@example.com>', error: 'No' },
      ]);
    });

    test('what is made of a mail and the note of it are one', async () => {
      const account = await mail.account('desk8@example.org');
      await mail.deliver(aMail('Half made'), 'desk8@example.org');
      mail.handler.behave = async () => {
        await mail.host.get(Outbox).enqueue({
          accountId: Number(account),
          senderName: 'Desk',
          kind: 'automatic',
          recipients: [{ name: '', address: 'ann@example.com' }],
          subject: 'Half made',
          text: 'Thank you',
          html: null,
        });
        throw new Error('Too late');
      };
      await mail.process();
      expect(await mail.host.database.manager.countBy(OutboxMessage, { subject: 'Half made' })).toBe(0);
      expect(await mail.ledger(account)).toMatchObject([
        // What a driver or a mistake in the program says is for the log alone.
        { state: 'stored', error: 'Something went wrong while it was processed.' },
      ]);
    });

    test('several workers at once, and several nodes, take each mail once', async () => {
      const account = await mail.account('desk9@example.org');
      for (let n = 0; n < 12; n++) await mail.deliver(aMail(`Mail ${n}`), 'desk9@example.org');
      const signal = new AbortController().signal;
      const jobs = [mail.host.get(ProcessJob), mail.host.get(ProcessJob)];
      // On SQLite two programs never share a database.
      const node =
        database.name === 'sqlite'
          ? null
          : await RunningHost.start({ configuration: mail.host.configuration, log: new QuietLog(), clock: mail.clock });
      if (node) {
        mail.handleMails(node.host);
        jobs.push(node.host.get(ProcessJob), node.host.get(ProcessJob));
      }
      await Promise.all(jobs.map((job) => job.run(signal)));
      await node?.stop();
      const done = await mail.ledger(account);
      expect(done.map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'processed'));
      expect(done.map(({ attempts }) => attempts)).toEqual(Array.from({ length: 12 }, () => 1));
    });

    test('one Message-ID does not make two mails one, and none does not make them different', async () => {
      const account = await mail.account('desk10@example.org');
      const same = { 'Message-ID': '<template@example.com>' };
      const none = { 'Message-ID': '' };
      const send = (raw: string): Promise<unknown> => mail.deliver(raw, 'desk10@example.org');
      await send(aMail('Template', 'One', same));
      await send(aMail('Template', 'Two', same));
      await send(`Received: by elsewhere; Mon, 23 Nov 2026 08:00:09 +0000\r\n${aMail('Template', 'Two', same)}`);
      await send(aMail('Alarm', 'Disk full', { ...none, Date: 'Mon, 23 Nov 2026 08:00:00 +0000' }));
      await send(aMail('Alarm', 'Disk full', { ...none, Date: 'Mon, 23 Nov 2026 08:00:01 +0000' }));
      await send(`Received: by elsewhere; x\r\n${aMail('Alarm', 'Disk full', none)}`);
      await mail.process();
      const outcomes = (await mail.ledger(account)).map(({ outcome, reason }) => [outcome, reason]);
      expect(outcomes).toEqual([
        ['ticket', 'It is a new request.'],
        ['ticket', expect.stringContaining('Another mail had the same Message-ID')],
        ['duplicate', expect.stringContaining('The same mail arrived before')],
        ['ticket', 'It is a new request.'],
        ['ticket', 'It is a new request.'],
        ['duplicate', expect.stringContaining('The same mail arrived before')],
      ]);
    });
  });

  describe('people', () => {
    test('without mail:manage nobody sees an account, a mail, its bytes, or that they exist', async () => {
      const account = await mail.account('desk11@example.org');
      await mail.deliver(aMail('Secret'), 'desk11@example.org');
      const [entry] = await mail.ledger(account);
      const bob = await mail.host.person('bob', { permissions: [] });
      expect(await bob.get('MailAccount', [account])).toMatchObject({ list: [], notFound: [account] });
      expect(await bob.get('LedgerEntry', [entry!['id']])).toMatchObject({ list: [], notFound: [entry!['id']] });
      expect((await bob.get('MailRelay', null)).list).toEqual([]);
      expect(await bob.query('LedgerEntry')).toEqual([]);
      expect((await bob.download(entry!['blobId'])).status).toBe(404);
      expect(
        await bob.refused('MailAccount', { create: { name: 'x', address: 'x@example.org', kind: 'smtp' } }),
      ).toMatchObject({ type: 'forbidden' });
      expect(await bob.refused('LedgerEntry', { update: { [entry!['id']]: { state: 'stored' } } })).toMatchObject({
        type: 'notFound',
      });
    });

    test('an account is checked, its address is one of its kind, and its password never comes out or moves elsewhere', async () => {
      const imap = {
        name: 'Desk',
        address: 'Box@Example.org',
        kind: 'imap',
        host: 'mail.example.org',
        username: 'box',
        password: 'geheim',
        isEnabled: false,
      };
      const account = await mail.manager.create('MailAccount', imap);
      expect(account).toMatchObject({
        address: 'box@example.org',
        port: 993,
        security: 'tls',
        mailbox: 'INBOX',
        state: 'off',
      });
      const { list } = await mail.manager.get('MailAccount', [account.id]);
      expect(JSON.stringify(list)).not.toContain('geheim');
      const refuse = (patch: object): Promise<unknown> =>
        mail.manager.refused('MailAccount', { update: { [account.id]: patch } });
      expect(await refuse({ host: 'evil.example.net' })).toMatchObject({
        type: 'invalidProperties',
        properties: ['password'],
      });
      expect(await refuse({ host: 'mail2.example.org', password: 'geheim' })).toBeNull();
      expect(await refuse({ address: 'no address' })).toMatchObject({ properties: ['address'] });
      expect(await refuse({ password: 'a\r\nb' })).toMatchObject({ properties: ['password'] });
      expect(
        await mail.manager.refused('MailAccount', { create: { ...imap, address: 'box@EXAMPLE.org' } }),
      ).toMatchObject({ properties: ['address'] });
      expect(
        await mail.manager.refused('MailAccount', { create: { ...imap, address: 'b@example.org', host: '' } }),
      ).toMatchObject({ properties: ['host'] });
      expect(await mail.manager.refused('MailAccount', { destroy: account.id })).toBeNull();
    });

    test('a mail that was dealt with cannot be processed again', async () => {
      const account = await mail.account('desk12@example.org');
      await mail.deliver(aMail('Done'), 'desk12@example.org');
      await mail.process();
      const [entry] = await mail.ledger(account);
      const refuse = (change: object): Promise<unknown> => mail.manager.refused('LedgerEntry', change);
      expect(await refuse({ update: { [entry!['id']]: { state: 'stored' } } })).toMatchObject({
        properties: ['state'],
      });
      expect(await refuse({ update: { [entry!['id']]: { subject: 'Other' } } })).toMatchObject({
        properties: ['subject'],
      });
      expect(await refuse({ destroy: entry!['id'] })).toMatchObject({ type: 'forbidden' });
    });
  });
});
