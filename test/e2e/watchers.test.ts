import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// A colleague watches a ticket, hears of what happens there, and chooses how.

describeWith('Chromium', 'watchers', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const ticket = async (title: string): Promise<string> => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      return (await admin.create('Task', { title, taskListId })).id;
    };
    const note = (entityId: string, text: string) =>
      admin.create('Comment', { entityType: 'Task', entityId, text, isPrivate: true });
    const watchers = (page: Page) => page.getByRole('group', { name: 'Watchers' });

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    test('one key watches; colleagues see it at once, add others and take them away again', async () => {
      const id = await ticket('Reader at the north door');
      const [ada, bram] = [await open('ada', `#support/${id}`), await open('bram', `#support/${id}`)];
      await ada.getByRole('button', { name: 'Watch', exact: true }).waitFor();
      await bram.getByRole('button', { name: 'Watch', exact: true }).waitFor();
      await ada.keyboard.press('w');
      await ada.getByRole('button', { name: 'Stop watching' }).waitFor();
      await watchers(bram).getByText('Ada Brouwer').waitFor();
      await bram.getByRole('combobox', { name: 'Add: Watchers' }).fill('bram');
      await bram.getByRole('option', { name: 'Bram de Wit' }).click();
      await bram.getByRole('button', { name: 'Stop watching' }).waitFor();
      await watchers(ada).getByText('Bram de Wit').waitFor();
      await picture(ada, 'watchers');
      expect(await accessibilityFaults(ada)).toEqual([]);
      // Nobody is offered who may not read it.
      await ada.getByRole('combobox', { name: 'Add: Watchers' }).press('ArrowDown');
      await ada.getByRole('option', { name: 'Bram de Wit' }).waitFor();
      expect((await ada.locator('vaadin-combo-box-item:visible').allTextContents()).toSorted()).toEqual([
        'Ada Brouwer',
        'Administrator',
        'Bram de Wit',
      ]);
      await ada.keyboard.press('Escape');
      await watchers(ada).getByRole('button', { name: 'Remove Bram de Wit' }).click();
      await bram.getByRole('button', { name: 'Watch', exact: true }).waitFor();
      await ada.getByRole('heading', { name: `#${id}:` }).click();
      await ada.keyboard.press('w');
      await watchers(bram).getByText('Ada Brouwer').waitFor({ state: 'detached' });
      await ada.keyboard.press('?');
      await ada.getByRole('dialog').getByText('Watch the ticket, or stop watching').waitFor();
    });

    test('what happens on a watched ticket comes into the bell, and the filter finds the ticket', async () => {
      const [id, other] = [await ticket('Gate'), await ticket('Fence')];
      const bram = await open('bram', `#support/${id}`);
      await bram.getByRole('button', { name: 'Watch', exact: true }).click();
      await bram.getByRole('button', { name: 'Stop watching' }).waitFor();
      await note(id, 'It squeaks');
      await note(other, 'So does this');
      await bram.getByRole('button', { name: '1 unread notification' }).click();
      await bram.getByRole('link', { name: 'Administrator wrote on a ticket' }).getByText('Gate').waitFor();
      await bram.keyboard.press('Escape');
      await bram.getByRole('checkbox', { name: 'Watched by me' }).check();
      const row = (title: string) => bram.locator('vaadin-grid-cell-content:visible', { hasText: title });
      await row('Fence').waitFor({ state: 'detached' });
      await row('Gate').first().waitFor();
      expect(bram.url()).toContain('watched=me');
    });

    test.each<[string, Look]>([
      ['light', {}],
      ['phone-dark', { ...PHONE, isDark: true }],
    ])('each person chooses by which ways they are told (%s)', async (look, how) => {
      const page = await open('bram', '#account/notifications', how);
      const box = (way: string, event = 'A ticket is assigned to me') =>
        page.getByRole('checkbox', { name: `${way}: ${event}` });
      await box('Bell').waitFor();
      const choices = async () => {
        const client = await desk.host.clientOf(Number((await admin.query('Principal', { text: 'bram' }))[0]));
        const { list } = await client.get<{ notifications: Record<string, unknown> }>('Profile', ['singleton']);
        return list[0]!.notifications['support.assigned'];
      };
      expect(await box('Bell').isChecked()).toBe(true);
      // This host sends no mail.
      expect(await box('E-mail').isDisabled()).toBe(true);
      await page.getByText('What cannot be chosen is not mailed').waitFor();
      await box('Bell').uncheck();
      await soon(async () => expect(await choices()).toEqual({ bell: false, mail: true, browser: false }));
      await admin.update('MailRelay', 'singleton', { host: 'mail.example.org', port: 25, security: 'none' });
      await page.reload();
      await box('Bell').waitFor();
      expect([await box('Bell').isChecked(), await box('E-mail').isChecked()]).toEqual([false, true]);
      await picture(page, `account-notifications-${look}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await admin.update('MailRelay', 'singleton', { host: '', port: 25, security: 'none' });
      await box('Bell').check();
      await soon(async () => expect(await choices()).toMatchObject({ bell: true }));
    });

    test('the browser shows it to whoever has chosen that and allowed it, once asked on a click', async () => {
      const page = await open('bram', '#account/notifications');
      // What the browser was asked and told, in place of the system's own windows.
      await page.addInitScript(() => {
        const seen = { asked: 0, shown: [] as string[], permission: 'default' };
        const fake = class extends EventTarget {
          static get permission() {
            return seen.permission;
          }
          static requestPermission() {
            seen.asked++;
            seen.permission = 'granted';
            return Promise.resolve(seen.permission);
          }
          constructor(text: string, { body }: { body: string }) {
            super();
            seen.shown.push(`${text}: ${body}`);
          }
          close() {}
        };
        Object.assign(window, { Notification: fake, seen });
      });
      await page.reload();
      const seen = () => page.evaluate(() => (window as unknown as { seen: { asked: number; shown: string[] } }).seen);
      const box = page.getByRole('checkbox', { name: 'Browser: Somebody mentions me' });
      await box.waitFor();
      expect((await seen()).asked).toBe(0);
      await box.check();
      await soon(async () => expect((await seen()).asked).toBe(1));
      const bram = await admin.query('Principal', { text: 'bram' });
      const client = await desk.host.clientOf(Number(bram[0]));
      await soon(async () => {
        const { list } = await client.get<{ notifications: Record<string, object> }>('Profile', ['singleton']);
        expect(list[0]!.notifications['comments.mention']).toMatchObject({ browser: true });
      });
      const about = { entityType: 'Task', entityId: await ticket('Window'), text: 'Look', mentions: bram };
      await admin.create('Comment', about);
      await soon(async () => expect((await seen()).shown).toEqual(['Administrator mentioned you: Window']));
      // What was there before is not shown again.
      await page.reload();
      await page.getByRole('button', { name: /[1-9] unread notification/ }).waitFor();
      expect((await seen()).shown).toEqual([]);
      await box.uncheck();
    });

    test('on a phone the watchers have room, in the dark too', async () => {
      const id = await ticket('Dark cellar');
      const people = await admin.query('Principal', { mayRead: { type: 'Task', id } });
      await admin.update('Task', id, { watchers: Object.fromEntries(people.map((one) => [one, true])) });
      const page = await open('ada', `#support/${id}`, { ...PHONE, isDark: true });
      await watchers(page).getByText('Bram de Wit').waitFor();
      await picture(page, 'watchers-dark-390');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });
  });
});
