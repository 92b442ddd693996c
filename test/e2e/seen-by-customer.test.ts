import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// An agent looks at a ticket with the customer's eyes.

describeWith('Chromium', 'a ticket as its customer sees it', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let id = '';
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const say = (text: string, isPrivate: boolean) =>
      admin.create('Comment', { entityType: 'Task', entityId: id, text, isPrivate });
    const menu = (page: Page) => page.locator('summary[aria-label="More about the ticket"]');

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const [customerId = ''] = await admin.query('Principal', { text: 'carla' });
      for (const [name, key, forCustomers] of [
        ['Order', 'order', true],
        ['Margins', 'margin', false],
      ] as const) {
        const set = await admin.create('CustomFieldSet', { type: 'Task', name, forCustomers });
        await admin.create('CustomField', { fieldSetId: set.id, key, name, kind: 'text' });
      }
      const customFields = { order: 'Order 4711', margin: 'Twelve per cent' };
      id = (await admin.create('Task', { title: 'Wrong badge', taskListId, customerId, customFields })).id;
      await say('Please send a picture', false);
      await say('Not her first badge', true);
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    test.each<[string, Look]>([
      ['light', { width: 1440 }],
      ['phone-dark', { ...PHONE, isDark: true }],
    ])('by keyboard: what is public, and nothing else; Escape leads back (%s)', async (name, look) => {
      const page = await open('ada', `#support/${id}`, look);
      await page.getByText('Twelve per cent').waitFor();
      await menu(page).press('Enter');
      await page.getByRole('button', { name: 'See as the customer' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `ticket-menu-${name}`);
      await page.getByRole('button', { name: 'See as the customer' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: /^As Carla.* sees it$/ });
      await dialog.getByRole('heading', { name: 'Wrong badge' }).waitFor();
      await dialog.getByText('Please send a picture').waitFor();
      await dialog.getByText('Order 4711').waitFor();
      expect(await dialog.locator('comment-entry').count()).toBe(1);
      expect(await dialog.getByText('Twelve per cent').count()).toBe(0);
      for (const control of ['textbox', 'combobox', 'checkbox'] as const)
        expect(await dialog.getByRole(control).count()).toBe(0);
      await picture(page, `ticket-as-customer-${name}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await soon(async () =>
        expect(await menu(page).evaluate((button) => button === document.activeElement)).toBe(true),
      );
    });

    test('Escape closes the menu, and a ticket of nobody says so', async () => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const nobody = await admin.create('Task', { title: 'Our own', taskListId });
      const page = await open('ada', `#support/${nobody.id}`);
      await menu(page).click();
      await page.getByRole('button', { name: 'Merge…' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Merge…' }).waitFor({ state: 'hidden' });
      await menu(page).click();
      await page.getByRole('button', { name: 'See as the customer' }).click();
      const dialog = page.getByRole('dialog', { name: 'As a customer sees it' });
      await dialog.getByText('This ticket has no customer').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
    });
  });
});
