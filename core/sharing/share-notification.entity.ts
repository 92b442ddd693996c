import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, OptionalInt, Text } from '../database/columns';

/** What one person is told when somebody else changes their rights on an object (RFC 9670 §3). */
@Entity('core_share_notification')
@Index('core_share_notification_principalId_created', ['principalId', 'created'])
@Index('core_share_notification_created', ['created'])
export class ShareNotification {
  @Id() id!: number;
  /** Who is told, and the only one to see it. */
  @Int() principalId!: number;
  @Instant() created!: Date;
  /** Null when the host itself did it. */
  @OptionalInt() changedById!: number | null;
  @Text() changedByName!: string;
  @Text(60) objectType!: string;
  @Int() objectId!: number;
  @Int() oldLevel!: number;
  @Int() newLevel!: number;
  /** Of the object, as it was called then. */
  @Text() name!: string;
}
