import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from '../e2e/panels-desk';

// Users, groups and contacts as an administrator works with them; the rules are in people.test.ts, on every database.

interface Named {
  readonly id: string;
  readonly name: string;
}

const LOOKS: [string, Look][] = [
  ['light', {}],
  ['phone-dark', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'people in the panels', () => {
  let desk: PanelsDesk;
  let admin: Client;
  const pages: Page[] = [];

  beforeAll(async () => {
    desk = await PanelsDesk.open(testDatabases()[0]!);
    await desk.makeAdministrator('ada');
    admin = await desk.host.admin();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(() => desk.close());

  const open = async (route: string, look?: Look): Promise<Page> => {
    const page = await desk.page('ada', route, look);
    pages.push(page);
    return page;
  };
  const row = (page: Page, text: string): Locator =>
    page.locator('vaadin-grid-cell-content:visible', { hasText: text }).first();
  const named = async (type: string, name: string): Promise<(Named & Record<string, unknown>) | undefined> =>
    (await admin.get<Named & Record<string, unknown>>(type, null)).list.find((one) => one.name === name);
  const save = async (dialog: Locator, label = 'Save'): Promise<void> => {
    await dialog.getByRole('button', { name: label, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const destroy = async (page: Page, dialog: Locator): Promise<void> => {
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  test('a user is made, gets a link, is changed, archived and deleted', async () => {
    const page = await open('#settings/users');
    await row(page, 'Bram de Wit').waitFor();
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'User', exact: true });
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Erin Visser');
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('bram@example.org');
    await dialog.getByRole('textbox', { name: 'Username' }).fill('erin');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('belongs to somebody else').first().waitFor();
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('erin@example.org');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const link = page.getByRole('dialog', { name: 'Password link for Erin Visser' });
    await soon(async () =>
      expect(await link.locator('code').textContent()).toMatch(/^http:\/\/localhost:\d+\/#first-login\/[\w-]{43}$/),
    );
    await link.getByRole('button', { name: 'Close' }).click();

    await row(page, 'Erin Visser').dblclick();
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Erin de Visser');
    await save(dialog);
    await row(page, 'Erin de Visser').dblclick();
    await dialog.getByRole('checkbox', { name: 'Archived' }).check();
    await save(dialog);
    await soon(async () =>
      expect(await named('User', 'Erin de Visser')).toMatchObject({ isArchived: true, isActive: false }),
    );
    await row(page, 'Erin de Visser').dblclick();
    await destroy(page, dialog);
    await row(page, 'Erin de Visser').waitFor({ state: 'detached' });
    // Who leaves stays as a contact.
    await desk.visit(page, '#settings/contacts');
    await row(page, 'Erin de Visser').waitFor();
  });

  test('a group is made with members, changed and deleted; a built-in one stays', async () => {
    const page = await open('#settings/groups');
    await row(page, 'Admins').waitFor();
    await page.getByRole('button', { name: 'New group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Group', exact: true });
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift');
    const members = dialog.getByRole('combobox', { name: 'Members' });
    await members.fill('Bram');
    await page.getByRole('option', { name: 'Bram de Wit' }).click();
    await dialog.getByText('Bram de Wit').first().waitFor();
    await save(dialog, 'Create');
    expect((await named('Group', 'Night shift'))?.['memberCount']).toBe(1);

    await row(page, 'Night shift').dblclick();
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Day shift');
    await save(dialog);
    await row(page, 'Day shift').dblclick();
    await destroy(page, dialog);
    await row(page, 'Day shift').waitFor({ state: 'detached' });

    await row(page, 'Support agents').dblclick();
    await dialog.getByRole('checkbox', { name: 'Not for all colleagues' }).check();
    // A field that holds several records says what it is for, to those who do not see it too.
    const seers = dialog.getByRole('combobox', { name: 'Visible to' });
    const help = await seers.getAttribute('aria-describedby');
    expect(await dialog.locator(`#${help ?? 'none'}`).textContent()).toContain('administrators');
    await dialog.locator(`#${help ?? 'none'}`).waitFor();
    await picture(page, 'people-visible-to');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').getByRole('button').last().click();
    await dialog.waitFor({ state: 'detached' });

    await row(page, 'Everyone').dblclick();
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  });

  test('a contact is made, changed and deleted', async () => {
    const page = await open('#settings/contacts');
    await page.getByRole('button', { name: 'New contact' }).click();
    const dialog = page.getByRole('dialog', { name: 'Contact', exact: true });
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Ida Møller');
    await dialog.getByRole('textbox', { name: 'E-mail addresses' }).fill('ida@example.com\nida@example.net');
    await save(dialog, 'Create');
    await row(page, 'ida@example.com, ida@example.net').dblclick();
    await dialog.getByRole('textbox', { name: 'Organisation' }).fill('Møller & Sons');
    await save(dialog);
    await row(page, 'Møller & Sons').dblclick();
    await destroy(page, dialog);
    await row(page, 'Ida Møller').waitFor({ state: 'detached' });
    expect(await named('Contact', 'Ida Møller')).toBeUndefined();
  });

  test.each(LOOKS)('no screen of people breaks a rule of accessibility: %s', async (look, options) => {
    const page = await open('#settings/users', options);
    const steps = [
      { route: 'users', shown: 'Bram de Wit', add: 'New user', dialog: 'User' },
      { route: 'groups', shown: 'Support agents', add: 'New group', dialog: 'Group' },
      { route: 'contacts', shown: null, add: 'New contact', dialog: 'Contact' },
    ];
    for (const { route, shown, add, dialog: name } of steps) {
      await desk.visit(page, `#settings/${route}`);
      if (shown !== null) await row(page, shown).waitFor();
      await page.getByRole('button', { name: add }).waitFor();
      expect([route, await accessibilityFaults(page)]).toEqual([route, []]);
      await picture(page, `people-${route}-${look}`);
      await page.getByRole('button', { name: add }).click();
      const dialog = page.getByRole('dialog', { name, exact: true });
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
      expect([name, await accessibilityFaults(page)]).toEqual([name, []]);
      await picture(page, `people-${route}-dialog-${look}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  });
});
