import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// In Help a customer chooses of which lists they see their requests: one, several, or all of a grouping at once.

const LOOKS: [string, Look][] = [
  ['light', {}],
  ['dark-phone', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'lists whose requests Help shows', () => {
  let desk: PanelsDesk;
  let carla: Client;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    const admin = await desk.host.admin();
    carla = await desk.host.clientOf(Number((await admin.query('User', { text: 'carla' }))[0]));
    const { list } = await admin.get<{ name: string; shareWith: object }>('TaskList', null);
    const { shareWith } = list.find(({ name }) => name === 'Support')!;
    const grouping = await admin.create('TaskListGrouping', { name: 'House' });
    for (const name of ['Garden', 'Kitchen']) {
      const type = { name, role: 'support', shareWith, groupingId: grouping.id };
      const { id: taskListId } = await admin.create('TaskList', type);
      await carla.create('Task', { title: `About the ${name}`, taskListId });
    }
    await admin.create('TaskList', { name: 'Cellar', role: 'support', shareWith });
  });
  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(() => desk.close());

  test.each(LOOKS)('are checked one by one or with their grouping, by keyboard: %s', async (name, look) => {
    const page = await desk.page('carla', '#help', look);
    const row = (title: string) => page.locator('help-requests li', { hasText: title });
    const box = (text: string) => page.locator('help-list-choice').getByRole('checkbox', { name: text, exact: true });
    const opener = page.locator('help-list-choice summary');
    const says = (text: string) => soon(async () => expect(await opener.innerText()).toBe(text));
    await row('About the Garden').waitFor();
    await row('About the Kitchen').waitFor();
    await opener.press('Enter');
    await box('Garden').press('Space');
    await row('About the Kitchen').waitFor({ state: 'detached' });
    await row('About the Garden').waitFor();
    await says('Garden');
    await box('House').press('Space');
    await row('About the Kitchen').waitFor();
    await says('2 ticket types');
    expect([await box('Garden').isChecked(), await box('Kitchen').isChecked()]).toEqual([true, true]);
    await picture(page, `help-lists-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    // It stands in the address, and so it is there again.
    await page.reload();
    await row('About the Kitchen').waitFor();
    await says('2 ticket types');
    await opener.press('Enter');
    await box('All').press('Space');
    await says('All ticket types');
    await box('All').press('Space');
    await soon(async () => expect(await page.evaluate(() => location.hash)).not.toContain('list='));
    await box('Cellar').press('Space');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await box('Cellar').press('Space');
    await row('About the Kitchen').waitFor();
    await box('All').press('Escape');
    expect(await page.locator('help-list-choice details').getAttribute('open')).toBeNull();
    expect(await opener.evaluate((summary) => summary === document.activeElement)).toBe(true);
    await page.context().close();
  });
});
