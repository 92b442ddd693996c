import { createHash, timingSafeEqual } from 'node:crypto';
import { Database, inject, injectable } from '../../core/api';
import { LegacyMessage } from './message.entity';
import { LegacyStatus } from './status.entity';
import { LegacyTicket } from './ticket.entity';

/** What a stranger who knows its secret is shown of a ticket: no address, no note, no hours. */
export interface PublicThread {
  readonly ticketNumber: string;
  readonly subject: string;
  readonly statusId: number;
  /** Of a status of its own. */
  readonly statusName: string | null;
  readonly messages: readonly Pick<LegacyMessage, 'content' | 'authorName' | 'createdAt' | 'hasStatus' | 'statusId'>[];
}

/** Most messages that are shown, the newest. */
const MOST = 500;

/** Tickets for those who do not sign in. */
@injectable()
export class PublicThreads {
  constructor(@inject(Database) private readonly database: Database) {}

  /**
   * The ticket with this number and this verifier; null for any other, which takes as long as one with another verifier.
   */
  async find(ticketNumber: string, verifier: string): Promise<PublicThread | null> {
    const { manager } = this.database;
    const ticket = await manager.findOneBy(LegacyTicket, { ticketNumber });
    if (!isSame(verifier, String(ticket?.ticketVerifier ?? '')) || !ticket) return null;
    const { subject, statusId } = ticket;
    const status = statusId > 0 ? await manager.findOneBy(LegacyStatus, { id: statusId }) : null;
    const messages = await manager.find(LegacyMessage, {
      select: { content: true, authorName: true, createdAt: true, hasStatus: true, statusId: true },
      where: { ticketId: ticket.id, isNote: false },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: MOST,
    });
    return { ticketNumber, subject, statusId, statusName: status?.name ?? null, messages };
  }
}

/** Compares in a time that says nothing of where two texts differ, nor of how long either is. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
