import { Bool, Entity, Id, Index, Instant, Int, Json, LongText, NamesBlobs, Text } from '../../core/api';
import type { NewAttachment } from './attachments.service';

/** What one person writes about an object and has not sent. */
@Entity('comments_draft')
@Index('comments_draft_userId_entityType_entityId_isPrivate', ['userId', 'entityType', 'entityId', 'isPrivate'], {
  unique: true,
})
@Index('comments_draft_entityType_entityId', ['entityType', 'entityId'])
export class CommentDraft {
  @Id() id!: number;
  @Int() userId!: number;
  /** JMAP type and id of what is commented on. */
  @Text(60) entityType!: string;
  @Int() entityId!: number;
  @Bool() isPrivate!: boolean;
  /** As the writer's editor has it, whom it names included. */
  @LongText() html!: string;
  @NamesBlobs({ isWithin: true }) @Json() files!: readonly StoredFile[];
  /** One more with each change. */
  @Int() version!: number;
  @Instant() modifiedAt!: Date;
}

/** A file of a draft, with its bytes. */
export type StoredFile = NewAttachment & { readonly size: number };
