import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Many tickets are selected, changed at once, and given back what they had.

describeWith('Chromium', 'bulk', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let made = 0;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    interface Ticket {
      progress: string;
      percentComplete: number;
      responsibleId: string | null;
      taskListId: string;
      due: string | null;
      categories: string[];
      watchers: Record<string, true>;
    }
    /** A ticket type of its own with some tickets, in which Ada may do everything and Bram may change. */
    const type = async (count: number) => {
      const [ada, bram] = await Promise.all(['ada', 'bram'].map((name) => admin.query('Principal', { text: name })));
      const all = { mayRead: true, mayCreate: true, mayWrite: true, mayDelete: true };
      const shareWith = { [ada![0]!]: all, [bram![0]!]: { mayRead: true, mayCreate: true, mayWrite: true } };
      const name = `Type ${String(++made)}`;
      const { id } = await admin.create('TaskList', { name, role: 'support', shareWith });
      const create = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `n${String(n)}`,
          { title: `${name} ticket ${String(n)}`, taskListId: id },
        ]),
      );
      const { created } = await admin.call('Task/set', { create });
      const ids = Object.values(created as Record<string, { id: string }>).map((task) => task.id);
      return { id, name, ids, bram: bram![0]!, ada: ada![0]! };
    };
    /** What taking back gives back. */
    const facts = async (ids: readonly string[]) =>
      (await tickets(ids)).map(
        ({ progress, percentComplete, responsibleId, taskListId, due, categories, watchers }) => ({
          progress,
          percentComplete,
          responsibleId,
          taskListId,
          due,
          categories,
          watchers,
        }),
      );
    const tickets = async (ids: readonly string[]): Promise<Ticket[]> => {
      const { list } = await admin.get<Ticket & { id: string }>('Task', ids);
      return ids.map((id) => list.find((ticket) => ticket.id === id)!);
    };
    const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
    const bar = (page: Page) => page.getByRole('group', { name: 'Selected rows' });
    const selected = (page: Page, count: number) =>
      bar(page)
        .getByText(`${String(count)} selected`)
        .waitFor();
    const act = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true }).click();
    const choose = (page: Page, name: string) =>
      page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

    const told = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor();
    const more = async (page: Page, name: string) => {
      await act(page, 'More to do with the selected rows');
      await choose(page, name);
    };
    const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).click();
    const checked = (page: Page) => page.locator('.select-row:checked:visible').count();

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    test('the tickets of a desk are selected all at once, and what can be done to them is offered', async () => {
      const page = await open('ada', '#support');
      await page.locator('.select-row').first().waitFor();
      await page.getByRole('checkbox', { name: 'Select all' }).check();
      await bar(page)
        .getByText(/^[1-9]\d* selected$/)
        .waitFor();
      await act(page, 'Progress');
      await page.getByRole('dialog').getByRole('button', { name: 'Completed', exact: true }).waitFor();
      await picture(page, 'bulk');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await bar(page).getByRole('button', { name: 'Select none' }).click();
      await bar(page).waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Select all');
    });

    test('tickets that are checked are closed at once, on the screens of colleagues too, and undone', async () => {
      const { id, ids, name } = await type(4);
      await admin.update('Task', ids[1]!, { progress: 'in-process', percentComplete: 40 });
      const before = await facts(ids);
      const route = `#support?lists=${id}&progress=any`;
      const [ada, bram] = [await open('ada', route), await open('bram', route)];
      for (const n of [0, 1, 2]) await box(ada, `${name} ticket ${String(n)}`).check();
      await selected(ada, 3);
      await act(ada, 'Progress');
      await choose(ada, 'Completed');
      await told(ada, '3 are changed.');
      const completed = bram.locator('vaadin-grid .badge', { hasText: 'Completed' });
      await soon(async () => expect(await completed.count()).toBe(3));
      const states = (await tickets(ids)).map(({ progress, percentComplete }) => [progress, percentComplete]);
      expect(states).toEqual([...Array<unknown>(3).fill(['completed', 100]), ['needs-action', 0]]);
      await picture(ada, 'bulk-changed');
      expect(await accessibilityFaults(ada)).toEqual([]);
      // A reload offers it again: to this user alone, and no longer than it was offered at first.
      const [key, kept] = await ada.evaluate(
        () => Object.entries(sessionStorage).find(([name]) => name.startsWith('bulk ')) as [string, string],
      );
      for (const spoilt of [kept.replace('"userId":"', '"userId":"9'), kept.replace(/"until":\d+/, '"until":1')]) {
        await ada.evaluate(([name, value]) => sessionStorage.setItem(name!, value!), [key, spoilt]);
        await ada.reload();
        await box(ada, `${name} ticket 0`).waitFor();
        expect(await ada.getByText('3 are changed.').count()).toBe(0);
        expect(await ada.evaluate((name) => sessionStorage.getItem(name), key)).toBeNull();
      }
      await ada.evaluate(([name, value]) => sessionStorage.setItem(name!, value!), [key, kept]);
      await ada.reload();
      await told(ada, '3 are changed.');
      await undo(ada);
      await told(ada, '3 are as they were.');
      expect(await ada.evaluate((name) => sessionStorage.getItem(name), key)).toBeNull();
      await soon(async () => expect(await completed.count()).toBe(0));
      expect(await facts(ids)).toEqual(before);
      // What was taken back is not taken back again.
      expect(await ada.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(0);
    });

    test('rows are selected by mouse with Shift and Ctrl, and by keyboard alone', async () => {
      const { id, ids, name } = await type(6);
      const page = await open('ada', `#support?lists=${id}&progress=any&sort=id`);
      const row = (n: number) => page.locator('vaadin-grid-cell-content', { hasText: `${name} ticket ${String(n)}` });
      await row(1).click({ modifiers: ['Control'] });
      await selected(page, 1);
      await row(4).click({ modifiers: ['Shift'] });
      await selected(page, 4);
      await row(3).click({ modifiers: ['Control'] });
      await selected(page, 3);
      expect(page.url()).not.toContain(`support/${ids[1]!}`);
      await page.getByRole('checkbox', { name: 'Select all' }).click();
      await selected(page, 6);
      await page.getByRole('checkbox', { name: 'Select all' }).click();
      await bar(page).waitFor({ state: 'detached' });
      // Into the rows, and on by the arrows.
      await row(0).click();
      await page
        .locator('support-ticket')
        .getByRole('heading', { name: `${name} ticket 0` })
        .waitFor();
      await page.keyboard.press('Space');
      await selected(page, 1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Shift+Space');
      await selected(page, 3);
      expect(page.url()).toContain(`support/${ids[0]!}`);
      await page.keyboard.press('Control+a');
      await selected(page, 6);
      await page.getByRole('status').filter({ hasText: '6 selected' }).waitFor({ state: 'attached' });
      await page.keyboard.press('Escape');
      await bar(page).waitFor({ state: 'detached' });
      await page.keyboard.press('Space');
      await selected(page, 1);
      // Space selects, and opens nothing.
      expect(page.url()).toContain(`support/${ids[0]!}`);
      await page.keyboard.press('Tab');
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('title') ?? '');
      for (let n = 0; n < 12 && (await focused()) !== 'Responsible'; n++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const choice = page.getByRole('dialog').getByRole('button', { name: 'Bram de Wit' });
      await choice.waitFor();
      await picture(page, 'bulk-responsible');
      expect(await accessibilityFaults(page)).toEqual([]);
      const words = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
      for (let n = 0; n < 9 && (await words()) !== 'Bram de Wit'; n++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await told(page, '1 is changed.');
      await soon(async () => expect(await focused()).toBe('Responsible'));
    });

    test('a selection stays when the list changes under it, and goes with another filter', async () => {
      const { id, ids, name } = await type(3);
      const page = await open('ada', `#support?lists=${id}`);
      await box(page, `${name} ticket 0`).check();
      await box(page, `${name} ticket 1`).check();
      await admin.update('Task', ids[0]!, { progress: 'completed' });
      await box(page, `${name} ticket 0`).waitFor({ state: 'detached' });
      await selected(page, 2);
      expect(await checked(page)).toBe(1);
      await admin.create('Task', { title: `${name} new`, taskListId: id });
      await box(page, `${name} new`).waitFor();
      await selected(page, 2);
      expect(await box(page, `${name} ticket 1`).isChecked()).toBe(true);
      await page.getByRole('checkbox', { name: 'Unassigned' }).check();
      await bar(page).waitFor({ state: 'detached' });
      expect(await checked(page)).toBe(0);
    });

    test('what somebody has changed since is left alone and told, whatever else is given back', async () => {
      const { id, ids, name, ada, bram } = await type(4);
      await admin.update('Task', ids[0]!, { progress: 'in-process' });
      await admin.update('Task', ids[3]!, { responsibleId: ada, progress: 'in-process' });
      const before = await facts(ids);
      const page = await open('ada', `#support?lists=${id}&progress=any`);
      await box(page, `${name} ticket 0`).waitFor();
      await page.getByRole('checkbox', { name: 'Select all' }).check();
      await selected(page, 4);
      await act(page, 'Responsible');
      await choose(page, 'Bram de Wit');
      await told(page, '4 are changed.');
      // A new responsible has everything still to do: the server says so, and taking back knows.
      const after = await tickets(ids);
      expect(after.map((one) => [one.responsibleId, one.progress])).toEqual(Array(4).fill([bram, 'needs-action']));
      await admin.update('Task', ids[1]!, { responsibleId: ada });
      await admin.update('Task', ids[2]!, { progress: 'in-process' });
      await admin.update('Task', ids[2]!, { due: '2027-01-01T12:00:00Z' });
      await undo(page);
      await told(page, '3 of 4 are as they were; 1 is not:');
      await told(page, '1: Somebody has changed it since.');
      expect(await facts(ids)).toEqual([
        before[0],
        { ...before[1], responsibleId: ada },
        { ...before[2], progress: 'in-process', due: '2027-01-01T12:00:00Z' },
        before[3],
      ]);
    });
    test('what could not be done for some is told, each reason in a sentence', async () => {
      const [one, other] = [await type(2), await type(1)];
      const shareWith = { [one.bram]: { mayRead: true } };
      await admin.update('TaskList', other.id, { shareWith });
      const page = await open('bram', `#support?lists=${one.id},${other.id}&progress=any`);
      await box(page, `${other.name} ticket 0`).waitFor();
      await page.getByRole('checkbox', { name: 'Select all' }).check();
      await selected(page, 3);
      await act(page, 'More to do with the selected rows');
      await page.getByRole('dialog').getByRole('button', { name: 'Watch', exact: true }).waitFor();
      expect(await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).count()).toBe(0);
      await page.keyboard.press('Escape');
      await admin.call('Task/set', { destroy: [one.ids[0]!] });
      await act(page, 'Due');
      await page.getByRole('dialog').getByLabel('Due').fill('2027-03-01');
      await choose(page, 'Set');
      await told(page, '1 of 3 changed; 2 were not:');
      await told(page, '1: You may not do this.');
      await told(page, '1: No longer there for you.');
      await picture(page, 'bulk-refused');
      expect((await tickets([one.ids[1]!])).map(({ due }) => due)).toEqual(['2027-03-01T22:59:59Z']);
      await undo(page);
      await told(page, '1 is as it was.');
      expect((await tickets([one.ids[1]!])).map(({ due }) => due)).toEqual([null]);
    });

    test('tickets move with what belongs to their type, get categories and are watched; all of it comes back', async () => {
      const [one, other] = [await type(2), await type(1)];
      const status = await admin.create('TaskStatus', {
        taskListId: one.id,
        name: 'At the vendor',
        progress: 'in-process',
      });
      const own = await admin.create('TaskCategory', { name: `${one.name} only`, taskListId: one.id });
      await admin.update('Task', one.ids[0]!, { categories: [own.id] });
      const page = await open('ada', `#support?lists=${one.id},${other.id}&progress=any`);
      await box(page, `${one.name} ticket 0`).check();
      await box(page, `${one.name} ticket 1`).check();
      await act(page, 'Progress');
      await choose(page, 'In progress: At the vendor');
      await told(page, '2 are changed.');
      const before = await facts(one.ids);
      expect((await admin.get<{ statusId: string }>('Task', one.ids)).list.map(({ statusId }) => statusId)).toEqual(
        Array(2).fill(status.id),
      );
      await more(page, 'Ticket type…');
      await choose(page, other.name);
      await told(page, '2 are changed.');
      expect((await tickets(one.ids)).map(({ taskListId, categories }) => [taskListId, categories])).toEqual(
        Array(2).fill([other.id, []]),
      );
      await undo(page);
      await told(page, '2 are as they were.');
      expect(await facts(one.ids)).toEqual(before);
      expect((await admin.get<{ statusId: string }>('Task', one.ids)).list.map(({ statusId }) => statusId)).toEqual(
        Array(2).fill(status.id),
      );
      await act(page, 'Add category');
      await choose(page, `${one.name} only`);
      await told(page, '2 are changed.');
      expect((await tickets(one.ids)).map(({ categories }) => categories)).toEqual(Array(2).fill([own.id]));
      // The first one had it before.
      await undo(page);
      await told(page, '1 is as it was.');
      expect((await tickets(one.ids)).map(({ categories }) => categories)).toEqual([[own.id], []]);
      await more(page, 'Watch');
      await told(page, '2 are changed.');
      expect((await tickets(one.ids)).map(({ watchers }) => watchers)).toEqual(Array(2).fill({ [one.ada]: true }));
      await more(page, 'Take category away…');
      await choose(page, `${one.name} only`);
      await told(page, '2 are changed.');
      expect((await tickets(one.ids)).map(({ categories }) => categories)).toEqual([[], []]);
    });

    test('what is deleted is asked about first, and what is read is read', async () => {
      const { id, ids, name } = await type(3);
      for (const entityId of ids) await admin.create('Comment', { entityType: 'Task', entityId, text: 'Look' });
      const page = await open('ada', `#support?lists=${id}&progress=any`);
      const unread = page.locator('vaadin-grid .visually-hidden', { hasText: 'Unread' });
      await soon(async () => expect(await unread.count()).toBe(3));
      await box(page, `${name} ticket 0`).check();
      await box(page, `${name} ticket 1`).check();
      await more(page, 'Mark as read');
      await told(page, 'Done with 2.');
      await soon(async () => expect(await unread.count()).toBe(1));
      await more(page, 'Delete');
      const question = page.getByRole('alertdialog', { name: 'Delete 2 tickets?' });
      await picture(page, 'bulk-delete');
      await question.getByRole('button', { name: 'Cancel' }).click();
      expect((await admin.get('Task', ids)).list).toHaveLength(3);
      await more(page, 'Delete');
      await question.getByRole('button', { name: 'Delete' }).click();
      await told(page, '2 are deleted.');
      expect((await admin.get('Task', ids)).notFound).toEqual(ids.slice(0, 2));
      await bar(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(0);
    });

    test('many tickets are changed step by step, which shows, and can be stopped between two steps', async () => {
      const { id, ids } = await type(450);
      const page = await open('ada', `#support?lists=${id}&progress=any`);
      await page.getByRole('checkbox', { name: 'Select all' }).check();
      await selected(page, 450);
      // Each change waits until the test has looked.
      const held: (() => void)[] = [];
      await page.route('**/jmap/api', async (route) => {
        if (route.request().postData()?.includes('"update"') === true) await new Promise<void>((go) => held.push(go));
        await route.continue();
      });
      await act(page, 'Progress');
      await choose(page, 'Cancelled');
      const steps = page.getByRole('progressbar', { name: 'Progress' });
      await page.getByText('0 of 450').waitFor();
      const next = async (text: string) => {
        await soon(async () => expect(held).toHaveLength(1));
        held.pop()?.();
        await page.getByText(text).waitFor();
      };
      await next('100 of 450');
      expect(await steps.evaluate((bar) => (bar as HTMLProgressElement).value)).toBe(100);
      await picture(page, 'bulk-progress');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await next('200 of 450 changed; 250 were not:');
      await told(page, '250: You stopped before.');
      expect((await tickets(ids)).filter(({ progress }) => progress === 'cancelled')).toHaveLength(200);
      await page.unroute('**/jmap/api');
      await undo(page);
      await told(page, '200 are as they were.');
      expect((await tickets(ids)).every(({ progress }) => progress === 'needs-action')).toBe(true);
    });

    test('what a colleague changes in the moment between is what the ticket gets back', async () => {
      const { id, ids, name } = await type(2);
      const page = await open('ada', `#support?lists=${id}&progress=any`);
      await box(page, `${name} ticket 0`).check();
      await box(page, `${name} ticket 1`).check();
      let isLate = true;
      await page.route('**/jmap/api', async (route) => {
        if (isLate && route.request().postData()?.includes('"update"') === true) {
          isLate = false;
          await admin.update('Task', ids[0]!, { progress: 'failed' });
        }
        await route.continue();
      });
      await act(page, 'Progress');
      await choose(page, 'Completed');
      await told(page, '2 are changed.');
      expect((await tickets(ids)).map(({ progress }) => progress)).toEqual(['completed', 'completed']);
      await undo(page);
      await told(page, '2 are as they were.');
      expect((await tickets(ids)).map(({ progress }) => progress)).toEqual(['failed', 'needs-action']);
    });

    test('on a phone one begins to select in the menu', async () => {
      const { id, name } = await type(3);
      const page = await open('ada', `#support?lists=${id}&progress=any`, { ...PHONE, isDark: true });
      await page.locator('details.grid-menu summary').click();
      await page.getByRole('button', { name: 'Select several' }).click();
      await page.locator('.row-card', { hasText: `${name} ticket 1` }).click();
      await selected(page, 1);
      await bar(page).getByRole('button', { name: 'Select all 3' }).click();
      await selected(page, 3);
      // All that is offered stands in one row.
      const tops = await bar(page)
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top)));
      expect(new Set(tops).size).toBe(1);
      await picture(page, 'bulk-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });
  });
});
