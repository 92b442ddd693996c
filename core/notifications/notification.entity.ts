import { Entity, Index } from 'typeorm';
import { Bool, Id, Instant, Int, OptionalInstant, OptionalInt, Text } from '../database/columns';

/** What one person is told has happened somewhere: that somebody mentioned them, in which comment. */
@Entity('core_notification')
@Index('core_notification_principalId_createdAt', ['principalId', 'createdAt'])
@Index('core_notification_createdAt', ['createdAt'])
@Index('core_notification_entityType_entityId', ['entityType', 'entityId'])
@Index('core_notification_mailDue', ['mailDue'])
@Index('core_notification_floodId', ['floodId'])
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
  /** By which ways it is told, as the person had chosen when it happened. */
  @Bool() inBell!: boolean;
  @Bool() inBrowser!: boolean;
  /** Names the flood of one kind that it belongs to; null for one that stands alone. */
  @OptionalInt() floodId!: number | null;
  /** Another one of its flood stands for it. */
  @Bool() isCovered!: boolean;
  /** How many it tells of: its flood, when it stands for that. */
  @Int() count!: number;
  /** From when on it is mailed; null when it is not, or was. */
  @OptionalInstant() mailDue!: Date | null;
  @OptionalInstant() mailedAt!: Date | null;
}

/** By which ways somebody wants to be told of one kind of event, where that is not as the kind says. */
@Entity('core_notification_choice')
@Index('core_notification_choice_principalId_kind', ['principalId', 'kind'], { unique: true })
@Index('core_notification_choice_kind', ['kind'])
export class NotificationChoice {
  @Id() id!: number;
  @Int() principalId!: number;
  /** Id of a {@link NotificationKind}. */
  @Text(60) kind!: string;
  @Bool() bell!: boolean;
  @Bool() mail!: boolean;
  @Bool() browser!: boolean;
}
