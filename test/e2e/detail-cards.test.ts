import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// The cards beside a ticket, as an agent uses them.

describeWith('Chromium', 'cards beside a ticket', () => {
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
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close();
      expect(desk.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await desk.close();
    });

    /** A ticket of its own for each test, so that none finds what another left. */
    const ticket = async (title: string): Promise<string> => {
      const admin = await desk.host.admin();
      const [taskListId = ''] = await admin.query('TaskList', { role: 'support' });
      return (await admin.create('Task', { title, taskListId })).id;
    };

    test('an agent links a ticket with another and with a person, describes it, follows it, takes it away', async () => {
      const [here, there] = [await ticket('Reader at the west door'), await ticket('Reader at the <i>east</i> door')];
      const page = await open('bram', `#support/${here}`);
      const card = page.locator('panel-links');
      await card.locator('summary').focus();
      await page.keyboard.press('Enter');
      await card.getByText('Nothing is linked yet.').waitFor();
      await card.getByRole('button', { name: 'Add link' }).click();

      const dialog = page.getByRole('dialog', { name: 'Link with…' });
      await dialog.getByLabel('Search').fill('east');
      await dialog.getByLabel('Reader at the <i>east</i> door').check();
      await dialog.getByLabel('Search').fill('carla');
      await dialog.getByLabel('Carla Jansen').check();
      expect(await dialog.getByLabel('Reader at the <i>east</i> door').isChecked()).toBe(true);
      await dialog.getByLabel('Description').fill('Same week');
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'link-dialog');
      await dialog.getByRole('button', { name: 'Create link' }).click();

      const link = card.getByRole('link', { name: 'Reader at the <i>east</i> door' });
      await link.waitFor();
      await card.getByText('Carla Jansen').waitFor();
      await dialog.waitFor({ state: 'detached' });
      await card.locator('summary .count', { hasText: '2' }).waitFor();
      await card.getByRole('button', { name: 'Edit the description of the link to Reader at the <i>east</i>' }).click();
      await card.getByRole('textbox').fill('Same wiring');
      await page.keyboard.press('Enter');
      await card.getByText('Same wiring').waitFor();
      await card.getByText('Same week').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'links');

      await card.getByRole('button', { name: 'Remove the link to Carla Jansen' }).click();
      await page.getByRole('button', { name: 'Remove link' }).click();
      await card.getByText('Carla Jansen').waitFor({ state: 'detached' });

      await link.click();
      await page.getByRole('heading', { name: `#${there}:` }).waitFor();
      await card.getByRole('link', { name: 'Reader at the west door' }).waitFor();
    });

    test('something new is made beside a ticket, and linked with it', async () => {
      const id = await ticket('Gate stuck');
      const page = await open('bram', `#support/${id}`);
      const card = page.locator('panel-links');
      await card.locator('summary').click();
      await card.getByRole('button', { name: 'New ticket' }).click();
      const request = page.getByRole('dialog', { name: 'New ticket' });
      await request.getByLabel('Subject').fill('Order a new motor');
      await request.locator('[contenteditable=true]').fill('For the gate.');
      await request.getByRole('button', { name: 'Create' }).click();
      await card.getByRole('link', { name: 'Order a new motor' }).waitFor();
      await card.getByRole('button', { name: 'New task' }).click();
      const task = page.getByRole('dialog', { name: 'New task' });
      await task.getByLabel('Title').fill('Call the locksmith');
      await task.getByRole('button', { name: 'Create' }).click();
      await card.getByRole('link', { name: 'Call the locksmith' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'links-new');
      // Who thinks better of it has made nothing, and linked nothing.
      await card.getByRole('button', { name: 'New task' }).click();
      await task.getByRole('button', { name: 'Cancel' }).click();
      await task.waitFor({ state: 'detached' });
      const admin = await desk.host.admin();
      expect(await admin.query('Link', { entity: { type: 'Task', id } })).toHaveLength(2);
    });

    test('a long name of who is responsible can be read on a phone', async () => {
      const long = await desk.host.person('max', { permissions: ['support:use'] });
      const admin = await desk.host.admin();
      await admin.update('User', long.principalId, { name: 'Maximiliane von Hohenstein' });
      const [list = ''] = await admin.query('TaskList', { role: 'support' });
      await admin.update('TaskList', list, { [`shareWith/${long.principalId}`]: { maySubmit: true, mayRead: true } });
      const id = await ticket('Printer on fire');
      await admin.update('Task', id, { responsibleId: long.principalId });
      const page = await open('bram', `#support/${id}`, PHONE);
      const field = page.getByRole('combobox', { name: 'Responsible' });
      await soon(async () => expect(await field.inputValue()).toBe('Maximiliane von Hohenstein'));
      const room = await field.evaluate((input) => input.clientWidth - input.scrollWidth);
      expect(room).toBeGreaterThanOrEqual(0);
      await picture(page, 'ticket-responsible-390');
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    test('a link that a colleague makes appears by itself, and the cards work on a phone in the dark', async () => {
      const [here, there] = [await ticket('Slow login'), await ticket('Slow logout')];
      const page = await open('bram', `#support/${here}`, { ...PHONE, isDark: true });
      const card = page.locator('panel-links');
      await card.locator('summary').tap();
      await card.getByText('Nothing is linked yet.').waitFor();
      const admin = await desk.host.admin();
      await admin.create('Link', { fromType: 'Task', fromId: there, toType: 'Task', toId: here });
      await card.getByRole('link', { name: 'Slow logout' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await card.getByRole('button', { name: 'Add link' }).tap();
      await page.getByRole('dialog', { name: 'Link with…' }).getByLabel('Carla Jansen').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Link with…' }).waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });

    test('an agent drops files, makes a folder, renames, throws away, brings back, and gets every byte again', async () => {
      const here = await ticket('Invoices');
      const page = await open('bram', `#support/${here}`);
      const card = page.locator('panel-files');
      await card.locator('summary').click();
      await card.getByText('No files yet.').waitFor();
      const bytes = Buffer.from('Total: 12,50 €');
      const file = { name: 'Invoice <b>1</b>.txt'.replace(/[<>/]/g, '-'), mimeType: 'text/plain', buffer: bytes };
      await card.locator('input[type=file]').setInputFiles([file, { ...file, name: 'Second.txt' }]);
      await card.getByRole('button', { name: `Download ${file.name}` }).waitFor();
      await card.getByRole('button', { name: 'Download Second.txt' }).waitFor();
      await card.locator('input[type=file]').setInputFiles([file]);
      await card.getByRole('button', { name: 'Download Invoice -b-1--b- (2).txt' }).waitFor();

      await card.getByRole('button', { name: 'Rename Second.txt' }).click();
      await card.getByRole('textbox').fill('Offer: 2.txt');
      await page.keyboard.press('Enter');
      await page.getByText('name must not hold any of').waitFor();
      await card.getByRole('textbox').fill('Offer.txt');
      await page.keyboard.press('Enter');
      const offer = card.getByRole('button', { name: 'Download Offer.txt' });
      await offer.waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), offer.click()]);
      expect(download.suggestedFilename()).toBe('Offer.txt');
      expect(readFileSync(await download.path()).equals(bytes)).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);

      await card.getByRole('button', { name: 'New folder' }).click();
      await card.getByRole('textbox').fill('Scans');
      await page.keyboard.press('Enter');
      await card.getByRole('button', { name: 'Open the folder Scans' }).click();
      await card.getByText('No files yet.').waitFor();
      const dropped = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(['a scan'], 'Scan.txt', { type: 'text/plain' }));
        return data;
      });
      await card.locator('details').dispatchEvent('drop', { dataTransfer: dropped });
      await card.getByRole('button', { name: 'Download Scan.txt' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await card.getByRole('button', { name: 'Files', exact: true }).click();

      await card.getByRole('button', { name: 'Move Offer.txt to the trash' }).click();
      await offer.waitFor({ state: 'detached' });
      await card.getByRole('button', { name: 'Trash', exact: true }).click();
      await card.getByRole('button', { name: 'Restore Offer.txt' }).click();
      await card.getByText('The trash is empty.').waitFor();
      await card.getByRole('button', { name: 'Back to the files' }).click();
      await offer.waitFor();
      await picture(page, 'files');
    });

    test('thirty files dropped at once are all there, none refused for being too many', async () => {
      const here = await ticket('Thirty photos');
      const page = await open('bram', `#support/${here}`);
      const card = page.locator('panel-files');
      await card.locator('summary').click();
      await card.getByText('No files yet.').waitFor();
      const refused: number[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/jmap/upload/') && response.status() !== 201) refused.push(response.status());
      });
      const dropped = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        const bytes = (index: number) => `photo ${index} `.repeat(20_000);
        for (let index = 1; index <= 30; index++) data.items.add(new File([bytes(index)], `Photo ${index}.txt`));
        return data;
      });
      await card.locator('details').dispatchEvent('drop', { dataTransfer: dropped });
      await card.locator('summary .count', { hasText: '30' }).waitFor({ timeout: 60_000 });
      expect(refused).toEqual([]);
    });

    test('an agent looks at a picture and a text, moves files, and takes all home in one archive', async () => {
      const here = await ticket('To look at');
      const admin = await desk.host.admin();
      const add = async (name: string, type: string, bytes: Buffer, parentId: string | null = null) =>
        admin.create('FileNode', {
          ...{ entityType: 'Task', entityId: here, name, type, parentId },
          blobId: type === '' ? null : await admin.upload(bytes),
        });
      await add('Scans', '', Buffer.alloc(0));
      await add('Dot.png', 'image/png', readFileSync('docs/images/help-mobile.png'));
      await add('Note.txt', 'text/plain', Buffer.from('<b>bold</b> words'));
      await add('Evil.svg', 'image/svg+xml', Buffer.from('<svg onload="alert(1)"/>'));
      const page = await open('bram', `#support/${here}`);
      const card = page.locator('panel-files');
      await card.locator('summary').click();

      await card.getByRole('button', { name: 'Look at Dot.png' }).click();
      const look = page.getByRole('dialog', { name: 'Dot.png' });
      await look.getByRole('img', { name: 'Dot.png' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'file-preview');
      await page.keyboard.press('Escape');
      await look.waitFor({ state: 'detached' });
      await card.getByRole('button', { name: 'Look at Note.txt' }).click();
      await page.getByRole('dialog', { name: 'Note.txt' }).getByText('<b>bold</b> words').waitFor();
      await page.getByRole('button', { name: 'Close' }).click();
      expect(await card.getByRole('button', { name: 'Look at Evil.svg' }).count()).toBe(0);

      await card.getByRole('button', { name: 'Move Note.txt to another folder' }).click();
      await card.getByLabel('Folder for Note.txt').selectOption('Scans');
      expect(await accessibilityFaults(page)).toEqual([]);
      await card.getByRole('button', { name: 'Move', exact: true }).click();
      await card.getByRole('button', { name: 'Look at Note.txt' }).waitFor({ state: 'detached' });
      await card.locator('file-row', { hasText: 'Dot.png' }).dragTo(card.locator('file-row', { hasText: 'Scans' }));
      await card.getByRole('button', { name: 'Look at Dot.png' }).waitFor({ state: 'detached' });
      await card.getByRole('button', { name: 'Open the folder Scans' }).click();
      await card.getByRole('button', { name: 'Look at Dot.png' }).waitFor();
      await card.getByLabel('Choose Note.txt').check();
      const [some] = await Promise.all([
        page.waitForEvent('download'),
        card.getByRole('button', { name: 'Download 1 as ZIP' }).click(),
      ]);
      expect(some.suggestedFilename()).toBe(`Files ${here}.zip`);
      const [all] = await Promise.all([
        page.waitForEvent('download'),
        card.getByRole('button', { name: 'Download all' }).click(),
      ]);
      const names = readFileSync(await all.path()).toString('latin1');
      expect(['Scans/Dot.png', 'Scans/Note.txt', 'Evil.svg'].filter((name) => !names.includes(name))).toEqual([]);
      expect(readFileSync(await some.path()).toString('latin1')).not.toContain('Dot.png');
    });

    test('the files are there on a phone in the dark, with nothing against them', async () => {
      const here = await ticket('Photos');
      const admin = await desk.host.admin();
      const blobId = await admin.upload(Buffer.from('x'));
      const node = { entityType: 'Task', entityId: here, blobId, type: 'text/plain' };
      await admin.create('FileNode', { ...node, name: `${'long name '.repeat(12)}.txt` });
      const page = await open('bram', `#support/${here}`, { ...PHONE, isDark: true });
      const card = page.locator('panel-files');
      await card.locator('summary').tap();
      await card.getByRole('button', { name: /^Download long name/ }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'files-mobile');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });
  });
});
