import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { eventually, promptly, soon } from '../../core/testing/eventually';
import { describeWith, missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { Dovecot } from '../../core/testing/servers/dovecot';
import { badgeReader, type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// The panels as people use them: a real browser, a real host, real mail.

const REPORT = randomBytes(184_321);
const READER = 'Badge reader at the north door refuses <b>everyone</b>';
/** The first ticket after the four of the demo. */
const READER_ID = '5';
const MAILS: readonly [from: string, subject: string, text: string][] = [
  [
    'Ines Ferreira <ines@example.net>',
    'Which form do I need for a new parking card?',
    'The old one runs out on Friday.',
  ],
  ['سلمى حداد <salma@example.com>', 'لا أستطيع فتح التقويم منذ الأمس', 'تظهر صفحة بيضاء فقط.'],
  ['Weronika Nowak <weronika@example.com>', 'VPN drops every ten minutes', 'Only from home, only in the afternoon.'],
  ['Jonas Lindqvist <jonas@example.net>', 'Order of 12 headsets', 'For the new colleagues of the service desk.'],
];

/** UTCDate. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '');

/** Chooses from a select field by its label. */
async function choose(dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await dialog.page().getByRole('option', { name: option }).click();
}

describeWith('Chromium', 'panels', () => {
  describe.each(testDatabases())('on $name', (database) => {
    let desk: PanelsDesk;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      await desk.mail({
        from: 'Zoë van den Berg <zoe@example.com>',
        subject: READER,
        html: `<p>Hello,</p><p>since this morning the reader at the north door stays red. We tried:</p>
        <ul><li>three different badges</li><li>holding them <b>longer</b></li></ul><p>This is what it shows:</p>
        <p><img src="cid:reader@example.com" alt="The reader"></p><p>Zoë</p>`,
        attachments: [
          { filename: 'reader-log.pdf', content: REPORT, contentType: 'application/pdf' },
          { filename: 'reader.png', content: badgeReader(), cid: 'reader@example.com', contentType: 'image/png' },
        ],
      });
      expect(await desk.ticketOf(READER)).toBe(READER_ID);
      const admin = await desk.host.admin();
      await admin.update('Task', READER_ID, { cc: ['facilities@example.com'], due: inDays(-1) });
      for (const [from, subject, text] of MAILS) await desk.mail({ from, subject, text });
      const ordered = await desk.ticketOf('Order of 12 headsets');
      await admin.update('Task', ordered, { due: inDays(6) });
    });

    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
    });

    afterAll(async () => {
      await desk.close();
    });

    const rowOf = (page: Page, text: string) =>
      page.locator('vaadin-grid-cell-content:visible', { hasText: text }).first();

    test('a mail appears in the open Support panel within 2 s, without reload, and nothing jumps', async () => {
      const asked = performance.now();
      const page = await open('bram', '#support');
      await rowOf(page, 'Please add a shared mailbox').waitFor();
      const opening = performance.now() - asked;
      await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
      await desk.mail({
        from: 'Tomás <tomas@example.com>',
        subject: 'Projector in room 4',
        text: 'It shows only green.',
      });
      const begin = performance.now();
      await rowOf(page, 'Projector in room 4').waitFor();
      expect(performance.now() - begin).toBeLessThan(promptly(opening));
      expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true);
    });

    test('an agent reads, downloads every byte, answers, adds a note; the customer never sees the note', async () => {
      const page = await open('bram', '#support');
      await rowOf(page, READER).click();
      await page.getByRole('heading', { name: `#${READER_ID}: ${READER}` }).waitFor();
      await page.getByText('zoe@example.com').first().waitFor();
      await page.getByText('facilities@example.com').first().waitFor();
      await page.frameLocator('comment-entry iframe').getByText('three different badges').waitFor();

      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /Download reader-log.pdf/ }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('reader-log.pdf');
      expect(readFileSync(await file.path()).equals(REPORT)).toBe(true);

      await page.keyboard.press('r');
      await page.getByText('Will be sent to').waitFor();
      await page
        .locator('comment-composer .audience', { hasText: 'zoe@example.com, facilities@example.com' })
        .waitFor();
      await page
        .locator('[contenteditable=true]')
        .fill('Thank you. Somebody is on the way with a new reader; it will be in place before noon.');
      await page.keyboard.press('Control+Enter');
      await page.locator('comment-entry .agent').getByText('Held: no relay').waitFor();

      await page.getByRole('button', { name: 'Private note' }).click();
      await page.getByText('Only colleagues see this').waitFor();
      await page
        .locator('[contenteditable=true]')
        .fill('The reader is from 2009. The spare one is in the cellar, shelf 4.');
      await page.getByRole('button', { name: 'Save note' }).click();
      await page.locator('comment-entry .private').frameLocator('iframe').getByText('from 2009').waitFor();
      await soon(async () => expect(await page.locator('.head .badge').first().textContent()).toBe('In progress'));
    });

    test('a customer asks with a file, the agent sees it at once; the thread is public, closed and reopened', async () => {
      const asked = performance.now();
      const agent = await open('bram', '#support');
      await rowOf(agent, 'Please add a shared mailbox').waitFor();
      const opening = performance.now() - asked;
      const page = await open('carla', '#help', PHONE);
      await page.getByRole('link', { name: /The printer on the second floor/ }).waitFor();
      expect(await page.getByText('Invoice 2026-1187').count()).toBe(0);

      await page.getByRole('button', { name: 'New request' }).click();
      await page.getByLabel('Subject').fill('My badge does not open the gate');
      await page.locator('support-request-form [contenteditable=true]').fill('Since today.');
      await page
        .locator('support-request-form input[type=file]')
        .setInputFiles({ name: 'gate.txt', mimeType: 'text/plain', buffer: Buffer.from('red light') });
      await page.getByText('gate.txt').waitFor();
      // Sending waits for nobody: while a file is still on its way the form says so instead.
      await page.locator('support-request-form progress').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('heading', { name: 'My badge does not open the gate' }).waitFor();
      await page.getByRole('button', { name: /Download gate.txt/ }).waitFor();
      await rowOf(agent, 'My badge does not open the gate').waitFor({ timeout: promptly(opening) });

      await page.getByRole('button', { name: 'Close request' }).click();
      await page.getByRole('button', { name: 'Reopen' }).click();
      await page.getByRole('button', { name: 'Close request' }).waitFor();

      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('link', { name: /The printer on the second floor/ }).click();
      await page.getByText('could you please try once more').waitFor();
      expect(await page.getByText('was duplicated by the driver').count()).toBe(0);
      expect(await page.getByText('Private note').count()).toBe(0);
    });

    test('filters, search and ticket are in the URL and survive a reload', async () => {
      const page = await open('bram', '#support');
      await rowOf(page, 'Please add a shared mailbox').waitFor();
      await page.getByRole('checkbox', { name: 'In progress' }).uncheck();
      await page.getByRole('checkbox', { name: 'Unassigned' }).check();
      await rowOf(page, 'Please add a shared mailbox').click();
      await page.getByPlaceholder('Search tickets').fill('mailbox');
      await page.waitForURL(/progress=needs-action.*text=mailbox/);
      const address = page.url();
      expect(address).toMatch(/#support\/\d+\?progress=needs-action&assigned=unassigned&text=mailbox$/);
      await page.reload();
      await page.getByRole('heading', { name: /Please add a shared mailbox/ }).waitFor();
      await soon(async () => {
        expect(await page.getByRole('checkbox', { name: 'In progress' }).isChecked()).toBe(false);
        expect(await page.getByRole('checkbox', { name: 'Unassigned' }).isChecked()).toBe(true);
        expect(await page.getByPlaceholder('Search tickets').inputValue()).toBe('mailbox');
      });
      await rowOf(page, 'Please add a shared mailbox').waitFor();
      await rowOf(page, 'Invoice 2026-1187').waitFor({ state: 'detached' });
    });

    test('single keys move, assign, search and explain themselves, but never while typing', async () => {
      const page = await open('bram', '#support');
      await rowOf(page, 'Please add a shared mailbox').waitFor();
      await page.keyboard.press('j');
      await page.waitForURL(/#support\/\d+$/);
      const first = page.url();
      await page.keyboard.press('j');
      await page.waitForURL((url) => url.href !== first);
      await page.keyboard.press('k');
      await page.waitForURL(first);

      await page.keyboard.press('?');
      await page.getByText('Answer the customer').waitFor();
      await page.keyboard.press('j');
      expect(page.url()).toBe(first);
      await page.keyboard.press('Escape');
      await page.locator('vaadin-dialog').waitFor({ state: 'detached' });

      await page.keyboard.press('/');
      const search = page.getByPlaceholder('Search tickets');
      await soon(async () => expect(await search.evaluate((input) => document.activeElement === input)).toBe(true));
      await page.keyboard.type('jrna?');
      await soon(async () => expect(await search.inputValue()).toBe('jrna?'));
      await page.waitForURL(/text=/);
      await search.fill('');
      await page.waitForURL(first);
      await page.locator('#ticket-title').click();

      await page.keyboard.press('Control+r').catch(() => undefined);
      await page.locator('support-ticket .head').waitFor();
      expect(await page.locator('comment-composer .open').count()).toBe(0);
      await page.keyboard.press('a');
      const responsible = page.getByRole('combobox', { name: 'Responsible' });
      await eventually('Bram as responsible', async () => (await responsible.inputValue()) === 'Bram de Wit');
    });

    test('only colleagues are offered as responsible, and the choice is kept', async () => {
      const page = await open('bram', '#support/4');
      const responsible = page.getByRole('combobox', { name: 'Responsible' });
      await responsible.fill('a');
      await page.getByRole('option', { name: 'Ada Brouwer' }).waitFor();
      expect(await page.getByRole('option', { name: /Carla|Daniël/ }).count()).toBe(0);
      await page.getByRole('option', { name: 'Ada Brouwer' }).click();
      const admin = await desk.host.admin();
      await eventually('Ada as responsible', async () => {
        const { list } = await admin.get<{ responsibleName: string }>('Task', ['4']);
        return list[0]?.responsibleName === 'Ada Brouwer';
      });
    });

    test('what was written stays with its ticket while another one is read', async () => {
      const page = await open('bram', '#support/1');
      await page.locator('support-ticket .head').waitFor();
      await page.getByRole('button', { name: 'Answer' }).click();
      await page.locator('[contenteditable=true]').fill('Half a sentence');
      await page.evaluate(() => {
        location.hash = '#support/2';
      });
      await page.getByRole('heading', { name: /Invoice 2026-1187/ }).waitFor();
      expect(await page.getByText('Half a sentence').count()).toBe(0);
      await page.evaluate(() => {
        location.hash = '#support/1';
      });
      await page.locator('[contenteditable=true]', { hasText: 'Half a sentence' }).waitFor();
    });

    test('a manager gives customers and agents of a ticket type their rights, each in its own place', async () => {
      const page = await open('ada', '#settings/support-lists');
      await page.getByRole('button', { name: 'Add ticket type' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Building');
      await dialog.getByRole('radio', { name: 'Teal' }).check({ force: true });
      const [customers, agents] = [dialog.locator('gw-share-field').nth(0), dialog.locator('gw-share-field').nth(1)];
      await dialog.getByRole('tab', { name: 'Customers' }).click();
      await customers.getByRole('combobox').fill('Carla');
      await page.getByRole('option', { name: 'Carla Jansen' }).click();
      await customers.getByRole('cell', { name: 'Carla Jansen', exact: true }).waitFor();
      await dialog.getByRole('tab', { name: 'Agents' }).click();
      await agents.getByRole('combobox').fill('Bram');
      await page.getByRole('option', { name: 'Bram de Wit' }).click();
      await agents.getByLabel('May: Bram de Wit').selectOption('Write');
      await picture(page, 'ticket-type');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await rowOf(page, 'Building').waitFor();
      const admin = await desk.host.admin();
      const { list } = await admin.get<{
        name: string;
        color: string;
        shareWith: Record<string, Record<string, boolean>>;
      }>('TaskList', null);
      expect(list.find(({ name }) => name === 'Building')).toMatchObject({ color: '#1f9aa8' });
      const given = Object.values(list.find(({ name }) => name === 'Building')?.shareWith ?? {}).map((rights) =>
        Object.keys(rights).filter((right) => rights[right]),
      );
      expect(given).toContainEqual(['maySubmit']);
      expect(given).toContainEqual(['maySubmit', 'mayRead', 'mayCreate', 'mayWrite']);
    });

    test('the mail log and the outbox say what became of every mail', async () => {
      const page = await open('ada', '#settings/support-mail-log');
      await rowOf(page, 'Badge reader').click();
      await page.getByText('What became of it').waitFor();
      await page.getByRole('link', { name: /Open ticket/ }).waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download .eml' }).click(),
      ]);
      expect(readFileSync(await file.path(), 'latin1')).toContain('Subject: Badge reader');
      await picture(page, 'mail-log');
      await page.evaluate(() => {
        location.hash = '#settings/support-outbox';
      });
      await rowOf(page, 'Re: ').click();
      await page.getByRole('button', { name: 'Send again' }).waitFor();
    });

    (missingReason('Dovecot') === null ? test : test.skip)(
      'a manager configures an IMAP mailbox in System settings; a wrong password is told, the right one brings the mail',
      async () => {
        const dovecot = await Dovecot.start();
        try {
          await dovecot.addUser('hotline@example.test', 'geheim');
          const page = await open('ada', '#settings/support-mailboxes');
          await page.getByRole('button', { name: 'Add mailbox' }).click();
          const dialog = page.getByRole('dialog');
          await dialog.getByLabel('Name', { exact: true }).fill('Hotline');
          await dialog.getByLabel('Address').fill('hotline@example.test');
          await dialog.getByLabel('Server', { exact: true }).fill('127.0.0.1');
          await choose(dialog, 'Encryption', 'None');
          await dialog.getByLabel('Port', { exact: true }).fill(String(dovecot.imapPort));
          await dialog.getByLabel('Username', { exact: true }).fill('hotline@example.test');
          await dialog.locator('input[type=password]').fill('wrong');
          await choose(dialog, 'Import', 'All mail in the folder');
          await dialog.getByRole('button', { name: 'Create' }).click();
          await dialog.waitFor({ state: 'detached' });
          await rowOf(page, 'The mail server refused the password for hotline@example.test').waitFor();

          await rowOf(page, 'Hotline').dblclick();
          await dialog.locator('input[type=password]').fill('geheim');
          await dialog.getByRole('button', { name: 'Save' }).click();
          await dialog.waitFor({ state: 'detached' });
          await rowOf(page, 'hotline@example.test').waitFor();
          await page.locator('vaadin-grid-cell-content:visible', { hasText: 'Working' }).nth(1).waitFor();

          const agent = await open('bram', '#support');
          await rowOf(agent, 'Please add a shared mailbox').waitFor();
          const mail =
            'From: Ines <ines@example.org>\r\nTo: hotline@example.test\r\nSubject: By the hotline\r\n\r\nHello\r\n';
          await dovecot.deliver(mail, 'hotline@example.test');
          await rowOf(agent, 'By the hotline').waitFor();
        } finally {
          await dovecot.stop();
        }
      },
    );

    const screens: [string, string, string, (page: Page) => Promise<void>][] = [
      ['support', 'bram', '#support', async (page) => rowOf(page, 'Please add').waitFor()],
      [
        'ticket',
        'bram',
        `#support/${READER_ID}`,
        async (page) => page.locator('comment-entry .private').first().waitFor(),
      ],
      [
        'answer',
        'bram',
        '#support/1',
        async (page) => {
          await page.getByRole('button', { name: 'Private note' }).first().click();
          await page.locator('[contenteditable=true]').waitFor();
        },
      ],
      [
        'new-ticket',
        'bram',
        '#support',
        async (page) => {
          await page.getByRole('button', { name: 'New ticket' }).click();
          await page.locator('[contenteditable=true]').waitFor();
        },
      ],
      ['help', 'carla', '#help/1', async (page) => page.locator('comment-entry').first().waitFor()],
      ['help-list', 'carla', '#help?completed=1', async (page) => page.locator('help-requests li').first().waitFor()],
      [
        'help-empty',
        'carla',
        '#help?text=nothing+like+this',
        async (page) => page.getByText('Nothing matches').waitFor(),
      ],
      [
        'settings-mailboxes',
        'ada',
        '#settings/support-mailboxes',
        async (page) => page.getByText('support@localhost').first().waitFor(),
      ],
      [
        'settings-mailbox',
        'ada',
        '#settings/support-mailboxes',
        async (page) => {
          await page.getByRole('button', { name: 'Add mailbox' }).click();
          await page.getByRole('dialog').getByLabel('Address').waitFor();
        },
      ],
      ['settings-lists', 'ada', '#settings/support-lists', async (page) => rowOf(page, 'Support').waitFor()],
      [
        'settings-list',
        'ada',
        '#settings/support-lists',
        async (page) => {
          await page.getByRole('button', { name: 'Add ticket type' }).click();
          await page.getByRole('dialog').getByLabel('Name').waitFor();
        },
      ],
      ['mail-log', 'ada', '#settings/support-mail-log', async (page) => rowOf(page, 'Badge reader').waitFor()],
      ['outbox', 'ada', '#settings/support-outbox', async (page) => rowOf(page, 'Re: ').waitFor()],
    ];
    const looks: [string, Look][] = [
      ['light', {}],
      ['dark', { isDark: true }],
      ['phone', PHONE],
      ['phone-dark', { ...PHONE, isDark: true }],
    ];
    // What a screen looks like does not depend on the database.
    if (database.name === testDatabases()[0]?.name) {
      test.each(looks)(
        'no screen breaks a rule of accessibility: %s',
        async (lookName, look) => {
          const faults: string[] = [];
          const byUser = new Map<string, Page>();
          for (const [name, username, route, ready] of screens) {
            const page = byUser.get(username) ?? (await open(username, route, look));
            byUser.set(username, page);
            await desk.visit(page, route);
            await ready(page);
            faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
            await picture(page, `${name}-${lookName}`);
          }
          expect(faults).toEqual([]);
        },
        600_000,
      );
    }

    test('a manager makes a ticket type from beside the filters, an agent does not', async () => {
      const page = await open('ada', '#support');
      await page.getByRole('button', { name: 'Add ticket type' }).click();
      const dialog = page.getByRole('dialog', { name: 'Ticket type' });
      await dialog.getByLabel('Name').fill('Garden');
      await dialog.getByRole('radio', { name: 'Green' }).check({ force: true });
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.locator('support-filters').getByLabel('Garden').first().waitFor();
      await page.getByRole('button', { name: 'Add ticket type' }).scrollIntoViewIfNeeded();
      await picture(page, 'support-types');
      expect(await accessibilityFaults(page)).toEqual([]);
      const agent = await open('bram', '#support');
      await agent.locator('support-filters').getByLabel('Support').first().waitFor();
      expect(await agent.getByRole('button', { name: 'Add ticket type' }).count()).toBe(0);
    });

    // After the pictures, which show mails as they usually are.
    test('mails are kept from being sent, one or many', async () => {
      const page = await open('ada', '#settings/support-outbox');
      await rowOf(page, 'Re: ').click();
      await page.getByRole('button', { name: 'Do not send' }).click();
      await page.getByText('The mail is not sent', { exact: true }).waitFor();
      await page.getByRole('checkbox', { name: 'Select all' }).check();
      const bar = page.getByRole('group', { name: 'Selected rows' });
      await bar.getByRole('button', { name: 'Do not send' }).click();
      const admin = await desk.host.admin();
      const states = async () =>
        (await admin.get<{ state: string }>('OutboxMessage', null)).list.map(({ state }) => state);
      await soon(async () => expect(new Set(await states())).toEqual(new Set(['withdrawn'])));
      await picture(page, 'outbox-withdrawn');
    });

    test('no page complains: no fault in a script, nothing that the policy refuses', () => {
      expect(desk.complaints).toEqual([]);
    });
  });
});
