import type { Row } from '../../../core/api';
import type { PlannedTicket } from '../plan/ticket';
import type { Known, Place } from './known';

/** Columns of the task that a ticket becomes, but those that no plan decides. */
export function taskOf(ticket: PlannedTicket, { lists }: Place, who: Known): Record<string, unknown> {
  const list = lists.get(ticket.source.typeId);
  return {
    taskListId: list?.id ?? 0,
    title: ticket.title,
    description: '',
    start: null,
    due: ticket.due,
    progress: ticket.progress,
    statusId: ticket.statusId === null ? null : (list?.statuses.get(ticket.statusId) ?? null),
    percentComplete: ticket.progress === 'completed' ? 100 : 0,
    priority: ticket.priority,
    responsibleId: who.responsible(ticket.responsible),
    createdById: who.id(ticket.createdBy),
    mergedIntoId: null,
    mergedAtFirstId: null,
    createdAt: ticket.createdAt,
    modifiedAt: ticket.modifiedAt,
  };
}

/** Columns of an entry. */
export function commentOf(
  comment: PlannedTicket['comments'][number],
  entityId: number,
  who: Known,
): Record<string, unknown> {
  return {
    entityType: 'Task',
    entityId,
    movedFromId: null,
    authorId: who.id(comment.author),
    authorName: comment.authorName,
    authorRole: comment.authorRole,
    createdAt: comment.createdAt,
    isPrivate: comment.isPrivate,
    text: comment.text,
    html: null,
    quotedText: null,
    quotedHtml: null,
    source: 'web',
    senderIsVerified: true,
  };
}

/**
 * Columns of what makes the task a ticket.
 * @param comments those that are stored
 */
export function ticketOf(
  ticket: PlannedTicket,
  taskId: number,
  comments: readonly Row[],
  who: Known,
): Record<string, unknown> {
  const customer = who.person(ticket.customer);
  const heard = comments.filter((comment) => comment['isPrivate'] === false);
  const last = heard.reduce<Row | null>(
    (newest, comment) => (newest && Number(newest['createdAt']) > Number(comment['createdAt']) ? newest : comment),
    null,
  );
  const newest = (some: readonly Row[]): number | null =>
    ticket.wasRead || some.length === 0 ? null : Math.max(...some.map(({ id }) => id));
  return {
    taskId,
    customerId: customer?.id ?? null,
    customerName: customer?.name ?? ticket.customerName,
    customerEmail: customer?.email ?? null,
    organisationId: customer?.organisationId ?? null,
    cc: ticket.cc,
    lastCommentAt: last?.['createdAt'] ?? null,
    lastCommentBy: last?.['authorRole'] ?? null,
    lastCommentId: newest(heard),
    lastNoteId: newest(comments.filter((comment) => comment['isPrivate'] === true)),
    hasAttachment: false,
    hasPrivateNote: heard.length < comments.length,
    mailFailed: false,
    wasRead: ticket.wasRead,
  };
}
