import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from '../e2e/panels-desk';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;

describeWith('Chromium', 'the Custom fields panel', () => {
  let desk: PanelsDesk;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    await desk.makeAdministrator('ada');
  });
  afterAll(() => desk.close());

  const all = async (type: string): Promise<Json[]> => {
    const admin = await desk.host.admin();
    const { list } = await admin.get<Json>(type, await admin.query(type, null, [{ property: 'sortOrder' }]));
    return list;
  };
  const save = async (dialog: Locator, name = 'Create') => {
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const addField = async (page: Page, set: string, name: string, kind: string) => {
    await page.getByRole('button', { name: `Add a field: ${set}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Field' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.locator('vaadin-select[data-name=kind]').click();
    await page.getByRole('option', { name: kind, exact: true }).click();
    return dialog;
  };

  test('a set and fields are made, with conditions that are read while they are typed, and tried in a preview', async () => {
    const page = await desk.page('ada', '#settings/custom-fields');
    await page.getByText('No custom fields yet').waitFor();
    await page.getByLabel('What the fields belong to').selectOption('Tickets and tasks');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add a set' }).click();
    const setDialog = page.getByRole('dialog', { name: 'Set of fields: Tickets and tasks' });
    await setDialog.getByLabel('Name', { exact: true }).fill('Device');
    await setDialog.getByLabel('Description, shown above the fields').fill('What is it about?');
    const shown = setDialog.getByLabel('Show only when', { exact: true });
    await shown.fill('taskListId =');
    await setDialog.getByText('Cannot be read: expected a field, a value or "(" at character 13.').waitFor();
    await shown.fill('nobody = 1');
    await setDialog.getByText('There is no field or property "nobody".').waitFor();
    await shown.fill('');
    await setDialog.getByLabel('Show only when: insert a name').selectOption('taskListId');
    await shown.pressSequentially(' =');
    await setDialog.getByLabel('Show only when: insert a value').selectOption({ index: 1 });
    await soon(async () => expect(await shown.inputValue()).toMatch(/^taskListId = "\d+"$/));
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-custom-fields-set');
    await save(setDialog);

    const choice = await addField(page, 'Device', 'Kind of device', 'One choice');
    for (const text of ['Laptop', 'Phone']) {
      await choice.getByRole('button', { name: 'Add a choice' }).click();
      await choice.locator('gw-choices-field li:last-child input').fill(text);
    }
    await soon(async () => expect(await choice.getByLabel('Key').inputValue()).toBe('kindOfDevice'));
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-custom-fields-field');
    await save(choice);
    const serial = await addField(page, 'Device', 'Serial number', 'Text, one line');
    await serial.getByLabel('Required when', { exact: true }).fill('kindOfDevice = "laptop"');
    await serial.getByLabel('Hidden when', { exact: true }).fill('kindOfDevice IS EMPTY');
    await save(serial);
    const hours = await addField(page, 'Device', 'Hours', 'Number');
    await save(hours);
    const price = await addField(page, 'Device', 'Price', 'Worked out by a formula');
    await price.getByLabel('Formula', { exact: true }).fill('hours * ');
    await price.getByText(/^Cannot be read/).waitFor();
    await price.getByLabel('Formula', { exact: true }).fill('hours * 80');
    await save(price);

    const [set] = await all('CustomFieldSet');
    expect(set).toMatchObject({ name: 'Device', description: 'What is it about?', type: 'Task' });
    expect(await all('CustomField')).toMatchObject([
      {
        key: 'kindOfDevice',
        options: {
          options: [
            { value: 'laptop', text: 'Laptop' },
            { value: 'phone', text: 'Phone' },
          ],
        },
      },
      { key: 'serialNumber', requiredWhen: 'kindOfDevice = "laptop"', hiddenWhen: 'kindOfDevice IS EMPTY' },
      { key: 'hours', kind: 'number', options: {} },
      { key: 'price', kind: 'function', options: { formula: 'hours * 80', result: 'number' } },
    ]);

    await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('dialog', { name: 'Preview: Tickets and tasks' });
    await preview.getByLabel('taskListId').selectOption({ index: 1 });
    await preview.getByLabel('Kind of device').selectOption('Laptop');
    await preview.getByLabel('Serial number').waitFor();
    await preview.getByRole('button', { name: 'Try' }).click();
    await preview.getByText('Fill this in.').last().waitFor();
    await preview.getByLabel('Hours').fill('2');
    await preview.getByText('160').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-custom-fields-preview');
    await page.keyboard.press('Escape');
    await preview.waitFor({ state: 'detached' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-custom-fields');
    expect(desk.complaints).toEqual([]);
  });

  test('order is changed by dragging and by buttons, and the focus stays', async () => {
    const page = await desk.page('ada', '#settings/custom-fields/Task');
    const names = () => page.locator('.fields strong').allTextContents();
    const rows = page.locator('.fields > li');
    await soon(async () => expect(await names()).toEqual(['Kind of device', 'Serial number', 'Hours', 'Price']));
    await page.getByRole('button', { name: 'Move Hours up' }).focus();
    await page.keyboard.press('Enter');
    await soon(async () => expect(await names()).toEqual(['Kind of device', 'Hours', 'Serial number', 'Price']));
    await page.getByText('Hours is now at place 2 of 4.').waitFor({ state: 'attached' });
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await soon(async () => expect(await focused()).toBe('Move Hours up'));
    await page.keyboard.press('Enter');
    // At the top the button has nothing to do: the focus goes to its neighbour.
    await soon(async () => expect(await focused()).toBe('Move Hours down'));
    await rows.nth(3).dragTo(rows.nth(1));
    const wanted = ['Hours', 'Price', 'Kind of device', 'Serial number'];
    await soon(async () => expect(await names()).toEqual(wanted));
    await soon(async () => expect((await all('CustomField')).map(({ name }) => name as string)).toEqual(wanted));
  });

  test('a new name keeps the values; values go only for the name typed, and the panel says how many', async () => {
    const admin = await desk.host.admin();
    const [set] = await all('CustomFieldSet');
    const fields = await all('CustomField');
    const list = /"(\d+)"/.exec(String(set?.['showWhen']))?.[1] ?? '';
    const idOf = (key: string) => String(fields.find((field) => field['key'] === key)?.['id']);
    for (const kindOfDevice of ['phone', 'phone', 'laptop']) {
      const customFields = { kindOfDevice, serialNumber: 'SN-1' };
      await admin.create('Task', { title: 'A device', taskListId: list, customFields });
    }
    const page = await desk.page('ada', '#settings/custom-fields/Task', { ...PHONE, isDark: true });
    await page.getByRole('button', { name: 'Edit Kind of device' }).click();
    const dialog = page.getByRole('dialog', { name: 'Field' });
    await dialog.getByLabel('Name', { exact: true }).fill('Device');
    await dialog.locator('gw-choices-field li:first-child input').fill('Notebook');
    await picture(page, 'settings-custom-fields-field-mobile');
    expect(await accessibilityFaults(page)).toEqual([]);
    await save(dialog, 'Save');
    await page.locator('.fields strong').getByText('Device', { exact: true }).waitFor();
    expect(await admin.query('Task', { customFields: { kindOfDevice: { equals: 'phone' } } })).toHaveLength(2);
    const [renamed] = (await admin.get<Json>('CustomField', [idOf('kindOfDevice')])).list;
    expect(renamed?.['options']).toMatchObject({
      options: [{ value: 'laptop', text: 'Notebook' }, { value: 'phone' }],
    });
    await picture(page, 'settings-custom-fields-mobile');

    await page.getByRole('button', { name: 'Delete Serial number' }).click();
    const deletion = page.getByRole('dialog', { name: 'Delete Serial number' });
    await deletion.getByText('Serial number: 3 objects').waitFor();
    const button = deletion.getByRole('button', { name: 'Delete' });
    expect(await button.isDisabled()).toBe(true);
    await deletion.getByLabel('Type Serial number to confirm').fill('Serial number');
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'settings-custom-fields-delete');
    await button.click();
    await page.getByText('Serial number', { exact: true }).waitFor({ state: 'detached' });
    // What others depend on stays, and the panel says why.
    await page.getByRole('button', { name: 'Delete Hours' }).click();
    const refused = page.getByRole('dialog', { name: 'Delete Hours' });
    await refused.getByText('No object has a value of "Hours". It goes for good.').waitFor();
    await refused.getByRole('button', { name: 'Delete' }).click();
    await refused.getByText(/of "Price" then names "hours"/).waitFor();
    await page.keyboard.press('Escape');
    await refused.waitFor({ state: 'detached' });

    await page.locator('.set > header').getByRole('button', { name: 'Delete Device' }).click();
    const whole = page.getByRole('dialog', { name: 'Delete Device' });
    await whole.getByText('Device: 3 objects').waitFor();
    await whole.getByLabel('Type Device to confirm').fill('Device');
    await whole.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No custom fields yet').waitFor();
    expect(await all('CustomField')).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
