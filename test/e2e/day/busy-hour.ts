import { mulberry32 } from '../../../core/testing/mulberry32';
import type { Acts } from './acts';
import {
  type Agent,
  bram,
  CUSTOMERS,
  emma,
  FACILITIES,
  finn,
  gita,
  marco,
  nadia,
  type Person,
  SUPPORT,
  USERS,
} from './people';
import type { Letter, Ticket } from './plan';

/** Who writes into tickets of a type. */
const WRITERS_OF: Readonly<Record<string, readonly Agent[]>> = {
  [SUPPORT]: [bram, emma, gita],
  [FACILITIES]: [emma, finn],
};
/** Customers whom the desk knows by now: others in CC are no more than an address. */
const KNOWN: readonly Person[] = [...USERS, marco, nadia];

type Act = () => Promise<unknown>;

/** Everybody at once, as chance has it. @param seed another number is another hour */
export async function busyHour(acts: Acts, seed: number, count = 60): Promise<void> {
  const random = mulberry32(seed);
  const one: Pick = (of) => of[Math.floor(random() * of.length)]!;
  for (let turn = 1; turn <= count; turn++) {
    const words = `Word ${String(turn)} of hour ${String(seed)}.`;
    await one(possible(acts, one, words))();
  }
}

type Pick = <T>(of: readonly T[]) => T;

function possible(acts: Acts, one: Pick, words: string): Act[] {
  const { plan } = acts;
  const ticket = one(plan.tickets);
  const writers = WRITERS_OF[ticket.type] ?? [];
  const agent = one(writers);
  return [
    () => acts.answers(agent, ticket, words),
    () => acts.notes(agent, ticket, words),
    () => acts.reads(agent, ticket),
    () => acts.assigns(agent, ticket, one(writers)),
    () => acts.copies(agent, ticket, one(KNOWN), one(KNOWN)),
    () => acts.mails(one(CUSTOMERS), one([SUPPORT, FACILITIES]), `About: ${words}`, words),
    () => acts.asks(one(USERS), one([SUPPORT, FACILITIES]), `About: ${words}`, words),
    ...ofLetters(acts, one, ticket, words),
    ...ofCustomer(acts, ticket, words),
    ...ofBoth(acts, one, ticket),
  ];
}

function ofLetters(acts: Acts, one: Pick, ticket: Ticket, words: string): Act[] {
  const letters = acts.plan.letters.filter((letter) => letter.ticket === ticket);
  if (letters.length === 0) return [];
  return [() => acts.answersMail(receiverOf(one(letters), one), one(letters), words)];
}

function receiverOf({ to }: Letter, one: Pick): Person {
  const address = one(to);
  return CUSTOMERS.find((customer) => customer.address === address)!;
}

/** What a customer does in Help, with an own request. */
function ofCustomer(acts: Acts, ticket: Ticket, words: string): Act[] {
  const customer = USERS.find((user) => user === ticket.customer);
  if (!customer || ticket.partOf) return [];
  return [
    () => acts.replies(customer, ticket, words),
    () => (ticket.progress === 'completed' ? acts.reopens(customer, ticket) : acts.closes(customer, ticket)),
  ];
}

/** What needs an agent of both ticket types. */
function ofBoth(acts: Acts, one: Pick, ticket: Ticket): Act[] {
  if (ticket.partOf) return [() => acts.undoesMerge(emma, ticket)];
  const others = acts.plan.tickets.filter((other) => other !== ticket && other.partOf === null);
  const isWhole = acts.plan.partsOf(ticket).length > 0;
  const merge = (): Promise<void> => acts.merges(emma, ticket, one(others), ...one([[], [ticket.customer]]));
  const move = (): Promise<void> => acts.movesTo(emma, ticket, ticket.type === SUPPORT ? FACILITIES : SUPPORT);
  return isWhole || others.length === 0 ? [move] : [move, merge];
}
