import { isAddress } from '../../core/api';
import type { PlannedDesk } from './plan/desk';
import { type Discrepancy, MOST_SHOWN } from './plan/discrepancy';
import { contactsIn, planValues, type ValueContext } from './plan/field-values';
import type { PlannedFields } from './plan/fields';
import { mergedByTime } from './plan/thread';
import { type PlanContext, type PlannedTicket, planTicket } from './plan/ticket';
import { hashOf } from './source/columns';
import type { LegacyFieldValues, Unplaced } from './source/legacy-fields';
import type { LeftOut, LegacyDesk, LegacyMessage, LegacySource, LegacyTicketRow } from './source/legacy-source';

/** Tickets of one page: of what is read at once, planned, and written in one transaction. */
const PAGE = 100;

/** Everything that is the same for all tickets of a source. */
export interface Brief {
  readonly source: LegacySource;
  readonly desk: LegacyDesk;
  readonly planned: PlannedDesk;
  /** Users who have an account here, or will have one. */
  readonly accounts: ReadonlySet<number>;
  readonly fields: PlannedFields;
  readonly parse: ValueContext['parse'];
}

/** Planned tickets of the source, page after page in the order of their ids; those of types that are not wanted are left out. */
export async function* pagesOf(brief: Brief): AsyncGenerator<PlannedTicket[]> {
  const { source, desk, planned, accounts, fields, parse } = brief;
  const users = new Map(desk.users.map((user) => [user.id, user]));
  for (let after = 0; ; ) {
    const tickets = await source.tickets(after, PAGE);
    const last = tickets.at(-1);
    if (!last) return;
    after = last.id;
    const ids = tickets.map(({ id }) => id);
    const messages = byTicket(ids, await source.messages(ids));
    const notes = byTicket(ids, (await source.extras?.notes(ids)) ?? []);
    const values = (await source.extras?.fieldValues(ids)) ?? new Map<number, LegacyFieldValues>();
    const withoutAddress = tickets.flatMap(({ contactId, email }) =>
      contactId > 0 && !isAddress(email) ? contactId : [],
    );
    const contacts = [...withoutAddress, ...contactsIn(values.values(), fields)];
    const contactAddresses = await source.contactAddresses([...new Set(contacts)]);
    const context: PlanContext = { desk, users, accounts, contactAddresses };
    yield tickets.flatMap((ticket): PlannedTicket[] => {
      const list = planned.lists.get(ticket.typeId);
      if (!list) return [];
      const held = values.get(ticket.id);
      const thread = mergedByTime(messages.get(ticket.id) ?? [], notes.get(ticket.id) ?? []);
      const { discrepancies, ...rest } = planTicket(withValues(ticket, held), thread, list, context);
      const custom = planValues(ticket.id, held, { fields, users, accounts, contactAddresses, parse });
      return [{ ...rest, customValues: custom.values, discrepancies: [...discrepancies, ...custom.discrepancies] }];
    });
  }
}

/** The same, with the next page being read while somebody works on the one at hand. */
export async function* ahead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next();
  try {
    for (;;) {
      const step = await next;
      if (step.done === true) return;
      next = pages.next();
      // Whoever ends before it is there does not ask what became of it.
      next.catch(() => undefined);
      yield step.value;
    }
  } finally {
    await next.catch(() => undefined);
    await pages.return(undefined).catch(() => undefined);
  }
}

function byTicket(ids: readonly number[], messages: readonly LegacyMessage[]): Map<number, LegacyMessage[]> {
  const found = new Map<number, LegacyMessage[]>(ids.map((id) => [id, []]));
  for (const message of messages) found.get(message.ticketId)?.push(message);
  return found;
}

/** The ticket with a digest that tells when a custom field of it has changed. */
function withValues(ticket: LegacyTicketRow, held: LegacyFieldValues | undefined): LegacyTicketRow {
  const values = [...(held?.values ?? [])].filter(([, value]) => value !== '0').sort(([a], [b]) => a - b);
  return values.length === 0 ? ticket : { ...ticket, hash: hashOf({ ticket: ticket.hash, values }) };
}

/** What is to be said of rows that nothing is made of. */
export function leftOut(all: readonly LeftOut[]): Discrepancy[] {
  return all.flatMap(({ table, reason, ids }) =>
    ids.map((id) => ({ table, id, column: null, fate: 'noPlace', reason, was: '', becomes: '' }) as const),
  );
}

/** What is to be said of columns that have no place here. */
export function unplaced(all: readonly Unplaced[]): Discrepancy[] {
  return all.map(({ table, id, column, reason, value }) => {
    const was = [...value].slice(0, MOST_SHOWN).join('');
    return { table, id, column, fate: 'noPlace', reason, was, becomes: '' } as const;
  });
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
