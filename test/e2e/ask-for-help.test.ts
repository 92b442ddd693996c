import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Help is asked for from any screen; what the screen was goes along, is shown before, and holds nothing else.

interface Entry {
  readonly text: string;
  readonly html: string;
  readonly isPrivate: boolean;
}

describeWith('Chromium', 'asking for help', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const clientOf = async (text: string): Promise<Client> => {
      const [id] = await admin.query('Principal', { text, hasLogin: true });
      return desk.host.clientOf(Number(id));
    };
    /** Chooses the entry of the user's menu. */
    const ask = async (page: Page, name = 'Ask for help') => {
      await page.locator('gw-top-bar .user').click();
      await page.getByRole('button', { name }).click();
      await page.locator('support-along').waitFor();
      // The editor comes last, and moves what is below it.
      await page.locator('support-request-form [contenteditable=true]').waitFor();
      return page.locator('support-along');
    };
    /** What is shown to go along, by its name. */
    const shown = async (page: Page): Promise<Record<string, string>> => {
      const rows = await page.locator('support-along li').all();
      const lines = rows.map(async (row) => [
        await row.locator('.soft').innerText(),
        await row.locator('.text').innerText(),
      ]);
      return Object.fromEntries(await Promise.all(lines)) as Record<string, string>;
    };
    const send = async (page: Page, title: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Subject' }).fill(title);
      await page.locator('support-request-form [contenteditable=true]').fill('Why is that?');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('Your request has been sent').waitFor();
    };
    const firstEntry = async (title: string, client = admin): Promise<Entry> => {
      const [entityId = ''] = await admin.query('Task', { title });
      const ids = await client.query('Comment', { entityType: 'Task', entityId });
      const { list } = await client.get<Entry>('Comment', ids);
      expect(list).toHaveLength(1);
      return list[0]!;
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0).filter((text) => !text.includes('502'))).toEqual([]);
    });
    afterAll(() => desk.close());

    test('what the screen was goes along: the page, what was open, the error just shown, and no secret', async () => {
      const [id = ''] = await admin.query('Task', { title: 'Invoice 2026-1187 shows the old address' });
      const page = await open('ada', `?token=geheim#support/${id}?assigned=mine&access_token=geheim`);
      await page.getByRole('heading', { name: `#${id}:` }).waitFor();
      await page.route('**/jmap/api', async (route) => {
        const { methodCalls } = route.request().postDataJSON() as { methodCalls: [string, object, string][] };
        if (!methodCalls.some(([name]) => name === 'Task/set')) return route.fallback();
        const description = 'The address book at https://desk:geheim@books.example/?password=geheim did not answer';
        const methodResponses = methodCalls.map(([, , call]) => ['error', { type: 'serverFail', description }, call]);
        await route.fulfill({ json: { methodResponses, sessionState: 'x' } });
      });
      await page.locator('support-ticket-fields select').first().selectOption('completed');
      await page.locator('.toast.red').getByText('did not answer').waitFor();
      await page.unroute('**/jmap/api');
      await ask(page);
      const lines = await shown(page);
      expect(lines).toEqual({
        Page: 'Support',
        'Open there': 'Invoice 2026-1187 shows the old address',
        'Error shown': expect.stringMatching(
          /^The address book at https:\/\/…@books\.example\/\?password=… did not answer \(.*\d:\d\d.*, Europe\/Amsterdam\)$/,
        ) as string,
        Address: expect.stringMatching(
          new RegExp(`^http://localhost:\\d+/#support/${id}\\?assigned=mine&access_token=`),
        ) as string,
        Language: expect.stringContaining('English') as string,
        Program: expect.stringMatching(/ \d+\.\d+\.\d+$/) as string,
        Browser: expect.stringMatching(/^Chrome \d+, Linux$/) as string,
        Window: '1280 × 800',
      });
      expect(JSON.stringify(lines)).not.toContain('geheim');
      await picture(page, 'ask-for-help');
      expect(await accessibilityFaults(page)).toEqual([]);
      await send(page, 'Saving fails');
      // One stays where one was.
      expect(page.url()).toContain(`#support/${id}`);
      const entry = await firstEntry('Saving fails');
      const told = Object.entries(lines).map(([name, text]) => `> ${name}: ${text}`);
      expect(entry.text.split('\n').filter((line) => line !== '')).toEqual(['Why is that?', ...told]);
      expect(entry.html).toContain('<blockquote>');
      expect(entry.isPrivate).toBe(false);
      // Whoever could work on it as an agent has asked all the same, and finds it in Help.
      await desk.visit(page, '#help');
      await page
        .locator('help-requests')
        .getByRole('link', { name: /Saving fails/ })
        .waitFor();
    });

    test('a customer on a phone in the dark takes out what they like; nothing is sent that is not shown', async () => {
      const page = await open('carla', '#account/profile', { ...PHONE, isDark: true });
      const along = await ask(page);
      expect(Object.keys(await shown(page))).toEqual(['Page', 'Address', 'Language', 'Program', 'Browser', 'Window']);
      expect((await shown(page))['Page']).toBe('My account › Profile');
      await along.scrollIntoViewIfNeeded();
      await picture(page, 'ask-for-help-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(390);
      for (const name of await along
        .getByRole('button')
        .all()
        .then((all) => all.map(() => /Take out/)))
        await along.getByRole('button', { name }).first().click();
      await along.getByText('Nothing but your message is sent.').waitFor();
      await along.getByRole('button', { name: 'Put all back' }).click();
      for (const name of ['Address', 'Program', 'Browser', 'Window'])
        await along.getByRole('button', { name: `Take out: ${name}` }).click();
      expect(Object.keys(await shown(page))).toEqual(['Page', 'Language']);
      await send(page, 'From my account');
      const { text } = await firstEntry('From my account', await clientOf('carla'));
      expect(text.split('\n').filter((line) => line !== '')).toEqual([
        'Why is that?',
        '> Page: My account › Profile',
        expect.stringContaining('> Language: ') as string,
      ]);
    });

    test('without anything that goes along the message is what was written', async () => {
      const page = await open('carla', '#help');
      const along = await ask(page);
      while ((await along.getByRole('button', { name: /Take out/ }).count()) > 0)
        await along
          .getByRole('button', { name: /Take out/ })
          .first()
          .click();
      await send(page, 'Bare');
      expect(await firstEntry('Bare')).toMatchObject({ text: 'Why is that?', html: '<p>Why is that?</p>' });
    });

    test('what the agent may not see stays with what was shown, and what the asker may not see is not told', async () => {
      const ada = await clientOf('ada');
      const { id: taskListId } = await ada.create('TaskList', { name: 'Ada alone', role: 'list' });
      const { id } = await ada.create('Task', { title: 'Surprise for Bram', taskListId });
      const page = await open('ada', `#tasks/${id}`);
      await page.getByRole('heading', { name: 'Surprise for Bram' }).waitFor();
      const along = await ask(page);
      expect((await shown(page))['Open there']).toBe('Surprise for Bram');
      await along.getByRole('button', { name: 'Take out: Open there' }).click();
      await send(page, 'About a task of mine');
      const bram = await clientOf('bram');
      const { text } = await firstEntry('About a task of mine', bram);
      expect(text).toContain(`#tasks/${id}`);
      expect(text).not.toContain('Surprise');
      // Not in a preview of the link, nor where it leads.
      const [ticket = ''] = await admin.query('Task', { title: 'About a task of mine' });
      const other = await open('bram', `#support/${ticket}`);
      await other.frameLocator('comment-entry iframe').getByText(`#tasks/${id}`).waitFor();
      expect(await other.content()).not.toContain('Surprise');
      await picture(other, 'asked-for-help');
      await other.evaluate((hash) => location.assign(hash), `#tasks/${id}`);
      await other
        .locator('task-view')
        .getByText(/not here|no longer/i)
        .first()
        .waitFor();
      // What Bram asks about a page that he does not see says nothing of it but its address.
      await ask(other);
      const lines = await shown(other);
      expect(lines['Address']).toContain(`#tasks/${id}`);
      expect(JSON.stringify(lines)).not.toContain('Surprise');
    });

    test('who may not file requests is not offered it', async () => {
      const everyone = await admin.query('Principal', { text: 'Everyone', type: 'group' });
      const [module] = (await admin.get<{ id: string; name: string; grants: object }>('Module', null)).list.filter(
        ({ name }) => name === 'help',
      );
      const grant = (isGiven: boolean) =>
        admin.update('Module', module!.id, { grants: { use: isGiven ? { [everyone[0]!]: true } : {} } });
      await grant(false);
      const page = await open('daniel', '#account/profile');
      await page.locator('gw-top-bar .user').click();
      await page.getByRole('button', { name: 'Log out' }).waitFor();
      expect(await page.getByRole('button', { name: 'Ask for help' }).count()).toBe(0);
      await grant(true);
    });

    test.each([
      ['nl', 'Hulp vragen', 'Gaat mee met je bericht', 'Pagina'],
      ['de', 'Um Hilfe bitten', 'Geht mit Ihrer Nachricht mit', 'Seite'],
    ])('it is asked in the language of the person: %s', async (locale, name, heading, label) => {
      const daniel = await clientOf('daniel');
      await daniel.update('Profile', 'singleton', { locale });
      const page = await open('daniel', '#help', PHONE);
      const along = await ask(page, name);
      await along.getByRole('heading', { name: heading }).waitFor();
      expect(Object.keys(await shown(page))[0]).toBe(label);
      await along.scrollIntoViewIfNeeded();
      await picture(page, `ask-for-help-${locale}-390`);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });
});
