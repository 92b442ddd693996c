import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// An agent files a ticket for somebody else, and says later who it is for and who follows it.

describeWith('Chromium', 'customers of tickets', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    const made = (title: string) =>
      eventually(`the ticket "${title}"`, async () => {
        const { list } = await admin.get<{ id: string; title: string; customerName: string; customerEmail: string }>(
          'Task',
          await admin.query('Task', { title }),
        );
        return list[0];
      });
    const ask = async (page: Page, title: string) => {
      await page.getByRole('button', { name: 'New ticket' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'New ticket' });
      await dialog.getByLabel('Subject').fill(title);
      await dialog.locator('[contenteditable=true]').fill('We have noted what you told us on the phone.');
      return dialog;
    };

    test('for somebody who is known, found by name; the message is mailed to that one', async () => {
      const page = await desk.page('bram', '#support');
      const dialog = await ask(page, 'Called about the door');
      const receivers = dialog.locator('support-receivers');
      await receivers.getByText('Nobody gets a mail: the ticket has no customer.').waitFor();
      await dialog.getByRole('combobox', { name: 'Customer' }).fill('Carla');
      await page.getByRole('option', { name: /Carla/ }).click();
      await receivers.getByText('Will be sent to carla@example.com').waitFor();
      // The demo has no outgoing server.
      await receivers.getByText('the mail waits until there is one').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'new-ticket-customer');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      const { customerEmail } = await made('Called about the door');
      await page.locator('.who').getByText(customerEmail).waitFor();
      const [mail = ''] = await admin.query('OutboxMessage', null, [{ property: 'id', isAscending: false }]);
      expect((await admin.get('OutboxMessage', [mail])).list).toMatchObject([{ recipients: [customerEmail] }]);
    });

    test('for a new address on a phone; what is none is refused before anything is sent', async () => {
      const page = await desk.page('bram', '#support', PHONE);
      const dialog = await ask(page, 'Called about the window');
      const customer = dialog.getByRole('combobox', { name: 'Customer' });
      await customer.fill('Jan');
      await customer.press('Escape');
      await customer.fill('Jan Jansen');
      await customer.press('Tab');
      await dialog.getByText('type a whole mail address').waitFor();
      await customer.fill('Jan Jansen <jan@example.net>');
      await customer.press('Enter');
      await dialog.getByText('type a whole mail address').waitFor({ state: 'hidden' });
      await dialog.locator('support-receivers').getByText('Will be sent to jan@example.net').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'new-ticket-phone');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await made('Called about the window')).toMatchObject({
        customerName: 'Jan Jansen',
        customerEmail: 'jan@example.net',
      });
    });

    test('a customer without an address gets no mail, and this is said before', async () => {
      await admin.create('Contact', { name: 'Wim Without', addresses: [] });
      await admin.update('MailRelay', 'singleton', { host: 'localhost', port: 9, security: 'none' });
      const page = await desk.page('bram', '#support', { ...PHONE, isDark: true });
      const dialog = await ask(page, 'Called about nothing');
      const receivers = dialog.locator('support-receivers');
      const customer = dialog.getByRole('combobox', { name: 'Customer' });
      await customer.fill('Wim');
      await page.getByRole('option', { name: 'Wim Without' }).click();
      await receivers.getByText('Nobody gets a mail: the customer has no e-mail address.').waitFor();
      await receivers.scrollIntoViewIfNeeded();
      await picture(page, 'new-ticket-nobody-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      await customer.fill('Daniël');
      await page.getByRole('option', { name: /Daniël/ }).click();
      await receivers.getByText('Will be sent to daniel@example.net').waitFor();
      // With a server it is sent at once.
      expect(await receivers.innerText()).toBe('Will be sent to daniel@example.net');
      await page.context().close();
    });

    test('customer and CC are changed later; a wrong address is told at its field', async () => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const { id } = await admin.create('Task', { title: 'Whose is it?', taskListId });
      const page = await desk.page('bram', `#support/${id}`);
      await page.getByText('No customer').waitFor();
      await page.locator('summary[aria-label="More about the ticket"]').press('Enter');
      await page.getByRole('button', { name: 'Customer and CC…' }).click();
      const dialog = page.getByRole('dialog', { name: `Customer and CC of #${id}` });
      await dialog.getByRole('combobox', { name: 'Customer' }).fill('mia@example.net');
      await dialog.getByRole('combobox', { name: 'Customer' }).press('Enter');
      const cc = dialog.getByRole('textbox', { name: 'CC' });
      await cc.fill('boss@example.net\nno address');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('holds "no address"').waitFor();
      await cc.fill('boss@example.net\nking@example.net');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'customer-and-cc');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.locator('.who').getByText('mia@example.net').first().waitFor();
      await page.locator('.cc').getByText('boss@example.net, king@example.net').waitFor();
    });
  });
});
