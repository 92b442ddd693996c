import { Entity, Index } from 'typeorm';
import { Bool, Id, Instant, Int, OptionalInt, Text } from '../database/columns';

/** What one person is told has happened somewhere: that somebody mentioned them, in which comment. */
@Entity('core_notification')
@Index('core_notification_principalId_createdAt', ['principalId', 'createdAt'])
@Index('core_notification_createdAt', ['createdAt'])
@Index('core_notification_entityType_entityId', ['entityType', 'entityId'])
export class Notification {
  @Id() id!: number;
  /** Who is told, and the only one to see it. */
  @Int() principalId!: number;
  @Instant() createdAt!: Date;
  /** Id of a {@link NotificationKind}. */
  @Text(60) kind!: string;
  /** JMAP type and id of where it happened. */
  @Text(60) entityType!: string;
  @Int() entityId!: number;
  /** Null when the host itself did it. */
  @OptionalInt() byId!: number | null;
  /** As they were called then. */
  @Text() byName!: string;
  @Bool() isRead!: boolean;
}
