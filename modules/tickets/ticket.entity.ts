import {
  Bool,
  Entity,
  GivenId,
  Id,
  Index,
  Instant,
  Int,
  Json,
  OptionalInstant,
  OptionalInt,
  SortKey,
  Text,
} from '../../core/api';

/** A legacy ticket (`ti_tickets`), its columns by the legacy names. */
@Entity('tickets_ticket')
@Index('tickets_ticket_ticketNumber', ['ticketNumber'], { unique: true })
@Index('tickets_ticket_typeId_statusId', ['typeId', 'statusId'])
@Index('tickets_ticket_userId', ['userId'])
@Index('tickets_ticket_agentId', ['agentId'])
@Index('tickets_ticket_modifiedAt', ['modifiedAt'])
export class LegacyTicket {
  @Id() id!: number;
  /** The year and five digits or more, `202600001`. */
  @Text(16) ticketNumber!: string;
  /** Eight digits, which open the public page together with the number. */
  @Int() ticketVerifier!: number;
  /** 0 low, 1 normal, 2 high. */
  @Int() priority!: number;
  /** 0 open, -1 closed, else a status of its own; see status.ts. */
  @Int() statusId!: number;
  @Int() typeId!: number;
  /** Whose ticket it is; null for somebody who is known by the copied name and address alone. */
  @OptionalInt() userId!: number | null;
  /** The responsible. */
  @OptionalInt() agentId!: number | null;
  @Text(100) company!: string;
  @Text(50) firstName!: string;
  @Text(100) middleName!: string;
  @Text(50) lastName!: string;
  @Text(254) email!: string;
  @Text(50) phone!: string;
  @Text(255) subject!: string;
  @SortKey('subject') subjectKey!: string | null;
  @Json() ccAddresses!: readonly string[];
  /** The customer wrote last, and no agent has answered, closed it or marked it as read. */
  @Bool() unseen!: boolean;
  @OptionalInstant() dueDate!: Date | null;
  @OptionalInt() createdById!: number | null;
  @OptionalInt() modifiedById!: number | null;
  @Instant() createdAt!: Date;
  @Instant() modifiedAt!: Date;
  @Instant() lastResponseAt!: Date;
  @OptionalInstant() lastAgentResponseAt!: Date | null;
  @OptionalInstant() lastContactResponseAt!: Date | null;
}

/** The one row that says which number was drawn last; see ticket-numbers.service.ts. */
@Entity('tickets_sequence')
export class TicketSequence {
  @GivenId() id!: number;
  @Int() last!: number;
}
