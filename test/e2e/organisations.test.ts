import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Who files and who works on a ticket type is said on tabs of its own, and whether colleagues read each other's requests;
// they do so in the Help panel.

const LOOKS: [string, Look][] = [
  ['light', {}],
  ['dark', { isDark: true }],
  ['phone', PHONE],
];

describeWith('Chromium', 'requests of colleagues', () => {
  let desk: PanelsDesk;
  let admin: Client;
  let list: string;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    await desk.makeAdministrator('ada');
    admin = await desk.host.admin();
    const { list: lists } = await admin.get<{ id: string; name: string }>('TaskList', null);
    list = lists.find(({ name }) => name === 'Support')!.id;
  });
  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(() => desk.close());

  const user = async (name: string): Promise<string> => (await admin.query('User', { text: name }))[0]!;

  test('a manager says on the tab of customers that colleagues read each other, with the keyboard alone', async () => {
    const page = await desk.page('ada', '#settings/support-lists');
    await page.locator('x-grid').getByText('Support', { exact: true }).first().dblclick();
    const dialog = page.getByRole('dialog', { name: 'Ticket type' });
    await dialog.getByRole('tab', { name: 'General', selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await dialog.getByRole('tab', { name: 'Customers', selected: true }).waitFor();
    await dialog.getByRole('tabpanel', { name: 'Customers' }).getByText('follow their own').waitFor();
    expect(await dialog.getByLabel('Name', { exact: true }).isVisible()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: /Colleagues of the same organisation/ }).press('Space');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect((await admin.get('TaskList', [list])).list).toMatchObject([{ isSharedInOrganisation: true }]);
    await page.context().close();
  });

  test.each(LOOKS)('the tabs of a ticket type break no rule of accessibility: %s', async (name, look) => {
    const page = await desk.page('ada', '#settings/support-lists', look);
    await page.getByRole('button', { name: 'Add ticket type' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ticket type' });
    for (const tab of ['General', 'Customers', 'Agents']) {
      await dialog.getByRole('tab', { name: tab }).click();
      await dialog.getByRole('tabpanel', { name: tab }).waitFor();
      expect([tab, await accessibilityFaults(page)]).toEqual([tab, []]);
      await picture(page, `ticket-type-${tab.toLowerCase()}-${name}`);
    }
    await page.context().close();
  });

  test('what is wrong on a tab behind another one comes to the front: missing, in a part, or refused', async () => {
    const page = await desk.page('ada', '#settings/support-lists');
    await page.getByRole('button', { name: 'Add ticket type' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ticket type' });
    const create = dialog.getByRole('button', { name: 'Create' });
    const behind = async () => {
      await dialog.getByRole('tab', { name: 'Agents' }).click();
      await dialog.getByRole('tab', { name: 'Agents', selected: true }).waitFor();
      await create.click();
      await dialog.getByRole('tab', { name: 'General', selected: true }).waitFor();
    };
    const name = dialog.getByLabel('Name', { exact: true });
    await behind();
    await soon(async () => expect(await name.evaluate((field) => field === document.activeElement)).toBe(true));
    await name.fill('Plants');
    await dialog.getByRole('button', { name: 'Add status' }).click();
    await behind();
    const status = dialog.getByRole('tabpanel', { name: 'General' }).locator('support-statuses-field :focus');
    await status.waitFor();
    await status.fill('Watered');
    await dialog.getByRole('combobox', { name: 'New tickets go to' }).fill('Bram');
    await page.getByRole('option', { name: 'Bram de Wit' }).click();
    await behind();
    await dialog.getByText('is no agent of this ticket type').first().waitFor();
    await page.context().close();
  });

  test.each(LOOKS)('a customer reads and answers a colleague, apart from the own requests: %s', async (name, look) => {
    const [carla, daniel] = [await user('carla'), await user('daniel')];
    await admin.update('TaskList', list, { isSharedInOrganisation: true });
    for (const id of [carla, daniel]) await admin.update('User', id, { organisation: 'Bakery Brood' });
    const title = `Oven number ${name}`;
    const asked = { title, taskListId: list, customerId: daniel };
    const { id: ticket } = await admin.create('Task', asked);
    await admin.create('Comment', { entityType: 'Task', entityId: ticket, text: 'Which one?', isPrivate: false });
    const agent = await desk.page('bram', `#support/${ticket}`, look);
    await agent.locator('.asker').getByText('Bakery Brood').waitFor();
    expect(await accessibilityFaults(agent)).toEqual([]);
    await picture(agent, `ticket-organisation-${name}`);
    await agent.context().close();
    const page = await desk.page('carla', '#help', look);
    await page.getByRole('button', { name: 'Mine', pressed: true }).waitFor();
    const requests = page.getByRole('list', { name: /equests/ });
    await requests.getByRole('listitem').first().waitFor();
    expect(await requests.getByText(title).count()).toBe(0);
    await page.getByRole('button', { name: 'Of colleagues' }).click();
    await requests.getByText(title).waitFor();
    await requests.getByText('by Daniël').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `help-colleagues-${name}`);
    await requests.getByText(title).click();
    await page.getByText('You may read and answer it.').waitFor();
    await page.getByText('Which one?').waitFor();
    expect(await page.getByRole('button', { name: 'Close request' }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `help-colleague-${name}`);
    const composer = page.locator('comment-composer');
    await composer.getByRole('button', { name: /Answer|Reply/ }).click();
    await composer.locator('[contenteditable=true]').fill('The big one.');
    await composer.getByRole('button', { name: 'Send' }).click();
    await page.locator('comment-entry', { hasText: 'Carla Jansen' }).waitFor();
    await eventually(
      'the answer',
      async () => (await admin.query('Comment', { entityType: 'Task', entityId: ticket })).length > 1,
    );
    // It goes as soon as it is not shared any more.
    await admin.update('TaskList', list, { isSharedInOrganisation: false });
    await page.getByRole('heading', { name: 'This request is not here' }).waitFor();
    await page.context().close();
  });

  test('whoever asks is told that colleagues can read it', async () => {
    await admin.update('TaskList', list, { isSharedInOrganisation: true });
    await admin.update('User', await user('carla'), { organisation: 'Bakery Brood' });
    const page = await desk.page('carla', '#help', PHONE);
    await page.getByRole('button', { name: 'New request' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New request' });
    await dialog.getByText('Your colleagues at Bakery Brood can read this too').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'help-new-request-colleagues');
    await desk.visit(page, '#account/profile');
    await page.getByLabel('Organisation').waitFor();
    expect(await page.getByLabel('Organisation').inputValue()).toBe('Bakery Brood');
    await page.context().close();
  });
});
