import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { Presence } from '../../modules/support/presence/presence.entity';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Two agents have the same ticket open: they know of each other, and neither is in the other's way.

describeWith('Chromium', 'presence', () => {
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
    const colleagues = (page: Page) => page.locator('support-presence').getByRole('list');
    const editor = (page: Page, name = 'Your answer') => page.getByRole('textbox', { name });

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

    test('two who answer at once see each other, and both answers are in the thread', async () => {
      const id = await ticket('Gate does not open');
      const [ada, bram] = [await open('ada', `#support/${id}`), await open('bram', `#support/${id}`)];
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await colleagues(bram).getByText('Ada Brouwer is looking at this').waitFor();
      expect(await colleagues(ada).getByText('Ada').count()).toBe(0);
      await ada.keyboard.press('r');
      await editor(ada).pressSequentially('I have reset the reader.');
      await colleagues(bram).getByText('Ada Brouwer is writing an answer').waitFor();
      await bram.getByRole('status').getByText('Ada Brouwer is writing an answer').waitFor();
      await bram.keyboard.press('r');
      await editor(bram).pressSequentially('Somebody comes at ten.');
      await colleagues(ada).getByText('Bram de Wit is writing an answer').waitFor();
      await picture(bram, 'presence');
      for (const page of [ada, bram]) expect(await accessibilityFaults(page)).toEqual([]);
      await Promise.all([ada, bram].map((page) => page.getByRole('button', { name: 'Send', exact: true }).click()));
      for (const page of [ada, bram]) {
        const entry = (at: number) => page.locator('comment-entry').nth(at).frameLocator('iframe').locator('p');
        const thread = [await entry(0).textContent(), await entry(1).textContent()];
        expect(thread.toSorted()).toEqual(['I have reset the reader.', 'Somebody comes at ten.']);
      }
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await colleagues(bram).getByText('Ada Brouwer is looking at this').waitFor();
    });

    test('whoever goes elsewhere, closes the page or stops writing is no more said to be there', async () => {
      const [id, other] = [await ticket('Lamp'), await ticket('Door')];
      const [ada, bram] = [await open('ada', `#support/${id}`), await open('bram', `#support/${id}`)];
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await bram.keyboard.press('n');
      await editor(bram, 'Your private note').pressSequentially('Hm');
      await colleagues(ada).getByText('Bram de Wit is writing a private note').waitFor();
      await bram.getByRole('button', { name: 'Close', exact: true }).click();
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      // What was kept of it opens again, but nobody writes there.
      await bram.reload();
      await editor(bram, 'Your private note').getByText('Hm').waitFor();
      await colleagues(bram).getByText('Ada Brouwer is looking at this').waitFor();
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await desk.visit(bram, `#support/${other}`);
      await colleagues(ada).waitFor({ state: 'detached' });
      await bram.goBack();
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      // On its way out the page says so itself, also of what is being written: nobody waits for the lease to end.
      await editor(bram, 'Your private note').pressSequentially('Hm, hm');
      await colleagues(ada).getByText('Bram de Wit is writing a private note').waitFor();
      const [principalId] = await admin.query('Principal', { text: 'bram' });
      const find = () => desk.host.database.manager.findBy(Presence, { principalId: Number(principalId) });
      const [there] = await find();
      await bram.goto('about:blank');
      await eventually('Bram to be gone', async () => (await find()).length === 0);
      expect(new Date().getTime()).toBeLessThan(there!.until.getTime());
      await colleagues(ada).waitFor({ state: 'detached' });
    });

    test('whose line breaks is gone a few seconds later, and there again when it is mended', async () => {
      const id = await ticket('Cable');
      const [ada, bram] = [await open('ada', `#support/${id}`), await open('bram', `#support/${id}`)];
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await bram.context().setOffline(true);
      await colleagues(ada).waitFor({ state: 'detached' });
      await bram.context().setOffline(false);
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      desk.complaints.splice(0);
    });

    test.each<[string, string, Look]>([
      ['dark', 'en', { isDark: true }],
      ['phone-dark', 'nl', { ...PHONE, isDark: true }],
      ['phone', 'de', PHONE],
      ['rtl', 'ar', {}],
    ])('it is in sight beside what one writes (%s)', async (look, locale, how) => {
      const id = await ticket('Window');
      const [bramId = ''] = await admin.query('User', { text: 'bram' });
      await admin.update('User', bramId, { locale });
      const [ada, bram] = [await open('ada', `#support/${id}`), await open('bram', `#support/${id}`, how)];
      await colleagues(ada).getByText('Bram de Wit is looking at this').waitFor();
      await ada.keyboard.press('r');
      await editor(ada).pressSequentially('Well');
      const words: Readonly<Record<string, string>> = {
        nl: 'Ada Brouwer schrijft een antwoord',
        de: 'Ada Brouwer schreibt eine Antwort',
      };
      const said = words[locale] ?? 'Ada Brouwer is writing an answer';
      await colleagues(bram).getByText(said).waitFor();
      expect(
        await colleagues(bram)
          .getByText(said)
          .evaluate((one) => {
            const { top, bottom, left, right } = one.getBoundingClientRect();
            return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
          }),
      ).toBe(true);
      await picture(bram, `presence-${look}`);
      expect(await accessibilityFaults(bram)).toEqual([]);
      await admin.update('User', bramId, { locale: 'en-GB' });
    });
  });
});
