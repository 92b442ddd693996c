import type { Page } from 'playwright-core';
import { soon } from '../../../core/testing/eventually';
import { picture } from '../panels-desk';
import type { Acts } from './acts';
import { bram, carla, daniel, emma, FACILITIES, finn, gita, type Person, SUPPORT } from './people';
import type { Ticket } from './plan';
import { type Screens, shows, write } from './screens';

/** What people do in their browsers around noon. */
export async function noon(acts: Acts, screens: Screens): Promise<void> {
  const gate = await asks(acts, screens, carla, SUPPORT, 'My badge does not open the gate', 'Since this morning.');
  const lamp = await asks(acts, screens, daniel, FACILITIES, 'The lamp over my desk flickers', 'All day long.');
  await answersAtOnce(acts, screens, gate);
  await notes(acts, screens, gate);
  await sorts(acts, screens, lamp);
  await acts.answers(finn, lamp, 'I bring you another one tomorrow.');
  await closesAndReopens(acts, screens, carla, gate);
}

async function asks(
  acts: Acts,
  screens: Screens,
  customer: Person,
  type: string,
  subject: string,
  text: string,
): Promise<Ticket> {
  acts.later();
  const page = await screens.help(customer);
  await page.getByRole('button', { name: 'New request' }).first().click();
  await page.getByLabel('Subject').fill(subject);
  await page.locator('select[name=list]').selectOption({ label: type });
  await page.locator('support-request-form [contenteditable=true]').fill(text);
  if (customer === carla) await picture(page, 'help-new-request');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: subject }).waitFor();
  const id = /#help\/(\d+)/.exec(page.url())?.[1] ?? '';
  return acts.asked(customer, type, subject, text, id);
}

/** Two agents write at the same time: each sees what others say meanwhile, and neither loses a word. */
async function answersAtOnce(acts: Acts, screens: Screens, ticket: Ticket): Promise<void> {
  const said = [
    [bram, 'I have opened it for you from here.'],
    [emma, 'Your badge was blocked by mistake; it works again.'],
  ] as const;
  const pages: Page[] = [];
  for (const [agent, text] of said) {
    const page = await screens.open(agent, ticket);
    await page.locator('.closed').getByRole('button', { name: 'Answer' }).click();
    await write(page, text);
    pages.push(page);
  }
  const meanwhile = 'It rains here.';
  await acts.replies(carla, ticket, meanwhile);
  for (const [index, page] of pages.entries()) {
    await shows(page, meanwhile);
    expect(await page.getByRole('textbox', { name: 'Your answer' }).innerText()).toBe(said[index]![1]);
  }
  acts.later();
  await Promise.all(pages.map((page) => page.keyboard.press('Control+Enter')));
  for (const page of pages) for (const [, text] of said) await shows(page, text);
  // Who was first is for the desk to say.
  const ids = await acts.admin.query('Comment', { entityType: 'Task', entityId: ticket.id });
  const { list } = await acts.admin.get<{ id: string; authorName: string }>('Comment', ids);
  const order = list.sort((a, b) => Number(a.id) - Number(b.id)).map(({ authorName }) => authorName);
  for (const [agent, text] of said.toSorted(([a], [b]) => order.indexOf(a.name) - order.indexOf(b.name)))
    acts.plan.say(ticket, { by: agent, role: 'agent', text, isPrivate: false });
  for (const [agent] of said) await screens.leave(agent, ticket);
}

/** With a reply of the manager's, and a note for colleagues. */
async function notes(acts: Acts, screens: Screens, ticket: Ticket): Promise<void> {
  acts.later();
  const page = await screens.open(gita, ticket);
  await page.locator('.closed').getByRole('button', { name: 'Private note' }).click();
  const note = 'The badge list of September was read in twice.';
  await write(page, note);
  await page.getByRole('button', { name: 'Save note' }).click();
  await shows(page, note);
  acts.plan.say(ticket, { by: gita, role: 'agent', text: note, isPrivate: true });
  acts.later();
  await page.locator('.closed').getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('button', { name: 'Replies' }).click();
  await page.getByRole('dialog', { name: 'Insert a reply' }).getByRole('option', { name: 'Somebody comes by' }).click();
  const text = `Somebody comes by today because of #${ticket.id}.`;
  await soon(async () => expect(await page.getByRole('textbox', { name: 'Your answer' }).innerText()).toContain(text));
  await page.keyboard.press('Control+Enter');
  await shows(page, text);
  acts.plan.say(ticket, { by: gita, role: 'agent', text, isPrivate: false });
  await screens.leave(gita, ticket);
}

/** A category, and a colleague who has it from now on. */
async function sorts(acts: Acts, screens: Screens, ticket: Ticket): Promise<void> {
  acts.later();
  const page = await screens.open(emma, ticket);
  await page.getByRole('combobox', { name: /Categories/ }).fill('Key');
  await page.getByRole('option', { name: 'Keys' }).click();
  await page.getByRole('button', { name: 'Remove Keys' }).waitFor();
  ticket.category = 'Keys';
  await page.getByRole('combobox', { name: 'Responsible' }).fill('Finn');
  await page.getByRole('option', { name: finn.name }).click();
  await soon(async () =>
    expect((await acts.admin.get('Task', [ticket.id])).list).toMatchObject([{ responsibleName: finn.name }]),
  );
  acts.plan.assign(ticket, finn, emma);
  await acts.tellAgents();
  await screens.leave(emma, ticket);
}

async function closesAndReopens(acts: Acts, screens: Screens, customer: Person, ticket: Ticket): Promise<void> {
  acts.later();
  const page = await screens.help(customer, ticket);
  await page.getByRole('button', { name: 'Close request' }).click();
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  ticket.progress = 'completed';
  await screens.compareCounters([bram, gita]);
  await page.getByRole('button', { name: 'Reopen' }).click();
  await page.getByRole('button', { name: 'Close request' }).waitFor();
  ticket.progress = 'needs-action';
  acts.later();
  await page.getByRole('button', { name: 'Reply' }).click();
  const text = 'It opens now, and closes no more.';
  await write(page, text);
  await page.getByRole('button', { name: 'Send' }).click();
  await shows(page, text);
  acts.plan.say(ticket, { by: customer, role: 'customer', text, isPrivate: false });
}
