import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { delay } from '../../core/ports/timers';
import { Preference } from '../../core/preferences/preference.entity';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

describeWith('Chromium', 'grids', () => {
  // What a screen shows does not depend on the database; what is remembered is in preferences.test.ts, on both.
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      const admin = await desk.host.admin();
      const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'Contract' });
      await admin.create('CustomField', { fieldSetId: set.id, key: 'margin', name: 'Margin', kind: 'number' });
    });
    afterAll(() => desk.close());

    /** Texts of the headers as they stand beside each other, with their widths. */
    const placed = (page: Page): Promise<{ text: string; x: number; width: number; y: number; height: number }[]> =>
      page.getByRole('columnheader').evaluateAll((cells) =>
        cells
          .map((cell) => {
            const { x, y, width, height } = cell.getBoundingClientRect();
            const [content] = cell.querySelector('slot')?.assignedElements() ?? [];
            return { x, y, width, height, text: content?.textContent.trim() ?? '' };
          })
          .sort((a, b) => a.x - b.x),
      );
    const headers = async (page: Page): Promise<string[]> => (await placed(page)).map(({ text }) => text);
    const boxOf = async (page: Page, name: string) => (await placed(page)).find(({ text }) => text === name)!;
    const widthOf = async (page: Page, name: string) => Math.round((await boxOf(page, name)).width);
    /** The same once the grid has come to rest: a column that was just moved slides to its place. */
    const restingBoxOf = async (page: Page, name: string) => {
      let box = await boxOf(page, name);
      await soon(async () => {
        const former = box;
        await delay(150);
        box = await boxOf(page, name);
        expect(box).toEqual(former);
      });
      return box;
    };
    const openMenu = async (page: Page) => {
      const menu = page.locator('details.grid-menu');
      await menu.locator('summary').press('Enter');
      return menu;
    };

    test('order and width of columns are changed by keyboard and by mouse, and are there in another browser', async () => {
      const page = await desk.page('bram', '#support', { width: 1600 });
      await page.getByRole('columnheader', { name: 'Customer' }).waitFor();
      const before = await headers(page);
      expect(before.indexOf('Customer')).toBe(before.indexOf('Ticket type') - 1);
      const menu = await openMenu(page);
      const forward = menu.getByRole('button', { name: 'Move Ticket type to the front' });
      await forward.focus();
      await page.keyboard.press('Enter');
      await soon(async () => expect((await headers(page)).indexOf('Ticket type')).toBe(before.indexOf('Customer')));
      // Neither the way of the row nor the answer of the server takes the focus away.
      await soon(async () => expect(await desk.host.database.manager.count(Preference)).toBe(1));
      const isFocused = () => forward.evaluate((button) => button === document.activeElement);
      for (let look = 0; look < 20; look++) {
        await delay(50);
        expect([look, await isFocused()]).toEqual([look, true]);
      }
      await page.keyboard.press('Enter');
      await soon(async () => expect((await headers(page)).indexOf('Ticket type')).toBe(before.indexOf('Customer') - 1));
      await menu.getByLabel('Width of Ticket type').fill('180');
      await page.keyboard.press('Tab');
      await soon(async () => expect(await widthOf(page, 'Ticket type')).toBe(180));
      await menu.getByLabel('Margin', { exact: true }).check();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'grid-menu');
      await page.keyboard.press('Escape');

      const box = await restingBoxOf(page, 'Due');
      await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width + 58, box.y + box.height / 2, { steps: 5 });
      await page.mouse.up();
      await soon(async () => expect(await widthOf(page, 'Due')).toBeGreaterThan(box.width + 40));
      const [dueWidth, order] = [await widthOf(page, 'Due'), await headers(page)];
      await soon(async () => {
        const rows = await desk.host.database.manager.query<{ value: string }[]>('SELECT value FROM core_preference');
        expect(rows.map(({ value }) => value).join()).toMatch(/"due":\d+/);
      });

      const elsewhere = await desk.page('bram', '#support', { width: 1600 });
      await elsewhere.getByRole('columnheader', { name: 'Margin' }).waitFor();
      await soon(async () => expect(await headers(elsewhere)).toEqual(order));
      expect(await widthOf(elsewhere, 'Ticket type')).toBe(180);
      expect(await widthOf(elsewhere, 'Due')).toBe(dueWidth);
      // What changes here shows there without a reload.
      const again = await openMenu(elsewhere);
      await again.getByRole('button', { name: 'As at first' }).click();
      await soon(async () => expect(await headers(page)).toEqual(before));
      const other = await desk.page('ada', '#support', { width: 1600 });
      await other.getByRole('columnheader', { name: 'Customer' }).waitFor();
      expect(await headers(other)).toEqual(before);
      expect(desk.complaints).toEqual([]);
    });

    test('a header is dragged to another place, and stays there', async () => {
      const page = await desk.page('ada', '#support', { width: 1600 });
      const header = (name: string) => page.getByRole('columnheader', { name });
      await header('Customer').waitFor();
      const before = await headers(page);
      const [from, to] = [await restingBoxOf(page, 'Modified'), await restingBoxOf(page, 'Due')];
      await page.mouse.move(from.x + 30, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(to.x + 10, to.y + to.height / 2, { steps: 30 });
      await page.mouse.up();
      const order = before.filter((name) => name !== 'Modified');
      order.splice(order.indexOf('Due'), 0, 'Modified');
      await soon(async () => expect(await headers(page)).toEqual(order));
      await soon(async () => {
        const rows = await desk.host.database.manager.query<{ value: string }[]>('SELECT value FROM core_preference');
        expect(rows.map(({ value }) => value).join()).toContain('"modifiedAt","due"');
      });
      await page.reload();
      await header('Customer').waitFor();
      await soon(async () => expect(await headers(page)).toEqual(order));
      expect(desk.complaints).toEqual([]);
    });

    test('what was just decided is not lost when the page is left', async () => {
      const agent = await desk.page('bram', '#support', { width: 1600 });
      const header = (name: string) => agent.getByRole('columnheader', { name });
      await header('Customer').waitFor();
      for (const isShown of [false, true]) {
        const menu = await openMenu(agent);
        await menu.getByLabel('Customer', { exact: true }).setChecked(isShown);
        await agent.reload();
        await header('Ticket type').waitFor();
        await soon(async () => expect((await headers(agent)).includes('Customer')).toBe(isShown));
      }
      expect(desk.complaints).toEqual([]);
    });

    test('what a grid shows is saved as a file, on a phone too', async () => {
      const page = await desk.page('bram', '#support?progress=needs-action', { width: 1600 });
      await page.getByRole('columnheader', { name: 'Customer' }).waitFor();
      const saved = async (at: Page, name: string): Promise<Buffer> => {
        const menu = await openMenu(at);
        const coming = at.waitForEvent('download');
        await menu.getByRole('button', { name }).click();
        const download = await coming;
        expect(download.suggestedFilename()).toMatch(/^Tickets \d{4}-\d\d-\d\d\.(csv|xlsx|ics)$/);
        return readFileSync(await download.path());
      };
      const [titles, ...rows] = (await saved(page, 'CSV')).toString().trim().split('\r\n');
      expect(titles).toBe('ID,Subject,Due,Responsible,Progress,Priority,Modified,Customer,Ticket type');
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toContain(',Needs action,');
      expect((await saved(page, 'Excel')).subarray(0, 2).toString()).toBe('PK');
      expect((await saved(page, 'Calendar (.ics)')).toString()).toMatch(/^BEGIN:VCALENDAR[^]*BEGIN:VTODO/);
      await picture(page, 'grid-exported');

      const phone = await desk.page('bram', '#support', PHONE);
      await phone.locator('vaadin-grid').waitFor();
      const [, ...all] = (await saved(phone, 'CSV')).toString().trim().split('\r\n');
      expect(all.length).toBeGreaterThan(rows.length);
      expect(await accessibilityFaults(phone)).toEqual([]);
      await picture(phone, 'grid-menu-phone');
      const dark = await desk.page('bram', '#support', { width: 1280, isDark: true });
      await dark.getByRole('columnheader', { name: 'Customer' }).waitFor();
      await openMenu(dark);
      await picture(dark, 'grid-menu-dark');
      expect(await accessibilityFaults(dark)).toEqual([]);
      expect(desk.complaints).toEqual([]);
    });
  });
});
