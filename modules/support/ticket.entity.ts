import { Entity, Index } from 'typeorm';
import {
  Bool,
  GivenId,
  Instant,
  Json,
  OptionalInstant,
  OptionalInt,
  OptionalText,
  SortKey,
  Text,
  TextKey,
} from '../../core/api';

/** Addresses in CC of a ticket, at most. */
export const MOST_CC = 20;

/** What makes a task a ticket. One row for each task in a list with the role `support`. */
@Entity('support_ticket')
@Index('support_ticket_customerNameKey', ['customerNameKey'])
@Index('support_ticket_customerId', ['customerId'])
@Index('support_ticket_customerName', ['customerName'])
@Index('support_ticket_organisationId', ['organisationId'])
@Index('support_ticket_lastCommentId', ['lastCommentId'])
@Index('support_ticket_lastNoteId', ['lastNoteId'])
export class Ticket {
  @GivenId() taskId!: number;
  /** Principal for whom the ticket is; null when the mail named no usable sender. */
  @OptionalInt() customerId!: number | null;
  /** Name and address of the customer, kept here so that tickets can be sorted and searched by them. */
  @OptionalText() customerName!: string | null;
  @SortKey('customerName') customerNameKey!: string | null;
  @OptionalText(254) customerEmail!: string | null;
  /** The customer's organisation: its people see the ticket where the ticket type says so; null for none. */
  @OptionalText(32) organisationId!: string | null;
  /** Further addresses that receive public answers, normalised. */
  @Json() cc!: string[];
  @OptionalInstant() lastCommentAt!: Date | null;
  @OptionalText(20) lastCommentBy!: 'customer' | 'agent' | null;
  /** Ids of the newest public entry and of the newest private note, known since marks of reading are kept; see ReadMarks. */
  @OptionalInt() lastCommentId!: number | null;
  @OptionalInt() lastNoteId!: number | null;
  @Bool() hasAttachment!: boolean;
  @Bool() hasPrivateNote!: boolean;
  @Bool() mailFailed!: boolean;
  /** It came from an older system, where it had been read: it is new to nobody. */
  @Bool() wasRead!: boolean;
}

/** Somebody besides the customer who follows a ticket: a principal whose address is in its CC. */
@Entity('support_participant')
@Index('support_participant_principalId', ['principalId'])
export class Participant {
  @GivenId() taskId!: number;
  @GivenId() principalId!: number;
}

/** An address that the merge of a ticket has put into the CC of the other one. */
@Entity('support_merged_follower')
export class MergedFollower {
  @GivenId() taskId!: number;
  @TextKey(254) address!: string;
}

/** The list into which the mail of an account is filed. */
@Entity('support_mailbox')
export class SupportMailbox {
  @GivenId() accountId!: number;
  @OptionalInt() taskListId!: number | null;
}

/** Automatic mails already sent, counted per address: what finally stops two robots answering each other. */
@Entity('support_acknowledgement')
@Index('support_acknowledgement_address', ['address'])
export class Acknowledgement {
  @GivenId() taskId!: number;
  @Text(254) address!: string;
  @Instant() sentAt!: Date;
}
