import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { Dovecot } from '../../core/testing/servers/dovecot';
import { ImapSource } from '../../modules/mail/imap.source';
import { Ledger } from '../../modules/mail/ledger.service';
import { aMail, eventually, type LedgerRow, MailHost } from './mail-host';

interface AccountRow {
  state: string;
  lastError: string | null;
  lastCheckedAt: string | null;
}

describeWith('Dovecot', 'fetching from a mailbox', () => {
  let server: Dovecot;
  let users = 0;

  beforeAll(async () => {
    server = await Dovecot.start();
    // Dovecot reads its users again when the file has another second of change: all of them before the first login.
    for (let n = 1; n <= 30; n++) await server.addUser(`desk${n}@example.test`, 'geheim');
  });
  afterAll(() => server.stop());

  /** A new mailbox on the server. */
  function mailbox(): string {
    users += 1;
    return `desk${users}@example.test`;
  }

  function settings(user: string): Record<string, unknown> {
    return {
      kind: 'imap',
      host: server.host,
      port: server.imapPort,
      security: 'none',
      username: user,
      password: 'geheim',
      importFrom: 'all',
    };
  }

  /** Flags of all messages, as another mail program sees them, without changing any. */
  async function flags(user: string): Promise<string[][]> {
    const client = server.client(user);
    await client.connect();
    try {
      await client.mailboxOpen('INBOX', { readOnly: true });
      const found = await client.fetchAll('1:*', { flags: true });
      return found.map(({ flags: set }) => [...(set ?? [])].filter((flag) => flag !== '\\Recent'));
    } finally {
      await client.logout();
    }
  }

  describe.each(testDatabases())('$name', (database) => {
    let mail: MailHost;

    beforeAll(async () => {
      mail = await MailHost.start(database, { maxMailSize: 50_000_000 });
      const source = mail.host.get(ImapSource);
      source.pollSeconds = 1;
      await source.start();
    });
    afterEach(() => {
      jest.restoreAllMocks();
      mail.handleMails(mail.host);
    });
    afterAll(() => mail.drop());

    async function arrived(account: string, count: number): Promise<LedgerRow[]> {
      return eventually(async () => {
        const entries = await mail.ledger(account);
        return entries.length >= count && entries;
      });
    }

    function state(account: string, wanted: string): Promise<AccountRow> {
      return eventually(async () => {
        const { list } = await mail.manager.get<AccountRow>('MailAccount', [account]);
        return list[0]?.state === wanted && list[0];
      });
    }

    test('old and new mails arrive in order, byte for byte, and the server is left as it was', async () => {
      const user = mailbox();
      const raws = ['Old 1', 'Old 2', 'Old 3'].map((subject) => aMail(subject));
      await server.append(user, raws[0]!, 'INBOX', ['\\Seen']);
      await server.append(user, raws[1]!);
      const before = await flags(user);
      const account = await mail.account(user, settings(user));
      await arrived(account, 2);
      await state(account, 'ok');
      await server.append(user, raws[2]!);
      const entries = await arrived(account, 3);
      // An idle mailbox is no work, although a server answers `n:*` with its last message.
      const keep = jest.spyOn(mail.host.get(Ledger), 'keep');
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(keep).not.toHaveBeenCalled();
      const bytes = await Promise.all(
        entries.map(async ({ blobId }) => (await mail.manager.download(blobId)).bytes.toString()),
      );
      expect(bytes).toEqual(raws);
      await mail.process();
      expect((await mail.ledger(account)).map(({ subject, source }) => [subject, source])).toEqual([
        ['Old 1', 'imap'],
        ['Old 2', 'imap'],
        ['Old 3', 'imap'],
      ]);
      expect((await flags(user)).slice(0, 2)).toEqual(before);
      const { list } = await mail.manager.get<AccountRow>('MailAccount', [account]);
      expect(list[0]).toMatchObject({ state: 'ok', lastError: null, lastCheckedAt: '2026-11-23T09:00:00Z' });
    });

    test('"from now" leaves what was there alone, also after the server numbers everything anew', async () => {
      const user = mailbox();
      for (const subject of ['Long ago', 'Yesterday']) await server.append(user, aMail(subject));
      const account = await mail.account(user, { ...settings(user), importFrom: 'now' });
      await state(account, 'ok');
      // INTERNALDATE counts seconds: a mail of the same second could not be told from the last old one.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await server.append(user, aMail('Today'));
      await arrived(account, 1);
      await mail.process();
      await server.setUidValidity(user, 1_800_000_000);
      await server.kick(user).catch(() => undefined);
      await server.append(user, aMail('Tomorrow'));
      const entries = await arrived(account, 3);
      await mail.process();
      expect(entries).toHaveLength(3);
      expect((await mail.ledger(account)).map(({ subject, outcome }) => [subject, outcome])).toEqual([
        ['Today', 'ticket'],
        ['Today', 'duplicate'],
        ['Tomorrow', 'ticket'],
      ]);
    });

    test('a mailbox that gives out numbers again, as after a restore, loses and doubles nothing', async () => {
      const user = mailbox();
      for (const subject of ['A', 'B', 'C']) await server.append(user, aMail(subject));
      const account = await mail.account(user, settings(user));
      await arrived(account, 3);
      await mail.process();
      // What the account knows is ahead of the server: as if the server had been set back.
      await mail.manager.update('MailAccount', account, { isEnabled: false });
      await mail.host.database.transaction(() =>
        mail.host.database.manager.query('UPDATE mail_account SET lastUid = ? WHERE id = ?', ['17', account]),
      );
      await mail.manager.update('MailAccount', account, { isEnabled: true });
      await server.append(user, aMail('D'));
      await arrived(account, 7);
      await mail.process();
      const outcomes = (await mail.ledger(account)).map(({ subject, outcome }) => `${subject} ${outcome}`);
      expect(outcomes.slice(3).sort()).toEqual(['A duplicate', 'B duplicate', 'C duplicate', 'D ticket']);
    });

    test('two programs fetching the same mailbox enter each mail once', async () => {
      const user = mailbox();
      for (let n = 0; n < 15; n++) await server.append(user, aMail(`Mail ${n}`));
      const other = new ImapSource(
        ...(['database', 'records', 'ledger', 'secretKey', 'clock', 'random', 'log'].map(
          (name) => (mail.host.get(ImapSource) as unknown as Record<string, unknown>)[name],
        ) as ConstructorParameters<typeof ImapSource>),
      );
      const account = await mail.account(user, settings(user));
      await other.start();
      await arrived(account, 15);
      await state(account, 'ok');
      await other.stop();
      const entries = await mail.ledger(account);
      await mail.process();
      expect(entries).toHaveLength(15);
      expect(new Set((await mail.ledger(account)).map(({ subject }) => subject)).size).toBe(15);
    });

    test('a cut connection comes back and misses nothing', async () => {
      const user = mailbox();
      const account = await mail.account(user, settings(user));
      await state(account, 'ok');
      for (let n = 1; n <= 3; n++) {
        await new Promise((resolve) => setTimeout(resolve, 1300));
        await server.kick(user);
        await server.append(user, aMail(`After cut ${n}`));
        await arrived(account, n);
      }
      await state(account, 'ok');
    });

    test('a wrong password is told in a sentence, tried once, and works again once it is changed', async () => {
      const user = mailbox();
      await server.append(user, aMail('Waiting'));
      const account = await mail.account(user, { ...settings(user), password: 'falsch' });
      const broken = await state(account, 'error');
      expect(broken.lastError).toBe(`The mail server refused the password for ${user}.`);
      const open = jest.spyOn(
        mail.host.get(ImapSource) as unknown as { session: (account: { id: number }) => void },
        'session',
      );
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(open.mock.calls.filter(([tried]) => String(tried.id) === account)).toEqual([]);
      await mail.manager.update('MailAccount', account, { password: 'geheim' });
      await arrived(account, 1);
      expect((await state(account, 'ok')).lastError).toBeNull();
    });

    test('a server or mailbox that is not there is told in a sentence', async () => {
      const user = mailbox();
      const account = await mail.account(user, { ...settings(user), mailbox: 'Nowhere' });
      expect((await state(account, 'error')).lastError).toBe(`The mailbox "Nowhere" does not exist on ${server.host}.`);
      await mail.manager.update('MailAccount', account, { port: 1, password: 'geheim' });
      await eventually(
        async () => (await state(account, 'error')).lastError === `Nothing answers at ${server.host}:1.`,
      );
      await mail.manager.update('MailAccount', account, { isEnabled: false });
      expect((await state(account, 'off')).lastError).toBeNull();
    });

    test('before the commit nothing changed on the server, and the mail is fetched again', async () => {
      const user = mailbox();
      await server.append(user, aMail('Precious'));
      const before = await flags(user);
      const enter = jest.spyOn(mail.host.get(Ledger), 'enter').mockRejectedValueOnce(new Error('the database is away'));
      const account = await mail.account(user, settings(user));
      await state(account, 'error');
      expect(await flags(user)).toEqual(before);
      expect(await mail.ledger(account)).toEqual([]);
      await arrived(account, 1);
      expect(enter.mock.calls.length).toBeGreaterThanOrEqual(2);
      expect(await flags(user)).toEqual(before);
    });

    test('a mail of 60 MB is kept whole and listed, within little memory', async () => {
      const user = mailbox();
      const line = `${'x'.repeat(74)}\n`;
      const raw = aMail('Sixty megabytes', line.repeat(Math.ceil(60_000_000 / line.length)));
      await server.append(user, raw);
      await server.append(user, aMail('After it'));
      const account = await mail.account(user, settings(user));
      await arrived(account, 2);
      await mail.process();
      const [large, next] = await mail.ledger(account);
      expect(large).toMatchObject({
        state: 'processed',
        outcome: 'ticket',
        subject: 'Sixty megabytes',
        size: raw.length,
      });
      expect(next).toMatchObject({ outcome: 'ticket', subject: 'After it' });
      const file = join(mail.host.configuration.data, 'files', large!.blobId.slice(1, 3), large!.blobId.slice(3, 5));
      expect(readdirSync(file).map((name) => statSync(join(file, name)).size)).toEqual([raw.length]);
      expect(mail.handler.seen.at(-2)!.mail.problems).toEqual([
        expect.stringMatching(/^The mail has 60(\.\d+)? MB; only the header of mails above 50 MB is read\.$/),
      ]);
    });
  });

  test('a server without IDLE and one with demanded STARTTLS work the same', async () => {
    const [database] = testDatabases();
    const mail = await MailHost.start(database!);
    const weak = await Dovecot.start({ weak: true });
    const tls = await Dovecot.start({ tls: true });
    try {
      const source = mail.host.get(ImapSource);
      source.pollSeconds = 1;
      await source.start();
      await weak.addUser('weak@example.test', 'geheim');
      await tls.addUser('tls@example.test', 'geheim');
      const login = { ...settings('weak@example.test'), port: weak.imapPort };
      const account = await mail.account('weak@example.test', login);
      await weak.append('weak@example.test', aMail('By polling'));
      await eventually(async () => (await mail.ledger(account)).length === 1);
      const untrusted = { ...settings('tls@example.test'), port: tls.imapPort, security: 'starttls' };
      const secured = await mail.account('tls@example.test', untrusted);
      const error = await eventually(async () => {
        const { list } = await mail.manager.get<AccountRow>('MailAccount', [secured]);
        return list[0]?.lastError;
      });
      expect(error).toBe(
        `The certificate of ${tls.host}:${tls.imapPort} cannot be trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      );
      await mail.manager.update('MailAccount', account, { security: 'starttls', password: 'geheim' });
      await eventually(async () => {
        const { list } = await mail.manager.get<AccountRow>('MailAccount', [account]);
        return list[0]?.state === 'error';
      });
    } finally {
      await mail.drop();
      await weak.stop();
      await tls.stop();
    }
  });
});
