import type { Cell } from 'extjs-types';
import { badge, element, icon, store, t } from '../../../core/ui/api';
import type { LegacyTicket, LegacyTicketStatus } from './types';

export const OPEN = 0;
export const CLOSED = -1;
const DAY = 24 * 3600 * 1000;

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

/** Statuses that tickets of the type may have, with what they are called. */
export function statusesOf(typeId: string, all: readonly LegacyTicketStatus[]): { value: string; text: string }[] {
  const own = all.filter((status) => status.typeId === null || status.typeId === typeId);
  return [
    { value: String(OPEN), text: t('tickets.open') },
    ...own.map(({ id, name }) => ({ value: id, text: name })),
    { value: String(CLOSED), text: t('tickets.closed') },
  ];
}
