import { Database, inject, injectable, isSameSecret, Records } from '../../core/api';
import { LegacyAttachments } from './attachments.service';
import { LegacyMessage } from './message.entity';
import { CLOSED, OPEN } from './status';
import { LegacyStatus } from './status.entity';
import { LegacyTicket } from './ticket.entity';
import { LegacyType } from './type.entity';

/** A message as strangers are shown it, with the names of its files. */
type PublicMessage = Pick<LegacyMessage, 'content' | 'authorName' | 'createdAt' | 'hasStatus' | 'statusId'> & {
  readonly files: readonly string[];
};

/** What a stranger who knows its secret is shown of a ticket: no address, no note, no hours. */
export interface PublicThread {
  readonly id: number;
  readonly ticketNumber: string;
  readonly subject: string;
  readonly statusId: number;
  /** Of a status of its own. */
  readonly statusName: string | null;
  readonly messages: readonly PublicMessage[];
}

/** What a stranger asks. */
export interface Asked {
  readonly typeId: number;
  readonly email: string;
  readonly name: string;
  readonly subject: string;
  readonly content: string;
}

/** Most messages that are shown, the newest. */
const MOST = 500;

/** Tickets for those who do not sign in. */
@injectable()
export class PublicThreads {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(LegacyAttachments) private readonly attachments: LegacyAttachments,
  ) {}

  /**
   * The ticket with this number and this verifier; null for any other, which takes as long as one with another verifier.
   */
  async find(ticketNumber: string, verifier: string): Promise<PublicThread | null> {
    const { manager } = this.database;
    const ticket = await manager.findOneBy(LegacyTicket, { ticketNumber });
    if (!isSameSecret(verifier, String(ticket?.ticketVerifier ?? '')) || !ticket) return null;
    const { id, subject, statusId } = ticket;
    const status = statusId > 0 ? await manager.findOneBy(LegacyStatus, { id: statusId }) : null;
    const messages = await manager.find(LegacyMessage, {
      select: { id: true, content: true, authorName: true, createdAt: true, hasStatus: true, statusId: true },
      where: { ticketId: id, isNote: false },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: MOST,
    });
    const files = await this.attachments.find(messages.map((message) => message.id));
    const namesOf = (messageId: number) => files.filter((file) => file.messageId === messageId).map(({ name }) => name);
    return {
      id,
      ticketNumber,
      subject,
      statusId,
      statusName: status?.name ?? null,
      messages: messages.map(({ id: said, content, authorName, createdAt, hasStatus, statusId: to }) => ({
        ...{ content, authorName, createdAt, hasStatus, statusId: to, files: namesOf(said) },
      })),
    };
  }

  /**
   * A message of the customer, who has shown to know the ticket and nothing else: it is nobody's who signs in. Needs a
   * transaction.
   */
  async reply(ticketId: number, content: string, closes: boolean): Promise<void> {
    const ticket = await this.database.manager.findOneByOrFail(LegacyTicket, { id: ticketId });
    const name = [ticket.firstName, ticket.middleName, ticket.lastName].filter((part) => part !== '').join(' ');
    await this.records.insert('LegacyTicketMessage', {
      ...{ ticketId, content, authorName: cut(name, 190), hasStatus: closes, statusId: closes ? CLOSED : OPEN },
    });
  }

  /** Types of which strangers file tickets. */
  publishedTypes(): Promise<Pick<LegacyType, 'id' | 'name'>[]> {
    return this.database.manager.find(LegacyType, {
      select: { id: true, name: true },
      where: { publishOnSite: true },
      order: { nameKey: 'ASC', id: 'ASC' },
    });
  }

  /** Whoever has this address is not asked: it makes the ticket nobody's who signs in. Needs a transaction. */
  async file({ typeId, email, name, subject, content }: Asked): Promise<LegacyTicket> {
    const ticket = await this.records.insert<LegacyTicket>('LegacyTicket', {
      ...{ typeId, email, subject: cut(subject, 255), lastName: cut(name, 50) },
    });
    await this.reply(ticket.id, content, false);
    return ticket;
  }
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('');
}
