import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// What is new stands out, is counted beside the panel's name, and is read by being looked at.

describeWith('Chromium', 'unread', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const principal = async (text: string): Promise<string> => (await admin.query('Principal', { text }))[0]!;
    const as = async (name: string): Promise<Client> => desk.host.clientOf(Number(await principal(name)));
    const ticket = async (title: string, more: Record<string, unknown> = {}): Promise<string> => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      return (await admin.create('Task', { title, taskListId, ...more })).id;
    };
    const say = (entityId: string, isPrivate = false) =>
      admin.create('Comment', { entityType: 'Task', entityId, html: '<p>News</p>', isPrivate });
    const row = (page: Page, title: string) =>
      page.locator('vaadin-grid-cell-content').filter({ hasText: title, visible: true });
    const isBold = async (page: Page, title: string): Promise<boolean> => {
      const cell = page.locator('vaadin-grid').getByText(title, { exact: false }).first();
      return Number(await cell.evaluate((element) => getComputedStyle(element).fontWeight)) > 600;
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('a new ticket is bold until it is opened, on all pages of that agent and on nobody else’s; the tab counts', async () => {
      const [first, mine] = [await ticket('Looked at before'), await ticket('Door of the north wing')];
      const ada = await open('ada', `#support/${first}`);
      const bram = await open('bram', `#support/${first}`);
      for (const page of [ada, bram]) await page.getByRole('heading', { name: `#${first}:` }).waitFor();
      // Both have read for the first time.
      for (const name of ['ada', 'bram']) {
        const client = await as(name);
        await soon(async () => expect(await client.query('Task', { isUnread: true })).toEqual([]));
        await soon(async () =>
          expect((await client.get('Task', [first], ['isUnread'])).list).toMatchObject([{ isUnread: false }]),
        );
      }
      await say(mine);
      await admin.update('Task', mine, { responsibleId: await principal('ada') });
      await soon(async () => expect(await isBold(ada, 'Door of the north wing')).toBe(true));
      expect(await isBold(ada, 'Looked at before')).toBe(false);
      const tab = ada.getByRole('link', { name: 'Support 1 Unread tickets of mine' });
      await tab.waitFor();
      expect(await bram.getByRole('link', { name: /Unread tickets/ }).count()).toBe(0);
      await row(ada, 'Door of the north wing Unread').waitFor();
      await picture(ada, 'unread-light');
      expect(await accessibilityFaults(ada)).toEqual([]);

      const phone = await open('ada', '#support', PHONE);
      await row(phone, 'Door of the north wing Unread').waitFor();
      await picture(phone, 'unread-390');
      const second = await open('ada', '#support?unread=1', { isDark: true });
      await row(second, 'Door of the north wing').waitFor();
      expect(await row(second, 'Looked at before').count()).toBe(0);
      await picture(second, 'unread-dark');
      await row(ada, 'Door of the north wing').click();
      await soon(async () => expect(await isBold(ada, 'Door of the north wing')).toBe(false));
      await soon(async () => expect(await row(second, 'Door of the north wing').count()).toBe(0));
      await tab.waitFor({ state: 'detached' });
      await soon(async () => expect(await isBold(bram, 'Door of the north wing')).toBe(true));
      // A note of a colleague is news too, while the ticket is not looked at.
      await row(bram, 'Door of the north wing').click();
      await soon(async () => expect(await isBold(bram, 'Door of the north wing')).toBe(false));
      await row(bram, 'Looked at before').click();
      await bram.getByRole('heading', { name: `#${first}:` }).waitFor();
      await say(mine, true);
      await soon(async () => expect(await isBold(bram, 'Door of the north wing')).toBe(true));
      // What comes while one looks is read.
      await soon(async () => expect(await isBold(ada, 'Door of the north wing')).toBe(false));
    });

    test('all is marked as read at once; the choice is in the address', async () => {
      const page = await open('ada', `#support/${await ticket('Opened')}`);
      await page.getByRole('heading', { name: 'Opened' }).waitFor();
      const ada = await as('ada');
      await soon(async () => expect(await ada.query('Task', { isUnread: true })).toEqual([]));
      for (const title of ['Lamp one', 'Lamp two', 'Lamp three']) await ticket(title);
      const box = page.getByRole('checkbox', { name: 'Unread 3' });
      await box.check();
      await soon(async () => expect(new URL(page.url()).hash).toContain('unread=1'));
      for (const title of ['Lamp one', 'Lamp two', 'Lamp three']) await row(page, title).waitFor();
      await page.reload();
      await page.getByRole('checkbox', { name: 'Unread 3', checked: true }).waitFor();
      await page.getByRole('button', { name: 'Mark all as read' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('All tickets count as read').waitFor();
      await page.getByText('No tickets here').waitFor();
      expect(await page.getByRole('button', { name: 'Mark all as read' }).isDisabled()).toBe(true);
    });

    test('a customer on a phone sees which request has an answer, and not that there is a note', async () => {
      const customerId = await principal('carla');
      const [one, other] = [
        await ticket('Müsli machine', { customerId }),
        await ticket('Coffee machine', { customerId }),
      ];
      const [email] = (await admin.get<{ email: string }>('Principal', [customerId])).list.map((found) => found.email);
      await ticket('Tea machine', { customerId: await principal('dani'), cc: [email] });
      const page = await open('carla', `#help/${one}`, PHONE);
      await page.getByRole('heading', { name: 'Müsli machine' }).waitFor();
      const carla = await as('carla');
      await soon(async () =>
        expect((await carla.get('Task', [one], ['isUnread'])).list).toMatchObject([{ isUnread: false }]),
      );
      await page.getByRole('button', { name: 'Back' }).click();
      await say(other, true);
      await say(one);
      const link = (name: string) => page.getByRole('link', { name });
      await link('Müsli machine Unread').waitFor();
      expect(await link('Coffee machine Unread').count()).toBe(0);
      await link('Tea machine').getByText('by Daniël Óskarsson').waitFor();
      await picture(page, 'unread-help-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await link('Müsli machine Unread').click();
      await page.locator('comment-entry').waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await link('Müsli machine').waitFor();
      await soon(async () => expect(await link('Müsli machine Unread').count()).toBe(0));
    });
  });
});
