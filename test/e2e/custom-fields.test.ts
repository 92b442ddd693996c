import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

const choices = {
  options: [
    { value: 'laptop', text: 'Laptop' },
    { value: 'phone', text: 'Phone' },
  ],
};

describeWith('Chromium', 'custom fields', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      const admin = await desk.host.admin();
      for (const forCustomers of [true, false]) {
        const name = forCustomers ? 'Device' : 'Contract';
        const set = await admin.create('CustomFieldSet', { type: 'Task', name, forCustomers });
        const field = (key: string, label: string, kind: string, more = {}) =>
          admin.create('CustomField', { fieldSetId: set.id, key, name: label, kind, ...more });
        if (forCustomers) {
          await field('device', 'Kind of device', 'select', { options: choices });
          await field('serial', 'Serial number', 'text', {
            requiredWhen: 'device = "laptop"',
            hiddenWhen: 'device is empty',
          });
        } else await field('margin', 'Margin', 'number');
      }
    });
    afterAll(() => desk.close());

    test('an agent is asked for what the conditions want, and corrects it on the ticket', async () => {
      const page = await desk.page('bram', '#support');
      await page.getByRole('button', { name: 'New ticket' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Subject').fill('The laptop is hot');
      await dialog.locator('[contenteditable=true]').fill('It burns.');
      await dialog.getByLabel('Margin').waitFor();
      await dialog.getByLabel('Kind of device').selectOption('Laptop');
      await dialog.getByLabel('Serial number').waitFor();
      await dialog.locator('button.primary').click();
      await dialog.getByText('Fill this in.').last().waitFor();
      await picture(page, 'custom-fields-dialog');
      await dialog.getByLabel('Kind of device').selectOption('');
      await dialog.getByLabel('Serial number').waitFor({ state: 'detached' });
      await dialog.getByLabel('Kind of device').selectOption('Laptop');
      await dialog.getByLabel('Serial number').fill('SN-17');
      await dialog.locator('button.primary').click();
      const card = page.locator('custom-fields-card');
      await card.getByText('SN-17').waitFor();
      await picture(page, 'custom-fields-ticket');
      await card.getByRole('button', { name: 'Edit' }).click();
      await dialog.getByLabel('Kind of device').selectOption('Phone');
      await dialog.getByLabel('Margin').fill('12');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await card.getByText('Phone').waitFor();
      await card.getByText('12').waitFor();
    });

    test('an agent chooses columns, sorts by them and looks for values; columns and filters stay', async () => {
      const admin = await desk.host.admin();
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      for (const margin of [30, 20, 10]) {
        const customFields = { margin, device: margin === 20 ? 'phone' : 'laptop', serial: 'X' };
        await admin.create('Task', { title: `Margin of ${String(margin)}`, taskListId: list, customFields });
      }
      const [field] = (
        await admin.get<{ id: string; key: string }>('CustomField', await admin.query('CustomField'))
      ).list.filter(({ key }) => key === 'margin');
      await admin.update('CustomField', field?.id ?? '', { showInGrid: true });
      const page = await desk.page('bram', '#support', { width: 1600 });
      const header = (name: string) => page.getByRole('columnheader', { name });
      await header('Margin').waitFor();
      const menu = page.locator('details.grid-menu');
      await menu.locator('summary').press('Enter');
      await menu.getByLabel('Kind of device', { exact: true }).check();
      await menu.getByLabel('Customer', { exact: true }).uncheck();
      await header('Kind of device').waitFor();
      await header('Customer').waitFor({ state: 'detached' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'custom-fields-columns');
      await page.keyboard.press('Escape');
      await menu.getByLabel('Customer', { exact: true }).waitFor({ state: 'hidden' });
      // What is decided in a row is stored together, a moment later.
      const [id = ''] = await admin.query('User', { text: 'bram' });
      const bram = await desk.host.clientOf(Number(id));
      await soon(async () => {
        const [kept] = (await bram.get<{ value: { shown?: object } }>('Preference', null)).list;
        expect(Object.values(kept?.value.shown ?? {}).sort()).toEqual([false, true]);
      });
      await page.reload();
      await header('Kind of device').waitFor();
      expect(await header('Customer').count()).toBe(0);

      const titles = async () =>
        (await page.locator('vaadin-grid-cell-content:visible').allTextContents())
          // Whether they are new to Bram depends on when he read the first one, and follows the subject.
          .flatMap((text) => /^\s*(Margin of \d+)( Unread)?\s*$/.exec(text)?.[1] ?? []);
      await page.getByLabel('Margin: how to find it').selectOption('Is more than');
      await page.locator('custom-fields-filter input[type=number]').fill('15');
      await soon(async () => expect((await titles()).sort()).toEqual(['Margin of 20', 'Margin of 30']));
      await page.locator('vaadin-grid-sorter').filter({ hasText: 'Margin' }).click();
      await soon(async () => expect(await titles()).toEqual(['Margin of 20', 'Margin of 30']));
      await page.locator('vaadin-grid-sorter').filter({ hasText: 'Margin' }).click();
      await soon(async () => expect(await titles()).toEqual(['Margin of 30', 'Margin of 20']));
      await page.getByLabel('Kind of device: how to find it').selectOption('Is one of');
      await page.locator('custom-fields-filter').getByLabel('Phone').check();
      await soon(async () => expect(await titles()).toEqual(['Margin of 20']));
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'custom-fields-filter');
      await page.reload();
      await header('Margin').waitFor();
      await soon(async () => expect(await titles()).toEqual(['Margin of 20']));
      await page.getByLabel('Kind of device: how to find it').selectOption('Anything');
      await soon(async () => expect(await titles()).toEqual(['Margin of 30', 'Margin of 20']));
      expect(desk.complaints).toEqual([]);
    });

    test('a contact is asked for its fields in the dialog that is described without them', async () => {
      const admin = await desk.host.admin();
      const set = await admin.create('CustomFieldSet', { type: 'Contact', name: 'Membership' });
      const field = (key: string, name: string, kind: string, more = {}) =>
        admin.create('CustomField', { fieldSetId: set.id, key, name, kind, ...more });
      await field('isMember', 'Is a member', 'checkbox', { showInGrid: true });
      await field('memberNumber', 'Member number', 'text', { requiredWhen: 'isMember = true', showInGrid: true });
      await field('branch', 'Branch', 'text', { hiddenWhen: 'organisation IS EMPTY' });
      await desk.makeAdministrator('ada');
      const page = await desk.page('ada', '#settings/contacts');
      await page.getByRole('button', { name: 'New contact' }).click();
      const dialog = page.getByRole('dialog', { name: 'Contact' });
      await dialog.getByLabel('Name', { exact: true }).fill('Ida Member');
      await dialog.getByLabel('Is a member').check();
      expect(await dialog.getByLabel('Branch').count()).toBe(0);
      await dialog.getByLabel('Organisation').fill('Harbour');
      await dialog.getByLabel('Branch').fill('North');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.getByText('Fill this in.').last().waitFor();
      await dialog.getByLabel('Member number').fill('M-17');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'custom-fields-contact');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('M-17', { exact: true }).dblclick();
      await soon(async () => expect(await dialog.getByLabel('Branch').inputValue()).toBe('North'));
      await dialog.getByLabel('Member number').fill('M-18');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('M-18', { exact: true }).waitFor();
      // The grid shows it before the server has it.
      await dialog.waitFor({ state: 'detached' });
      const ids = await admin.query('Contact', { text: 'Ida M' });
      const wanted = { isMember: true, memberNumber: 'M-18', branch: 'North' };
      await soon(async () => {
        const { list } = await admin.get<{ customFields: object }>('Contact', ids);
        expect(list[0]?.customFields).toEqual(wanted);
      });
      expect(desk.complaints).toEqual([]);
    });

    test('users and ticket types are asked for their fields in their dialogs', async () => {
      const admin = await desk.host.admin();
      for (const [type, key] of [
        ['User', 'room'],
        ['TaskList', 'hours'],
      ]) {
        const set = await admin.create('CustomFieldSet', { type, name: 'More' });
        await admin.create('CustomField', {
          ...{ fieldSetId: set.id, key, name: `The ${String(key)}`, kind: 'text', showInGrid: true },
        });
      }
      await desk.makeAdministrator('ada');
      const page = await desk.page('ada', '#settings/users');
      await page.getByText('carla@example.com', { exact: true }).dblclick();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('The room').fill('2.17');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'custom-fields-user');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('2.17', { exact: true }).waitFor();
      await dialog.waitFor({ state: 'detached' });
      await desk.visit(page, '#settings/support-lists');
      await page
        .getByText('0 people and groups')
        .or(page.locator('vaadin-grid-cell-content').filter({ hasText: 'Support' }))
        .first()
        .dblclick();
      await dialog.getByLabel('The hours').fill('nine to five');
      await picture(page, 'custom-fields-ticket-type');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('nine to five', { exact: true }).waitFor();
      expect(desk.complaints).toEqual([]);
    });

    test('a customer is asked for the fields that are for customers, and for no others', async () => {
      const page = await desk.page('carla', '#help', PHONE);
      await page.getByRole('button', { name: 'New request' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Subject').fill('A phone');
      await dialog.locator('[contenteditable=true]').fill('Please.');
      await dialog.getByLabel('Kind of device').selectOption('Phone');
      await dialog.getByLabel('Serial number').fill('P-1');
      await picture(page, 'custom-fields-request');
      expect(await dialog.getByLabel('Margin').count()).toBe(0);
      await dialog.locator('button.primary').click();
      await page.locator('custom-fields-card').getByText('P-1').waitFor();
      expect(desk.complaints).toEqual([]);
    });
  });
});
