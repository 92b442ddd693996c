import type { Page } from 'playwright-core';
import { delay } from '../../core/ports/timers';
import { soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { PanelsDesk } from './panels-desk';

/** How often an element may be drawn in a second in which nobody does anything: once for a word from the server. */
const MOST = 2;

/** Notes in `window.drawn` which elements of the page are drawn from now on, and how often. */
function watch(): void {
  const drawn: Record<string, number> = {};
  Object.assign(window, { drawn });
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll<HTMLElement & { performUpdate?: () => unknown }>('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const { performUpdate } = element;
      if (performUpdate === undefined) continue;
      element.performUpdate = function (this: unknown) {
        drawn[element.localName] = (drawn[element.localName] ?? 0) + 1;
        return performUpdate.call(this);
      };
    }
  }
}

async function restless(page: Page): Promise<[string, number][]> {
  await page.evaluate(watch);
  await delay(1_000);
  const drawn = await page.evaluate(() => (window as unknown as { drawn: Record<string, number> }).drawn);
  return Object.entries(drawn).filter(([, times]) => times > MOST);
}

describeWith('Chromium', 'a page in which nobody does anything', () => {
  let desk: PanelsDesk;

  beforeAll(async () => {
    desk = await PanelsDesk.open(anyDatabase());
    await desk.makeAdministrator('ada');
  });
  afterAll(() => desk.close());

  test('draws nothing: lists, an open ticket, an open request, and what lies behind another panel', async () => {
    const admin = await desk.host.admin();
    const [ticket = ''] = await admin.query('Task');
    const page = await desk.page('ada', '#support');
    for (const route of ['#support', `#support/${ticket}`, '#settings/users', '#help', `#help/${ticket}`, '#account']) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, route);
      await soon(async () => expect([route, await restless(page)]).toEqual([route, []]), 20);
    }
    expect(desk.complaints).toEqual([]);
  });
});
