import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// A manager writes replies, an agent inserts them, a customer sees nothing of it.

const CUSTOMER = '<img src=x onerror=alert(1)> {agent} & Söhne';
const SUBJECT = '<b>Bold</b> {number}';

describeWith('Chromium', 'canned replies', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let ticket: string;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const { id: customerId } = await admin.create('Contact', { name: CUSTOMER, addresses: ['soehne@example.com'] });
      ticket = (await admin.create('Task', { title: SUBJECT, taskListId, customerId })).id;
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Insert a reply' });
    const text = (page: Page, name = 'Your answer') => page.getByRole('textbox', { name });
    const words = (page: Page, name?: string) => text(page, name).innerText();

    test('a manager writes one; a word that stands for nothing is refused by name', async () => {
      const page = await desk.page('ada', '#settings/support-replies');
      await page.getByText('We are looking into it').first().waitFor();
      await page.getByRole('button', { name: 'Add reply' }).click();
      const dialog = page.getByRole('dialog', { name: 'Reply' });
      await dialog.getByLabel('Name').fill('Everything at once');
      const body = dialog.getByRole('textbox', { name: 'Text' });
      await body.fill('For {costumer}');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.getByRole('alert').getByText('{costumer}').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'reply-dialog');
      await body.fill('For {customer},\n\n{subject} (#{number})\nin {list}: {agent}');
      await dialog.getByRole('combobox', { name: 'For tickets of' }).fill('Supp');
      await page.getByRole('option', { name: 'Support' }).click();
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Everything at once').first().waitFor();
      await picture(page, 'admin-support-replies');
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    test('an agent finds one by the keyboard and inserts it where the cursor is, as plain text', async () => {
      const page = await desk.page('bram', `#support/${ticket}`);
      await page.locator('.closed').getByRole('button', { name: 'Answer' }).click();
      await text(page).waitFor();
      await page.keyboard.type('Before  after');
      for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft');
      await page.getByRole('button', { name: 'Replies' }).press('Enter');
      await dialogOf(page).getByRole('option').nth(2).waitFor();
      await picture(page, 'replies');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.type('nothing of the kind');
      await dialogOf(page).getByRole('status').getByText('No reply found').waitFor();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('at once');
      await soon(async () => expect(await dialogOf(page).getByRole('option').count()).toBe(1));
      await page.keyboard.press('Enter');
      await dialogOf(page).waitFor({ state: 'detached' });
      const inserted = `For ${CUSTOMER},\n\n${SUBJECT} (#${ticket})\nin Support: Bram de Wit`;
      await soon(async () => expect(await words(page)).toBe(`Before \n\n${inserted}\n\n after`));
      expect(await text(page).locator('img, b, strong').count()).toBe(0);
      // The cursor is behind it.
      await page.keyboard.type('!');
      await picture(page, 'reply-inserted');
      await page.keyboard.press('Control+Enter');
      await page.locator('comment-entry').waitFor();
      const [commentId = ''] = await admin.query('Comment', { entityType: 'Task', entityId: ticket });
      const { list } = await admin.get<{ text: string; html: string }>('Comment', [commentId]);
      expect(list[0]!.html).toContain('&lt;img src=x onerror=alert(1)&gt; {agent} &amp; Söhne');
      expect(list[0]!.text).toContain(`${SUBJECT} (#${ticket})`);
    });

    test('so does who writes a note on a phone in the dark; Escape inserts nothing', async () => {
      await admin.create('CannedReply', { name: 'Short', text: 'Seen by {agent}' });
      const page = await desk.page('bram', `#support/${ticket}`, { ...PHONE, isDark: true });
      await page.locator('.closed').getByRole('button', { name: 'Private note' }).click();
      const note = 'Your private note';
      await text(page, note).waitFor();
      await page.keyboard.type('So ');
      const button = page.getByRole('button', { name: 'Replies' });
      await button.click();
      await dialogOf(page).getByRole('option').first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'replies-dark-390');
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await page.keyboard.press('Escape');
      await dialogOf(page).waitFor({ state: 'detached' });
      expect(await words(page, note)).toBe('So ');
      await button.click();
      await dialogOf(page).getByRole('option', { name: 'Short' }).click();
      // One line goes into the line.
      await soon(async () => expect(await words(page, note)).toBe('So Seen by Bram de Wit'));
      await picture(page, 'reply-note-dark-390');
    });

    test('a customer is shown nothing of them', async () => {
      const page = await desk.page('carla', '#help');
      await page.getByText('printer').first().click();
      await page.locator('.closed').getByRole('button', { name: 'Reply' }).click();
      await text(page, 'Your reply').waitFor();
      expect(await page.getByRole('button', { name: 'Replies' }).count()).toBe(0);
    });
  });
});
