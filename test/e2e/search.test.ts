import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// The search box of the shell. What is found is the server's business and tested there, on all databases.

describeWith('Chromium', 'search box', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let page: Page;
    let ticketId: string;
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      page = await desk.page(username, route, look);
      return page;
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      await desk.makeAdministrator('ada');
      const admin = await desk.host.admin();
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const carla = (await admin.query('Principal', { text: 'carla' }))[0] ?? '';
      const ticket = { title: 'Wombat <img src=x onerror=alert(1)> at the gate', taskListId, customerId: carla };
      ticketId = (await admin.create('Task', ticket)).id;
      const comment = { entityType: 'Task', entityId: ticketId, isPrivate: false };
      await admin.create('Comment', { ...comment, text: 'Müsli for the <b>wombat</b>, please' });
      await admin.create('Comment', { ...comment, text: 'The wombat is from the zoo', isPrivate: true });
    });
    afterEach(async () => {
      await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    const field = (): ReturnType<Page['getByRole']> => page.getByRole('combobox', { name: 'Search everything' });
    const option = (name: string | RegExp): ReturnType<Page['getByRole']> => page.getByRole('option', { name });

    test('an agent searches from the keyboard, goes through the results and opens one', async () => {
      await open('bram', '#support');
      await page.getByRole('heading', { name: 'Support', level: 1 }).waitFor({ state: 'attached' });
      await page.keyboard.press('Control+k');
      await field().waitFor();
      await page.keyboard.type('wom');
      await option('Wombat <img src=x onerror=alert(1)> at the gate').first().waitFor();
      const group = page.getByRole('group', { name: 'Comments' });
      await group.getByRole('option').nth(1).waitFor();
      expect(await group.locator('mark').allTextContents()).toEqual(['wombat', 'wombat']);
      expect(await page.locator('gw-search').locator('img, b').count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'search');

      await page.keyboard.press('ArrowDown');
      await soon(async () => expect(await option(/zoo/).getAttribute('aria-selected')).toBe('true'));
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await soon(async () => expect(await option(/Müsli/).getAttribute('aria-selected')).toBe('true'));
      const active = await field().getAttribute('aria-activedescendant');
      expect(await page.locator(`#${active ?? 'none'}`).getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `#${ticketId}: Wombat` }).waitFor();
      await page.locator('gw-search').waitFor({ state: 'detached' });
      expect(page.url()).toContain(`#support/${ticketId}`);
    });

    test('people are found by those who keep them, and open in their dialog', async () => {
      await open('ada', '#support');
      await page.getByRole('columnheader', { name: 'Customer' }).waitFor();
      for (const [text, name, dialog] of [
        ['carla', 'Carla Jansen', 'User'],
        ['agents', 'Support agents', 'Group'],
      ] as const) {
        await page.keyboard.press('Control+k');
        await field().fill(text);
        await page.getByRole('group', { name: 'People' }).getByRole('option', { name }).click();
        const opened = page.getByRole('dialog', { name: dialog, exact: true });
        await soon(async () =>
          expect(await opened.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(name),
        );
        expect(page.url()).not.toContain('open=');
        await page.keyboard.press('Escape');
        await opened.waitFor({ state: 'detached' });
      }
      await page.context().close();
      await open('bram', '#support');
      await page.keyboard.press('Control+k');
      await field().fill('carla');
      await option(/Wombat/)
        .first()
        .waitFor();
      expect(await page.getByRole('group', { name: 'People' }).count()).toBe(0);
    });

    test('the last question wins, types restrict, nothing found is said, Escape gives the focus back', async () => {
      await open('bram', '#support');
      const opener = page.getByRole('button', { name: 'Search', exact: true });
      await opener.click();
      await field().fill('wombat');
      await option(/zoo/).waitFor();
      await page.getByRole('button', { name: 'Comments', exact: true }).click();
      await option(/Wombat/)
        .first()
        .waitFor();
      await soon(async () => expect(await page.getByRole('option').count()).toBe(2));
      // An answer that comes late is not that to what stands in the field now.
      let isFirst = true;
      await page.route('**/jmap/api', async (route) => {
        const isOld = isFirst && (route.request().postData() ?? '').includes('"mus"');
        if (!isOld) return route.continue();
        isFirst = false;
        const late = await route.fetch();
        await soon(async () => expect(await page.locator('.none').count()).toBe(1));
        return route.fulfill({ response: late });
      });
      const asked = page.waitForRequest((request) => (request.postData() ?? '').includes('"mus"'));
      await field().fill('mus');
      const request = await asked;
      await field().fill('nobody wrote this');
      await page.locator('.none').waitFor();
      await request.response();
      await soon(async () => expect(await page.getByRole('option').count()).toBe(0));
      await page.keyboard.press('Escape');
      await page.locator('gw-search').waitFor({ state: 'detached' });
      await soon(async () => expect(await opener.evaluate((button) => document.activeElement === button)).toBe(true));
    });

    test('a customer on a phone, in the dark, finds own words alone and opens the own request', async () => {
      await open('carla', '#help', { ...PHONE, isDark: true });
      await page.getByRole('button', { name: 'Search', exact: true }).tap();
      await field().fill('wombat');
      await option(/Müsli/).waitFor();
      expect(await option(/zoo/).count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'search-mobile');
      await option(/Müsli/).tap();
      await page
        .getByRole('heading', { name: /Wombat/ })
        .first()
        .waitFor();
      expect(page.url()).toContain(`#help/${ticketId}`);
    });
  });
});
