import type { LegacyMessage, LegacyTicketRow } from '../source/legacy-source';
import type { PlannedList } from './desk';
import { type Discrepancy, Remarks } from './discrepancy';
import type { PlanContext, Who } from './ticket';
import { cut, instantOf, lines, oneLine } from './words';

/** Where comments come from that are no messages; their ids are below zero. */
export const NOTES = 'comments';

/** An entry of the thread that a message becomes. */
export interface PlannedComment {
  readonly messageId: number;
  readonly author: Who;
  readonly authorName: string;
  readonly authorRole: 'customer' | 'agent';
  readonly isPrivate: boolean;
  readonly text: string;
  readonly createdAt: Date;
}

export interface PlannedEvent {
  readonly messageId: number;
  readonly author: Who;
  readonly at: Date;
  readonly property: 'statusId' | 'taskListId';
  readonly old: string | null;
  readonly new: string | null;
}

export interface PlannedWork {
  readonly messageId: number;
  readonly at: Date;
  readonly authorName: string;
  readonly rateName: string;
  readonly costCode: string | null;
  readonly hours: number;
  readonly amount: number;
}

export interface PlannedThread {
  readonly messages: readonly LegacyMessage[];
  readonly comments: readonly PlannedComment[];
  readonly events: readonly PlannedEvent[];
  readonly work: readonly PlannedWork[];
  /** An agent has said something that the customer could read. */
  readonly isAnswered: boolean;
  readonly remarks: readonly Discrepancy[];
}

interface Of extends PlanContext {
  readonly list: PlannedList;
  readonly customer: Who;
  readonly createdAt: Date;
}

/** Messages in their order, and among them what was noted beside them, each before the first message that came later. */
export function mergedByTime(messages: readonly LegacyMessage[], notes: readonly LegacyMessage[]): LegacyMessage[] {
  const left = [...notes].sort((a, b) => a.createdAt - b.createdAt || b.id - a.id);
  const merged = messages.flatMap((message) => {
    const until = left.findIndex(({ createdAt }) => createdAt >= message.createdAt);
    return [...left.splice(0, until < 0 ? left.length : until), message];
  });
  return [...merged, ...left];
}

/** What the messages of a ticket become: entries, notes, its history, and time that was worked. */
export function planThread(ticket: LegacyTicketRow, messages: readonly LegacyMessage[], of: Of): PlannedThread {
  const comments: PlannedComment[] = [];
  const events: PlannedEvent[] = [];
  const work: PlannedWork[] = [];
  const all: Discrepancy[] = [];
  const now: Record<PlannedEvent['property'], string | null> = { statusId: null, taskListId: null };
  for (const message of messages) {
    const isBeside = message.id < 0;
    const remarks = isBeside ? new Remarks(NOTES, -message.id) : new Remarks('ti_messages', message.id);
    if (isBeside) remarks.add('changed', null, 'A comment beside the messages is a private note');
    const at = instantOf(message.createdAt) ?? of.createdAt;
    if (instantOf(message.createdAt) === null)
      remarks.add('broken', 'ctime', 'It does not say when it was written', message.createdAt, at.toISOString());
    const { author, authorName, authorRole } = authorOf(message, ticket, of, remarks);
    for (const [property, name] of changesIn(message, of)) {
      events.push({ messageId: message.id, author, at, property, old: now[property], new: cut(oneLine(name), 190) });
      now[property] = cut(oneLine(name), 190);
    }
    const text = textOf(message, remarks);
    const isSilent = text.trim() === '' && message.attachments.trim() === '';
    if (!isSilent)
      comments.push({
        messageId: message.id,
        author,
        authorName,
        authorRole,
        isPrivate: message.isNote,
        text,
        createdAt: at,
      });
    else if (message.hasStatus || message.hasType)
      remarks.add('changed', 'content', 'It has no text: it is an entry of the history alone');
    else if (message.rateHours === 0) remarks.add('skipped', null, 'It has neither text nor files');
    if (message.rateHours !== 0 || message.rateAmount !== 0) work.push(workOf(message, at, authorName));
    remarkOnRest(message, remarks);
    all.push(...remarks.all);
  }
  const isAnswered = comments.some(({ isPrivate, authorRole }) => !isPrivate && authorRole === 'agent');
  return { messages, comments, events, work, isAnswered, remarks: all };
}

/**
 * Who wrote: without a user the customer; whoever works on the type, or is responsible, an agent; the one whose ticket it
 * is a customer; and any other a colleague.
 */
function authorOf(
  { userId, written }: LegacyMessage,
  ticket: LegacyTicketRow,
  { list, users, customer }: Of,
  remarks: Remarks,
): Pick<PlannedComment, 'author' | 'authorName' | 'authorRole'> {
  if (written) {
    const author = userId > 0 ? { userId } : written.isFromAgent ? null : customer;
    const authorName = named(written.by, ...(written.isFromAgent ? [] : [ticket.name, ticket.email]));
    return { author, authorName, authorRole: written.isFromAgent ? 'agent' : 'customer' };
  }
  if (userId <= 0) return { author: customer, authorName: named(ticket.name, ticket.email), authorRole: 'customer' };
  const user = users.get(userId);
  const isAgent = list.agentIds.has(userId) || userId === ticket.agentId || userId !== ticket.userId;
  const authorRole = isAgent ? 'agent' : 'customer';
  if (user) return { author: { userId }, authorName: named(user.name, user.username), authorRole };
  remarks.add('broken', 'user_id', 'Its author is not there any more', userId);
  return { author: null, authorName: `User ${String(userId)}`, authorRole };
}

function named(...names: readonly string[]): string {
  return names.map((name) => cut(oneLine(name), 190)).find((name) => name !== '') ?? 'Customer';
}

function textOf({ content, repaired }: LegacyMessage, remarks: Remarks): string {
  for (const column of repaired)
    remarks.add('changed', column, 'The text was stored in the wrong character set, and is read as it was meant');
  const text = lines(content);
  if (content.includes('\0')) remarks.add('changed', 'content', 'Characters that are no text are left out');
  return text;
}

/** The status and the type that a message gave the ticket, by name. */
function changesIn(message: LegacyMessage, { desk }: Of): [PlannedEvent['property'], string][] {
  const changes: [PlannedEvent['property'], string][] = [];
  const { statusId, typeId } = message;
  if (message.hasStatus) {
    const known = (desk.statuses.find(({ id }) => id === statusId)?.name ?? '') || `Status ${String(statusId)}`;
    changes.push(['statusId', statusId < 0 ? 'Closed' : statusId === 0 ? 'Open' : known]);
  }
  if (message.hasType)
    changes.push(['taskListId', (desk.types.find(({ id }) => id === typeId)?.name ?? '') || `Type ${String(typeId)}`]);
  return changes;
}

function workOf(message: LegacyMessage, at: Date, authorName: string): PlannedWork {
  return {
    messageId: message.id,
    at,
    authorName,
    rateName: cut(oneLine(message.rateName), 190),
    costCode: cut(oneLine(message.rateCostCode), 190) || null,
    hours: message.rateHours,
    amount: message.rateAmount,
  };
}

function remarkOnRest({ createdAt, modifiedAt, templateId }: LegacyMessage, remarks: Remarks): void {
  if (modifiedAt > createdAt)
    remarks.add('noPlace', 'mtime', 'When an entry was changed is not kept', modifiedAt, createdAt);
  if (templateId > 0)
    remarks.add('noPlace', 'template_id', 'Of which template its mail was made is not kept', templateId);
}
