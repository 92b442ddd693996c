import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Two hundred tickets are assigned to somebody at once: the bell tells it as one.

describeWith('Chromium', 'a flood in the bell', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let bram: Client;
    const pages: Page[] = [];
    const open = async (route: string, look?: Look): Promise<Page> => {
      const page = await desk.page('bram', route, look);
      pages.push(page);
      return page;
    };
    const assign = async (count: number, name: string): Promise<void> => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const create = Array.from({ length: count }, (_, n) => [
        `t${String(n)}`,
        { title: `${name} ${String(n + 1)}`, taskListId, responsibleId: bram.principalId },
      ]);
      await admin.call('Task/set', { create: Object.fromEntries(create) as Record<string, unknown> });
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
      const [id] = await admin.query('Principal', { text: 'bram', hasLogin: true });
      bram = await desk.host.clientOf(Number(id));
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('is one entry that counts them; opened it lists them and is read, and each leads to its ticket', async () => {
      const page = await open('#support');
      await page.getByRole('button', { name: '0 unread notifications' }).waitFor();
      await assign(200, 'Reader');
      await page.getByRole('button', { name: '1 unread notification' }).click();
      const box = page.getByRole('dialog', { name: 'Notifications' });
      const flood = box.getByRole('button', { name: '200 tickets were assigned to you' });
      await flood.waitFor();
      expect(await box.locator('.told').count()).toBe(1);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'notifications-flood');
      await flood.click();
      const one = box.getByRole('link', { name: 'Administrator assigned a ticket to you' });
      await one.nth(19).waitFor();
      await page.getByRole('button', { name: '0 unread notifications' }).waitFor();
      expect(await bram.query('Notification', { isRead: false })).toEqual([]);
      expect(await flood.getAttribute('aria-expanded')).toBe('true');
      await picture(page, 'notifications-flood-open');
      await box.getByRole('button', { name: 'Show more' }).click();
      await one.nth(39).waitFor();
      const title = (await one.first().locator('bdi').innerText()).trim();
      await one.first().click();
      await page.getByRole('heading', { name: title }).waitFor();
      await box.waitFor({ state: 'hidden' });
    });

    test('is as good on a phone in the dark, and is read with all else at once', async () => {
      await assign(6, 'Gate');
      const page = await open('#support', { ...PHONE, isDark: true });
      await page.getByRole('button', { name: '1 unread notification' }).click();
      const box = page.getByRole('dialog', { name: 'Notifications' });
      const flood = box.getByRole('button', { name: '6 tickets were assigned to you' });
      await flood.waitFor();
      await box.getByRole('button', { name: 'Mark all as read' }).click();
      await page.getByRole('button', { name: '0 unread notifications' }).waitFor();
      expect(await bram.query('Notification', { isRead: false })).toEqual([]);
      await flood.press('Enter');
      await box.getByText('Gate 6').waitFor();
      await picture(page, 'notifications-flood-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      await flood.press('Enter');
      await box.getByText('Gate 6').waitFor({ state: 'detached' });
    });
  });
});
