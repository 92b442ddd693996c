import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { LegacyTicket, LegacyWork } from '../../modules/support/api';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Agents see what a ticket was in an older system; customers come by the links of before.

describeWith('Chromium', 'tickets of before', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let id = '';
    const pages: Page[] = [];
    const kept = (page: Page): Page => {
      pages.push(page);
      return page;
    };
    const card = (page: Page) => page.locator('support-legacy');

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      const ticket = { title: 'The press stands still', taskListId: list, customerEmail: 'ann@example.net' };
      id = (await admin.create('Task', ticket)).id;
      for (const [text, isPrivate] of [
        ['The press does not move any more.', false],
        ['She has not paid yet', true],
      ] as const)
        await admin.create('Comment', { entityType: 'Task', entityId: id, text, isPrivate });
      const { rows } = desk.host.database;
      const facts = { phone: '+31 30 555 01 23', company: 'Acme Presses', orderId: 4711, machine: 'P 12' };
      const work = { taskId: Number(id), at: new Date('2018-03-01T10:00:00Z'), authorName: 'Elmer', rateName: 'Hour' };
      await desk.host.database.transaction(async () => {
        await rows.insertAll(LegacyTicket, [{ taskId: Number(id), number: '201800001', verifier: 12345678, facts }]);
        await rows.insertAll(
          LegacyWork,
          [1.5, 0.25].map((hours) => ({ ...work, costCode: 'C1', hours, amount: 80 })),
        );
      });
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('a card says what it was, adds up the hours, and saves those of all tickets', async () => {
      const page = kept(await desk.page('bram', `#support/${id}`));
      await card(page).getByText('Before').click();
      for (const text of ['201800001', '+31 30 555 01 23', 'Acme Presses', '4711', 'P 12'])
        await card(page).locator('dd', { hasText: text }).waitFor();
      await card(page).getByText('1.5 h × 80 = 120').waitFor();
      await card(page).getByText('Together 1.75 h, 140').waitFor();
      await picture(page, 'ticket-before');
      expect(await accessibilityFaults(page)).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card(page).getByRole('button', { name: 'Hours of all tickets as CSV' }).click(),
      ]);
      const text = readFileSync(await download.path(), 'utf8');
      expect(text).toContain('201800001,The press stands still,2018-03-01 11:00:00,Elmer,Hour,C1,1.5,80,120\r\n');
      expect(text.trimEnd().split('\r\n').at(-1)).toBe('Σ,,,,,,1.75,,140');
      // A ticket that came from nowhere has no such card.
      const plain = (
        await admin.create('Task', {
          title: 'New',
          taskListId: (await admin.query('TaskList', { role: 'support' }))[0]!,
        })
      ).id;
      await desk.visit(page, `#support/${plain}`);
      await page.getByText('What changed').waitFor();
      expect(await card(page).locator('details').count()).toBe(0);
    });

    test('the card has room on a phone in the dark', async () => {
      const page = kept(await desk.page('bram', `#support/${id}`, { ...PHONE, isDark: true }));
      await card(page).locator('summary').click();
      await card(page).getByText('Together 1.75 h, 140').waitFor();
      await card(page).scrollIntoViewIfNeeded();
      await picture(page, 'ticket-before-phone-dark');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });

    test.each<[string, Look]>([
      ['wide', {}],
      ['phone-dark', { ...PHONE, isDark: true }],
    ])('a link of before shows the ticket to who follows it, without scripts (%s)', async (look, how) => {
      const secret = 'ticket_number=201800001&ticket_verifier=12345678';
      const page = kept(await desk.visitor(`groupoffice/index.php?r=tickets/externalPage/ticket&${secret}`, how));
      await page.getByText('The press does not move any more.').waitFor();
      expect(await page.getByText('She has not paid yet').count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Answer by mail' }).getAttribute('href')).toContain(`%23${id}%5D`);
      await picture(page, `legacy-page-${look}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(await page.locator('script').count()).toBe(0);
    });
  });
});
