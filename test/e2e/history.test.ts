import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Agents see on a ticket what became of it.

describeWith('Chromium', 'what changed', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let list: string;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const ticket = async (title: string): Promise<string> =>
      (await admin.create('Task', { title, taskListId: list })).id;
    const card = (page: Page) => page.locator('support-history');
    const line = (page: Page, text: string) => card(page).getByRole('listitem').filter({ hasText: text }).last();

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      [list = ''] = await admin.query('TaskList', { role: 'support' });
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    test('it says in words who did what, and whatever is done while it is open', async () => {
      const [id, part] = [await ticket('Gate'), await ticket('Gate, again')];
      const [ada = ''] = await admin.query('Principal', { text: 'ada' });
      const category = (await admin.create('TaskCategory', { name: 'Doors', taskListId: null })).id;
      await admin.update('Task', id, { responsibleId: ada, due: '2026-12-24T12:00:00Z', categories: [category] });
      const page = await open('bram', `#support/${id}`);
      await card(page).getByText('What changed').click();
      await line(page, 'Responsible: Nobody → Ada Brouwer').waitFor();
      await line(page, 'Due: Nothing → Dec 24, 2026').waitFor();
      await line(page, 'Category added: Doors').waitFor();
      await line(page, 'Administrator made the ticket').waitFor();
      await page.getByRole('combobox', { name: 'Progress' }).selectOption({ label: 'In progress' });
      await line(page, 'Progress: Needs action → In progress').waitFor();
      await card(page).getByText('Bram de Wit').waitFor();
      await admin.update('Task', id, { categories: [] });
      await line(page, 'Category taken away: Doors').waitFor();
      const set = await admin.create('CustomFieldSet', { type: 'Task', name: 'House' });
      const field = { fieldSetId: set.id, kind: 'date', key: 'built', name: 'Built on' };
      await admin.create('CustomField', field);
      const customFields = { built: '1926-12-24' };
      await admin.update('Task', id, { customFields, cc: ['guard@example.org'], watchers: { [ada]: true } });
      await line(page, 'Built on: Nothing → Dec 24, 1926').waitFor();
      await line(page, 'CC added: guard@example.org').waitFor();
      await line(page, 'Watcher added: Ada Brouwer').waitFor();
      await admin.update('Task', part, { mergedIntoId: id });
      await line(page, `Merged in: #${part}: Gate, again`).waitFor();
      await picture(page, 'ticket-history');
      expect(await accessibilityFaults(page)).toEqual([]);
      // Another ticket has another history.
      await desk.visit(page, `#support/${part}`);
      await card(page).getByText('What changed').click();
      await line(page, `Merged into: #${id}: Gate`).waitFor();
      expect(await line(page, 'Ada Brouwer').count()).toBe(0);
    });

    test('a long one is shown a part at a time', async () => {
      const id = await ticket('Lamp');
      for (let n = 1; n <= 25; n++) await admin.update('Task', id, { title: `Lamp ${String(n)}` });
      const page = await open('bram', `#support/${id}`);
      await card(page).getByText('What changed').click();
      await line(page, 'Lamp 24 → Lamp 25').waitFor();
      expect(await line(page, 'Lamp → Lamp 1').count()).toBe(0);
      await card(page).getByRole('button', { name: 'Show earlier changes' }).click();
      await line(page, 'Lamp → Lamp 1').waitFor();
      await card(page).getByRole('button', { name: 'Show earlier changes' }).waitFor({ state: 'detached' });
    });

    test.each<[string, string, string, Look]>([
      ['phone-dark', 'nl', 'Voortgang: Actie nodig → In behandeling', { ...PHONE, isDark: true }],
      ['phone', 'de', 'Fortschritt', PHONE],
      ['rtl', 'ar', 'Progress: Needs action → In progress', {}],
    ])('it has room and words everywhere (%s)', async (look, locale, said, how) => {
      const id = await ticket('A cellar window that somebody has forgotten to close in autumn');
      const [ada = ''] = await admin.query('Principal', { text: 'ada' });
      await admin.update('Task', id, { responsibleId: ada, title: 'A cellar window that somebody has closed by now' });
      await admin.update('Task', id, { progress: 'in-process' });
      const [bram = ''] = await admin.query('User', { text: 'bram' });
      await admin.update('User', bram, { locale });
      const page = await open('bram', `#support/${id}`, how);
      await card(page).locator('summary').click();
      await line(page, said).waitFor();
      await card(page).scrollIntoViewIfNeeded();
      await picture(page, `ticket-history-${look}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await admin.update('User', bram, { locale: 'en-GB' });
    });
  });
});
