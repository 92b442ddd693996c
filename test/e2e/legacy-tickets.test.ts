import { Directory } from '../../core/auth/directory.service';
import { User } from '../../core/auth/principal.entity';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { rights } from '../access/rules';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// The legacy tickets beside Support, in a browser: a customer files one, an agent works on it, a manager sets it up.

describeWith('Chromium', 'legacy tickets', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let bram: Client;

    beforeAll(async () => {
      desk = await PanelsDesk.open(database, { installsAll: true });
      admin = await desk.host.admin();
      const people: Record<string, string> = {};
      const { host } = desk;
      for (const [username, permission] of [
        ['ada', 'manage'],
        ['bram', 'use'],
        ['carla', 'use'],
      ] as const) {
        const { id } = await host.database.manager.findOneByOrFail(User, { username });
        people[username] = String(id);
        const directory = host.get(Directory);
        await host.database.transaction(async () => {
          const own = await directory.personalGroup(id);
          for (const name of ['use', permission]) await directory.permit(`tickets:${name}`, own);
        });
      }
      bram = await host.clientOf(Number(people['bram']));
      const shareWith = { [people['bram']!]: rights(50), [people['carla']!]: rights(5) };
      await admin.create('LegacyTicketType', { name: 'IT', shareWith });
      await admin.create('LegacyTicketRate', { name: 'Workshop', amount: 8550 });
    });
    afterEach(() => {
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('a customer files a ticket on a phone, an agent notes, answers and closes it, and the customer sees what is theirs', async () => {
      const phone = await desk.page('carla', '#tickets', PHONE);
      await phone.getByRole('button', { name: 'New ticket' }).click();
      const dialog = phone.getByRole('dialog', { name: 'New ticket' });
      await dialog.getByLabel('Subject').fill('Rockets turn back');
      await dialog.getByLabel('Type').click();
      await phone.getByRole('option', { name: 'IT' }).click();
      await dialog.getByRole('button', { name: 'Create' }).click();
      await dialog.getByText('Please say what it is about.').waitFor();
      await dialog.getByLabel('Message').fill('<b>How</b> do I aim right?');
      expect(await accessibilityFaults(phone)).toEqual([]);
      await picture(phone, 'legacy-new-phone');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await phone.getByText('<b>How</b> do I aim right?').waitFor();
      await picture(phone, 'legacy-ticket-phone');

      const page = await desk.page('bram', '#tickets', { width: 1500 });
      await page.locator('x-grid').getByText('Rockets turn back').click();
      const view = page.locator('legacy-ticket');
      await view.getByRole('button', { name: 'Claim' }).click();
      await view.getByText('Assigned to: Bram').waitFor();
      const composer = view.locator('legacy-composer');
      await composer.getByLabel('Note that customers do not see').check();
      await composer.getByLabel('Note', { exact: true }).fill('She holds it the wrong way round');
      await composer.getByRole('button', { name: 'Save note' }).click();
      await view.getByText('She holds it the wrong way round').waitFor();
      await composer.getByLabel('Message', { exact: true }).fill('Turn the rocket round.');
      await composer.getByLabel('Status').selectOption('Closed');
      await composer.getByLabel('Minutes').fill('15');
      const manual = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Turn it') });
      await composer.getByLabel('Attach files').setInputFiles([manual('manual.txt'), manual('wrong.txt')]);
      await composer.getByRole('button', { name: 'Leave out wrong.txt' }).click();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'legacy-agent');
      await composer.getByRole('button', { name: 'Send' }).click();
      await view.getByText('Status changed to: Closed').waitFor();
      await view.getByText('15 minutes, Workshop').waitFor();
      expect(await composer.getByText('manual.txt').count()).toBe(0);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'legacy-agent-dark');

      await phone.getByText('Turn the rocket round.').waitFor();
      const file = phone.waitForEvent('download');
      await phone.getByRole('button', { name: 'Download manual.txt' }).click();
      expect((await file).suggestedFilename()).toBe('manual.txt');
      expect(await phone.getByText('wrong way round').count()).toBe(0);
      expect(await phone.getByText('15 minutes').count()).toBe(0);
      await phone.locator('legacy-composer').getByLabel('Message', { exact: true }).fill('Thank you');
      await phone.locator('legacy-composer').getByRole('button', { name: 'Send' }).click();
      await phone.getByText('Status changed to: Open').waitFor();
      expect(await accessibilityFaults(phone)).toEqual([]);
      await phone.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      await picture(phone, 'legacy-ticket-rtl');
      expect(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    });

    test('a stranger with number and verifier reads and answers on the public page, on a phone and in the dark', async () => {
      const [id = ''] = await bram.query('LegacyTicket');
      const { list } = await bram.get<{ ticketNumber: string; ticketVerifier: number }>('LegacyTicket', [id]);
      const { ticketNumber, ticketVerifier } = list[0]!;
      const page = await desk.visitor('public/tickets', PHONE);
      await picture(page, 'legacy-public-form');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByLabel('Ticket number').fill(ticketNumber);
      await page.getByLabel('Verifier').fill(String(ticketVerifier));
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('Turn the rocket round.').waitFor();
      expect(await page.getByText('wrong way round').count()).toBe(0);
      await page.getByLabel('Your message').fill('Now it <i>flies</i>');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Now it <i>flies</i>').waitFor();
      expect(await page.getByLabel('Your message').inputValue()).toBe('');
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await accessibilityFaults(page)).toEqual([]);
        await picture(page, `legacy-public-${colorScheme}`);
      }
    });

    test('a manager makes types, statuses, rates and templates, and switches everything to read-only', async () => {
      const page = await desk.page('ada', '#settings/tickets-statuses', { width: 1200 });
      await page.getByRole('button', { name: 'New status' }).click();
      const dialog = page.getByRole('dialog', { name: 'Status' });
      await dialog.getByLabel('Name').fill('Waiting');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await page.locator('x-grid').getByText('Waiting').waitFor();
      for (const [panel, button] of [
        ['types', 'New type'],
        ['groups', 'New type group'],
        ['rates', 'New rate'],
        ['templates', 'New template'],
      ]) {
        await page.goto(`${page.url().split('#')[0]!}#settings/tickets-${panel!}`);
        await page.getByRole('button', { name: button!, exact: true }).click();
        const opened = page.getByRole('dialog');
        await opened.getByLabel('Name', { exact: true }).waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        await picture(page, `legacy-settings-${panel!}`);
        await page.keyboard.press('Escape');
        await opened.waitFor({ state: 'detached' });
      }
      await page.goto(`${page.url().split('#')[0]!}#settings/tickets-settings`);
      await page.getByLabel('Legacy tickets are read-only').check();
      await picture(page, 'legacy-settings');
      await page.getByRole('button', { name: 'Save' }).click();
      await soon(async () =>
        expect((await admin.get('TicketsSettings', null)).list).toMatchObject([{ isReadOnly: true }]),
      );
      const [id = ''] = await bram.query('LegacyTicket');
      const agent = await desk.page('bram', `#tickets/${id}`, { width: 1500 });
      await agent.locator('legacy-ticket').getByText('Turn the rocket round.').waitFor();
      expect(await agent.locator('legacy-composer').count()).toBe(0);
      expect(await agent.getByRole('button', { name: 'Reopen' }).count()).toBe(0);
    });
  });
});
