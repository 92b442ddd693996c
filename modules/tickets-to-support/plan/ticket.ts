import { isAddress, normaliseAddress } from '../../../core/api';
import { MOST_CC } from '../../support/api';
import type { Progress } from '../../tasks/api';
import type { LegacyDesk, LegacyMessage, LegacyTicketRow, LegacyUser } from '../source/legacy-source';
import type { PlannedList } from './desk';
import { type Discrepancy, Remarks } from './discrepancy';
import type { PlannedValue } from './field-values';
import { type PlannedThread, planThread } from './thread';
import { cut, instantOf, oneLine } from './words';

/** Somebody of the older system: one of its users, or whoever has an address. */
export type Who = { readonly userId: number } | { readonly address: string; readonly name: string } | null;

/** What a ticket becomes. */
export interface PlannedTicket extends PlannedThread {
  readonly source: LegacyTicketRow;
  readonly title: string;
  readonly progress: Progress;
  /** Status of the older system, one of those of the list; null for none. */
  readonly statusId: number | null;
  readonly priority: number;
  readonly responsible: Who;
  readonly customer: Who;
  /** The customer's name and address as the ticket has them; for a known customer those of the person. */
  readonly customerName: string | null;
  readonly createdBy: Who;
  readonly cc: readonly string[];
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly due: Date | null;
  readonly wasRead: boolean;
  readonly number: string | null;
  readonly verifier: number | null;
  readonly facts: Readonly<Record<string, string | number>>;
  /** By the key of the custom field. */
  readonly customValues: ReadonlyMap<string, PlannedValue>;
  readonly discrepancies: readonly Discrepancy[];
}

/** What a plan is made with. */
export interface PlanContext {
  readonly desk: LegacyDesk;
  readonly users: ReadonlyMap<number, LegacyUser>;
  /** Users who have an account here, or will have one. */
  readonly accounts: ReadonlySet<number>;
  readonly contactAddresses: ReadonlyMap<number, string>;
}

const PRIORITY: Readonly<Record<number, number>> = { 0: 9, 1: 0, 2: 1 };

/** What a ticket with its messages becomes in this list, without custom fields. Pure: the same rows always give the same. */
export function planTicket(
  ticket: LegacyTicketRow,
  messages: readonly LegacyMessage[],
  list: PlannedList,
  context: PlanContext,
): Omit<PlannedTicket, 'customValues'> {
  const remarks = new Remarks('ti_tickets', ticket.id);
  for (const column of ticket.repaired)
    remarks.add('changed', column, 'The text was stored in the wrong character set, and is read as it was meant');
  const first = messages[0]?.createdAt ?? 0;
  const createdAt = instantOf(ticket.createdAt) ?? instantOf(first) ?? instantOf(ticket.modifiedAt) ?? new Date(0);
  if (instantOf(ticket.createdAt) === null)
    remarks.add('broken', 'ctime', 'It does not say when it was made', ticket.createdAt, createdAt.toISOString());
  const modifiedAt = instantOf(ticket.modifiedAt) ?? instantOf(messages.at(-1)?.createdAt ?? 0) ?? createdAt;
  if (instantOf(ticket.modifiedAt) === null)
    remarks.add('broken', 'mtime', 'It does not say when it was changed', ticket.modifiedAt, modifiedAt.toISOString());
  const customer = customerOf(ticket, list, context, remarks);
  const thread = planThread(ticket, messages, { list, customer, createdAt, ...context });
  const facts = factsOf(ticket, context, remarks);
  const due = instantOf(ticket.due);
  if (ticket.due !== 0 && due === null) remarks.add('broken', 'due_date', 'It is no day', ticket.due);
  return {
    ...thread,
    source: ticket,
    title: titleOf(ticket, facts, remarks),
    ...stateOf(ticket, list, thread, remarks),
    priority: priorityOf(ticket, remarks),
    responsible: responsibleOf(ticket, context, facts, remarks),
    customer,
    customerName: customer === null ? cut(oneLine(ticket.name), 190) || null : null,
    createdBy: context.users.has(ticket.createdById) ? { userId: ticket.createdById } : customer,
    cc: ccOf(ticket, remarks),
    createdAt,
    modifiedAt,
    due,
    wasRead: !ticket.isUnseen,
    number: ticket.number === '' ? null : cut(ticket.number, 20),
    verifier: ticket.verifier > 0 ? ticket.verifier : null,
    facts,
    discrepancies: [...remarks.all, ...thread.remarks],
  };
}

function titleOf({ subject }: LegacyTicketRow, facts: Record<string, string | number>, remarks: Remarks): string {
  const line = oneLine(subject);
  const title = cut(line, 255) || '(no subject)';
  if (line === '') remarks.add('changed', 'subject', 'It has no subject', subject, title);
  else if (title !== line) {
    facts['subject'] = subject;
    remarks.add(
      'changed',
      'subject',
      'The subject is longer than a title; the whole of it is kept beside the ticket',
      subject,
      title,
    );
  } else if (title !== subject)
    remarks.add('changed', 'subject', 'The subject is no single line of text', subject, title);
  return title;
}

function stateOf(
  { statusId, isUnseen }: LegacyTicketRow,
  list: PlannedList,
  { isAnswered }: PlannedThread,
  remarks: Remarks,
): Pick<PlannedTicket, 'progress' | 'statusId'> {
  if (statusId < 0) return { progress: 'completed', statusId: null };
  if (statusId === 0) return { progress: isUnseen || !isAnswered ? 'needs-action' : 'in-process', statusId: null };
  if (list.statuses.some((status) => status.statusId === statusId)) return { progress: 'in-process', statusId };
  remarks.add(
    'broken',
    'status_id',
    'The status is not there any more: the ticket is in progress',
    statusId,
    'in-process',
  );
  return { progress: 'in-process', statusId: null };
}

function priorityOf({ priority }: LegacyTicketRow, remarks: Remarks): number {
  const known = PRIORITY[priority];
  if (known === undefined) remarks.add('broken', 'priority', 'There is no such priority', priority, 0);
  return known ?? 0;
}

function responsibleOf(
  { agentId }: LegacyTicketRow,
  { users, accounts }: PlanContext,
  facts: Record<string, string | number>,
  remarks: Remarks,
): Who {
  if (agentId <= 0) return null;
  const user = users.get(agentId);
  if (user && !accounts.has(agentId)) {
    facts['responsible'] = user.name;
    remarks.add(
      'changed',
      'agent_id',
      'The responsible has no account here; the name is kept beside the ticket',
      user.name,
    );
  }
  if (user) return { userId: agentId };
  remarks.add('broken', 'agent_id', 'The responsible is not there any more', agentId);
  return null;
}

/**
 * For whom a ticket is: the user whose it is, unless that is an agent who made it for somebody else; else whoever has the
 * address that stands on it; else the contact; else the user.
 */
function customerOf(
  ticket: LegacyTicketRow,
  list: PlannedList,
  { users, contactAddresses }: PlanContext,
  remarks: Remarks,
): Who {
  const owner = users.get(ticket.userId);
  const address = normaliseAddress(ticket.email);
  const name = cut(oneLine(ticket.name), 190);
  const isTheirs = owner !== undefined && (ticket.isUsersOwn === true || normaliseAddress(owner.email) === address);
  if (owner && (isTheirs || !list.agentIds.has(owner.id))) {
    if (!isTheirs && ticket.email !== '')
      remarks.add(
        'changed',
        'email',
        'The user whose ticket it is has another address; that of the ticket is kept beside it',
        ticket.email,
        owner.email,
      );
    return { userId: owner.id };
  }
  if (isAddress(address)) return { address, name };
  if (ticket.email !== '')
    remarks.add('broken', 'email', 'It is no mail address; it is kept beside the ticket', ticket.email);
  const ofContact = normaliseAddress(contactAddresses.get(ticket.contactId) ?? '');
  if (isAddress(ofContact)) return { address: ofContact, name };
  if (owner && ticket.contactId <= 0 && ticket.userId > 0) return { userId: owner.id };
  remarks.add('changed', null, 'Nobody can be found for whom it is: the ticket keeps the name alone', ticket.name);
  return null;
}

function ccOf({ cc }: LegacyTicketRow, remarks: Remarks): string[] {
  const words = cc.split(/[,;\s]+/).flatMap((word) => /<([^<>]+)>/.exec(word)?.[1] ?? (word.includes('@') ? word : []));
  const all = [...new Set(words.map(normaliseAddress))];
  const good = all.filter((address) => isAddress(address));
  for (const address of all)
    if (!good.includes(address)) remarks.add('broken', 'cc_addresses', 'It is no mail address', address);
  for (const address of good.slice(MOST_CC))
    remarks.add('noPlace', 'cc_addresses', `A ticket has at most ${String(MOST_CC)} addresses in CC`, address);
  const kept = good.slice(0, MOST_CC);
  const written = cc.split(/[,;\s]+/).filter((word) => word !== '');
  if (kept.length === good.length && written.join(' ') !== kept.join(' '))
    remarks.add(
      'changed',
      'cc_addresses',
      'Addresses stand in one form, each once and without names',
      cc,
      kept.join(', '),
    );
  return kept;
}

/** What a ticket has no place for here, but which is kept beside it. */
function factsOf(
  ticket: LegacyTicketRow,
  { desk, users }: PlanContext,
  remarks: Remarks,
): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  const keep = (name: string, value: string | number): void => {
    if (value !== '' && value !== 0) facts[name] = value;
  };
  keep('name', ticket.name);
  keep('email', ticket.email);
  keep('company', ticket.company);
  keep('phone', ticket.phone);
  keep('orderId', ticket.orderId);
  keep('modifiedBy', users.get(ticket.modifiedById)?.name ?? '');
  if (ticket.groupId > 0) {
    keep('group', desk.ticketGroups.get(ticket.groupId) ?? ticket.groupId);
    remarks.add(
      'noPlace',
      'group_id',
      'Tickets are not shared by groups of their own; the name is kept beside the ticket',
      ticket.groupId,
    );
  }
  return facts;
}
