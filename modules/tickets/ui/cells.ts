import type { Cell, Choice } from 'extjs-types';
import { badge, element, icon, store, t } from '../../../core/ui/api';
import type { LegacyTicket, LegacyTicketStatus } from './types';

export const OPEN = 0;
export const CLOSED = -1;
const DAY = 24 * 3600 * 1000;

/** Those that were there when the module was opened. */
let statuses: readonly LegacyTicketStatus[] = [];

/** Reads the names that every list of tickets shows: those of types and statuses. */
export async function loadNames(): Promise<void> {
  [statuses] = await Promise.all([store().all('LegacyTicketStatus'), store().all('LegacyTicketType')]);
}

/** How a status is called; one that is gone counts as in progress. */
export function statusText(statusId: number): string {
  if (statusId === OPEN) return t('tickets.open');
  if (statusId < OPEN) return t('tickets.closed');
  return store().peek('LegacyTicketStatus', String(statusId))?.name ?? t('tickets.progress');
}

export function statusBadge({ statusId }: Pick<LegacyTicket, 'statusId'>): HTMLElement {
  return badge(statusText(statusId), statusId < OPEN ? 'neutral' : statusId === OPEN ? 'amber' : 'accent');
}

export function typeName(typeId: string | null): string {
  return typeId === null ? '' : (store().peek('LegacyTicketType', typeId)?.name ?? '');
}

/** Names of who asks, as they are copied on the ticket. */
export function customerOf({ firstName, middleName, lastName, email, company }: LegacyTicket): string {
  const name = [firstName, middleName, lastName].filter((part) => part !== '').join(' ');
  return name !== '' ? name : email !== '' ? email : company;
}

/** True for one whose customer has waited for an answer for more than a day. */
export function isLate({ unseen, lastResponseAt }: LegacyTicket): boolean {
  return unseen === true && Date.now() - new Date(lastResponseAt).getTime() > DAY;
}

/** The subject, with a mark on one that waits too long. */
export function subjectCell(ticket: LegacyTicket): Cell {
  if (!isLate(ticket)) return ticket.subject;
  const cell = element('span', 'late');
  cell.append(icon('alert', t('tickets.late')), element('span', '', ticket.subject));
  return cell;
}

export function priorityText(priority: number): string {
  return t(
    priority === 0 ? 'tickets.priority.low' : priority === 2 ? 'tickets.priority.high' : 'tickets.priority.normal',
  );
}

/** All statuses that are known, between open and closed by name. */
export function statusChoices(): Choice[] {
  return withEnds([...statuses].sort((a, b) => a.name.localeCompare(b.name)));
}

/** Statuses that tickets of the type may be given, with what they are called. */
export function statusesOf(typeId: string, all: readonly LegacyTicketStatus[]): Choice[] {
  const shown = store().peek('LegacyTicketType', typeId)?.showStatuses ?? [];
  const own = all.filter((status) => status.typeId === null || status.typeId === typeId);
  return withEnds(own.filter(({ id }) => shown.length === 0 || shown.includes(id)));
}

function withEnds(own: readonly LegacyTicketStatus[]): Choice[] {
  return [
    { value: String(OPEN), text: t('tickets.open') },
    ...own.map(({ id, name }) => ({ value: id, text: name })),
    { value: String(CLOSED), text: t('tickets.closed') },
  ];
}
