import { soon } from '../../../core/testing/eventually';
import { picture } from '../panels-desk';
import type { Acts } from './acts';
import {
  bram,
  carla,
  daniel,
  emma,
  FACILITIES,
  finn,
  gita,
  hanna,
  jelena,
  kofi,
  lena,
  nadia,
  otto,
  type Person,
  petra,
  quinn,
  SUPPORT,
} from './people';
import type { Ticket } from './plan';
import { type Screens, shows } from './screens';

/** Tickets that turn out to be one, or to belong elsewhere. */
export async function afternoon(acts: Acts, screens: Screens): Promise<void> {
  const one = await acts.asks(hanna, SUPPORT, 'No heating in the library', 'It is cold since Sunday.');
  const two = await acts.mails(nadia, SUPPORT, 'Library is freezing', 'We sit here in coats.');
  const three = await acts.mails(otto, SUPPORT, 'Radiators are cold', 'Also in the reading room.');
  const before = await acts.answers(emma, two, 'We have heard of it and look into it.');
  await merges(acts, screens, two, one);
  await acts.merges(emma, three, one);
  const both = await acts.answers(bram, one, 'The boiler was off. It runs again.');
  await acts.answersMail(nadia, before, 'Thank you, it is getting warmer.');
  await acts.answersMail(nadia, both, 'It is warm.');
  await undoesMerge(acts, screens, three, one);
  await acts.replies(hanna, one, 'Warm here as well.');
  const late = await acts.answers(emma, three, 'And with you?');
  await acts.answersMail(otto, late, 'Still cold here, it is another pipe.');
  await moves(acts, screens, three);
  await acts.answers(finn, three, 'I come and let the air out.');
  const key = await acts.mails(petra, FACILITIES, 'I have lost a key', 'That of room 7.');
  const found = await acts.mails(quinn, FACILITIES, 'I have found a key', 'It says 7.');
  await acts.notes(finn, found, 'That must be the one that Petra has lost.');
  await acts.merges(finn, found, key);
  await acts.answers(finn, key, 'It was found; please come and fetch it.');
  await acts.undoesMerge(emma, found);
  await acts.copies(emma, found, jelena, lena);
  await acts.answers(emma, found, 'Thank you for bringing it.');
  await acts.closes(hanna, one);
  await acts.asks(kofi, SUPPORT, 'A second screen', 'For the desk at the window.');
  await keepsPictures(acts, screens);
}

/** With the customer of the other ticket following along. */
async function merges(acts: Acts, screens: Screens, part: Ticket, whole: Ticket): Promise<void> {
  acts.later();
  const page = await screens.open(bram, part);
  await page.locator('summary[aria-label="More about the ticket"]').click();
  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog', { name: `Merge #${part.id}` });
  await dialog.getByRole('combobox').fill(whole.subject);
  await page.getByRole('option', { name: new RegExp(whole.subject) }).click();
  const { address } = part.customer;
  await dialog.getByLabel(address).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.waitForURL(new RegExp(`#support/${whole.id}`));
  acts.plan.merge(part, whole, [address]);
  for (const { text } of part.entries) await shows(page, text);
  await screens.leave(bram, whole);
}

async function undoesMerge(acts: Acts, screens: Screens, part: Ticket, whole: Ticket): Promise<void> {
  acts.later();
  const page = await screens.open(bram, whole);
  await page.getByRole('button', { name: `Undo merge of #${part.id}` }).click();
  await soon(async () =>
    expect((await acts.admin.get('Task', [part.id])).list).toMatchObject([{ mergedIntoId: null }]),
  );
  acts.plan.undoMerge(part);
  await screens.leave(bram, whole);
}

/** To a ticket type whose tickets an agent who looks at it does not read: it is gone at once. */
async function moves(acts: Acts, screens: Screens, ticket: Ticket): Promise<void> {
  acts.later();
  const other = await screens.open(bram, ticket);
  const page = await screens.open(emma, ticket);
  await page.locator('support-ticket-fields').getByLabel('Ticket type').selectOption({ label: FACILITIES });
  await other.getByRole('heading', { name: ticket.subject }).waitFor({ state: 'detached' });
  ticket.type = FACILITIES;
  expect(await other.getByText(ticket.entries[0]!.text).count()).toBe(0);
  await screens.leave(emma, ticket);
  await screens.close(bram);
}

/** What the guides show. */
async function keepsPictures({ plan }: Acts, screens: Screens): Promise<void> {
  await picture(await screens.of(emma), 'support');
  const requestOf = (customer: Person): Ticket => plan.tickets.find((ticket) => ticket.customer === customer)!;
  const ticket = requestOf(carla);
  const page = await screens.open(gita, ticket);
  await shows(page, ticket.entries.at(-1)!.text);
  await page.locator('comment-entry').last().scrollIntoViewIfNeeded();
  await picture(page, 'ticket');
  await screens.leave(gita, ticket);
  for (const [customer, name] of [
    [carla, 'help'],
    [daniel, 'help-mobile'],
  ] as const) {
    const request = requestOf(customer);
    const help = await screens.help(customer, request);
    await shows(help, request.entries.findLast(({ isPrivate }) => !isPrivate)!.text);
    await help.locator('comment-entry').last().scrollIntoViewIfNeeded();
    await picture(help, name);
  }
}
