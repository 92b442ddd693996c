import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { AUDIT_ACTIONS } from '../../core/audit/actions';
import { Directory } from '../../core/auth/directory.service';
import { projectRoot } from '../../core/paths';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from '../e2e/panels-desk';

// The audit log as an administrator reads it.

test('every action that can be noted has a word of its own in every language', () => {
  const folder = join(projectRoot, 'core', 'ui', 'audit', 'messages');
  for (const file of readdirSync(folder)) {
    const words = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
    const without = AUDIT_ACTIONS.filter((action) => (words[`audit.action.${action}`] ?? '') === '');
    expect([file, without]).toEqual([file, []]);
  }
});

describeWith('Chromium', 'the audit log in the panels', () => {
  // What a screen shows does not depend on the database; the rules are in audit.test.ts, on both.
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      const directory = desk.host.get(Directory);
      await desk.host.database.transaction(async () => {
        const ada = await directory.findByEmail('ada@example.org');
        await directory.permit('core:administer', await directory.personalGroup(ada!.id));
      });
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    const changed = async (title: string): Promise<string> => {
      const admin = await desk.host.admin();
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      const { id } = await admin.create('Task', { title: `${title} before`, taskListId });
      await admin.update('Task', id, { title: `${title} <b>after</b>` });
      return id;
    };

    test('an administrator finds who changed what, reads old and new values, verifies and takes it away', async () => {
      await changed('Door');
      const page = await open('ada', '#settings/audit');
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('Door <b>after</b>');
      await page.getByLabel('Changed', { exact: true }).check();
      await page.locator('vaadin-grid-cell-content:visible', { hasText: 'Door <b>after</b>' }).first().click();
      const values = page.getByRole('row', { name: 'title Door before Door <b>after</b>' });
      await values.waitFor();
      await page.getByRole('heading', { name: 'Changed', exact: true }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'audit');
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText(/^The log is whole: /).waitFor();
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export' }).click(),
      ]);
      expect(csv.suggestedFilename()).toBe('audit.csv');
      const text = readFileSync(await csv.path(), 'utf8');
      expect([text.includes('Door before'), text.includes(',create,')]).toEqual([true, false]);
    });

    test('the history of a ticket is beside it for an administrator, and for nobody else', async () => {
      const id = await changed('Gate');
      const page = await open('ada', `#support/${id}`);
      const card = page.locator('panel-history');
      await card.locator('summary').click();
      await card.getByRole('row', { name: 'title Gate before Gate <b>after</b>' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'history');
      const admin = await desk.host.admin();
      await admin.update('Task', id, { title: 'Gate, once more' });
      await card.getByRole('row', { name: 'title Gate <b>after</b> Gate, once more' }).waitFor();
      const agent = await open('bram', `#support/${id}`);
      await agent.locator('panel-links').waitFor();
      expect(await agent.locator('panel-history').count()).toBe(0);
    });

    test('both work on a phone in the dark', async () => {
      const id = await changed(`Long ${'word'.repeat(30)}`);
      const page = await open('ada', '#settings/audit', { ...PHONE, isDark: true });
      await page.locator('vaadin-grid-cell-content:visible', { hasText: 'after' }).first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'audit-mobile');
      const ticket = await open('ada', `#support/${id}`, { ...PHONE, isDark: true });
      await ticket.locator('panel-history summary').tap();
      await ticket
        .locator('panel-history')
        .getByRole('row', { name: /^title Long/ })
        .waitFor();
      expect(await accessibilityFaults(ticket)).toEqual([]);
      expect(await ticket.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await picture(ticket, 'history-mobile');
    });
  });
});
