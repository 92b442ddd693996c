import type { Locator, Page } from 'playwright-core';
import { soon } from '../../../core/testing/eventually';
import { picture } from '../panels-desk';
import type { Acts } from './acts';
import { emma, FACILITIES, finn, gita } from './people';
import { mailboxOf } from './plan';

/** The manager sets the desk up, by the panels alone. */
export async function morning(acts: Acts): Promise<void> {
  const page = await acts.desk.page('ada', '#settings/support-lists');
  await makesTicketType(page);
  await makesMailbox(acts, page);
  await makesCategory(acts, page);
  await makesReply(acts, page);
  await confirmsRequests(acts, page);
  await page.context().close();
  await acts.begin();
}

async function makesTicketType(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ticket type' });
  await dialog.getByLabel('Name', { exact: true }).fill(FACILITIES);
  await dialog.getByLabel('Description').fill('Doors, rooms and what stands in them');
  const [customers, agents] = [dialog.locator('gw-share-field').nth(0), dialog.locator('gw-share-field').nth(1)];
  await dialog.getByRole('tab', { name: 'Customers' }).click();
  await share(customers, 'Everyone');
  await dialog.getByRole('tab', { name: 'Agents' }).click();
  for (const [{ name }, level] of [
    [emma, 'Write'],
    [finn, 'Write'],
    [gita, 'Read'],
  ] as const) {
    await share(agents, name);
    await agents.getByLabel(`May: ${name}`).selectOption(level);
  }
  await picture(page, 'manager-ticket-type');
  await create(dialog);
  await page.locator('x-grid').getByText(FACILITIES, { exact: true }).waitFor();
}

async function makesMailbox({ desk }: Acts, page: Page): Promise<void> {
  await desk.visit(page, '#settings/support-mailboxes');
  await page.getByRole('button', { name: 'Add mailbox' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mailbox' });
  await dialog.getByLabel('Name', { exact: true }).fill(FACILITIES);
  await dialog.getByLabel('Address').fill(mailboxOf(FACILITIES));
  await pick(dialog, 'File into', FACILITIES);
  await choose(dialog, 'Mail arrives by', 'SMTP, our own listener');
  await picture(page, 'manager-mailbox');
  await create(dialog);
}

async function makesCategory({ desk }: Acts, page: Page): Promise<void> {
  await desk.visit(page, '#settings/support-categories');
  await page.getByRole('button', { name: 'Add category' }).click();
  const dialog = page.getByRole('dialog', { name: 'Category' });
  await dialog.getByLabel('Name').fill('Keys');
  await pick(dialog, 'Tickets of', FACILITIES);
  await create(dialog);
}

async function makesReply({ desk }: Acts, page: Page): Promise<void> {
  await desk.visit(page, '#settings/support-replies');
  await page.getByRole('button', { name: 'Add reply' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reply' });
  await dialog.getByLabel('Name').fill('Somebody comes by');
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Somebody comes by today because of #{number}.');
  await create(dialog);
}

async function confirmsRequests({ desk, admin }: Acts, page: Page): Promise<void> {
  await desk.visit(page, '#settings/support-settings');
  await page.getByLabel('Confirm new tickets by mail').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await soon(async () => expect((await admin.get('SupportSettings', null)).list).toMatchObject([{ autoReply: true }]));
}

async function share(field: Locator, name: string): Promise<void> {
  await field.locator('vaadin-combo-box').getByRole('combobox').fill(name);
  await field.page().getByRole('option', { name, exact: true }).click();
  await field.getByRole('cell').getByText(name, { exact: true }).waitFor();
}

async function pick(dialog: Locator, label: string, name: string): Promise<void> {
  await dialog.getByRole('combobox', { name: label }).fill(name);
  await dialog.page().getByRole('option', { name, exact: true }).click();
}

async function choose(dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await dialog.page().getByRole('option', { name: option }).click();
}

async function create(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.waitFor({ state: 'detached' });
}
