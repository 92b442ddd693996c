import { Entity, Index } from 'typeorm';
import { GivenId, Id, Instant, Int, Json, OptionalInt, OptionalNumber, OptionalText, Text } from '../../../core/api';

/** What a ticket that came from an older system was there. */
@Entity('support_legacy_ticket')
@Index('support_legacy_ticket_number', ['number'])
export class LegacyTicket {
  @GivenId() taskId!: number;
  /** Number under which people know it, such as `201800001`; null for none. */
  @OptionalText(20) number!: string | null;
  /** What opened it, together with the number, without signing in. */
  @OptionalInt() verifier!: number | null;
  /** What a ticket has no place for here, by name: phone, company, … */
  @Json() facts!: Readonly<Record<string, string | number>>;
}

/** Time that was worked on it there, as it was billed. */
@Entity('support_legacy_work')
@Index('support_legacy_work_taskId', ['taskId'])
export class LegacyWork {
  @Id() id!: number;
  @Int() taskId!: number;
  @Instant() at!: Date;
  @Text() authorName!: string;
  @Text() rateName!: string;
  @OptionalText() costCode!: string | null;
  @OptionalNumber() hours!: number | null;
  /** Of one hour. */
  @OptionalNumber() amount!: number | null;
}

/** A status or a type that it was given there. */
@Entity('support_legacy_event')
@Index('support_legacy_event_taskId', ['taskId'])
export class LegacyEvent {
  @Id() id!: number;
  @Int() taskId!: number;
  @Instant() at!: Date;
  @OptionalInt() authorId!: number | null;
  @Text(20) property!: 'statusId' | 'taskListId';
  /** Names, as they were; null where nothing tells. */
  @OptionalText() old!: string | null;
  @OptionalText() new!: string | null;
}
