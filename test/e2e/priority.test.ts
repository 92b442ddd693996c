import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Agents say how urgent a ticket is and when it starts; customers neither see nor say it.

interface Ticket {
  readonly id: string;
  readonly title: string;
  readonly priority: number;
  readonly start: string | null;
}

describeWith('Chromium', 'priority and start', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let list: string;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const read = async (id: string): Promise<Ticket | undefined> => (await admin.get<Ticket>('Task', [id])).list[0];
    const reads = (id: string, wanted: Partial<Ticket>) =>
      soon(async () => expect(await read(id)).toMatchObject(wanted));
    const file = async (title: string, more: object = {}, taskListId = list): Promise<string> =>
      (await admin.create('Task', { title, taskListId, ...more })).id;
    /** A ticket type of its own, in which Ada may work. */
    const type = async (name: string): Promise<string> => {
      const [ada = ''] = await admin.query('Principal', { text: 'ada' });
      const shareWith = { [ada]: { mayRead: true, mayCreate: true, mayWrite: true } };
      return (await admin.create('TaskList', { name, role: 'support', shareWith })).id;
    };
    const fields = (page: Page): Locator => page.locator('support-ticket-fields');
    const listed = async (page: Page, titles: readonly string[]) =>
      soon(async () => {
        const boxes = page.locator('vaadin-grid .select-row:visible');
        const rows = await boxes.evaluateAll((all) =>
          all.map((box) => ({ label: box.ariaLabel, top: box.getBoundingClientRect().top })),
        );
        const labels = rows.sort((a, b) => a.top - b.top).map(({ label }) => label);
        expect(labels).toEqual(titles.map((title) => `Select ${title}`));
      });

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      list = await type('Urgent and not');
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('are set on the ticket; a start after the due date is refused and put back', async () => {
      const id = await file('Paper jam', { due: '2026-12-04T22:59:59Z' });
      const page = await open('ada', `#support/${id}`);
      await fields(page).getByLabel('Priority').selectOption('High');
      await reads(id, { priority: 1 });
      const start = fields(page).getByLabel('Start');
      await start.fill('2026-12-02');
      await start.blur();
      await reads(id, { start: '2026-12-01T23:00:00Z' });
      await picture(page, 'ticket-priority');
      expect(await accessibilityFaults(page)).toEqual([]);
      await start.fill('2026-12-24');
      await start.blur();
      await page.getByText('must not be before start').waitFor();
      await soon(async () => expect(await start.inputValue()).toBe('2026-12-02'));
      await start.fill('');
      await start.blur();
      await reads(id, { start: null, priority: 1 });
    });

    test('other numbers than those of the words are shown by the word that they mean', async () => {
      const id = await file('From another program', { priority: 3 });
      const page = await open('ada', `#support/${id}`, PHONE);
      const priority = fields(page).getByLabel('Priority');
      // What is said comes first there.
      await priority.waitFor({ state: 'hidden' });
      await fields(page).getByRole('button', { name: 'All fields' }).tap();
      await priority.waitFor();
      expect(await priority.locator('option:checked').textContent()).toBe('High');
      await picture(page, 'ticket-priority-phone');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await read(id)).toMatchObject({ priority: 3 });
      await fields(page).getByRole('button', { name: 'Fewer fields' }).tap();
      await priority.waitFor({ state: 'hidden' });
    });

    test('are said of a new ticket', async () => {
      const page = await open('ada', '#support');
      await page.getByRole('button', { name: 'New ticket' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'New ticket' });
      await dialog.getByLabel('Subject').fill('Smoke in the server room');
      await dialog.getByRole('combobox', { name: 'Ticket type' }).selectOption('Urgent and not');
      await dialog.getByLabel('Priority').selectOption('Medium');
      await dialog.getByLabel('Start').fill('2026-12-03');
      await dialog.locator('[contenteditable=true]').fill('Please look.');
      await picture(page, 'new-ticket-priority');
      expect(await accessibilityFaults(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      const [id = ''] = await admin.query('Task', { title: 'Smoke in the server room' });
      expect(await read(id)).toMatchObject({ priority: 5, start: '2026-12-02T23:00:00Z' });
    });

    test('what is said of a new ticket is not lost unasked', async () => {
      const page = await open('ada', '#support', PHONE);
      await page.getByRole('button', { name: 'New ticket' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'New ticket' });
      await dialog.getByLabel('Priority').selectOption('Low');
      await picture(page, 'new-ticket-priority-phone');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
      expect(await dialog.getByLabel('Priority').inputValue()).toBe('9');
    });

    test('many tickets get a priority at once, are found by it, and get back what they had', async () => {
      const titles = ['One', 'Two', 'Three'];
      const own = await type('Of all priorities');
      const ids: string[] = [];
      for (const [n, priority] of [0, 7, 5].entries()) ids.push(await file(titles[n]!, { priority }, own));
      const had = async () => (await Promise.all(ids.map(read))).map((ticket) => ticket?.priority);
      const route = `#support?lists=${own}&progress=any&sort=id`;
      const page = await open('ada', route, { isDark: true });
      for (const title of titles.slice(0, 2))
        await page.getByRole('checkbox', { name: `Select ${title}`, exact: true }).check();
      const bar = page.getByRole('group', { name: 'Selected rows' });
      await bar.getByRole('button', { name: 'Priority', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'High', exact: true }).click();
      await page.getByText('2 are changed.', { exact: true }).waitFor();
      expect(await had()).toEqual([1, 1, 5]);
      const box = (name: string) => page.getByRole('group', { name: 'Priority' }).getByLabel(name, { exact: true });
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      await page.getByText('2 are as they were.', { exact: true }).waitFor();
      expect(await had()).toEqual([0, 7, 5]);
      await box('Low').check();
      await listed(page, ['Two']);
      await box('Medium').check();
      await listed(page, ['Two', 'Three']);
      await page.locator('.priority', { hasText: 'Medium' }).first().waitFor();
      expect(page.url()).toContain('priority=medium');
      await picture(page, 'tickets-by-priority-dark');
      expect(await accessibilityFaults(page)).toEqual([]);
      await box('None').check();
      await page.locator('.priority', { hasText: 'Low' }).waitFor();
      await listed(page, titles);
    });

    test('a customer is neither shown the priority nor asked for it', async () => {
      const carla = await eventually('Carla', async () => (await admin.query('Principal', { text: 'carla' }))[0]);
      const [filed = ''] = await admin.query('Task', { customerId: [carla] });
      await admin.update('Task', filed, { priority: 1 });
      const page = await open('carla', `#help/${filed}`);
      await page.locator('comment-thread').waitFor();
      expect(await page.getByText(/priority|^high$/i).count()).toBe(0);
      await page.getByRole('button', { name: 'New request' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'New request' });
      await dialog.locator('[contenteditable=true]').waitFor();
      expect(await dialog.getByLabel(/priority|start/i).count()).toBe(0);
    });
  });
});
