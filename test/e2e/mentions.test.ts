import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// A colleague is named in a note, hears of it, and goes there.

describeWith('Chromium', 'mentions', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const ticket = async (title: string): Promise<string> => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      return (await admin.create('Task', { title, taskListId })).id;
    };
    /** Opens the composer of a note and types. */
    const note = async (page: Page, text: string): Promise<void> => {
      await page.getByRole('button', { name: 'Private note' }).click();
      await page.getByRole('textbox', { name: 'Your private note' }).waitFor();
      await page.keyboard.type(text);
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    test('a colleague is named by the keyboard, hears of it at once, goes there, and has read it', async () => {
      const bram = await open('bram', '#support');
      await bram.getByRole('button', { name: '0 unread notifications' }).click();
      await bram.getByText('Nobody has told you anything yet.').waitFor();
      await bram.keyboard.press('Escape');
      const id = await ticket('Reader at the north door');
      const ada = await open('ada', `#support/${id}`);
      await note(ada, 'Can you look, @');
      const list = ada.getByRole('listbox', { name: 'People to mention' });
      // Nobody mentions themselves, and customers are no colleagues.
      await list.getByRole('option').nth(1).waitFor();
      expect(await list.getByRole('option').allTextContents()).toEqual([
        expect.stringContaining('Administrator'),
        expect.stringContaining('Bram de Wit'),
      ]);
      await ada.keyboard.type('bra');
      await list.getByRole('option', { name: 'Bram de Wit' }).waitFor();
      await list.getByRole('option', { name: 'Administrator' }).waitFor({ state: 'detached' });
      await picture(ada, 'mention');
      expect(await accessibilityFaults(ada)).toEqual([]);
      await ada.keyboard.press('Enter');
      await ada.keyboard.type('before noon?');
      await ada.keyboard.press('Control+Enter');
      await ada.locator('comment-entry').waitFor();

      await bram.getByRole('button', { name: '1 unread notification' }).click();
      const told = bram.getByRole('link', { name: 'Ada Brouwer mentioned you' });
      await told.getByText('Reader at the north door').waitFor();
      await picture(bram, 'notifications');
      expect(await accessibilityFaults(bram)).toEqual([]);
      await told.click();
      await bram.getByRole('heading', { name: `#${id}:` }).waitFor();
      const words = bram.frameLocator('comment-entry iframe').getByText('Can you look, @Bram de Wit before noon?');
      await words.waitFor();
      await bram.getByRole('button', { name: '0 unread notifications' }).waitFor();
    });

    test('a text with a name survives going to another ticket and back', async () => {
      const [here, there] = [await ticket('First'), await ticket('Second')];
      const page = await open('ada', `#support/${here}`);
      await note(page, 'Is this yours, @bram');
      await page.getByRole('option', { name: 'Bram de Wit' }).click();
      await page.evaluate((hash) => location.assign(hash), `#support/${there}`);
      await page.getByRole('heading', { name: `#${there}:` }).waitFor();
      await page.evaluate((hash) => location.assign(hash), `#support/${here}`);
      const text = page.getByRole('textbox', { name: 'Your private note' });
      await text.getByText('@Bram de Wit').waitFor();
      await page.getByRole('button', { name: 'Save note' }).click();
      await page.locator('comment-entry').waitFor();
      const [commentId = ''] = await admin.query('Comment', { entityType: 'Task', entityId: here });
      const [bramId] = await admin.query('Principal', { text: 'bram' });
      expect((await admin.get('Comment', [commentId], ['mentions'])).list).toMatchObject([{ mentions: [bramId] }]);
    });

    test('whoever may not read it is not offered, and nobody is mentioned who no longer may: the text stays', async () => {
      const stella = await desk.host.person('stella', { permissions: ['support:use'] });
      const id = await ticket('Hidden from Stella');
      const page = await open('ada', `#support/${id}`);
      await note(page, 'What do you say, @stel');
      await page.getByRole('status').getByText('No colleague of this name may read this').waitFor();
      await picture(page, 'mention-nobody');
      expect(await accessibilityFaults(page)).toEqual([]);
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      const share = (rights: unknown) =>
        admin.update('TaskList', list, { [`shareWith/${stella.principalId}`]: rights });
      await share({ maySubmit: true, mayRead: true });
      await page.keyboard.type('l');
      await page.getByRole('option', { name: 'Stella' }).click();
      await share(null);
      await page.keyboard.press('Control+Enter');
      await page.getByText('mentions name Stella, who may not read this').waitFor();
      await page.getByRole('textbox', { name: 'Your private note' }).getByText('@Stella').waitFor();
      expect(await admin.query('Comment', { entityType: 'Task', entityId: id })).toEqual([]);
      // Escape leaves the choice, not the note.
      await page.keyboard.type(' or @bra');
      await page.getByRole('option', { name: 'Bram de Wit' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      expect(await page.getByRole('textbox', { name: 'Your private note' }).isVisible()).toBe(true);
    });

    test('the list is as good on a phone in the dark; all is marked as read at once', async () => {
      const bram = await admin.query('Principal', { text: 'bram' });
      for (const title of ['One', 'Two', 'Three']) {
        const about = { entityType: 'Task', entityId: await ticket(title), text: 'Look', mentions: bram };
        await admin.create('Comment', about);
      }
      const page = await open('bram', '#support', { ...PHONE, isDark: true });
      await page.getByRole('button', { name: /[3-9] unread notifications/ }).click();
      const box = page.getByRole('dialog', { name: 'Notifications' });
      await box.getByText('Three').waitFor();
      expect(await box.getByText('Administrator mentioned you').count()).toBeGreaterThanOrEqual(3);
      await picture(page, 'notifications-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      await box.getByRole('button', { name: 'Mark all as read' }).click();
      await page.getByRole('button', { name: '0 unread notifications' }).waitFor();
    });
  });
});
