import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// An agent merges two tickets and undoes it; their customers see what is theirs.

describeWith('Chromium', 'merging tickets', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let first: string;
    let second: string;

    const said = (entityId: string, text: string): Promise<unknown> =>
      admin.create('Comment', { entityType: 'Task', entityId, text, isPrivate: false });

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const [printer = ''] = await admin.query('Task', { role: 'support', title: 'printer' });
      const { list } = await admin.get<{ taskListId: string; customerId: string }>('Task', [printer]);
      const { taskListId, customerId } = list[0]!;
      const { id: neighbour } = await admin.create('Contact', { name: 'Eve', addresses: ['eve@example.com'] });
      first = (await admin.create('Task', { title: 'No paper', taskListId, customerId })).id;
      second = (await admin.create('Task', { title: 'Paper is out', taskListId, customerId: neighbour })).id;
      await said(first, 'Tray two is empty');
      await said(second, 'Nobody can print');
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('by keyboard, with who follows along; one thread is shown, the list has one ticket less', async () => {
      const page = await desk.page('bram', `#support/${second}`, { width: 1600 });
      const colleague = await desk.page('ada', `#support/${first}`, { width: 1600 });
      await page.locator('vaadin-grid').getByText('Paper is out').waitFor();
      await page.locator('summary[aria-label="More about the ticket"]').press('Enter');
      await page.getByRole('button', { name: 'Merge…' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: `Merge #${second}` });
      await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
      await dialog.getByText('Fill this in.').waitFor();
      await dialog.getByRole('combobox').fill('no pap');
      await page.getByRole('option', { name: /No paper/ }).click();
      await dialog.getByLabel('eve@example.com').check();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'merge-dialog');
      await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.waitForURL(new RegExp(`#support/${first}`));
      for (const open of [page, colleague]) {
        const thread = open.locator('comment-thread');
        await thread.getByText('Nobody can print').waitFor();
        await thread.getByText('Tray two is empty').waitFor();
        await thread.getByText(`from #${second}`).waitFor();
        await open.locator('.cc').getByText('eve@example.com').waitFor();
        await soon(async () => expect(await open.locator('vaadin-grid').getByText('Paper is out').count()).toBe(0));
      }
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-merged');
    });

    test('the merged one tells where it went, on a phone in the dark too', async () => {
      const page = await desk.page('bram', `#support/${second}`, { ...PHONE, isDark: true });
      await page.getByRole('link', { name: new RegExp(`#${first}`) }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await picture(page, 'ticket-merged-phone');
    });

    test('undone, both are there again', async () => {
      const page = await desk.page('bram', `#support/${first}`, { width: 1600 });
      await page.getByRole('button', { name: `Undo merge of #${second}` }).click();
      await page.locator('vaadin-grid').getByText('Paper is out').waitFor();
      await soon(async () =>
        expect(await page.locator('comment-thread').getByText('Nobody can print').count()).toBe(0),
      );
      await page.locator('comment-thread').getByText('Tray two is empty').waitFor();
      await soon(async () => expect(await page.locator('support-ticket').getByText('eve@example.com').count()).toBe(0));
    });

    test('one entry goes out into a new ticket and to another one, and back', async () => {
      await said(first, 'And the scanner?');
      const page = await desk.page('bram', `#support/${first}`, { width: 1600 });
      const entry = page.locator('comment-thread li', { hasText: 'And the scanner?' });
      const dialog = page.getByRole('dialog', { name: 'Move entry' });
      await entry.getByRole('button', { name: 'Move…' }).press('Enter');
      await dialog.getByRole('textbox', { name: 'Subject' }).fill('Scanner');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'move-dialog');
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await entry.waitFor({ state: 'detached' });
      await page.locator('vaadin-grid').getByText('Scanner', { exact: true }).click();
      await entry.getByText(`Moved from #${first}`).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'entry-moved');
      await entry.getByRole('button', { name: 'Move…' }).click();
      await dialog.getByLabel('Another ticket').check();
      await dialog.getByRole('combobox').fill('paper is');
      await page.getByRole('option', { name: /Paper is out/ }).click();
      await dialog.getByText('Eve will be able to read it.').waitFor();
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await entry.waitFor({ state: 'detached' });
      const other = await desk.page('ada', `#support/${second}`, { ...PHONE, isDark: true });
      const there = other.locator('comment-thread li', { hasText: 'And the scanner?' });
      await there.getByRole('button', { name: 'Move back' }).waitFor();
      expect(await accessibilityFaults(other)).toEqual([]);
      expect(await other.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await picture(other, 'entry-moved-phone');
      await there.getByRole('button', { name: 'Move back' }).click();
      await there.waitFor({ state: 'detached' });
      expect(await admin.query('Comment', { entityType: 'Task', entityId: [first] })).toHaveLength(2);
    });

    test('a customer of both has one request, with the words of both', async () => {
      const { list } = await admin.get<{ customerId: string }>('Task', [first]);
      await admin.update('Task', second, { customerId: list[0]!.customerId });
      await admin.update('Task', second, { mergedIntoId: first });
      const page = await desk.page('carla', '#help');
      await page.getByText('No paper').first().click();
      await page.locator('comment-thread').getByText('Nobody can print').waitFor();
      expect(await page.getByText('Paper is out').count()).toBe(0);
      await picture(page, 'help-merged');
      const merged = await desk.page('carla', `#help/${second}`);
      await merged.getByRole('link', { name: `#${first}`, exact: true }).click();
      await merged.locator('comment-thread').getByText('Tray two is empty').waitFor();
    });
  });
});
