import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Colleagues keep tasks of their own, and see that the tickets in their hands are tasks as well.

interface Told {
  readonly id: string;
  readonly title: string;
  readonly taskListId: string;
  readonly progress: string;
  readonly priority: number;
  readonly due: string | null;
  readonly responsibleId: string | null;
}

describeWith('Chromium', 'tasks', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let bram: Client;
    let ada: Client;
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
    const taskCalled = async (title: string): Promise<Told | undefined> => {
      const [id] = await admin.query('Task', { title });
      return id === undefined ? undefined : (await admin.get<Told>('Task', [id])).list[0];
    };
    const list = async (name: string, owner = bram, shareWith = {}): Promise<string> => {
      const { id } = await owner.create('TaskList', { name, role: 'list' });
      for (const [who, rights] of Object.entries(shareWith))
        await owner.update('TaskList', id, { [`shareWith/${who}`]: rights });
      return id;
    };
    const row = (page: Page, title: string) =>
      page.locator('panel-tasks vaadin-grid-cell-content:visible').filter({ hasText: title }).first();
    const done = (page: Page, title: string) =>
      page.locator('panel-tasks vaadin-grid').getByRole('checkbox', { name: `Done: ${title}` });
    /** An instant so many days from now. */
    const inDays = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T10:00:00Z`;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      [bram, ada] = [await clientOf('bram'), await clientOf('ada')];
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('who has no list yet makes a task, which makes a list of their own, and completes it at once', async () => {
      const page = await open('ada', '#tasks');
      await page.getByRole('button', { name: 'Make my list' }).waitFor();
      await page.getByRole('button', { name: 'New task' }).click();
      const dialog = page.getByRole('dialog', { name: 'New task' });
      await dialog.getByLabel('Title').fill('Water the plants');
      await dialog.getByLabel('Due', { exact: true }).fill(inDays(-1).slice(0, 10));
      await dialog.getByLabel('Priority').selectOption('High');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'task-dialog');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('heading', { name: 'Water the plants' }).waitFor();
      const task = await taskCalled('Water the plants');
      expect(task).toMatchObject({ priority: 1, progress: 'needs-action' });
      const { list: lists } = await ada.get<{ name: string; role: string }>('TaskList', [task!.taskListId]);
      expect(lists).toMatchObject([{ name: 'My tasks', role: 'list' }]);
      await page.locator('task-views').getByRole('checkbox', { name: 'My tasks' }).waitFor();
      // Red for those who see it, a word for those who do not.
      await row(page, 'overdue').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'tasks');
      await done(page, 'Water the plants').click();
      await done(page, 'Water the plants').waitFor({ state: 'detached' });
      await soon(async () => expect((await taskCalled('Water the plants'))?.progress).toBe('completed'));
      await page.getByRole('link', { name: 'Completed' }).click();
      await done(page, 'Water the plants').click();
      await soon(async () => expect((await taskCalled('Water the plants'))?.progress).toBe('needs-action'));
      expect(page.url()).toContain('view=completed');
    });

    test('views, lists and the search say what is shown, and the address keeps them', async () => {
      const [home, work] = [await list('Home'), await list('Work')];
      const mine = bram.principalId;
      for (const task of [
        { title: 'Call the plumber', taskListId: home, due: inDays(-2), priority: 3 },
        { title: 'Paint the fence', taskListId: home, due: inDays(5) },
        { title: 'Write the report', taskListId: work, responsibleId: mine },
      ])
        await bram.create('Task', task);
      const page = await open('bram', '#tasks');
      const view = (name: string) => page.getByRole('link', { name, exact: false });
      await row(page, 'Write the report').waitFor();
      await row(page, 'Paint the fence').waitFor();
      await view('Today').click();
      await row(page, 'Paint the fence').waitFor({ state: 'detached' });
      await row(page, 'Call the plumber').waitFor();
      await view('Upcoming').click();
      await row(page, 'Paint the fence').waitFor();
      await row(page, 'Call the plumber').waitFor({ state: 'detached' });
      await view('Assigned to me').click();
      await row(page, 'Write the report').waitFor();
      await row(page, 'Paint the fence').waitFor({ state: 'detached' });
      await view('All open').click();
      await page.getByRole('checkbox', { name: 'Home' }).check();
      await row(page, 'Call the plumber').waitFor();
      await row(page, 'Write the report').waitFor({ state: 'detached' });
      expect(page.url()).toContain(`lists=${home}`);
      await page.reload();
      await row(page, 'Paint the fence').waitFor();
      expect(await page.getByRole('checkbox', { name: 'Home' }).isChecked()).toBe(true);
      const saved = async (name: string): Promise<string> => {
        await page.locator('panel-tasks details.grid-menu summary').press('Enter');
        const coming = page.waitForEvent('download');
        await page.locator('panel-tasks details.grid-menu').getByRole('button', { name }).click();
        return readFileSync(await (await coming).path(), 'utf8');
      };
      expect((await saved('CSV')).split('\n')[1]).toMatch(/Call the plumber.*Home.*High/);
      expect(await saved('Calendar')).toMatch(/BEGIN:VTODO[^]*SUMMARY:Call the plumber/);
      await page.getByRole('searchbox', { name: 'Search tasks' }).fill('fence');
      await row(page, 'Call the plumber').waitFor({ state: 'detached' });
      await row(page, 'Paint the fence').waitFor();
    });

    test('a ticket in my hands is among my tasks, and is worked on in Support', async () => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const given = { title: 'Badge reader is dark', taskListId };
      const { id } = await admin.create('Task', { ...given, responsibleId: bram.principalId });
      await admin.create('Task', { ...given, title: 'Nobody has this one' });
      const page = await open('bram', '#tasks?view=mine');
      await row(page, 'Badge reader is dark').click();
      const pane = page.locator('task-view');
      await pane.getByText('Ticket type').waitFor();
      expect(await row(page, 'Nobody has this one').count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'tasks-ticket');
      await pane.getByRole('link', { name: 'Open ticket' }).click();
      await page.getByRole('heading', { name: `#${id}:` }).waitFor();
      expect(page.url()).toContain(`#support/${id}`);
      // Plain tasks are no business of Support.
      const plain = await bram.create('Task', { title: 'Badge for the canteen', taskListId: await list('Plain') });
      await page.getByRole('searchbox', { name: 'Search tickets' }).fill('Badge');
      await soon(async () => expect(await page.locator('panel-support x-grid > .rows').textContent()).toMatch(/^1\D/));
      // The search of the whole host tells the two apart.
      const find = async (title: string): Promise<void> => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Search everything' }).fill('Badge');
        await page.getByRole('option', { name: title }).first().click();
      };
      await find('Badge for the canteen');
      await pane.getByRole('heading', { name: 'Badge for the canteen' }).waitFor();
      expect(page.url()).toContain(`#tasks/${plain.id}`);
      await find('Badge reader is dark');
      await page.getByRole('heading', { name: `#${id}:` }).waitFor();
      expect(page.url()).toContain(`#support/${id}`);
    });

    test('a list is made, coloured, shared, seen by the other at once, hidden and deleted with its tasks', async () => {
      const [page, other] = [await open('bram', '#tasks'), await open('ada', '#tasks')];
      await page.getByRole('button', { name: 'Add list' }).click();
      const dialog = page.getByRole('dialog', { name: 'List' });
      await dialog.getByLabel('Name').fill('Party');
      await dialog.getByRole('radio', { name: 'Green' }).check({ force: true });
      await dialog.getByRole('combobox', { name: 'Add' }).fill('Ada');
      await page.getByRole('option', { name: 'Ada Brouwer' }).click();
      await dialog.getByRole('table').getByText('Ada Brouwer').waitFor();
      await page.getByRole('option', { name: 'Ada Brouwer' }).waitFor({ state: 'hidden' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'task-list-dialog');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('checkbox', { name: 'Party' }).waitFor();
      const [id = ''] = await bram.query('TaskList', { text: 'Party' });
      expect((await bram.get<object>('TaskList', [id])).list[0]).toMatchObject({ color: '#2e9e6b', role: 'list' });
      await bram.create('Task', { title: 'Buy balloons', taskListId: id });
      await other.getByRole('checkbox', { name: 'Party' }).waitFor();
      await row(other, 'Buy balloons').waitFor();
      // Who may read may not complete.
      expect(await done(other, 'Buy balloons').isDisabled()).toBe(true);
      await other.getByRole('button', { name: 'Hide Party' }).click();
      await row(other, 'Buy balloons').waitFor({ state: 'detached' });
      await other.getByText('Hidden lists (1)').click();
      await other.getByRole('button', { name: 'Show Party' }).click();
      await row(other, 'Buy balloons').waitFor();
      await page.getByRole('button', { name: 'Edit Party' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('checkbox', { name: 'Party' }).waitFor({ state: 'detached' });
      await row(other, 'Buy balloons').waitFor({ state: 'detached' });
    });

    test('a task is changed, talked about and deleted', async () => {
      const taskListId = await list('Garden', bram, { [ada.principalId]: { mayRead: true } });
      const { id } = await bram.create('Task', { title: 'Mow the lawn', taskListId });
      const page = await open('bram', `#tasks/${id}`);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit task' });
      await dialog.getByRole('combobox', { name: 'Responsible' }).fill('a');
      await page.getByRole('option', { name: 'Ada Brouwer' }).waitFor();
      // Only those who may read the list are offered.
      expect(await page.getByRole('option', { name: 'Carla Jansen' }).count()).toBe(0);
      await page.getByRole('option', { name: 'Ada Brouwer' }).click();
      await dialog.getByLabel('Start').fill('2026-12-05');
      await dialog.getByLabel('Due').fill('2026-12-04');
      await dialog.getByLabel('Description').fill('The back one too');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('must not be before start').first().waitFor();
      await dialog.getByLabel('Due').fill('2026-12-06');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      const pane = page.locator('task-view');
      await pane.getByText('The back one too').waitFor();
      await pane.getByText('Ada Brouwer').waitFor();
      expect(await taskCalled('Mow the lawn')).toMatchObject({
        due: '2026-12-06T22:59:59Z',
        responsibleId: ada.principalId,
      });
      await admin.create('Comment', { entityType: 'Task', entityId: id, text: 'Mind the hedgehog', isPrivate: false });
      await pane.locator('summary', { hasText: 'Comments' }).click();
      await pane.getByText('Mind the hedgehog').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'task-detail');
      await pane.getByRole('button', { name: 'Delete', exact: true }).click();
      await page
        .getByRole('alertdialog', { name: 'Delete “Mow the lawn”?' })
        .getByRole('button', { name: 'Delete' })
        .click();
      await row(page, 'Mow the lawn').waitFor({ state: 'detached' });
      expect(await taskCalled('Mow the lawn')).toBeUndefined();
      expect(page.url()).not.toContain(`#tasks/${id}`);
    });

    test('on a phone, in the dark, by keyboard alone', async () => {
      const taskListId = await list('Phone');
      await bram.create('Task', { title: 'Charge it', taskListId, due: inDays(-1), priority: 1 });
      const page = await open('bram', '#tasks', { ...PHONE, isDark: true });
      await row(page, 'Charge it').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'tasks-phone-dark');
      await page.getByRole('button', { name: 'Filters' }).click();
      await page.getByRole('checkbox', { name: 'Phone' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'tasks-views-phone-dark');
      await page.getByRole('link', { name: 'Today' }).click();
      await row(page, 'Charge it').click();
      await page.getByRole('heading', { name: 'Charge it' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'task-phone-dark');
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      const desktop = await open('bram', '#tasks');
      await row(desktop, 'Charge it').waitFor();
      await desktop.keyboard.press('n');
      const dialog = desktop.getByRole('dialog', { name: 'New task' });
      await dialog.getByLabel('Title').fill('Unplug it');
      await desktop.keyboard.press('Enter');
      await desktop.getByRole('heading', { name: 'Unplug it' }).waitFor();
      await desktop.locator('task-view').getByRole('checkbox', { name: 'Done: Unplug it' }).press(' ');
      await soon(async () => expect((await taskCalled('Unplug it'))?.progress).toBe('completed'));
      await desktop.getByRole('heading', { name: 'Unplug it' }).click();
      await desktop.keyboard.press('x');
      await soon(async () => expect((await taskCalled('Unplug it'))?.progress).toBe('needs-action'));
    });

    test('customers have no such panel', async () => {
      const page = await open('carla', '#tasks');
      await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
      expect(await page.locator('gw-top-bar').getByRole('link', { name: 'Tasks' }).count()).toBe(0);
      expect(await page.locator('panel-tasks').count()).toBe(0);
    });
  });
});
