import type { Progress } from '../tasks/api';

/** What is known when somebody writes into a ticket. */
export interface Entry {
  readonly isPrivate: boolean;
  readonly authorRole: 'customer' | 'agent' | 'system';
  readonly authorId: number | null;
  /** True when the ticket had no public entry before. */
  readonly isFirst: boolean;
  readonly progress: Progress;
  readonly responsibleId: number | null;
}

/** What changes on the ticket. */
export interface Reaction {
  readonly progress?: Progress;
  readonly responsibleId?: number;
  readonly lastCommentBy?: 'customer' | 'agent';
}

/**
 * The rules that agents rely on. A private note changes nothing. The customer's word needs action and reopens. The
 * first agent who answers becomes responsible; an answer by the responsible puts the ticket in process, except that
 * the opening message of a ticket an agent files for a customer is no answer yet.
 */
export function react(entry: Entry): Reaction {
  if (entry.isPrivate || entry.authorRole === 'system') return {};
  if (entry.authorRole === 'customer') return { progress: 'needs-action', lastCommentBy: 'customer' };
  const { authorId, responsibleId } = entry;
  const isTheirs = authorId !== null && (responsibleId === null || responsibleId === authorId);
  if (entry.isFirst || !isTheirs) return { lastCommentBy: 'agent' };
  return { lastCommentBy: 'agent', responsibleId: authorId, progress: 'in-process' };
}
