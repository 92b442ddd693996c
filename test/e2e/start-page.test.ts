import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Behind the name of the host is a page on which each module says what it has for somebody.

const LOOKS: Readonly<Record<string, Look>> = { light: {}, dark: { isDark: true }, phone: PHONE };

describeWith('Chromium', 'the start page', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let ada: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
    const rows = async (page: Page, name: string): Promise<string[]> =>
      (await card(page, name).getByRole('listitem').getByRole('link').allInnerTexts()).map(
        (words) => words.split('\n')[0] ?? '',
      );

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      const [id] = await (await desk.host.admin()).query('Principal', { text: 'ada', hasLogin: true });
      ada = await desk.host.clientOf(Number(id));
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('an agent finds what is theirs, live, and gets to it', async () => {
      const page = await open('ada', '#support');
      await page.getByRole('link', { name: 'Groupware Start page' }).click();
      await card(page, 'My tickets').getByRole('listitem').first().waitFor();
      expect(await rows(page, 'My tickets')).toEqual(['Cannot sign in after changing my phone']);
      await card(page, 'Due today').getByText('Nothing is due today.').waitFor();

      const due = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
      const [other] = await ada.query('Task', { text: 'printer', role: 'support' });
      await ada.call('Task/set', {
        update: { [String(other)]: { responsibleId: ada.principalId, due: `${due}Z` } },
      });
      await card(page, 'My tickets').getByRole('link', { name: 'All (2)' }).waitFor();
      await card(page, 'Due today')
        .getByRole('link', { name: /The printer on the second floor/ })
        .waitFor();
      for (const [name, look] of Object.entries(LOOKS)) {
        const again = await open('ada', '#start', look);
        await card(again, 'Due today').getByRole('listitem').first().waitFor();
        expect([name, await accessibilityFaults(again)]).toEqual([name, []]);
        await picture(again, `start-${name}`);
      }

      await card(page, 'My tickets').getByRole('link', { name: 'All (2)' }).click();
      await page.waitForURL(/#support\?assigned=mine$/);
      await page.goBack();
      await card(page, 'My tickets')
        .getByRole('link', { name: /Cannot sign in/ })
        .press('Enter');
      await page.getByRole('heading', { name: /Cannot sign in after changing my phone/ }).waitFor();
    });

    test('a customer has a card for requests alone, and of their own alone', async () => {
      const page = await open('carla', '#start');
      await card(page, 'My requests').getByRole('listitem').first().waitFor();
      expect(await page.getByRole('region').count()).toBe(1);
      const mine = await rows(page, 'My requests');
      expect(mine).toEqual(
        expect.arrayContaining([
          'Cannot sign in after changing my phone',
          'The printer on the second floor prints everything twice',
        ]),
      );
      expect(mine).not.toContain('Please add a shared mailbox for the works council');
    });
  });
});
