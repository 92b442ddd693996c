import { Entity, Index } from 'typeorm';
import { GivenId, Instant, Int, LongText, OptionalInt, OptionalText, Text } from '../database/columns';

/** Something that happened. Rows are only ever added, and by age removed from the beginning. */
@Entity('core_audit')
@Index('core_audit_at', ['at'])
@Index('core_audit_actorId', ['actorId'])
@Index('core_audit_type_objectId', ['type', 'objectId'])
export class AuditRow {
  /** Without gaps, in the order of the transactions. */
  @GivenId() id!: number;
  @Instant() at!: Date;
  @Text(20) action!: string;
  @Text(10) outcome!: 'done' | 'refused';
  /** How often, for what came so fast that it was counted. */
  @Int() count!: number;
  /** Principal who did it; null for the host itself and for strangers. */
  @OptionalInt() actorId!: number | null;
  /** Names as they were then. */
  @OptionalText() actorName!: string | null;
  /** The administrator who acted as the actor, or null. */
  @OptionalText() onBehalf!: string | null;
  /** How they were signed in, or what the host did it for. */
  @Text(20) via!: string;
  /** Job that did it, or null. */
  @OptionalText(100) source!: string | null;
  @OptionalText(45) address!: string | null;
  @OptionalText() userAgent!: string | null;
  @OptionalText(40) requestId!: string | null;
  @OptionalText(60) type!: string | null;
  @OptionalInt() objectId!: number | null;
  @OptionalText() title!: string | null;
  /** JSON list of property, old and new value. */
  @LongText() changes!: string;
  /** Seal over the row before and this one. */
  @Text(64) hash!: string;
}

/** Where the chain of rows begins and ends; one row with id 1, made with the first entry. */
@Entity('core_audit_chain')
export class AuditChain {
  @GivenId() id!: number;
  /** The last row that was removed by age, or 0. */
  @Int() firstId!: number;
  @Text(64) firstHash!: string;
  @Int() lastId!: number;
  @Text(64) lastHash!: string;
  @Text(64) seal!: string;
}
