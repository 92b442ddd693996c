import type { Locator, Page } from 'playwright-core';
import { Credentials } from '../../core/auth/credentials.service';
import { User } from '../../core/auth/principal.entity';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { badgeReader, type Look, PanelsDesk, PHONE, picture } from '../e2e/panels-desk';
import { BrowserClient, givePassword, PASSWORD } from './browser-client';

// My account as people use it, in a real browser; the rules are in account.test.ts, on every database.

const NEW = 'a new password of some length';
const LOOKS: [string, Look][] = [
  ['light', {}],
  ['phone-dark', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'my account in the panels', () => {
  let desk: PanelsDesk;
  const pages: Page[] = [];
  const open = async (username: string, route: string, look?: Look): Promise<Page> => {
    const page = await desk.page(username, route, look);
    pages.push(page);
    return page;
  };
  const grid = (page: Page, text: string): Locator =>
    page.locator('vaadin-grid-cell-content:visible', { hasText: text }).first();

  beforeAll(async () => {
    desk = await PanelsDesk.open(testDatabases()[0]!);
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await desk.close();
  });

  test('the user’s menu leads to the profile: name, time zone and picture', async () => {
    const page = await open('ada', '#support');
    await page.getByRole('button', { name: 'Account menu of Ada Brouwer' }).click();
    await page.getByRole('link', { name: 'My account' }).click();
    await page.getByRole('link', { name: 'Profile' }).waitFor();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await soon(async () => expect(await name.inputValue()).toBe('Ada Brouwer'));
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await name.fill(' ');
    await save.click();
    await page.getByText('Fill in your name.').waitFor();
    await name.fill('Ada de Boer');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await zone.fill('Pacific/Auck');
    await page.getByRole('option', { name: 'Pacific/Auckland' }).click();
    await save.click();
    await page.getByRole('button', { name: 'Account menu of Ada de Boer' }).waitFor();

    await page.locator('input[type=file]').setInputFiles({
      name: 'me.png',
      mimeType: 'image/png',
      buffer: badgeReader(640, 480),
    });
    await page.locator('gw-top-bar .avatar img').waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'me.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('no picture'),
    });
    await page.getByText('me.txt is no picture that can be read.').waitFor();
    await picture(page, 'account-profile');
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.locator('gw-top-bar .avatar img').waitFor({ state: 'detached' });
  });

  test('an app password is shown once, listed and revoked', async () => {
    const page = await open('bram', '#account/app-passwords');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Fill this in.').waitFor();
    await page.getByRole('textbox', { name: 'What it is for' }).fill('Calendar');
    await page.keyboard.press('Enter');
    const shown = page.getByRole('dialog', { name: 'App password “Calendar”' });
    await soon(async () => expect(await shown.locator('code').textContent()).toMatch(/^[\w-]{43}$/));
    expect(await accessibilityFaults(page)).toEqual([]);
    await shown.getByRole('button', { name: 'Close' }).click();
    await grid(page, 'Calendar').click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog', { name: 'Revoke “Calendar”?' }).getByRole('button', { name: 'Revoke' }).click();
    await grid(page, 'Calendar').waitFor({ state: 'detached' });
  });

  test('another session is seen and ended, and so are all others', async () => {
    const credentials = desk.host.get(Credentials);
    const { id } = await desk.host.database.manager.findOneByOrFail(User, { username: 'bram' });
    const page = await open('bram', '#account/sessions');
    await grid(page, 'This one').waitFor();
    const elsewhere = await credentials.openSession(id);
    // It appears without a reload.
    await grid(page, 'Unknown device').click();
    await page.getByRole('button', { name: 'End session' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End session' }).click();
    await grid(page, 'Unknown device').waitFor({ state: 'detached' });
    expect(await credentials.contextOf(elsewhere)).toBeNull();
    const others = [await credentials.openSession(id), await credentials.openSession(id)];
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End all others' }).click();
    await page.getByText('2 sessions have ended.').waitFor();
    for (const secret of others) expect(await credentials.contextOf(secret)).toBeNull();
    await grid(page, 'This one').waitFor();
  });

  test('the password is changed by who knows it', async () => {
    await givePassword(desk.host, 'bram');
    const page = await open('bram', '#account/password');
    const change = page.getByRole('button', { name: 'Change password' });
    await page.getByLabel('Present password').fill('wrong');
    await page.getByLabel('New password', { exact: true }).fill('short');
    await change.click();
    await page.getByText('Use at least 12 characters.').waitFor();
    await page.getByLabel('New password', { exact: true }).fill(NEW);
    await change.click();
    await page.getByText('The two new passwords differ.').waitFor();
    await page.getByLabel('New password once more').fill(NEW);
    await change.click();
    await page.getByText('current is not your password').waitFor();
    await page.getByLabel('Present password').fill(PASSWORD);
    await change.click();
    await page.getByText('All other sessions have ended.').waitFor();
    expect(await new BrowserClient(desk.host).logIn('bram', NEW)).toBe(204);
  });

  test.each(LOOKS)('no screen of my account breaks a rule of accessibility: %s', async (name, look) => {
    const page = await open('ada', '#account/profile', look);
    await page.getByRole('combobox', { name: 'Time zone' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `account-profile-${name}`);
    await desk.visit(page, '#account/password');
    await page.getByLabel('Present password').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `account-password-${name}`);
    await desk.visit(page, '#account/app-passwords');
    await page.getByRole('textbox', { name: 'What it is for' }).waitFor();
    await page.getByText('No app passwords').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `account-app-passwords-${name}`);
    await desk.visit(page, '#account/sessions');
    await page.getByText('This one').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `account-sessions-${name}`);
  });
});
