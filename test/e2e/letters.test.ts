import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// A manager says what the mails to customers say and who gets new tickets; an agent signs.

describeWith('Chromium', 'mails to customers', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('a manager sees what customers would get before it is saved; a text without the answer is refused', async () => {
      const page = await desk.page('ada', '#settings/letters-settings');
      const around = page.getByLabel('Around every answer');
      await around.fill('Dear {customer},\n\n{text}\n\n{signature}\n{link}');
      await page.getByRole('button', { name: 'Show the mails' }).click();
      const dialog = page.getByRole('dialog', { name: 'Mails as customers get them' });
      await dialog.getByText('Dear Alex Example,').waitFor();
      await dialog.getByText('Request received [#123]').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'letters-preview');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).first().waitFor();
      await around.fill('Dear {customer}');
      await page.getByRole('button', { name: 'Show the mails' }).click();
      await dialog.getByRole('alert').getByText('must hold {text}').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').getByText('must hold {text}').first().waitFor();
      const admin = await desk.host.admin();
      const [saved] = (await admin.get<{ id: string; answerText: string }>('SupportLetterSettings', ['singleton']))
        .list;
      expect(saved?.answerText).toBe('Dear {customer},\n\n{text}\n\n{signature}\n{link}');
    });

    test('a manager names who gets the new tickets of a type, and under which name it writes', async () => {
      const page = await desk.page('ada', '#settings/support-lists');
      await page.locator('x-grid').getByText('Support', { exact: true }).first().dblclick();
      const dialog = page.getByRole('dialog', { name: 'Ticket type' });
      await dialog.getByRole('combobox', { name: 'New tickets go to' }).fill('Bram');
      await page.getByRole('option', { name: 'Bram de Wit' }).click();
      await dialog.getByLabel('Sender of mails').fill('Help desk');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'ticket-type-dialog');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      const admin = await desk.host.admin();
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      const { id } = await admin.create('Task', { title: 'For whom?', taskListId: list });
      const [bram = ''] = await admin.query('User', { text: 'bram' });
      expect((await admin.get('Task', [id])).list).toMatchObject([{ responsibleId: bram }]);
      expect((await admin.get('TaskList', [list])).list).toMatchObject([{ senderName: 'Help desk' }]);
    });

    test('an agent writes a signature in My account, on a phone as well', async () => {
      const page = await desk.page('bram', '#account/support-account');
      const signature = page.getByLabel('Signature');
      await signature.fill('Bram de Wit\nService desk, room 2.14');
      await page.getByRole('combobox', { name: 'Ticket type of my new tickets' }).fill('Supp');
      await page.getByRole('option', { name: 'Support' }).click();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'account-support');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).first().waitFor();
      const phone = await desk.page('bram', '#account/support-account', { ...PHONE, isDark: true });
      await soon(async () => expect(await phone.getByLabel('Signature').inputValue()).toContain('room 2.14'));
      expect(await accessibilityFaults(phone)).toEqual([]);
      await picture(phone, 'account-support-phone');
      // What Support shows at first: the type of the new tickets, or what was looked at last.
      const opens = async (opensWith: string) => {
        const [bram = ''] = await (await desk.host.admin()).query('User', { text: 'bram' });
        await (await desk.host.clientOf(Number(bram))).update('Profile', 'singleton', { opensWith });
        return desk.page('bram', '#support');
      };
      const atFirst = await opens('list');
      await soon(async () => expect(new URL(atFirst.url()).hash).toMatch(/^#support\?lists=\d+$/));
      await atFirst.close();
      const chooses = await opens('last');
      await chooses.getByLabel('Unassigned').check();
      await chooses.getByLabel('In progress').uncheck();
      await chooses.close();
      const again = await opens('last');
      await soon(async () => expect(again.url()).toContain('assigned=unassigned'));
      expect(again.url()).toContain('progress=needs-action');
      await again.close();
      const named = await desk.page('bram', '#support?assigned=mine');
      await named.getByLabel('Mine').waitFor();
      expect(named.url()).not.toContain('unassigned');
      const customer = await desk.page('carla', '#account/profile');
      await customer.getByLabel('Username').waitFor();
      expect(await customer.locator('nav.side').getByText('Support').count()).toBe(0);
    });
  });
});
