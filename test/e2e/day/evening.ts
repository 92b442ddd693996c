import { soon } from '../../../core/testing/eventually';
import { ExpiryJob } from '../../../modules/support/expiry/expiry.job';
import type { Acts } from './acts';
import { bram, otto, SUPPORT } from './people';
import type { Letter, Ticket } from './plan';

const DAY = 86_400;
const DAYS = 3;
const SPARED = 'Keys';
const TEXT = 'Silent for {x} days: closed.';

/** Days go by; what no customer has answered is closed, and one of them answers all the same. */
export async function evening(acts: Acts): Promise<void> {
  const { plan } = acts;
  const last = lastTo(acts, otto.address);
  acts.later((DAYS + 1) * DAY);
  const young = plan.tickets.find(({ type, partOf }) => type === SUPPORT && partOf === null)!;
  await acts.answers(bram, young, 'Is it well now?');
  const due = plan.expiring(DAYS, { category: SPARED });
  expect([due.length > 1, due.includes(young)]).toEqual([true, false]);
  await looksAndSaves(acts, due);
  await acts.desk.host.get(ExpiryJob).run(new AbortController().signal);
  for (const ticket of due) {
    plan.say(ticket, { by: null, role: 'desk', text: TEXT.replace('{x}', String(DAYS)), isPrivate: false });
    ticket.progress = 'completed';
  }
  await acts.answersMail(otto, last, 'I was away. It is still not done.');
}

function lastTo({ plan }: Acts, address: string): Letter {
  return plan.letters.findLast(({ ticket, isAutomatic, to }) => ticket && !isAutomatic && to.includes(address))!;
}

/** The manager is told which they are before anything is saved. */
async function looksAndSaves({ desk, admin }: Acts, due: readonly Ticket[]): Promise<void> {
  const page = await desk.page('ada', '#settings/support-settings');
  await page.getByLabel('Days until a ticket is closed').fill(String(DAYS));
  await page.getByLabel('Text of the message').fill(TEXT);
  await page.getByRole('combobox', { name: /Categories that stay open/ }).fill(SPARED);
  await page.getByRole('option', { name: SPARED }).click();
  await page.getByRole('button', { name: 'What would close' }).click();
  const dialog = page.getByRole('dialog', { name: 'What would close' });
  await dialog.getByText(`${String(due.length)} tickets would be closed now.`).waitFor();
  const numbers = await dialog.getByRole('row').getByRole('link').allTextContents();
  expect(numbers.sort()).toEqual(due.map(({ id }) => `#${id}`).sort());
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await soon(async () =>
    expect((await admin.get('SupportSettings', null)).list).toMatchObject([{ expiryDays: DAYS, expiryText: TEXT }]),
  );
  await page.context().close();
}
