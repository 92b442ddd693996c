import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { Credentials } from '../../core/auth/credentials.service';
import { User } from '../../core/auth/principal.entity';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { CopiedTree } from '../modules/copied-tree';
import { PanelsDesk, picture } from './panels-desk';

// docs/admin.md, walked through as it is written: from an empty data directory to a desk that works, by panels alone.

const PASSWORD = 'four words make one';
const GROUPS = { 'First line': 'Bram de Wit', Workshop: 'Wilma Jansen', Tenants: 'Carla Mendes' } as const;

describeWith('Chromium', 'a new administrator', () => {
  let desk: PanelsDesk;
  let workshop: CopiedTree;
  let admin: Page;
  const links = new Map<string, string>();

  beforeAll(async () => {
    workshop = new CopiedTree();
    await workshop.must('scripts/new-module.mjs', 'inspections');
    await workshop.must('scripts/pack-module.mjs', 'inspections');
    desk = await PanelsDesk.empty(anyDatabase());
  }, 1_800_000);
  afterAll(async () => {
    await desk.close();
    workshop.remove();
  });

  const rowOf = (page: Page, text: string) =>
    page.locator('vaadin-grid-cell-content:visible', { hasText: text }).first();
  const go = async (route: string) => {
    await admin.evaluate((hash) => {
      location.hash = hash;
    }, route);
  };
  const save = async (dialog: Locator, name: string) => {
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const pick = async (field: Locator, label: string, name: string) => {
    await field.getByRole('combobox', { name: label }).fill(name);
    await field.page().getByRole('option', { name, exact: true }).click();
  };
  /** Fills in a new password at a one-time link, as whoever it was made for. */
  const enter = async (link: string): Promise<Page> => {
    const page = await desk.visitor(link);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('Once more').fill(PASSWORD);
    return page;
  };

  /** Signs in by the link that the first start prints. */
  const signsIn = async () => {
    const { id } = await desk.host.database.manager.findOneByOrFail(User, { username: 'admin' });
    admin = await enter(`#first-login/${await desk.host.get(Credentials).createPasswordLink(id)}`);
    await picture(admin, 'admin-first-login');
    await admin.getByRole('button', { name: 'Save and sign in' }).click();
    await admin.locator('gw-top-bar').waitFor();
  };

  /** Gives the installation a name. */
  const namesIt = async () => {
    await go('#settings/core-settings');
    await admin.getByLabel('Name of this installation').fill('Harbour House');
    await admin.getByLabel('Time zone').fill('Europe/Amsterdam');
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByText('Saved', { exact: true }).waitFor();
    await picture(admin, 'admin-core-settings');
  };

  /** Adds people, and hands each a link. */
  const addsPeople = async () => {
    await go('#settings/users');
    for (const name of Object.values(GROUPS)) {
      const username = name.split(' ')[0]!.toLowerCase();
      await admin.getByRole('button', { name: 'New user' }).click();
      const dialog = admin.getByRole('dialog', { name: 'User' });
      await dialog.getByLabel('Name', { exact: true }).fill(name);
      await dialog.getByLabel('E-mail address').fill(`${username}@example.org`);
      await dialog.getByLabel('Username').fill(username);
      if (name === GROUPS.Tenants) await dialog.getByLabel('Colleague', { exact: true }).uncheck();
      await dialog.getByRole('button', { name: 'Create' }).click();
      const link = admin.getByRole('dialog', { name: `Password link for ${name}` });
      await link.getByText('It works once').waitFor();
      links.set(username, new URL((await link.locator('code').textContent()) ?? '').hash);
      if (name === GROUPS.Workshop) await picture(admin, 'admin-password-link');
      await save(link, 'Close');
      await rowOf(admin, name).waitFor();
    }
    await picture(admin, 'admin-users');
  };

  /** Puts them into three groups. */
  const makesGroups = async () => {
    await go('#settings/groups');
    for (const [group, member] of Object.entries(GROUPS)) {
      await admin.getByRole('button', { name: 'New group' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Group' });
      await dialog.getByLabel('Name', { exact: true }).fill(group);
      await pick(dialog, 'Add: Members', member);
      await dialog.getByRole('button', { name: `Remove ${member}` }).waitFor();
      await save(dialog, 'Create');
      await rowOf(admin, group).waitFor();
    }
    await picture(admin, 'admin-groups');
  };

  /** Says who works on tickets. */
  const givesPermissions = async () => {
    await go('#settings/modules');
    await admin.getByRole('button', { name: 'Permissions: Support' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Permissions of Support' });
    const agents = dialog.getByRole('group', { name: 'Work on tickets as an agent' });
    for (const group of ['First line', 'Workshop']) await agents.getByLabel(group, { exact: true }).check();
    await picture(admin, 'admin-permissions');
    await save(dialog, 'Save');
  };

  /** Makes two ticket types, with who files into them and who works on them. */
  const makesTicketTypes = async () => {
    await go('#settings/support-lists');
    for (const [type, agents] of [
      ['Questions', 'First line'],
      ['Repairs', 'Workshop'],
    ] as const) {
      await admin.getByRole('button', { name: 'Add ticket type' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Ticket type' });
      await dialog.getByLabel('Name', { exact: true }).fill(type);
      const [customers, workers] = [0, 1].map((index) => dialog.locator('gw-share-field').nth(index));
      await dialog.getByRole('tab', { name: 'Customers' }).click();
      await pick(customers!, 'Add a person or group', 'Tenants');
      await customers!.getByRole('row', { name: 'Tenants' }).waitFor();
      await dialog.getByRole('tab', { name: 'Agents' }).click();
      await pick(workers!, 'Add a person or group', agents);
      await workers!.getByLabel(`May: ${agents}`).selectOption('Write');
      if (type === 'Repairs') await picture(admin, 'admin-ticket-type');
      await save(dialog, 'Create');
      await rowOf(admin, type).waitFor();
    }
    await picture(admin, 'admin-support-lists');
    await rowOf(admin, 'Repairs').click();
    await admin.getByRole('button', { name: 'Share' }).click();
    const share = admin.getByRole('dialog', { name: 'Share Repairs' });
    await pick(share, 'Add a person or group', 'First line');
    await share.getByLabel('May: First line').selectOption('Create');
    await picture(admin, 'admin-share');
    await save(share, 'Save');
  };

  /** Asks for the flat, but only where something is to be repaired. */
  const asksForTheFlat = async () => {
    await go('#settings/custom-fields');
    await admin.getByLabel('What the fields belong to').selectOption('Tickets and tasks');
    await admin.getByRole('button', { name: 'Add a set' }).click();
    const set = admin.getByRole('dialog', { name: 'Set of fields: Tickets and tasks' });
    await set.getByLabel('Name', { exact: true }).fill('Where');
    await set.getByLabel('Customers see these fields').check();
    await set.getByLabel('Show only when: insert a name').selectOption('taskListId');
    const condition = set.getByLabel('Show only when', { exact: true });
    await condition.pressSequentially(' =');
    await set.getByLabel('Show only when: insert a value').selectOption({ label: 'Repairs' });
    await soon(async () => expect(await condition.inputValue()).toMatch(/^taskListId = "\d+"$/));
    await picture(admin, 'admin-field-set');
    await save(set, 'Create');
    await admin.getByRole('button', { name: 'Add a field: Where' }).click();
    const field = admin.getByRole('dialog', { name: 'Field' });
    await field.getByLabel('Name', { exact: true }).fill('Flat');
    await field.getByLabel('Required', { exact: true }).check();
    await picture(admin, 'admin-field');
    await save(field, 'Create');
    await admin.locator('.fields strong', { hasText: 'Flat' }).waitFor();
    await picture(admin, 'admin-custom-fields');
  };

  /** Installs a module of their own. */
  const installsAModule = async () => {
    const folder = join(desk.host.configuration.data, 'modules/inspections');
    cpSync(workshop.at('dist/packed/inspections'), folder, { recursive: true });
    await go('#settings/modules');
    await admin.getByRole('button', { name: 'Look for new modules' }).click();
    await admin.getByRole('button', { name: 'Install: Inspections' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Install Inspections' });
    await dialog.getByRole('group', { name: 'Make inspections' }).getByLabel('First line').check();
    await picture(admin, 'admin-install');
    await dialog.getByRole('button', { name: 'Install' }).click();
    await admin.locator('[data-module="inspections"]').getByText('Enabled').waitFor();
    await picture(admin, 'admin-modules');
    await go('#inspections');
    await admin.getByRole('button', { name: 'New inspection' }).click();
    const inspection = admin.getByRole('dialog', { name: 'Inspection' });
    await inspection.getByLabel('Title').fill('Lift, Harbour Street 12');
    await inspection.getByLabel('Text', { exact: true }).fill('Every spring. The last one found a worn cable.');
    await save(inspection, 'Create');
    await rowOf(admin, 'Lift, Harbour Street 12').click();
    await admin.locator('x-detail').getByText('a worn cable').waitFor();
    await picture(admin, 'admin-own-module');
  };

  /** A tenant asks, and the workshop sees it. */
  const works = async () => {
    const carla = await enter(links.get('carla') ?? '');
    await carla.getByRole('button', { name: 'Save and sign in' }).click();
    await carla.getByRole('button', { name: 'New request' }).first().click();
    await carla.getByLabel('Subject').fill('The tap drips');
    await carla.locator('support-request-form [contenteditable=true]').fill('Day and night.');
    const flat = carla.getByLabel('Flat');
    expect(await flat.count()).toBe(0);
    await carla.locator('support-request-form').getByRole('combobox', { name: 'Ticket type' }).selectOption('Repairs');
    await flat.waitFor();
    await carla.getByRole('button', { name: 'Send' }).click();
    await carla.getByText('Fill this in.').last().waitFor();
    await flat.fill('12b');
    await picture(carla, 'admin-request');
    await carla.getByRole('button', { name: 'Send' }).click();
    await carla.getByRole('heading', { name: 'The tap drips' }).waitFor();

    const wilma = await enter(links.get('wilma') ?? '');
    await wilma.getByRole('button', { name: 'Save and sign in' }).click();
    await rowOf(wilma, 'The tap drips').click();
    await wilma.locator('custom-fields-card').getByText('12b').waitFor();
    await picture(wilma, 'admin-desk');
  };

  test('goes from an empty data directory to a desk that works, by the panels alone', async () => {
    for (const step of [
      signsIn,
      namesIt,
      addsPeople,
      makesGroups,
      givesPermissions,
      makesTicketTypes,
      asksForTheFlat,
      installsAModule,
      works,
    ])
      await step();
    expect(desk.complaints.filter((line) => !line.includes('401'))).toEqual([]);
  }, 300_000);
});
