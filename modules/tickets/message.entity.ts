import { Bool, Entity, Id, Index, Instant, Int, LongText, NamesBlobs, OptionalInt, Text } from '../../core/api';

/** A message or note of a legacy ticket (`ti_messages`). */
@Entity('tickets_message')
@Index('tickets_message_ticketId', ['ticketId'])
export class LegacyMessage {
  @Id() id!: number;
  @Int() ticketId!: number;
  /** Plain text. */
  @LongText() content!: string;
  /** Seen by agents alone. */
  @Bool() isNote!: boolean;
  /** It has changed the status of the ticket to `statusId`, which means nothing otherwise. */
  @Bool() hasStatus!: boolean;
  @Int() statusId!: number;
  /** It has changed the type of the ticket to `typeId`. */
  @Bool() hasType!: boolean;
  @OptionalInt() typeId!: number | null;
  /** Null for a customer without a login, and for what the module itself says. */
  @OptionalInt() userId!: number | null;
  @Text() authorName!: string;
  @Bool() isFromAgent!: boolean;
  /** By which it was mailed. */
  @OptionalInt() templateId!: number | null;
  /** The rate as it was then: in cents an hour. */
  @OptionalInt() rateId!: number | null;
  @Int() rateMinutes!: number;
  @Int() rateAmount!: number;
  @Text(50) rateName!: string;
  @Text(50) rateCostCode!: string;
  @Instant() createdAt!: Date;
  @Instant() modifiedAt!: Date;
}

/** A file of a message or note. */
@Entity('tickets_attachment')
@Index('tickets_attachment_messageId', ['messageId'])
@Index('tickets_attachment_blobId', ['blobId'])
export class LegacyAttachment {
  @Id() id!: number;
  @Int() messageId!: number;
  @NamesBlobs() @Text(70) blobId!: string;
  @Text(255) name!: string;
  @Text() type!: string;
  @Int() size!: number;
}
