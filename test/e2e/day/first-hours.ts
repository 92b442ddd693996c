import type { Acts } from './acts';
import { bram, emma, FACILITIES, finn, gita, ivo, jelena, kofi, lena, marco, petra, quinn, SUPPORT } from './people';

/** The first mails and requests, and what the agents make of them. */
export async function firstHours(acts: Acts): Promise<void> {
  const printer = await acts.mails(lena, SUPPORT, 'Printer in room 12 is out of toner', 'The black one is empty.');
  const door = await acts.mails(marco, FACILITIES, 'The door of the cellar sticks', 'One has to push hard.');
  const badge = await acts.asks(kofi, FACILITIES, 'A badge for the new colleague', 'She begins on Monday.');
  const invoice = await acts.mails(ivo, SUPPORT, 'Invoice without a purchase number', 'Ours is PN-77.');
  const first = await acts.answers(bram, printer, 'A new cartridge is on its way.');
  await acts.copies(bram, printer, jelena, quinn);
  await acts.answersMail(lena, first, 'Thank you. It has arrived and it still prints white pages.');
  await acts.notes(gita, printer, 'This model needs a reset after each change: hold the green button.');
  const second = await acts.answers(bram, printer, 'Please hold the green button for five seconds.');
  await acts.answersMail(jelena, second, 'That did it for me too.');
  await acts.answersMail(petra, second, 'I am not in this at all, but I would like to be.');
  await acts.assigns(emma, door, finn);
  await acts.answers(finn, door, 'I take a plane with me this afternoon.');
  await acts.assigns(bram, invoice, gita);
  await acts.answers(gita, invoice, 'The corrected invoice is attached.');
  await acts.replies(ivo, invoice, 'I see no attachment.');
  await acts.reads(emma, invoice);
  await acts.notes(finn, badge, 'Her name is not in the list of the porter yet.');
  await acts.closes(kofi, badge);
  await acts.files(emma, marco, SUPPORT, 'Projector of the large hall', 'You told us by telephone that it hums.');
}
