import { Entity, Index } from 'typeorm';
import { BigCount, BigKey, GivenId, Int, LongText, OptionalText, Text, TextKey } from './columns';

/** The account's change counter: the one row whose lock orders all writes. */
@Entity('core_account')
export class Account {
  @GivenId() id!: number;
  /** Random; a new one after a restore makes all states that clients hold unknown. */
  @Text(16) epoch!: string;
  @BigCount() seq!: number;
  /** Random; a new one with every change of what is kept between requests, null before the first. See Kept. */
  @OptionalText(16) keptMark!: string | null;
}

/** One change of one object. */
@Entity('core_change')
@Index('core_change_type_seq', ['type', 'seq'])
export class Change {
  @BigKey() seq!: number;
  @Text(60) type!: string;
  @Int() objectId!: number;
  @Text(1) operation!: 'c' | 'u' | 'd';
  /** Audience keys, separated by spaces. */
  @LongText() audienceBefore!: string;
  @LongText() audienceAfter!: string;
}

/** Finds the changes that concern an audience. */
@Entity('core_change_audience')
export class ChangeAudience {
  @TextKey(60) type!: string;
  @TextKey(100) audience!: string;
  @BigKey() seq!: number;
}

/** Latest change per type and audience. */
@Entity('core_audience_state')
@Index('core_audience_state_type_seq', ['type', 'seq'])
export class AudienceState {
  @TextKey(60) type!: string;
  @TextKey(100) audience!: string;
  @BigCount() seq!: number;
}

/** A user's level on an ACL crossed a threshold, or they are of another organisation there. */
@Entity('core_access_change')
@Index('core_access_change_userId_seq', ['userId', 'seq'])
export class AccessChanged {
  @BigKey() seq!: number;
  @Int() userId!: number;
  @Int() aclId!: number;
  @Int() wasLevel!: number;
  /** As one of which they saw what its people share there; null for none. */
  @OptionalText(32) wasOrganisationId!: string | null;
}

/** States of a user below this number are too old to calculate changes from. */
@Entity('core_sync_floor')
export class SyncFloor {
  @GivenId() userId!: number;
  @BigCount() seq!: number;
}
