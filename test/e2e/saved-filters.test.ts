import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// Agents keep filters for themselves, managers share some; both are chosen beside all else, and stand in the address.

describeWith('Chromium', 'saved filters', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let bram: Client;
    let ada: Client;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      bram = await personOf('bram');
      ada = await personOf('ada');
    });
    afterEach(async () => {
      expect(desk.complaints.splice(0)).toEqual([]);
      for (const client of [bram, ada]) {
        const { list } = await client.get<{ id: string; myRights: { mayDelete: boolean } }>('SavedFilter', null);
        for (const { id, myRights } of list)
          if (myRights.mayDelete) await client.refused('SavedFilter', { destroy: id });
      }
    });
    afterAll(() => desk.close());

    async function personOf(username: string): Promise<Client> {
      const admin = await desk.host.admin();
      const [id = ''] = await admin.query('User', { text: username });
      return desk.host.clientOf(Number(id));
    }
    const save = async (filter: object, more: object = {}, by = bram): Promise<string> =>
      (await by.create('SavedFilter', { type: 'Task', name: 'Printers', filter, ...more })).id;
    const shown = (page: Page): Promise<number> =>
      page.locator('x-grid > .rows').evaluate((status) => Number(/\d+/.exec(status.textContent)?.[0] ?? '-1'));
    const found = (filter: object): Promise<number> =>
      bram.query('Task', { role: 'support', isMerged: false, ...filter }).then(({ length }) => length);
    const section = (page: Page): Locator => page.locator('saved-filters');
    const box = (page: Page, name: string): Locator => section(page).getByRole('checkbox', { name });
    const isTooWide = (page: Page): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

    test('one is chosen together with what else is checked, stands in the address, and follows its changes', async () => {
      const id = await save({ title: { contains: 'printer' } });
      const printers = await found({ title: 'printer', isCompleted: false });
      const page = await desk.page('bram', '#support');
      await soon(async () => expect(await shown(page)).toBeGreaterThan(printers));
      await box(page, 'Printers').check();
      await soon(async () => expect(await shown(page)).toBe(printers));
      expect(page.url()).toContain(`saved=${id}`);
      await page.reload();
      await soon(async () => expect(await shown(page)).toBe(printers));
      expect(await box(page, 'Printers').isChecked()).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'saved-filters');
      // Of two that are chosen both hold.
      const other = await save({ title: { contains: 'invoice' } }, { name: 'Invoices' });
      await box(page, 'Invoices').check();
      await soon(async () => expect(await shown(page)).toBe(0));
      await bram.refused('SavedFilter', { destroy: other });
      await box(page, 'A filter that is gone').press('Space');
      await soon(async () => expect(await shown(page)).toBe(printers));
      await bram.update('SavedFilter', id, { name: 'Nothing', filter: { title: { contains: 'no such words' } } });
      await box(page, 'Nothing').waitFor();
      await soon(async () => expect(await shown(page)).toBe(0));
      await bram.refused('SavedFilter', { destroy: id });
      await box(page, 'A filter that is gone').click();
      await soon(async () => expect(await shown(page)).toBeGreaterThan(printers));
      expect(page.url()).not.toContain('saved=');
    });

    test('an agent makes one with a group in a group by keyboard, changes and deletes it', async () => {
      const page = await desk.page('bram', '#support?progress=any', { width: 1400, height: 900 });
      await section(page).getByRole('button', { name: 'New filter' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'New filter' });
      await dialog.getByLabel('Name').fill('Neither');
      expect(await dialog.getByText('For everybody').count()).toBe(0);
      await dialog.getByRole('button', { name: 'Remove the condition' }).press('Enter');
      await dialog.getByRole('button', { name: 'Create' }).press('Enter');
      await dialog
        .getByRole('alert')
        .getByText(/condition/)
        .waitFor();
      await dialog.getByRole('button', { name: 'Condition', exact: true }).press('Enter');
      await dialog.getByRole('button', { name: 'Create' }).press('Enter');
      await dialog.getByText('Fill this in.').waitFor();
      await dialog.getByLabel('What is looked at').selectOption({ label: 'Subject' });
      await dialog.getByLabel('Subject: how it is compared').selectOption({ label: 'Does not contain' });
      await dialog.getByLabel('Subject: value').fill('printer');
      await dialog.getByRole('button', { name: 'Group', exact: true }).press('Enter');
      const inner = dialog.locator('.group .group');
      await inner.getByLabel('What has to hold').selectOption({ label: 'None of these' });
      await inner.getByLabel('What is looked at').selectOption({ label: 'Progress' });
      await inner.getByLabel('Completed').check();
      await inner.getByRole('button', { name: 'Condition', exact: true }).press('Enter');
      const second = inner.locator('filter-condition').nth(1);
      await soon(async () =>
        expect(
          await second
            .locator('select')
            .first()
            .evaluate((select) => select === document.activeElement),
        ).toBe(true),
      );
      await second.getByLabel('What is looked at').selectOption({ label: 'Due' });
      await second.getByLabel('Due: with what').selectOption({ label: 'Days before today' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'saved-filter-editor');
      await dialog.getByRole('button', { name: 'Create' }).press('Enter');
      await dialog.waitFor({ state: 'detached' });
      const { list } = await bram.get<{ filter: unknown }>('SavedFilter', null);
      expect(list).toMatchObject([
        {
          name: 'Neither',
          isShared: false,
          filter: {
            operator: 'AND',
            conditions: [
              { operator: 'NOT', conditions: [{ title: { contains: 'printer' } }] },
              {
                operator: 'NOT',
                conditions: [{ progress: { in: ['completed'] } }, { due: { before: { day: 0 } } }],
              },
            ],
          },
        },
      ]);
      await box(page, 'Neither').check();
      const today = await page.evaluate(() => new Date(new Date().setHours(0, 0, 0, 0)).toISOString());
      const none = [{ title: 'printer' }, { progress: ['completed'] }, { due: { before: today } }];
      const tickets = { role: 'support', isMerged: false };
      const expected = await bram.query('Task', {
        operator: 'AND',
        conditions: [tickets, { operator: 'NOT', conditions: none }],
      });
      await soon(async () => expect(await shown(page)).toBe(expected.length));

      await section(page).getByLabel('Menu of Neither').press('Enter');
      await section(page).getByRole('button', { name: 'Edit' }).press('Enter');
      const edit = page.getByRole('dialog', { name: 'Filter' });
      expect(await edit.getByLabel('Subject: how it is compared').inputValue()).toBe('!contains');
      await edit.getByLabel('Subject: value').fill('no such words');
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).press('Enter');
      await edit.getByRole('button', { name: 'Remove the group' }).press('Enter');
      await edit.getByRole('button', { name: 'Save' }).press('Enter');
      await edit.waitFor({ state: 'detached' });
      const all = await found({});
      await soon(async () => expect(await shown(page)).toBe(all));

      await section(page).getByLabel('Menu of Neither').press('Enter');
      await section(page).getByRole('button', { name: 'Delete' }).press('Enter');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter');
      await box(page, 'Neither').waitFor({ state: 'detached' });
      expect((await bram.get('SavedFilter', null)).list).toEqual([]);
      // Nothing asks by it any more, and the keyboard goes on from where there is something.
      await soon(async () => expect(page.url()).not.toContain('saved='));
      const first = section(page).getByRole('button', { name: 'New filter' });
      expect(await first.evaluate((button) => button === document.activeElement)).toBe(true);
    });

    test('a manager shares one: colleagues choose it and cannot change it', async () => {
      const page = await desk.page('ada', '#support');
      const colleague = await desk.page('bram', '#support');
      await section(page).getByRole('button', { name: 'New filter' }).click();
      const dialog = page.getByRole('dialog', { name: 'New filter' });
      await dialog.getByLabel('Name').fill('Mine to do');
      await dialog.getByLabel('For everybody who works here').check();
      await dialog.getByLabel('What is looked at').selectOption({ label: 'Responsible' });
      await dialog.getByLabel('Me', { exact: true }).check();
      expect(await accessibilityFaults(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Create' }).click();
      await box(colleague, 'Mine to do').check();
      const own = await found({ responsibleId: [bram.principalId], isCompleted: false });
      await soon(async () => expect(await shown(colleague)).toBe(own));
      expect(await section(colleague).getByText('Shared with everybody').count()).toBe(1);
      expect(await section(colleague).getByLabel('Menu of Mine to do').count()).toBe(0);
      await section(page).getByLabel('Menu of Mine to do').waitFor();
    });

    test('one that asks shows an input where it is chosen; what is entered stands in the address', async () => {
      await save({
        operator: 'AND',
        conditions: [{ title: { contains: { ask: true } } }, { progress: { in: { ask: true } } }],
      });
      const page = await desk.page('bram', '#support?progress=any');
      const all = await found({});
      await box(page, 'Printers').check();
      const input = section(page).getByLabel('Subject: Contains');
      await input.waitFor();
      // What is not entered is not asked.
      await soon(async () => expect(await shown(page)).toBe(all));
      await input.fill('printer');
      const printers = await found({ title: 'printer' });
      expect(printers).toBeLessThan(all);
      await soon(async () => expect(await shown(page)).toBe(printers));
      await section(page).getByRole('checkbox', { name: 'Cancelled' }).check();
      await soon(async () => expect(await shown(page)).toBe(0));
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'saved-filter-input');
      await page.reload();
      await section(page).getByRole('checkbox', { name: 'Cancelled' }).uncheck();
      await soon(async () => expect(await shown(page)).toBe(printers));
      expect(await section(page).getByLabel('Subject: Contains').inputValue()).toBe('printer');
    });

    test('one that names what is gone finds nothing and says so; the editor shows what it was, and mends it', async () => {
      const admin = await desk.host.admin();
      const set = (await admin.create('CustomFieldSet', { type: 'Task', name: 'Contract' })).id;
      const field = (await admin.create('CustomField', { fieldSetId: set, key: 'sla', name: 'SLA', kind: 'text' })).id;
      const id = await save({ customFields: { sla: { isEmpty: true } } });
      const page = await desk.page('bram', `#support?saved=${id}`);
      await soon(async () => expect(await shown(page)).toBeGreaterThan(0));
      await admin.refused('CustomField', { destroy: field });
      await section(page).getByText('Names what is gone').waitFor();
      await soon(async () => expect(await shown(page)).toBe(0));
      await page.locator('x-grid').getByText('The filter “Printers” names something that is gone').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await section(page).getByLabel('Menu of Printers').click();
      await picture(page, 'saved-filter-broken');
      await section(page).getByRole('button', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Filter' });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('alert').getByText('sla').waitFor();
      await dialog.getByLabel('What is looked at').selectOption({ label: 'Unread' });
      await dialog.getByLabel('Unread: how it is compared').selectOption({ label: 'No' });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await section(page).getByText('Names what is gone').waitFor({ state: 'detached' });
      await admin.refused('CustomFieldSet', { destroy: set });
    });

    test('what is chosen is saved, and one’s own are seen by nobody else', async () => {
      const page = await desk.page('bram', '#support');
      expect(await section(page).getByText('Save what is chosen').count()).toBe(0);
      await page.getByLabel('Unassigned').check();
      await section(page).getByText('Save what is chosen').click();
      const dialog = page.getByRole('dialog', { name: 'New filter' });
      await dialog.getByLabel('Name').fill('Open and free');
      await dialog.getByLabel('Assigned: how it is compared').waitFor();
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      const { list } = await bram.get<{ filter: unknown }>('SavedFilter', null);
      expect(list).toMatchObject([
        {
          filter: {
            operator: 'AND',
            conditions: [{ progress: { in: ['needs-action', 'in-process'] } }, { responsible: { in: ['unassigned'] } }],
          },
        },
      ]);
      const other = await desk.page('ada', '#support');
      await section(other).getByText('Saved filters').waitFor();
      expect(await box(other, 'Open and free').count()).toBe(0);
    });

    test('on a phone they are chosen and made as well, in the dark', async () => {
      await save({ title: { contains: { ask: true } } });
      const page = await desk.page('bram', '#support?pane=filters', { ...PHONE, isDark: true });
      await box(page, 'Printers').check();
      await section(page).getByLabel('Subject: Contains').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await section(page).scrollIntoViewIfNeeded();
      await picture(page, 'saved-filters-phone');
      await section(page).getByLabel('Menu of Printers').click();
      await section(page).getByRole('button', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Filter' });
      await dialog.getByRole('button', { name: 'Group', exact: true }).click();
      await dialog.locator('.group .group').getByLabel('What is looked at').selectOption({ label: 'Due' });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await picture(page, 'saved-filter-editor-phone');
    });
  });
});
