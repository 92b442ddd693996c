import { Credential, User } from '../../core/auth/principal.entity';
import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { OutboxJob } from '../../modules/mail/outbox.job';
import { BrowserClient, givePassword, type Json, PASSWORD } from '../account/browser-client';
import { LetterBox } from './letter-box';

const NEW = 'another password of some length';
const HOUR = 3600;

describe.each(testDatabases())('a forgotten password on $name', (database) => {
  let host: TestHost;
  let clock: FixedClock;
  let admin: Client;
  let box: LetterBox;

  beforeEach(async () => {
    clock = new FixedClock();
    host = await TestHost.start(database, { clock, configuration: { publicUrl: 'https://desk.example.org/' } });
    admin = await host.admin();
    await host.person('ada');
    await givePassword(host, 'ada');
    box = await LetterBox.at(host);
  });
  afterEach(async () => {
    await box.close();
    await host.drop();
  });

  const from = (address: string) => new BrowserClient(host, { address });
  const ask = (typed: string, browser = from('192.0.2.1')) =>
    browser.post('/auth/link', { kind: 'password', typed, locale: 'en' });
  const use = async (token: string, password = NEW): Promise<number> =>
    (await from('192.0.2.1').post('/auth/password', { token, password })).statusCode;

  test('whoever asks gets a link by mail, chooses a password with it once, and everything else ends', async () => {
    const other = from('198.51.100.7');
    await other.logIn('ada');
    expect((await ask('ADA ')).statusCode).toBe(202);
    const [letter, ...more] = await box.open();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ to: 'ada@example.org', subject: 'Choose a new password for Groupware' });
    expect(letter!.text).toContain(`https://desk.example.org/#first-login/${letter!.token}`);

    expect(await use(letter!.token)).toBe(204);
    expect(await other.isIn()).toBe(false);
    expect(await from('192.0.2.2').logIn('ada', PASSWORD)).toBe(401);
    expect(await from('192.0.2.2').logIn('ada', NEW)).toBe(204);
    expect(await use(letter!.token)).toBe(404);
    // The person hears of it, in a mail that holds no secret.
    const [notice] = await box.open();
    expect(notice).toMatchObject({
      to: 'ada@example.org',
      subject: 'Your password for Groupware was changed',
      token: '',
    });
  });

  test('the mail is marked as automatic, has text and HTML, and is written in the language of the person', async () => {
    const [id] = await admin.query('User', { text: 'ada@' });
    await admin.update('User', id!, { locale: 'nl-BE', name: 'Ada <b>"O\'Neill"</b>' });
    await admin.update('CoreSettings', 'singleton', { productTitle: 'Ship & Co' });
    await ask('ada@example.org');
    const [letter] = await box.open();
    expect(letter!.subject).toBe('Kies een nieuw wachtwoord voor Ship & Co');
    expect(letter!.text).toContain('Hallo Ada <b>"O\'Neill"</b>,');
    expect(letter!.html).toContain('Hallo Ada &lt;b&gt;&quot;O&#39;Neill&quot;&lt;/b&gt;,');
    expect(letter!.html).toContain(`href="https://desk.example.org/#first-login/${letter!.token}"`);
    expect(letter!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter).toMatchObject({ from: '"Ship & Co" <support@desk.example.org>', returnPath: '' });
  });

  test('the answer is the same for anybody, and nothing is looked up before it is given', async () => {
    const counts = async () => ({
      links: await host.database.manager.countBy(Credential, { kind: 'password-link' }),
      mails: (await admin.query('OutboxMessage')).length,
    });
    const before = await counts();
    const answers = [];
    for (const typed of ['ada', 'ada@example.org', 'nobody', 'nobody@example.org', "'; --"]) {
      const { statusCode, headers, body } = await ask(typed);
      answers.push({ statusCode, body, headers: { ...headers, date: '' } });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await counts()).toEqual(before);
    expect((await box.open()).map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org']);
  });

  test('the link leads to the configured address, whatever the request calls the host', async () => {
    const askAs = (of: TestHost) =>
      of.server.inject({
        method: 'POST',
        url: '/auth/link',
        headers: {
          'x-requested-with': 'groupware',
          host: 'foreign.example',
          'x-forwarded-host': 'foreign.example',
          'x-forwarded-proto': 'https',
          forwarded: 'host=foreign.example',
        },
        payload: { kind: 'password', typed: 'ada', locale: 'en' },
      });
    expect((await askAs(host)).statusCode).toBe(202);
    const [letter] = await box.open();
    expect(letter!.text).toContain('https://desk.example.org/#first-login/');
    expect(`${letter!.text} ${letter!.html}`).not.toContain('foreign');

    const unnamed = await TestHost.start(database, { clock });
    try {
      await unnamed.person('ada');
      const other = await LetterBox.at(unnamed);
      expect((await askAs(unnamed)).statusCode).toBe(202);
      const [second] = await other.open();
      await other.close();
      expect(second!.text).toMatch(/http:\/\/localhost:\d+\/#first-login\//);
      expect(`${second!.text} ${second!.html}`).not.toContain('foreign');
    } finally {
      await unnamed.drop();
    }
  });

  test('a link is good for an hour', async () => {
    await ask('ada');
    await ask('ada');
    const [first, second] = await box.open();
    clock.advance(HOUR - 1);
    expect(await use(first!.token)).toBe(204);
    // A link that was used takes the others with it.
    expect(await use(second!.token)).toBe(404);
    await ask('ada');
    const [, late] = await box.open();
    clock.advance(HOUR);
    expect(await use(late!.token)).toBe(404);
  });

  test('those who may not sign in, have no address, or share it with the desk get none', async () => {
    const [support = ''] = await admin.query('MailAccount');
    const { address } = (await admin.get<Json>('MailAccount', [support])).list[0]! as { address: string };
    await host.person('desk', { email: address });
    const [off] = [await host.person('off')];
    await admin.update('User', off.principalId, { isActive: false });
    const mute = await host.person('mute');
    await host.database.transaction(() =>
      host.get(Records).update('Principal', Number(mute.principalId), { email: null }),
    );
    for (const name of ['desk', 'off', 'off@example.org', 'mute']) expect((await ask(name)).statusCode).toBe(202);
    expect(await box.open()).toEqual([]);

    // A link that is on its way when somebody is switched off is worth nothing.
    await ask('ada');
    const [letter] = await box.open();
    const [id] = await admin.query('User', { text: 'ada@' });
    await admin.update('User', id!, { isActive: false });
    expect(await use(letter!.token)).toBe(404);
    await host.database.transaction(() => host.database.manager.update(User, Number(id), { isActive: true }));
    expect(await use(letter!.token)).toBe(404);
  });

  test('nobody reads the link in the outbox, in the audit log or in the log, and it goes when it was sent', async () => {
    const manager = await host.person('mara', { permissions: ['mail:manage'] });
    await ask('ada');
    await box.sink.stop();
    await box.open();
    const all = async () => JSON.stringify((await manager.get<Json>('OutboxMessage', null)).list);
    const stored = () => host.database.manager.query<Json[]>('SELECT * FROM mail_outbox');
    const [waiting] = (await manager.get<Json>('OutboxMessage', null)).list;
    expect(waiting).toMatchObject({ state: 'queued', isConfidential: true, text: '', html: null, blobId: null });
    const [row] = await stored();
    expect(row!['sealed']).toEqual(expect.any(String));
    expect(JSON.stringify(row)).not.toContain('first-login');
    expect(await manager.refused('MailRelay', { update: { singleton: { host: 'mine.example.net' } } })).toMatchObject({
      type: 'forbidden',
    });

    clock.advance(5 * 60);
    const again = await LetterBox.at(host);
    try {
      const [letter] = await again.open();
      expect(letter!.token).not.toBe('');
      expect((await stored())[0]).toMatchObject({ state: 'sent', sealed: null, blobId: null });
      const audit = JSON.stringify((await admin.get('AuditEntry', await admin.query('AuditEntry'))).list);
      for (const text of [await all(), audit, JSON.stringify(host.log)]) expect(text).not.toContain(letter!.token);
      expect(audit).toContain('link-sent');
    } finally {
      await again.close();
    }
  });

  test('what could not be sent in time is not sent any more', async () => {
    await ask('ada');
    await box.sink.stop();
    await box.open();
    clock.advance(HOUR);
    await host.get(OutboxJob).run(new AbortController().signal);
    const [late] = (await admin.get<Json & { id: string }>('OutboxMessage', null)).list;
    expect(late).toMatchObject({ state: 'failed', lastError: 'It was not sent in time.' });
    expect(await admin.refused('OutboxMessage', { update: { [late!.id]: { state: 'queued' } } })).toMatchObject({
      properties: ['state'],
    });
  });

  test('strangers who ask and ask send three mails, and neither shut the person nor their browser out', async () => {
    const own = from('192.0.2.10');
    await own.logIn('ada');
    await own.post('/auth/logout', {});
    for (let n = 0; n < 8; n++) expect((await ask('ada', from(`203.0.113.${String(n)}`))).statusCode).toBe(202);
    const letters = await box.open();
    expect(letters).toHaveLength(3);
    // The person finds three good links, and their own browser is heard besides.
    await ask('ada', own);
    expect(await box.open()).toHaveLength(1);
    expect(await use(letters[2]!.token)).toBe(204);
  });

  test('a network that asks too often is refused; a browser that is known there is not', async () => {
    const own = from('192.0.2.10');
    await own.logIn('ada');
    for (let n = 0; n < 30; n++) expect((await ask(`guess${String(n)}`, from('192.0.2.10'))).statusCode).toBe(202);
    expect((await ask('ada', from('192.0.2.10'))).statusCode).toBe(429);
    expect((await ask('ada', own)).statusCode).toBe(202);
    clock.advance(HOUR);
    expect((await ask('ada', from('192.0.2.10'))).statusCode).toBe(202);
  });

  test('without a mail server, and when it is switched off, the page knows and nothing is sent', async () => {
    const options = async () => (await host.server.inject({ method: 'GET', url: '/auth/options' })).json<Json>();
    expect(await options()).toMatchObject({ passwordReset: true });
    await admin.update('SignInSettings', 'singleton', { passwordReset: false });
    expect(await options()).toMatchObject({ passwordReset: false });
    expect((await ask('ada')).statusCode).toBe(202);
    expect(await box.open()).toEqual([]);
    await admin.update('SignInSettings', 'singleton', { passwordReset: true });
    await admin.update('MailRelay', 'singleton', { host: '' });
    expect(await options()).toMatchObject({ passwordReset: false });
    expect((await ask('ada')).statusCode).toBe(202);
    expect(await box.open()).toEqual([]);
    await box.connect();
    expect(await box.open()).toEqual([]);
  });

  test('foreign pages and malformed requests are refused', async () => {
    const good = { kind: 'password', typed: 'ada', locale: 'en' };
    const send = (payload: object, headers: Record<string, string> = { 'x-requested-with': 'groupware' }) =>
      host.server.inject({ method: 'POST', url: '/auth/link', headers, payload });
    expect((await send(good, {})).statusCode).toBe(403);
    for (const more of [
      { typed: '' },
      { typed: ['ada'] },
      { typed: 'x'.repeat(300) },
      { kind: 'session' },
      { more: 1 },
    ]) {
      expect((await send({ ...good, ...more })).statusCode).toBe(400);
    }
    for (const token of ['', ' ', 'x', '%', 'x'.repeat(43)]) expect(await use(token)).toBe(404);
  });
});
