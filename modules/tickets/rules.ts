import { CLOSED, isClosed, OPEN } from './status';

/** What a message says and does. */
export interface Said {
  readonly content: string;
  readonly isNote: boolean;
  readonly isFromAgent: boolean;
  readonly hasStatus: boolean;
  readonly statusId: number;
  readonly hasType: boolean;
  readonly typeId: number | null;
  readonly createdAt: Date;
}

/** What changes on the ticket, by the names of its columns. */
export interface Effect {
  statusId?: number;
  typeId?: number;
  unseen?: boolean;
  lastResponseAt?: Date;
  lastAgentResponseAt?: Date;
  lastContactResponseAt?: Date;
}

/** What a customer's message does to the status: it reopens a closed ticket, unless it says itself what becomes of it. */
export function reopening(
  { hasStatus, isNote, isFromAgent }: Pick<Said, 'hasStatus' | 'isNote' | 'isFromAgent'>,
  now: number,
): boolean {
  return !hasStatus && !isNote && !isFromAgent && isClosed(now);
}

/**
 * What a message changes on its ticket. A note changes nothing but the status or the type that it names; an answer of the
 * customer makes the ticket unseen until an agent answers or closes it.
 */
export function effectOf(said: Said, hasFiles = false): Effect {
  const effect: Effect = {};
  if (said.hasStatus) effect.statusId = said.statusId;
  if (said.hasType && said.typeId !== null) effect.typeId = said.typeId;
  if (!said.isNote && (hasFiles || said.content.trim() !== '')) {
    effect.lastResponseAt = said.createdAt;
    effect[said.isFromAgent ? 'lastAgentResponseAt' : 'lastContactResponseAt'] = said.createdAt;
    effect.unseen = !said.isFromAgent;
  }
  if (said.hasStatus && isClosed(said.statusId)) effect.unseen = false;
  return effect;
}

/** Statuses that a customer may give an own ticket. */
export function mayCustomerSet(statusId: number): boolean {
  return statusId === OPEN || statusId === CLOSED;
}
