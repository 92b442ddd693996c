import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// An agent hides a ticket type among the filters of Support, and brings it back; nobody else sees a difference.

const LOOKS: [string, Look][] = [
  ['light', {}],
  ['dark-phone', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'ticket types that somebody does not want to see', () => {
  let desk: PanelsDesk;
  let admin: Client;
  let garden: string;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    admin = await desk.host.admin();
    const { list } = await admin.get<{ name: string; shareWith: object }>('TaskList', null);
    const { shareWith } = list.find(({ name }) => name === 'Support')!;
    garden = (await admin.create('TaskList', { name: 'Garden', role: 'support', shareWith })).id;
  });
  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(() => desk.close());

  test.each(LOOKS)('one is hidden and comes back with the keyboard: %s', async (name, look) => {
    const page = await desk.page('bram', look.width === undefined ? '#support' : '#support?pane=filters', look);
    const filters = page.locator('support-filters');
    const lists = filters.getByRole('group', { name: 'Ticket types', exact: true });
    const choice = filters.getByRole('group', { name: 'Shown ticket types' }).getByRole('checkbox', { name: 'Garden' });
    await lists.getByRole('checkbox', { name: 'Garden' }).waitFor();
    await filters.getByText('Hide ticket types…').press('Enter');
    await choice.press('Space');
    await lists.getByRole('checkbox', { name: 'Garden' }).waitFor({ state: 'detached' });
    await filters.getByText('1 hidden ticket type…').waitFor();
    expect(await choice.isChecked()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `hidden-types-${name}`);
    // It is the wish of one person, kept on the server; the ticket type itself is as it was.
    expect((await admin.get('TaskList', [garden])).list).toMatchObject([{ isSubscribed: true }]);
    await page.reload();
    await filters.getByText('1 hidden ticket type…').press('Enter');
    expect(await lists.getByRole('checkbox', { name: 'Garden' }).count()).toBe(0);
    await choice.press('Space');
    await lists.getByRole('checkbox', { name: 'Garden' }).waitFor();
    await filters.getByText('Hide ticket types…').waitFor();
    await page.context().close();
  });

  test('one that is checked stays in sight until it is unchecked', async () => {
    const page = await desk.page('bram', `#support?lists=${garden}`);
    const filters = page.locator('support-filters');
    const box = filters
      .getByRole('group', { name: 'Ticket types', exact: true })
      .getByRole('checkbox', { name: 'Garden' });
    await filters.getByText('Hide ticket types…').press('Enter');
    await filters
      .getByRole('group', { name: 'Shown ticket types' })
      .getByRole('checkbox', { name: 'Garden' })
      .press('Space');
    await filters.getByText('1 hidden ticket type…').waitFor();
    expect(await box.isChecked()).toBe(true);
    await box.press('Space');
    await box.waitFor({ state: 'detached' });
    await soon(async () => expect(await page.evaluate(() => location.hash)).not.toContain('lists='));
    await page.context().close();
  });
});
