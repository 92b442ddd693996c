import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// A manager names states of a ticket type, an agent puts tickets into them, colleagues and the customer see it.

const ODD = '<b>Parked</b> & Söhne';

interface Status {
  readonly id: string;
  readonly name: string;
  readonly progress: string;
  readonly color: string | null;
}

describeWith('Chromium', 'named statuses', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let list: string;
    let ticket: string;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      [list = ''] = await admin.query('TaskList', { role: 'support' });
      [ticket = ''] = await admin.query('Task', { role: 'support', title: 'printer' });
    });
    /** Each test begins with the same two statuses, and with the ticket in none. */
    beforeEach(async () => {
      const were = await statuses();
      await admin.call('TaskStatus/set', { destroy: were.map(({ id }) => id) });
      for (const [index, name] of ['Waiting for customer', 'Waiting for supplier'].entries())
        await status(name, { sortOrder: index + 1 });
      await admin.update('Task', ticket, { progress: 'in-process', statusId: null });
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    const status = async (name: string, more: object): Promise<string> =>
      (await admin.create('TaskStatus', { name, taskListId: list, progress: 'in-process', ...more })).id;
    const statuses = async (): Promise<Status[]> => {
      const ids = await admin.query('TaskStatus', { taskListIds: [list] }, [{ property: 'sortOrder' }]);
      return (await admin.get<Status>('TaskStatus', ids)).list.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    };
    const named = async (): Promise<string[]> => (await statuses()).map(({ name }) => name);
    const open = async (page: Page): Promise<Locator> => {
      await page.locator('x-grid').getByText('Support', { exact: true }).first().dblclick();
      const dialog = page.getByRole('dialog', { name: 'Ticket type' });
      await dialog.getByLabel('Status 2', { exact: true }).waitFor();
      return dialog;
    };
    const isTooWide = (page: Page): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    const shown = (page: Page): Promise<number> =>
      page.locator('x-grid > .rows').evaluate((status) => Number(/\d+/.exec(status.textContent)?.[0] ?? '0'));
    const badge = (page: Page): Locator => page.locator('support-ticket .who .badge');
    const select = (page: Page): Locator => page.locator('support-ticket-fields select').first();

    test('a manager names, colours and orders states of a ticket type in its dialog, with the keyboard', async () => {
      const page = await desk.page('ada', '#settings/support-lists');
      const dialog = await open(page);
      const add = dialog.getByRole('button', { name: 'Add status' });
      await add.press('Enter');
      await soon(async () =>
        expect(await dialog.getByLabel('Status 3', { exact: true }).evaluate((it) => it.matches(':focus'))).toBe(true),
      );
      await page.keyboard.type('   ');
      await dialog.getByRole('button', { name: 'Save' }).click();
      // One without a name is not stored.
      await soon(async () => expect(await dialog.locator('[aria-invalid=true]:focus').count()).toBe(1));
      await dialog.getByLabel('Status 3', { exact: true }).fill(ODD);
      await dialog.getByLabel(`${ODD} stands for`).selectOption('Needs action');
      await dialog.getByLabel(`Colour of ${ODD}`).selectOption('Green');
      await dialog.getByRole('button', { name: `Move ${ODD} up` }).press('Enter');
      await page.keyboard.press('Enter');
      await dialog.getByRole('status').getByText(`${ODD} is at place 1 of 3`).waitFor();
      // There it can go down alone.
      const down = dialog.getByRole('button', { name: `Move ${ODD} down` });
      await soon(async () => expect(await down.evaluate((it) => it.matches(':focus'))).toBe(true));
      expect(await dialog.getByLabel('Waiting for supplier stands for').isDisabled()).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-type-statuses');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      const [first, ...others] = await statuses();
      expect(first).toMatchObject({ name: ODD, progress: 'needs-action', color: 'green' });
      expect(others.map(({ name }) => name)).toEqual(['Waiting for customer', 'Waiting for supplier']);
    });

    test('what was entered is lost after a question alone; a new ticket type is made with its statuses', async () => {
      const page = await desk.page('ada', '#settings/support-lists');
      const dialog = await open(page);
      await dialog.getByRole('button', { name: 'Remove Waiting for customer' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Discard' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await named()).toContain('Waiting for customer');
      await page.getByRole('button', { name: 'Add ticket type' }).click();
      await dialog.getByLabel('Name', { exact: true }).fill('Repairs');
      await dialog.getByRole('button', { name: 'Add status' }).click();
      await dialog.getByLabel('Status 1', { exact: true }).fill('In the workshop');
      // Refused because of the type itself: neither is made, and both are with the next try.
      await dialog.getByLabel('Name', { exact: true }).fill('');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.getByText('This is needed').or(dialog.locator('[data-name=name][invalid]')).first().waitFor();
      await dialog.getByLabel('Name', { exact: true }).fill('Repairs');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      const made = (await admin.get<Status & { taskListId: string }>('TaskStatus', null)).list.at(-1)!;
      const { list: lists } = await admin.get<{ name: string }>('TaskList', [made.taskListId]);
      expect([made.name, lists[0]!.name]).toEqual(['In the workshop', 'Repairs']);
    });

    test('an agent puts a ticket into a status, and a colleague sees it, its new name, and its end, at once', async () => {
      await status(ODD, { progress: 'needs-action', sortOrder: 0, color: 'green' });
      const page = await desk.page('bram', `#support/${ticket}`, { width: 1600 });
      const colleague = await desk.page('ada', `#support/${ticket}`, { width: 1600 });
      await badge(colleague).getByText('In progress').waitFor();
      const [, , supplier] = await statuses();
      await select(page).locator('optgroup[label="In progress"] option').nth(2).waitFor({ state: 'attached' });
      await select(page).selectOption('Waiting for supplier');
      for (const one of [page, colleague]) {
        await badge(one).getByText('Waiting for supplier').waitFor();
        await one.locator('vaadin-grid').getByText('Waiting for supplier').first().waitFor();
      }
      await soon(async () =>
        expect(await select(colleague).locator('option:checked').textContent()).toBe('Waiting for supplier'),
      );
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-status');
      // By the keyboard: the one above it.
      await select(colleague).focus();
      await colleague.keyboard.press('ArrowUp');
      await badge(page).getByText('Waiting for customer').waitFor();
      await select(page).selectOption(ODD);
      await badge(colleague).getByText(ODD).waitFor();
      expect(await badge(colleague).getAttribute('title')).toBe(`${ODD} · Needs action`);
      await select(page).selectOption('Waiting for supplier');
      await badge(colleague).getByText('Waiting for supplier').waitFor();
      await admin.update('TaskStatus', supplier!.id, { name: 'Ordered', color: 'red' });
      for (const one of [page, colleague]) {
        await badge(one).getByText('Ordered').waitFor();
        await one.locator('vaadin-grid').getByText('Ordered').first().waitFor();
      }
      await admin.refused('TaskStatus', { destroy: supplier!.id });
      for (const one of [page, colleague]) {
        await badge(one).getByText('In progress').waitFor();
        await soon(async () => expect(await one.getByText('Ordered').count()).toBe(0));
      }
      // Other words for the progress leave no status.
      await select(page).selectOption('Waiting for customer');
      await badge(colleague).getByText('Waiting for customer').waitFor();
      await select(colleague).selectOption('failed');
      await badge(page).getByText('Failed').waitFor();
      await soon(async () => expect(await select(page).locator('option:checked').textContent()).toBe('Failed'));
    });

    test('tickets of a status are shown alone, from the address too, and taken home with its name', async () => {
      const solved = await status('Solved by phone', { progress: 'completed', color: 'blue', sortOrder: 9 });
      await admin.update('Task', ticket, { statusId: solved });
      const page = await desk.page('bram', '#support', { width: 1600 });
      const pane = page.locator('support-filters');
      const group = pane.getByRole('group', { name: 'Status' });
      await soon(async () => expect(await shown(page)).toBeGreaterThan(1));
      const all = await shown(page);
      // What it stands for is shown with it.
      expect(await pane.getByLabel('Completed').isChecked()).toBe(false);
      await group.getByLabel('Solved by phone').check();
      await soon(async () => expect(await shown(page)).toBe(1));
      expect(await pane.getByLabel('Completed').isChecked()).toBe(true);
      expect(page.url()).toContain(`status=${solved}`);
      await page.reload();
      await page.locator('vaadin-grid').getByText('The printer on the second floor').waitFor();
      await soon(async () => expect(await shown(page)).toBe(1));
      expect(await group.getByLabel('Solved by phone').isChecked()).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'support-statuses');
      const menu = page.locator('details.grid-menu');
      await menu.locator('summary').press('Enter');
      const coming = page.waitForEvent('download');
      await menu.getByRole('button', { name: 'CSV' }).click();
      expect(readFileSync(await (await coming).path(), 'utf8')).toContain('Solved by phone');
      await page.keyboard.press('Escape');
      // It goes while it is checked: the box stays until it is not.
      await admin.refused('TaskStatus', { destroy: solved });
      await soon(async () => expect(await shown(page)).toBe(0));
      await group.getByLabel('Another status').click();
      await pane.getByLabel('Completed').uncheck();
      await soon(async () => expect(await shown(page)).toBe(all));
    });

    test('with several ticket types they stand under the names of these; those of other types leave with them', async () => {
      const { list: lists } = await admin.get<{ id: string; shareWith: object }>('TaskList', [list]);
      const { shareWith } = lists[0]!;
      const { id: phones } = await admin.create('TaskList', { name: 'Phones', role: 'support', shareWith });
      await admin.create('TaskStatus', { name: 'Calling back', taskListId: phones, progress: 'in-process' });
      const page = await desk.page('bram', '#support');
      const pane = page.locator('support-filters');
      const group = pane.getByRole('group', { name: 'Status', exact: true });
      await group.getByRole('group', { name: 'Phones' }).getByLabel('Calling back').check();
      await page.waitForURL(/[?&]status=\d+/);
      await picture(page, 'support-statuses-grouped');
      const types = pane.getByRole('group', { name: 'Ticket types' });
      await types.getByLabel('Support', { exact: true }).check();
      await page.waitForURL((url) => !url.href.includes('status='));
      await soon(async () => expect(await group.getByRole('checkbox').count()).toBeGreaterThan(0));
      expect(await group.getByLabel('Calling back').count()).toBe(0);
    });

    test('on a phone, in the dark, a ticket is put into a status and a ticket type has its own', async () => {
      const page = await desk.page('bram', `#support/${ticket}`, { ...PHONE, isDark: true });
      await select(page).locator('optgroup option').nth(1).waitFor({ state: 'attached' });
      await select(page).selectOption('Waiting for customer');
      await badge(page).getByText('Waiting for customer').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await picture(page, 'ticket-status-dark-390');
      const manager = await desk.page('ada', '#settings/support-lists', { ...PHONE, isDark: true });
      const dialog = await open(manager);
      await dialog.getByRole('button', { name: 'Add status' }).scrollIntoViewIfNeeded();
      expect(await accessibilityFaults(manager)).toEqual([]);
      expect(await isTooWide(manager)).toBe(false);
      await picture(manager, 'ticket-type-statuses-dark-390');
      await manager.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      expect(await isTooWide(manager)).toBe(false);
      await picture(manager, 'ticket-type-statuses-rtl');
    });

    test('a customer reads the status of an own request, in the list and in the request', async () => {
      const [waiting] = await statuses();
      await admin.update('Task', ticket, { statusId: waiting!.id });
      const page = await desk.page('carla', '#help', PHONE);
      const row = page.locator('help-requests li').filter({ hasText: 'printer' });
      await row.getByText('Waiting for customer').waitFor();
      await row.click();
      await page.locator('help-request .about').getByText('Waiting for customer').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'help-status');
      await page.getByRole('button', { name: 'Close request' }).click();
      await page.locator('help-request .about').getByText('Completed').waitFor();
    });
  });
});
