import type { Locator, Page } from 'playwright-core';
import { Directory } from '../../core/auth/directory.service';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { promptly, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from '../e2e/panels-desk';

// Sharing as people do it: two windows side by side, a real host.

describeWith('Chromium', 'sharing in the panels', () => {
  // What a screen shows does not depend on the database; the rules are in sharing.test.ts, on both.
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const rowOf = (page: Page, text: string) =>
      page.locator('vaadin-grid-cell-content:visible', { hasText: text }).first();
    const pick = async (field: Locator, typed: string, name: string) => {
      await field.getByRole('combobox', { name: 'Add a person or group' }).fill(typed);
      await field.page().getByRole('option', { name }).click();
      await field.getByRole('row', { name }).waitFor();
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      const directory = desk.host.get(Directory);
      await desk.host.database.transaction(async () => {
        const ada = await directory.findByEmail('ada@example.org');
        await directory.permit('core:administer', await directory.personalGroup(ada!.id));
      });
    });

    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
    });

    afterAll(async () => {
      await desk.close();
    });

    test('a ticket type shared in one window appears in the other within 2 s, and goes when it is taken back', async () => {
      const admin = await desk.host.admin();
      await admin.create('TaskList', { name: 'Garden', role: 'support', shareWith: {} });
      const asked = performance.now();
      const agent = await open('bram', '#support');
      await rowOf(agent, 'Please add a shared mailbox').waitFor();
      const opening = performance.now() - asked;
      const garden = agent.getByRole('checkbox', { name: 'Garden' });
      expect(await garden.count()).toBe(0);

      const manager = await open('ada', '#settings/support-lists');
      await rowOf(manager, 'Garden').dblclick();
      const dialog = manager.getByRole('dialog');
      const agents = dialog.locator('gw-share-field').nth(1);
      const tab = dialog.getByRole('tab', { name: 'Agents' });
      await tab.click();
      await pick(agents, 'Bram', 'Bram de Wit');
      await agents.getByLabel('May: Bram de Wit').selectOption('Write');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await garden.waitFor({ timeout: promptly(opening) });

      await dialog.waitFor({ state: 'detached' });
      await rowOf(manager, 'Garden').dblclick();
      await tab.click();
      await agents.getByRole('button', { name: 'Remove Bram de Wit' }).click();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await garden.waitFor({ state: 'detached', timeout: promptly(opening) });
    });

    test('anything with an ACL is shared from its grid’s menu, and the others see it within 2 s', async () => {
      const admin = await desk.host.admin();
      await admin.create('TaskList', { name: 'Cellar', role: 'support', shareWith: {} });
      const asked = performance.now();
      const agent = await open('bram', '#support');
      await rowOf(agent, 'Please add a shared mailbox').waitFor();
      const opening = performance.now() - asked;
      const cellar = agent.getByRole('checkbox', { name: 'Cellar' });
      expect(await cellar.count()).toBe(0);

      const manager = await open('ada', '#settings/support-lists');
      const share = manager.getByRole('button', { name: 'Share' });
      await rowOf(manager, 'Cellar').waitFor();
      expect(await share.isDisabled()).toBe(true);
      await rowOf(manager, 'Cellar').click();
      await share.click();
      const dialog = manager.getByRole('dialog', { name: 'Share Cellar' });
      await pick(dialog, 'Bram', 'Bram de Wit');
      const level = dialog.getByLabel('May: Bram de Wit');
      expect(await level.locator('option').allTextContents()).toEqual([
        'Submit as customer',
        'Read',
        'Create',
        'Write',
        'Delete',
        'Manage',
      ]);
      await level.selectOption('Write');
      expect(await accessibilityFaults(manager)).toEqual([]);
      await picture(manager, 'share');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await cellar.waitFor({ timeout: promptly(opening) });

      await dialog.waitFor({ state: 'detached' });
      await rowOf(manager, 'Cellar').click();
      await share.click();
      await dialog.getByRole('button', { name: 'Remove Bram de Wit' }).click();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await cellar.waitFor({ state: 'detached', timeout: promptly(opening) });
    });

    test('one’s own right to manage cannot be taken away by mistake', async () => {
      const manager = await open('ada', '#settings/support-lists');
      await manager.getByRole('button', { name: 'Add ticket type' }).click();
      const dialog = manager.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Kitchen');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      await rowOf(manager, 'Kitchen').dblclick();
      await dialog.getByRole('tab', { name: 'Agents' }).click();
      const own = dialog.getByRole('row', { name: /Ada Brouwer.*\(you\)/ });
      await own.getByText('Manage').waitFor();
      expect(await own.getByRole('button').count()).toBe(0);
      expect(await own.getByRole('combobox').count()).toBe(0);
    });

    test('an administrator sets default permissions, and is told how many objects they change', async () => {
      const page = await open('ada', '#settings/default-permissions');
      const section = page.getByRole('region', { name: 'Task list' });
      const field = section.locator('gw-share-field');
      await pick(field, 'Every', 'Everyone');
      await field.getByLabel('May: Everyone').selectOption('Submit as customer');
      await pick(field, 'Bram', 'Bram de Wit');
      await field.getByLabel('May: Bram de Wit').selectOption('Manage');
      await section.getByRole('button', { name: 'Save' }).click();
      await section.getByRole('button', { name: 'Add to all' }).waitFor();

      const admin = await desk.host.admin();
      const everyone = String(await desk.host.get(Directory).builtIn('everyone'));
      const count = (await admin.query('TaskList')).length;
      await section.getByRole('button', { name: 'Add to all' }).click();
      await page.getByText(new RegExp(`${String(count)} of ${String(count)} will change`)).waitFor();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Add to all' }).click();
      await page.getByText(`${String(count)} objects were changed.`).waitFor();
      const levels = async () =>
        (await admin.get<{ shareWith: Record<string, { maySubmit: boolean }> }>('TaskList', null)).list.map(
          ({ shareWith }) => shareWith[everyone]?.maySubmit,
        );
      expect(await levels()).toEqual(Array.from({ length: count }, () => true));
      await section.getByRole('button', { name: 'Add to all' }).click();
      await page.getByText('Nothing to change').waitFor();

      await section.getByRole('button', { name: 'Remove Everyone' }).click();
      await section.getByRole('button', { name: 'Save' }).click();
      await section.getByRole('button', { name: 'Reset all' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Reset all' }).click();
      await soon(async () => expect(await levels()).toEqual(Array.from({ length: count }, () => undefined)));
    });

    test.each<[string, Look]>([
      ['light', {}],
      ['dark', { isDark: true }],
      ['phone', PHONE],
      ['phone-dark', { ...PHONE, isDark: true }],
    ])('no screen of sharing breaks a rule of accessibility: %s', async (name, look) => {
      const directory = desk.host.get(Directory);
      const everyone = String(await directory.builtIn('everyone'));
      const bram = String((await directory.findByEmail('bram@example.org'))!.id);
      const shareWith = { [everyone]: { maySubmit: true }, [bram]: { mayManage: true } };
      await (await desk.host.admin()).call('DefaultPermissions/set', { type: 'TaskList', shareWith });
      const page = await open('ada', '#settings/default-permissions', look);
      const section = page.getByRole('region', { name: 'Task list' });
      await section.getByRole('row', { name: 'Bram de Wit' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `default-permissions-${name}`);
      expect(desk.complaints).toEqual([]);
    });
  });
});
