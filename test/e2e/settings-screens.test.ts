import type { Locator, Page } from 'playwright-core';
import { User } from '../../core/auth/principal.entity';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { eventually, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { type Look, PanelsDesk, PHONE, picture } from './panels-desk';

// Every screen of System settings and My account: which there are is asked of the session, so that none is forgotten.

interface Panel {
  readonly id: string;
  readonly slot: string;
  readonly title: string;
}
interface Session {
  readonly capabilities: { readonly 'urn:groupware:core': { readonly panels: readonly Panel[] } };
}

/** What the screen still waits for, or null when it shows what it has. */
function waitsFor(): string | null {
  const panel = document.querySelector('gw-panel');
  if (panel === null) return 'the panel';
  if (panel.querySelector('.waiting, .skeleton, [aria-busy=true]') !== null) return 'its content';
  if (panel.querySelector('[role=alert].empty') !== null) throw new Error(panel.textContent);
  const grids = [...panel.querySelectorAll('x-grid > .rows')];
  if (grids.some((status) => status.textContent === '')) return 'the rows of a grid';
  return panel.querySelector('button, input, vaadin-grid, x-grid, section, table, dl') === null ? 'anything' : null;
}

/** What is cut off: words of a choice, or anything beside the edge of the screen. */
function cutOff(): string[] {
  const words = [...document.querySelectorAll<HTMLElement>('gw-panel .check-list label > span')];
  const cut = words.filter(
    (span) => span.scrollWidth > span.clientWidth + 1 || span.scrollHeight > span.clientHeight + 1,
  );
  const boxes = [
    ...document.querySelectorAll<HTMLElement>('html, main, .side, .content, gw-panel, .pane, .check-list'),
  ];
  const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
  return [
    ...cut.map((span) => span.textContent),
    ...wide.map(({ localName, className }) => `${localName} ${className}`),
  ];
}

/** What does not find room on a screen of the usual width: titles of rows, and what should stand in one line. */
function crowded(): string[] {
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(`gw-panel ${selector}`)];
  // Those that the program gives: names and subjects are as long as they are.
  const titles = all(':is(panel-jobs, panel-audit) vaadin-grid-cell-content').filter(
    ({ assignedSlot }) => assignedSlot?.parentElement?.getAttribute('role') === 'rowheader',
  );
  const cut = titles.filter((title) => title.scrollWidth > title.clientWidth + 1);
  // An input below a label of two lines is out of line with the one beside it.
  const high = [...all('gw-form-fields label[slot=label]'), ...all('.toolbar')].filter(
    (box) => box.offsetHeight > (box.localName === 'label' ? 30 : 60),
  );
  return [...cut, ...high].map((box) => `${box.localName} ${box.textContent.replace(/\s+/g, ' ')}`);
}

/** Shows a route without a reload, as a click on the link beside it does. */
async function show(page: Page, { slot, id }: Panel): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${slot}/${id}`);
  await page.locator(`a[href="#${slot}/${id}"][aria-current=page]`).waitFor({ state: 'attached' });
  await eventually(`the screen ${id}`, async () => (await page.evaluate(waitsFor)) === null);
}

/** True when somebody would hit its lower edge, without scrolling first. */
async function isInSight(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { left, width, bottom } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, bottom - 1));
  });
}

const LOOKS: [string, Look][] = [
  ['light', {}],
  ['dark-phone', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'the settings screens', () => {
  let desk: PanelsDesk;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    await desk.makeAdministrator('ada');
  });
  afterAll(() => desk.close());

  const allScreens = async (): Promise<Panel[]> => {
    const session = await (await desk.host.admin()).session<Session>();
    const { panels } = session.capabilities['urn:groupware:core'];
    return panels.filter(({ slot }) => ['settings', 'account'].includes(slot));
  };
  const speak = (locale: string): Promise<unknown> =>
    desk.host.database.transaction(() => desk.host.database.manager.update(User, { username: 'ada' }, { locale }));

  test.each(LOOKS)(
    'none breaks a rule of accessibility or cuts anything off: %s',
    async (name, look) => {
      const screens = await allScreens();
      expect(screens.length).toBeGreaterThan(10);
      const page = await desk.page('ada', '#settings', look);
      const faults: string[] = [];
      for (const screen of screens) {
        await show(page, screen);
        const found = [...(await accessibilityFaults(page)), ...(await page.evaluate(cutOff))];
        if (look.width === undefined) found.push(...(await page.evaluate(crowded)));
        faults.push(...found.map((fault) => `${screen.id}: ${fault}`));
        await picture(page, `${screen.slot}-${screen.id}-${name}`);
      }
      expect(faults).toEqual([]);
      expect(desk.complaints).toEqual([]);
      await page.context().close();
    },
    600_000,
  );

  test.each(['de', 'nl'])('words of another language have room: %s', async (locale) => {
    await desk.page('ada', '#settings').then((page) => page.context().close());
    await speak(locale);
    const page = await desk.page('ada', '#settings');
    const faults: string[] = [];
    for (const screen of await allScreens()) {
      await show(page, screen);
      const found = [...(await page.evaluate(cutOff)), ...(await page.evaluate(crowded))];
      faults.push(...found.map((fault) => `${screen.id}: ${fault}`));
    }
    await speak('en');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a tab in the background takes no address of the settings for its own', async () => {
    const page = await desk.page('ada', '#support');
    await page.getByRole('columnheader', { name: 'Customer' }).waitFor();
    const asked: (string | null)[] = [];
    page.on('request', (request) => asked.push(request.postData()));
    for (const hash of ['#settings/support?text=wombat', '#support']) {
      await page.evaluate((next) => {
        location.hash = next;
      }, hash);
      await page.locator(hash === '#support' ? 'gw-panel:not([hidden]) x-grid' : 'gw-settings-page .empty').waitFor();
    }
    expect(asked.filter((body) => body?.includes('wombat') === true)).toEqual([]);
    await page.context().close();
  });

  test('an example is softer than a value', async () => {
    const page = await desk.page('ada', '#settings/support-mailboxes');
    const [server, port] = [page.getByLabel('Server', { exact: true }), page.getByLabel('Port', { exact: true })];
    expect(await server.getAttribute('placeholder')).toBe('smtp.example.org');
    const value = await port.evaluate((input) => getComputedStyle(input).color);
    expect(await server.evaluate((input) => getComputedStyle(input, '::placeholder').color)).not.toBe(value);
    await server.fill('mail.example.org');
    expect(await server.evaluate((input) => getComputedStyle(input).color)).toBe(value);
    await page.context().close();
  });

  test.each(LOOKS)(
    'the buttons of a long dialog stay in sight, and no field hides behind them: %s',
    async (name, look) => {
      const admin = await desk.host.admin();
      const set = await admin.create('CustomFieldSet', { type: 'User', name: 'Staff' });
      for (let count = 1; count <= 8; count++) {
        const field = { key: `line${String(count)}`, name: `Line ${String(count)}`, kind: 'text', sortOrder: count };
        await admin.create('CustomField', { fieldSetId: set.id, ...field });
      }
      const page = await desk.page('ada', '#settings/users', look);
      await page.locator('vaadin-grid-cell-content:visible', { hasText: 'Bram de Wit' }).first().dblclick();
      const dialog = page.getByRole('dialog', { name: 'User', exact: true });
      const last = dialog.getByLabel('Line 8');
      await last.waitFor();
      await picture(page, `dialog-long-${name}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      // Fields of both kinds look alike, and the points of a list stand below its label.
      const ground = (field: Locator): Promise<string> =>
        field.evaluate(
          (one) => getComputedStyle(one.shadowRoot?.querySelector('[part=input-field]') ?? one).backgroundColor,
        );
      expect(await ground(dialog.locator('vaadin-text-field').first())).toBe(await ground(last));
      const point = await dialog.locator('.display li').first().boundingBox();
      expect(point!.x - (await dialog.getByText('In their hands').boundingBox())!.x).toBeGreaterThan(10);
      const buttons = ['Delete', 'Cancel', 'Save'].map((button) => dialog.getByRole('button', { name: button }));
      const inSight = (field: Locator) => Promise.all([...buttons, field].map(isInSight));
      expect(await inSight(last)).toEqual([true, true, true, false]);
      await dialog.getByLabel('Line 1').focus();
      for (let count = 2; count <= 8; count++) {
        await page.keyboard.press('Tab');
        const field = dialog.getByLabel(`Line ${String(count)}`);
        await soon(async () => expect([count, ...(await inSight(field))]).toEqual([count, true, true, true, true]));
      }
      await picture(page, `dialog-long-end-${name}`);
      await page.context().close();
      expect(await admin.refused('CustomFieldSet', { destroy: set.id })).toBeNull();
    },
  );
});
