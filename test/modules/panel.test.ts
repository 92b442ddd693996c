import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from '../e2e/panels-desk';
import { noteModule, place } from './fixture-modules';

describeWith('Chromium', 'the Modules panel', () => {
  let desk: PanelsDesk;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    await desk.makeAdministrator('ada');
    const ui = { 'index.js': 'export {};' };
    const module = noteModule('jottings', 'Jotting', {
      title: 'Jottings',
      description: 'Short texts that are easily found again.',
      ui: { entry: 'ui/index.js', panels: [{ id: 'jottings', slot: 'main', title: 'Jottings', permission: 'use' }] },
    });
    place(desk.host.configuration.data, { ...module, ui });
  });
  afterAll(() => desk.close());

  const row = (page: Page, name: string) => page.locator(`[data-module="${name}"]`);
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name });

  test('a module is found, installed, disabled, enabled and deleted without a reload', async () => {
    const page = await desk.page('ada', '#settings/modules');
    await row(page, 'support').getByText('Enabled').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look for new modules' }).click();
    await row(page, 'jottings').getByText('Not installed').waitFor();
    await picture(page, 'settings-modules');

    await page.getByRole('button', { name: 'Install: Jottings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Install Jottings' });
    await dialog.getByRole('group', { name: 'Use it' }).getByLabel('Internal').check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Install' }).click();
    await row(page, 'jottings').getByText('Enabled').waitFor();
    await tab(page, 'Jottings').waitFor();

    await page.getByRole('button', { name: 'Permissions: Jottings' }).click();
    const permissions = page.getByRole('dialog', { name: 'Permissions of Jottings' });
    const managers = permissions.getByRole('group', { name: 'Manage it' });
    await managers.getByRole('searchbox').fill('Bram');
    await managers.getByRole('button', { name: 'Bram de Wit' }).click();
    await permissions.getByRole('button', { name: 'Save' }).click();
    await permissions.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Permissions: Jottings' }).click();
    await managers.getByRole('button', { name: /Remove Bram/ }).waitFor();
    await page.keyboard.press('Escape');
    await permissions.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Disable: Jottings' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await row(page, 'jottings').getByText('Disabled', { exact: true }).waitFor();
    await tab(page, 'Jottings').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Enable: Jottings' }).click();
    await tab(page, 'Jottings').waitFor();
    await page.getByRole('button', { name: 'Disable: Jottings' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Delete: Jottings' }).click();
    const deletion = page.getByRole('dialog', { name: 'Delete Jottings' });
    await deletion.getByText('Table jottings_note (1 row)').waitFor();
    const remove = deletion.getByRole('button', { name: 'Delete' });
    expect(await remove.isDisabled()).toBe(true);
    await deletion.getByLabel('Type jottings to confirm').fill('jottings');
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-modules-delete');
    await remove.click();
    await row(page, 'jottings').getByText('Not installed').waitFor();
    expect(desk.complaints.filter((line) => !line.includes('400'))).toEqual([]);
  });

  test('what is refused is said: a module that others require', async () => {
    const page = await desk.page('ada', '#settings/modules', { ...PHONE, isDark: true });
    await page.getByRole('searchbox', { name: 'Search modules' }).fill('comments');
    await row(page, 'comments').waitFor();
    await row(page, 'help').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Disable: Comments' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Module comments cannot be disabled: required by support').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-modules-mobile');
  });
});
