import type { Page } from 'playwright-core';
import { Credentials } from '../../core/auth/credentials.service';
import { User } from '../../core/auth/principal.entity';
import { delay } from '../../core/ports/timers';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { CommentDraft } from '../../modules/comments/comment-draft.entity';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// What is being written survives whatever happens to page, browser and session, and is never written over unseen.

describeWith('Chromium', 'drafts', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let desk: PanelsDesk;
    let admin: Client;
    let id: string;
    const pages: Page[] = [];
    const open = async (username: string, route: string, look?: Look): Promise<Page> => {
      const page = await desk.page(username, route, look);
      pages.push(page);
      return page;
    };
    const kept = async (): Promise<string[]> => {
      const rows = await desk.host.database.manager.findBy(CommentDraft, { entityId: Number(id) });
      return rows.map(({ isPrivate, html }) => `${isPrivate ? 'note' : 'answer'} ${html}`).sort();
    };
    const text = (page: Page, name = 'Your answer') => page.getByRole('textbox', { name });
    const saved = (page: Page) => page.locator('comment-composer').getByText(/^Draft saved \d+:\d\d/);
    const answer = async (page: Page, words: string): Promise<void> => {
      await page.locator('.closed').getByRole('button', { name: 'Answer' }).click();
      await text(page).waitFor();
      await page.keyboard.type(words);
    };

    beforeAll(async () => {
      desk = await PanelsDesk.open(database);
      admin = await desk.host.admin();
    });
    beforeEach(async () => {
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      id = (await admin.create('Task', { title: 'Reader at the north door', taskListId })).id;
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => desk.close());

    test('answer and note are kept with names and files, shown in another browser, and gone when sent or emptied', async () => {
      const page = await open('ada', `#support/${id}`);
      await answer(page, 'We are looking');
      const file = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') };
      await page.locator('rich-composer input[type=file]').setInputFiles(file);
      await saved(page).waitFor();
      await page.getByRole('button', { name: 'Private note' }).click();
      await text(page, 'Your private note').waitFor();
      await page.keyboard.type('Yours, @bra');
      await page.getByRole('option', { name: 'Bram de Wit' }).click();
      // Whoever leaves the ticket need not wait.
      await page.evaluate(() => location.assign('#support'));
      await soon(async () =>
        expect(await kept()).toEqual(['answer <p>We are looking</p>', expect.stringMatching(/^note .*@Bram de Wit/)]),
      );
      const other = await open('ada', `#support/${id}`);
      await text(other).getByText('We are looking').waitFor();
      await other.getByText('plan.txt').waitFor();
      expect(await saved(other).getAttribute('role')).toBe('status');
      expect(await accessibilityFaults(other)).toEqual([]);
      await picture(other, 'draft-light');
      await other.getByRole('button', { name: 'Send' }).click();
      await other.locator('comment-entry', { hasText: 'plan.txt' }).waitFor();
      await soon(async () => expect(await kept()).toHaveLength(1));

      await other.reload();
      const note = text(other, 'Your private note');
      await note.getByText('@Bram de Wit').waitFor();
      await note.click();
      await other.keyboard.press('Control+a');
      await other.keyboard.press('Delete');
      await soon(async () => expect(await kept()).toEqual([]));
    });

    test('whoever comes back while the text is on its way finds it, whichever answer is there first', async () => {
      const page = await open('ada', `#support/${id}`);
      await answer(page, 'On its way');
      await saved(page).waitFor();
      let isAsked = false;
      let isStored = false;
      await page.route('**/jmap/api', async (route) => {
        const body = route.request().postData() ?? '';
        if (body.includes('CommentDraft/set')) {
          // Until it is asked for, or for long enough to see that it is not.
          for (let wait = 0; wait < 15 && !isAsked; wait++) await delay(100);
          const response = await route.fetch();
          isStored = true;
          await route.fulfill({ response });
        } else if (body.includes('CommentDraft/query')) {
          const response = await route.fetch();
          isAsked = true;
          await eventually('the text to be stored', () => Promise.resolve(isStored));
          await delay(300);
          await route.fulfill({ response });
        } else await route.continue();
      });
      await page.keyboard.type(', and more');
      await page.evaluate(() => location.assign('#support'));
      await page.locator('comment-composer').waitFor({ state: 'detached' });
      await page.evaluate((hash) => location.assign(hash), `#support/${id}`);
      await text(page).waitFor();
      await soon(async () => expect(await kept()).toEqual(['answer <p>On its way, and more</p>']));
      await delay(1000);
      expect(await text(page).textContent()).toBe('On its way, and more');
    });

    test('of two tabs none writes over the other: both texts are offered', async () => {
      const one = await open('ada', `#support/${id}`);
      await answer(one, 'From one tab');
      await saved(one).waitFor();
      const two = await open('ada', `#support/${id}`, { ...PHONE, isDark: true });
      await text(two).getByText('From one tab').waitFor();
      // What nobody has touched since follows.
      await text(one).pressSequentially(', on and on');
      await text(two).getByText('From one tab, on and on').waitFor();
      await two.context().setOffline(true);
      await text(one).pressSequentially(' (one)');
      await soon(async () => expect(await kept()).toEqual(['answer <p>From one tab, on and on (one)</p>']));
      await text(two).click();
      await two.keyboard.press('End');
      await two.keyboard.type(' (two)');
      await two.getByText('Draft not saved: the server cannot be reached').waitFor();
      desk.complaints.splice(0);
      await two.context().setOffline(false);
      const choice = two.getByRole('region', { name: 'The text that was saved elsewhere' });
      await choice.getByText('changed in another tab or browser').waitFor();
      await choice.frameLocator('iframe').getByText('on and on (one)').waitFor();
      expect(await accessibilityFaults(two)).toEqual([]);
      await picture(two, 'draft-conflict-dark-390');
      expect(await two.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      await choice.getByRole('button', { name: 'Keep both' }).click();
      const both = '<p>From one tab, on and on (two)</p><p>From one tab, on and on (one)</p>';
      await soon(async () => expect(await kept()).toEqual([`answer ${both}`]));
      await text(one).getByText('(two)').waitFor();
    });

    test('whose session has ended signs in again, and the text is there and kept; so is it after a reload', async () => {
      const page = await open('bram', `#support/${id}`);
      await answer(page, 'Half a sen');
      await saved(page).waitFor();
      const { id: userId } = await desk.host.database.manager.findOneByOrFail(User, { username: 'bram' });
      const signOut = () => desk.host.database.transaction(() => desk.host.get(Credentials).endAll(userId));
      const signIn = async () => {
        await page.getByLabel('Password', { exact: true }).fill(desk.password);
        await page.getByRole('button', { name: 'Sign in' }).click();
      };
      /** Types before the page knows, which it covers as soon as it does. */
      const signOutAndType = async (words: string) => {
        await page.context().setOffline(true);
        await signOut();
        await page.keyboard.insertText(words);
        await page.context().setOffline(false);
      };
      await signOutAndType('tence');
      await page.getByLabel('Password', { exact: true }).waitFor();
      const username = page.getByLabel('Username or e-mail address');
      if ((await username.inputValue()) === '') await username.fill('bram');
      await signIn();
      await text(page).getByText('Half a sentence').waitFor();
      await soon(async () => expect(await kept()).toEqual(['answer <p>Half a sentence</p>']));
      await saved(page).waitFor();
      await text(page).focus();
      await signOutAndType('. Another');
      await username.waitFor();
      desk.complaints.splice(0);
      await page.reload();
      await username.fill('bram');
      await signIn();
      await text(page).getByText('Half a sentence. Another').waitFor();
      await soon(async () => expect(await kept()).toEqual(['answer <p>Half a sentence. Another</p>']));
    });

    test('what cannot be kept says why and stays on the screen: a ticket that is gone, a text that is too long', async () => {
      const page = await open('ada', `#support/${id}`);
      await answer(page, 'Some words');
      await saved(page).waitFor();
      const copies = (count: number) =>
        page.locator('.ProseMirror').evaluate((element, words) => {
          const data = new DataTransfer();
          data.setData('text/plain', words);
          element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }, 'x'.repeat(count));
      await copies(60_000);
      await soon(async () => expect((await kept())[0]!.length).toBeGreaterThan(60_000));
      await copies(1_000_000);
      await page.getByText('Draft not saved: a text has at most 1,000,000 characters.').waitFor();
      await page.keyboard.press('Control+z');
      await saved(page).waitFor();
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      const { list: lists } = await admin.get<{ shareWith: Record<string, unknown> }>('TaskList', [list]);
      const gone = page.getByText('no longer exists, or you may no longer write there');
      // Nobody but administrators may see it any more.
      await admin.update('TaskList', list, { shareWith: {} });
      await gone.waitFor();
      await page.getByRole('heading', { name: 'This ticket is not here' }).waitFor();
      await text(page).getByText('Some words').waitFor();
      expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'draft-gone');
      await admin.update('TaskList', list, { shareWith: lists[0]!.shareWith });
      await page.getByRole('button', { name: 'Send' }).waitFor();
      await soon(async () => expect(await gone.count()).toBe(0));
      expect(await admin.refused('Task', { destroy: id })).toBeNull();
      await gone.waitFor();
      await text(page).getByText('Some words').waitFor();
      expect(await kept()).toEqual([]);
    });
  });
});
