import { isAddress } from '../../core/api';
import type { PlannedDesk } from './plan/desk';
import type { Discrepancy } from './plan/discrepancy';
import { type PlanContext, type PlannedTicket, planTicket } from './plan/ticket';
import type { LeftOut, LegacyDesk, LegacySource } from './source/legacy-source';

/** Tickets of one page: of what is read at once, planned, and written in one transaction. */
const PAGE = 100;

/** Everything that is the same for all tickets of a source. */
export interface Brief {
  readonly source: LegacySource;
  readonly desk: LegacyDesk;
  readonly planned: PlannedDesk;
  /** Users who have an account here, or will have one. */
  readonly accounts: ReadonlySet<number>;
}

/** Planned tickets of the source, page after page in the order of their ids; those of types that are not wanted are left out. */
export async function* pagesOf(brief: Brief): AsyncGenerator<PlannedTicket[]> {
  const { source, desk, planned, accounts } = brief;
  const users = new Map(desk.users.map((user) => [user.id, user]));
  for (let after = 0; ; ) {
    const tickets = await source.tickets(after, PAGE);
    const last = tickets.at(-1);
    if (!last) return;
    after = last.id;
    const messages = await source.messages(tickets.map(({ id }) => id));
    const byTicket = new Map<number, typeof messages>(tickets.map(({ id }) => [id, []]));
    for (const message of messages) byTicket.get(message.ticketId)?.push(message);
    const withoutAddress = tickets.flatMap(({ contactId, email }) =>
      contactId > 0 && !isAddress(email) ? contactId : [],
    );
    const contactAddresses = await source.contactAddresses([...new Set(withoutAddress)]);
    const context: PlanContext = { desk, users, accounts, contactAddresses };
    yield tickets.flatMap((ticket) => {
      const list = planned.lists.get(ticket.typeId);
      return list ? [planTicket(ticket, byTicket.get(ticket.id) ?? [], list, context)] : [];
    });
  }
}

/** The same, with the next page being read while somebody works on the one at hand. */
export async function* ahead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = pages.next();
      // Whoever ends before it is there does not ask what became of it.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await pages.return(undefined).catch(() => undefined);
  }
}

/** What is to be said of rows that nothing is made of. */
export function leftOut(all: readonly LeftOut[]): Discrepancy[] {
  return all.flatMap(({ table, reason, ids }) =>
    ids.map((id) => ({ table, id, column: null, fate: 'noPlace', reason, was: '', becomes: '' }) as const),
  );
}

/** What is to be said of messages whose tickets are not there. */
export function orphaned(ids: readonly number[]): Discrepancy[] {
  return ids.map((id) => ({
    table: 'ti_messages',
    id,
    column: 'ticket_id',
    fate: 'skipped',
    reason: 'Its ticket is not there any more',
    was: '',
    becomes: '',
  }));
}
