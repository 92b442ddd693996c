import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// A manager makes categories, an agent sorts tickets by them, a customer sees nothing of it.

describeWith('Chromium', 'categories', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let ticket: string;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const found = await admin.query('Task', { role: 'support', title: 'printer' });
      ticket = found[0]!;
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    const shown = (page: Page): Promise<number> =>
      page.locator('x-grid > .rows').evaluate((status) => Number(/\d+/.exec(status.textContent)?.[0] ?? '0'));

    test('a manager makes one of a ticket type and one of all, with mouse and keyboard', async () => {
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      const { list: lists } = await admin.get<{ name: string }>('TaskList', [list]);
      const page = await desk.page('ada', '#settings/support-categories');
      await page.getByRole('button', { name: 'Add category' }).click();
      const dialog = page.getByRole('dialog', { name: 'Category' });
      await dialog.getByLabel('Name').fill('Toner');
      await dialog.getByRole('combobox', { name: 'Tickets of' }).fill(lists[0]!.name);
      await page.getByRole('option', { name: lists[0]!.name }).click();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'category-dialog');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Toner', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Add category' }).click();
      await dialog.getByLabel('Name').fill('Ωμέγα');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Ωμέγα', { exact: true }).waitFor();
      const { list: made } = await admin.get<{ name: string; taskListId: string | null }>('TaskCategory', null);
      expect(made).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: 'Toner', taskListId: list }),
          expect.objectContaining({ name: 'Ωμέγα', taskListId: null }),
        ]),
      );
      await picture(page, 'settings-support-categories-light');
    });

    test('an agent gives and takes them, shows those tickets alone, and a colleague sees it at once', async () => {
      const page = await desk.page('bram', `#support/${ticket}`, { width: 1600 });
      const colleague = await desk.page('ada', `#support/${ticket}`, { width: 1600 });
      const given = (on: Page) => on.getByRole('group', { name: 'Categories' }).getByRole('listitem');
      await soon(async () =>
        expect(await given(page).allTextContents()).toEqual([expect.stringContaining('Hardware')]),
      );
      const box = page.getByRole('combobox', { name: /Categories/ });
      await box.fill('ton');
      await page.getByRole('option', { name: 'Toner' }).click();
      await soon(async () => expect(await given(colleague).count()).toBe(2));
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-categories');
      await page.getByRole('button', { name: 'Remove Hardware' }).click();
      await soon(async () =>
        expect(await given(colleague).allTextContents()).toEqual([expect.stringContaining('Toner')]),
      );

      const all = await shown(page);
      expect(all).toBeGreaterThan(1);
      await page.locator('support-filters').getByLabel('Toner').check();
      await soon(async () => expect(await shown(page)).toBe(1));
      expect(page.url()).toContain('categories=');
      await page.reload();
      await soon(async () => expect(await shown(page)).toBe(1));
      await page.locator('vaadin-grid').getByText('The printer on the second floor').waitFor();
      const menu = page.locator('details.grid-menu');
      await menu.locator('summary').press('Enter');
      await menu.getByLabel('Categories', { exact: true }).check();
      await page.keyboard.press('Escape');
      await page.locator('vaadin-grid').getByText('Toner', { exact: true }).waitFor();
      await picture(page, 'support-categories');
      await page.locator('support-filters').getByLabel('Toner').uncheck();
      await soon(async () => expect(await shown(page)).toBe(all));
    });

    test('one of a ticket type that is not shown any more is not checked unseen', async () => {
      const [bram = ''] = await admin.query('Principal', { text: 'bram' });
      const shareWith = { [bram]: { mayRead: true } };
      const garden = (await admin.create('TaskList', { name: 'Garden', role: 'support', shareWith })).id;
      const weeds = (await admin.create('TaskCategory', { name: 'Weeds', taskListId: garden })).id;
      const page = await desk.page('bram', `#support?lists=${garden}&categories=${weeds}`);
      const group = (name: string) => page.locator('support-filters').getByRole('group', { name, exact: true });
      const box = (name: string) => group('Categories').getByLabel(name, { exact: true });
      const address = () => page.evaluate(() => location.hash);
      await box('Weeds').waitFor();
      expect(await box('Weeds').isChecked()).toBe(true);
      await group('Ticket types').getByLabel('Support', { exact: true }).check();
      await soon(async () => expect(await address()).toMatch(/lists=\d+(,|%2C)\d+/));
      expect(await address()).toContain(`categories=${weeds}`);
      await group('Ticket types').getByLabel('Garden', { exact: true }).uncheck();
      await soon(async () => expect(await address()).not.toContain('categories='));
      await box('Weeds').waitFor({ state: 'detached' });
      // An address from elsewhere may ask for what finds nothing: that is seen, and can be unchecked.
      const { list: lists } = await admin.get<{ id: string; name: string }>('TaskList', null);
      const support = lists.find(({ name }) => name === 'Support')!.id;
      await desk.visit(page, `#support?lists=${support}&categories=${weeds}`);
      await box('Another category').press('Space');
      await soon(async () => expect(await address()).not.toContain('categories='));
      await page.context().close();
    });

    test('on a phone they are changed as well, in the dark', async () => {
      const page = await desk.page('bram', `#support/${ticket}`, { ...PHONE, isDark: true });
      await page.getByRole('button', { name: 'All fields' }).tap();
      await page.getByRole('combobox', { name: /Categories/ }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isTooWide).toBe(false);
      await picture(page, 'ticket-categories-phone');
    });

    test('a customer is shown nothing of them', async () => {
      const page = await desk.page('carla', '#help');
      await page.getByText('printer').first().click();
      await page.getByText('removed a second print queue').first().waitFor();
      expect(await page.getByText(/Categor|Toner/).count()).toBe(0);
    });
  });
});
