import type { Page } from 'playwright-core';
import { soon } from '../../../core/testing/eventually';
import { type Look, PHONE } from '../panels-desk';
import type { Acts } from './acts';
import { type Agent, daniel, type Person } from './people';
import type { Ticket } from './plan';

/** Names of what the left pane of Support counts, as it shows them. */
const COUNTED = {
  'Needs action': 'needs-action',
  'In progress': 'in-process',
  Completed: 'completed',
  Unread: 'unread',
};

/** The browsers of the people who have one open all day long. */
export class Screens {
  private readonly pages = new Map<string, Page>();

  constructor(private readonly acts: Acts) {}

  /** The page of an agent: the list of tickets, until one is opened. */
  async of(agent: Agent): Promise<Page> {
    return this.page(agent, '#support');
  }

  /** Opens a ticket as a click on it does. */
  async open(agent: Agent, ticket: Ticket): Promise<Page> {
    const page = await this.of(agent);
    await go(page, `#support/${ticket.id}`);
    await page.getByRole('heading', { name: `#${ticket.id}: ${ticket.subject}` }).waitFor();
    this.acts.plan.look(agent, ticket);
    return page;
  }

  /** Leaves the ticket when the desk knows that all of it was read: what comes later is new. */
  async leave(agent: Agent, ticket: Ticket): Promise<void> {
    const { acts } = this;
    const facts = ['isUnread', 'hasUnreadNote'];
    await soon(async () =>
      expect((await acts.as(agent).get('Task', [ticket.id], facts)).list).toMatchObject([
        { isUnread: false, hasUnreadNote: false },
      ]),
    );
    acts.plan.look(agent, ticket);
    await go(await this.of(agent), '#support');
  }

  /** Goes back to the list, from a ticket that is no more. */
  async close(agent: Agent): Promise<void> {
    await go(await this.of(agent), '#support');
  }

  /** The requests of a customer. */
  async help(customer: Person, ticket?: Ticket): Promise<Page> {
    const page = await this.page(customer, '#help', customer === daniel ? PHONE : {});
    await go(page, ticket ? `#help/${ticket.id}` : '#help?completed=1');
    if (ticket) await page.getByRole('heading', { name: ticket.subject }).waitFor();
    return page;
  }

  /** What each agent is shown at the left of Support, and beside its name. */
  async compareCounters(agents: readonly Agent[]): Promise<void> {
    for (const agent of agents) {
      const page = await this.of(agent);
      const expected = this.acts.plan.countersOf(agent);
      await soon(async () => expect([agent.key, await countersOn(page)]).toEqual([agent.key, expected]));
    }
  }

  /** What a customer is shown: the list, and the words of each request. */
  async compareRequests(customers: readonly Person[]): Promise<void> {
    for (const customer of customers) {
      const page = await this.help(customer);
      const requests = this.acts.plan.requestsOf(customer);
      const links = page.locator('help-requests li a');
      const titles = Object.entries(requests).map(([id, { subject }]) => `#${id} ${subject}`);
      await soon(async () => expect((await links.evaluateAll(titlesOf)).sort()).toEqual(titles.sort()));
      for (const [id, { thread }] of Object.entries(requests)) {
        await go(page, `#help/${id}`);
        await soon(async () => expect([id, await textsOf(page)]).toEqual([id, thread.map(flat)]));
      }
    }
  }

  private async page(person: Person, route: string, look: Look = { width: 1600 }): Promise<Page> {
    const known = this.pages.get(person.key);
    const page = known ?? (await this.acts.desk.page(person.key, route, look));
    this.pages.set(person.key, page);
    return page;
  }
}

async function go(page: Page, route: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, route);
}

/** Writes into the composer that is open. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator('comment-composer [contenteditable=true]').fill(text);
}

/** Waits until the thread has an entry with these words. */
export async function shows(page: Page, text: string): Promise<void> {
  await soon(async () => expect(await textsOf(page)).toContain(flat(text)));
}

async function countersOn(page: Page): Promise<Record<string, number>> {
  const shown = await page
    .locator('support-filters label')
    .filter({ has: page.locator('.count') })
    .evaluateAll((labels) => labels.map((label) => [...label.children].map((child) => child.textContent.trim())));
  const tab = await page.locator('gw-top-bar panel-counter .number').allTextContents();
  const counters: Record<string, number> = { own: Number.parseInt(tab[0] ?? '0', 10) };
  for (const words of shown) {
    const name = Object.entries(COUNTED).find(([text]) => words.includes(text))?.[1];
    if (name !== undefined) counters[name] = Number(words.at(-1));
  }
  return counters;
}

/** Without the word for what is new, which not everybody sees. */
function titlesOf(links: Element[]): string[] {
  return links.map((link) => {
    const [id, title] = ['.meta .soft', '.title'].map((part) => {
      const copy = link.querySelector(part)?.cloneNode(true) as Element;
      copy.querySelector('.visually-hidden')?.remove();
      return copy.textContent.trim();
    });
    return `${id ?? ''} ${title ?? ''}`;
  });
}

async function textsOf(page: Page): Promise<string[]> {
  const texts = await page.locator('comment-thread comment-entry').evaluateAll((entries) =>
    entries.map((entry) => {
      const frame = entry.querySelector('iframe');
      const words = frame ? frame.contentDocument?.body : entry.querySelector('.words, mail-frame .plain');
      const text = words?.textContent ?? '';
      // A frame is made when somebody comes near: it is there at the next look.
      if (text === '') entry.scrollIntoView();
      return text;
    }),
  );
  return texts.map(flat);
}

/** White space is a matter of the page. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
