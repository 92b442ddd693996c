import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { ExpiryJob } from '../../modules/support/expiry/expiry.job';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// What a manager settles for the whole desk: which tickets close by themselves, and under which headings ticket types are.

describeWith('Chromium', 'the rules of the desk', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let ticket: string;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      [ticket = ''] = await admin.query('Task', { role: 'support', title: 'printer' });
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    const settings = async (): Promise<Record<string, unknown>> =>
      (await admin.get<Record<string, unknown>>('SupportSettings', null)).list[0]!;
    const isTooWide = (page: Page): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

    test('a manager sees what would close before anything is saved, and what is spared', async () => {
      const page = await desk.page('ada', '#settings/support-settings');
      const dialog = page.getByRole('dialog', { name: 'What would close' });
      const preview = async (): Promise<void> => {
        await page.getByRole('button', { name: 'What would close' }).press('Enter');
        await dialog.locator('.summary').waitFor();
      };
      await preview();
      await dialog.getByText('With 0 days no ticket is closed.').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByLabel('Days until a ticket is closed').fill('1');
      await preview();
      await dialog.getByText('1 ticket would be closed now.').waitFor();
      const row = dialog.getByRole('row', { name: /The printer on the second floor/ });
      expect(await row.getByRole('cell').allInnerTexts()).toEqual([`#${ticket}`, 'Support', '2 days ago']);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'expiry-preview');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('combobox', { name: /Categories that stay open/ }).fill('Hard');
      await page.getByRole('option', { name: 'Hardware' }).click();
      await preview();
      await dialog.getByText('0 tickets would be closed now.').waitFor();
      await dialog.getByText('1 with an excluded category').waitFor();
      await page.keyboard.press('Escape');
      expect(await settings()).toMatchObject({ expiryDays: 0, expiryExcludedCategoryIds: [] });
      await page.getByRole('button', { name: 'Remove Hardware' }).click();
      await picture(page, 'expiry-settings');
      await page.getByRole('button', { name: 'Save' }).click();
      await soon(async () => expect(await settings()).toMatchObject({ expiryDays: 1, expiryExcludedCategoryIds: [] }));
    });

    test('a closed ticket says so to agents and to the customer, on a phone too', async () => {
      await desk.host.get(ExpiryJob).run(new AbortController().signal);
      const page = await desk.page('bram', `#support/${ticket}`, { width: 1600 });
      const said = (on: Page) => on.locator('comment-entry .system');
      await said(page).getByText('We have not heard from you for 1 days').waitFor();
      await said(page).getByText('carla').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-expired');
      const customer = await desk.page('carla', `#help/${ticket}`, { ...PHONE, isDark: true });
      await said(customer).getByText('We have not heard from you').waitFor();
      await customer.getByRole('button', { name: 'Reopen' }).waitFor();
      await picture(customer, 'request-expired-phone');
      const phone = await desk.page('ada', '#settings/support-settings', PHONE);
      await phone.getByRole('button', { name: 'What would close' }).click();
      await phone.getByText('0 tickets would be closed now.').waitFor();
      expect([await isTooWide(phone), await isTooWide(customer)]).toEqual([false, false]);
      await picture(phone, 'expiry-preview-phone');
    });

    test('a manager makes a grouping, gives it a place, and puts ticket types under it', async () => {
      await admin.create('TaskListGrouping', { name: 'Office', sortOrder: 2 });
      const { list } = await admin.get<{ shareWith: object }>('TaskList', null);
      const shareWith = list[0]!.shareWith;
      await admin.create('TaskList', { name: 'Travel and expenses', role: 'support', shareWith });
      const page = await desk.page('ada', '#settings/support-groupings');
      const names = async (): Promise<string[]> => {
        const ids = await admin.query('TaskListGrouping', null, [{ property: 'sortOrder', isAscending: true }]);
        const { list } = await admin.get<{ name: string }>('TaskListGrouping', ids);
        return list.map(({ name }) => name);
      };
      await page.getByRole('button', { name: 'Add grouping' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Grouping' });
      await dialog.getByLabel('Name').fill('People');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('vaadin-grid').getByText('People', { exact: true }).click();
      expect(await names()).toEqual(['IT services', 'Office', 'People']);
      await picture(page, 'groupings');
      const up = page.getByRole('button', { name: 'Move up' });
      await up.press('Enter');
      await soon(async () => expect(await names()).toEqual(['IT services', 'People', 'Office']));
      await page.getByText('People is at place 2 of 3').waitFor();
      await up.press('Enter');
      await soon(async () => expect(await names()).toEqual(['People', 'IT services', 'Office']));
      await up.press('Enter');
      await page.getByRole('button', { name: 'Move down' }).press('Enter');
      await soon(async () => expect(await names()).toEqual(['IT services', 'People', 'Office']));
      expect(await accessibilityFaults(page)).toEqual([]);
      await desk.visit(page, '#settings/support-lists');
      await page.locator('vaadin-grid').getByText('Travel and expenses').dblclick();
      const type = page.getByRole('dialog', { name: 'Ticket type' });
      await type.getByRole('combobox', { name: 'Grouping' }).fill('Peop');
      await page.getByRole('option', { name: 'People' }).click();
      await picture(page, 'ticket-type-grouping');
      await type.getByRole('button', { name: 'Save' }).click();
      await type.waitFor({ state: 'detached' });
      await page.locator('vaadin-grid').getByText('People', { exact: true }).waitFor();
      await picture(page, 'ticket-types-grouped');
    });

    test('agents check a whole grouping with the keyboard; what is without one comes last', async () => {
      const { list } = await admin.get<{ id: string; name: string; groupingId: string; shareWith: object }>(
        'TaskList',
        null,
      );
      const support = list.find(({ name }) => name === 'Support')!;
      const { groupingId, shareWith } = support;
      const make = async (name: string, more: object): Promise<string> =>
        (await admin.create('TaskList', { name, role: 'support', shareWith, ...more })).id;
      const accounts = await make('Accounts', { groupingId });
      await make('Anything else', {});
      const page = await desk.page('bram', '#support', { width: 1600 });
      const pane = page.locator('support-filters');
      const services = pane.getByRole('group', { name: 'IT services' });
      await services.getByLabel('Accounts').waitFor();
      const lists = pane.getByRole('group', { name: 'Ticket types' });
      await soon(async () => expect((await lists.getByRole('checkbox').all()).length).toBe(1 + 2 + 4));
      expect(await lists.locator('label').allInnerTexts()).toEqual([
        ...['All', 'IT services', 'Accounts', 'Support', 'People', 'Travel and expenses', 'Anything else'],
      ]);
      const all = services.getByRole('checkbox', { name: 'IT services' });
      const chosen = (): Promise<string> =>
        page.evaluate(() => new URLSearchParams(location.hash.split('?')[1]).get('lists') ?? '');
      await all.focus();
      await page.keyboard.press('Space');
      await soon(async () => expect(await chosen()).toBe([accounts, support.id].join(',')));
      expect([await all.isChecked(), await services.getByLabel('Support').isChecked()]).toEqual([true, true]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await soon(async () => expect(await chosen()).toBe(support.id));
      const isMixed = (box: typeof all): Promise<boolean> =>
        box.evaluate((input: HTMLInputElement) => input.indeterminate);
      await soon(async () =>
        expect([await isMixed(all), await isMixed(lists.getByRole('checkbox', { name: 'All' }))]).toEqual([true, true]),
      );
      await lists.getByLabel('Anything else').check();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'support-groupings');
      await all.click();
      await all.click();
      await soon(async () => expect(await all.isChecked()).toBe(false));
      expect((await chosen()).split(',')).toHaveLength(1);
      const dark = await desk.page('bram', '#support', { isDark: true });
      await dark.getByRole('group', { name: 'IT services' }).getByLabel('Accounts').waitFor();
      await picture(dark, 'support-groupings-dark');
    });

    test('customers choose among the ticket types under their groupings, and learn of no other grouping', async () => {
      const { id: groupingId } = await admin.create('TaskListGrouping', { name: 'Secret', sortOrder: 0 });
      await admin.create('TaskList', { name: 'Audit', role: 'support', groupingId });
      const page = await desk.page('carla', '#help');
      const groups = (): Promise<unknown> =>
        page
          .locator('select[name=list]')
          .evaluate((element) =>
            [...element.children].map((child) =>
              child instanceof HTMLOptGroupElement
                ? [child.label, ...[...child.children].map(({ textContent }) => textContent)]
                : child.textContent,
            ),
          );
      const types = [['IT services', 'Accounts', 'Support'], ['People', 'Travel and expenses'], 'Anything else'];
      const boxes = page.locator('help-list-choice label');
      await soon(async () => expect(await boxes.allTextContents()).toHaveLength(1 + types.flat().length));
      expect((await boxes.allTextContents()).map((text) => text.trim())).toEqual(['All', ...types.flat()]);
      await page.getByRole('button', { name: 'New request' }).first().click();
      await page.getByLabel('Subject').waitFor();
      expect(await groups()).toEqual(types);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'help-new-request-groupings');
      expect(await page.getByText(/Secret|Audit/).count()).toBe(0);
      const phone = await desk.page('ada', '#settings/support-groupings', PHONE);
      await phone.getByText('People').waitFor();
      expect(await isTooWide(phone)).toBe(false);
      await picture(phone, 'groupings-phone');
    });
  });
});
