import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Tasks are typed one after the other into the line above them.

interface Told {
  readonly title: string;
  readonly taskListId: string;
  readonly due: string | null;
  readonly responsibleId: string | null;
}

describeWith('Chromium', 'adding tasks quickly', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let bram: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const clientOf = async (text: string): Promise<Client> => {
      const [id] = await admin.query('Principal', { text, hasLogin: true });
      return desk.host.clientOf(Number(id));
    };
    const all = async (who: Client): Promise<Told[]> =>
      (await who.get<Told>('Task', await who.query('Task', { role: 'list' }, [{ property: 'createdAt' }]))).list;
    const called = (title: string): Promise<Told> =>
      eventually(`the task "${title}"`, async () => (await all(bram)).find((task) => task.title === title));
    const row = (page: Page, title: string) =>
      page.locator('panel-tasks vaadin-grid-cell-content:visible').filter({ hasText: title }).first();
    const add = (page: Page, name = 'Add a task') => page.getByRole('textbox', { name, exact: true });

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      bram = await clientOf('bram');
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('one after the other, without leaving the line; the first makes the list of whoever has none', async () => {
      const page = await open('ada', '#tasks');
      await add(page).click();
      for (const title of ['Water the plants', 'Feed the cat', '<img src=x onerror=alert(1)>']) {
        await page.keyboard.type(title);
        await page.keyboard.press('Enter');
      }
      for (const title of ['Water the plants', 'Feed the cat', '<img src=x onerror=alert(1)>'])
        await row(page, title).waitFor();
      expect(await add(page).inputValue()).toBe('');
      expect(await add(page).evaluate((line) => line === document.activeElement)).toBe(true);
      // An empty line is no task.
      await page.keyboard.type('   ');
      await page.keyboard.press('Enter');
      await picture(page, 'tasks-quick-add');
      expect(await accessibilityFaults(page)).toEqual([]);
      const made = await all(await clientOf('ada'));
      expect(made.map(({ title }) => title)).toEqual([
        'Water the plants',
        'Feed the cat',
        '<img src=x onerror=alert(1)>',
      ]);
      expect(new Set(made.map(({ taskListId }) => taskListId)).size).toBe(1);
    });

    test('what is made is what the view shows, in the list that is checked', async () => {
      await bram.create('TaskList', { name: 'First', role: 'list' });
      const { id: second } = await bram.create('TaskList', { name: 'Second', role: 'list' });
      const page = await open('bram', `#tasks?view=today&lists=${second}`);
      await add(page, 'Add a task for today').fill('Due today');
      await page.keyboard.press('Enter');
      await row(page, 'Due today').waitFor();
      expect(await called('Due today')).toMatchObject({ taskListId: second, due: expect.any(String) as string });
      await page.getByRole('link', { name: 'Upcoming' }).click();
      await add(page, 'Add a task for tomorrow').fill('Due tomorrow');
      await page.keyboard.press('Enter');
      await row(page, 'Due tomorrow').waitFor();
      await page.getByRole('checkbox', { name: 'Second' }).uncheck();
      await page.getByRole('link', { name: 'Assigned to me' }).click();
      await add(page, 'Add a task for me').fill('In my hands');
      await page.keyboard.press('Enter');
      await row(page, 'In my hands').waitFor();
      expect(await called('In my hands')).toMatchObject({ responsibleId: bram.principalId });
      await page.getByRole('link', { name: 'Completed' }).click();
      await page.locator('task-quick-add input').waitFor({ state: 'detached' });
    });

    test('what cannot be a title is answered in a sentence, and stays in the line', async () => {
      const page = await open('bram', '#tasks', { ...PHONE, isDark: true });
      const before = (await all(bram)).length;
      const long = 'x'.repeat(50_000);
      await add(page).fill(long);
      await page.keyboard.press('Enter');
      await page.getByText('A title has at most 255 characters, and this has 50,000.').waitFor();
      expect(await add(page).inputValue()).toBe(long);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await picture(page, 'tasks-quick-add-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      // What the server refuses as well.
      await add(page).fill('Bell \u0007 rings');
      await page.keyboard.press('Enter');
      await page.getByText(/This was not added: .*control characters/).waitFor();
      expect(await add(page).inputValue()).toBe('Bell \u0007 rings');
      expect(await all(bram)).toHaveLength(before);
      await add(page).fill('Bell rings');
      await page.keyboard.press('Enter');
      await row(page, 'Bell rings').waitFor();
      expect(await page.getByText('This was not added').count()).toBe(0);
    });

    test('in a list that one may only read nothing is made, and one is told so', async () => {
      const ada = await clientOf('ada');
      const { id } = await ada.create('TaskList', { name: 'Read only', role: 'list' });
      await ada.update('TaskList', id, { [`shareWith/${bram.principalId}`]: { mayRead: true } });
      const page = await open('bram', `#tasks?lists=${id}`);
      await add(page).fill('Mine in hers');
      await page.keyboard.press('Enter');
      await page.getByText('This was not added: in the checked lists you may not make tasks.').waitFor();
      expect(await add(page).inputValue()).toBe('Mine in hers');
      expect((await all(bram)).map(({ title }) => title)).not.toContain('Mine in hers');
    });
  });
});
