import { Column, Entity, Index } from 'typeorm';
import {
  Bool,
  GivenId,
  Id,
  Instant,
  Int,
  LongText,
  NamesBlobs,
  OptionalInt,
  OptionalLongText,
  OptionalText,
  Text,
} from '../../core/api';

/** One entry of a thread. */
@Entity('comments_comment')
@Index('comments_comment_entityType_entityId', ['entityType', 'entityId'])
export class Comment {
  @Id() id!: number;
  /** JMAP type and id of what is commented on. */
  @Text(60) entityType!: string;
  @Int() entityId!: number;
  /** What it was said about at first, as long as it is shown elsewhere. */
  @OptionalInt() movedFromId!: number | null;
  @OptionalInt() authorId!: number | null;
  @Text() authorName!: string;
  @Text(20) authorRole!: 'customer' | 'agent' | 'system';
  @Instant() createdAt!: Date;
  /** Private is the default: what was not said to be public stays among those who may read the whole object. */
  @Column({ type: 'boolean', default: true }) isPrivate!: boolean;
  @LongText() text!: string;
  /** Sanitised. Null when there is only text. */
  @OptionalLongText() html!: string | null;
  /** The part a reader can do without, folded in the thread. */
  @OptionalLongText() quotedText!: string | null;
  @OptionalLongText() quotedHtml!: string | null;
  @Text(20) source!: 'web' | 'mail' | 'system';
  /** False when whoever wrote it could not show to have a part in this; always true for who was signed in. */
  @Bool() senderIsVerified!: boolean;
}

/** Somebody whom a comment names. */
@Entity('comments_mention')
export class Mention {
  @GivenId() commentId!: number;
  @GivenId() principalId!: number;
}

/** A file of a comment. */
@Entity('comments_attachment')
@Index('comments_attachment_commentId', ['commentId'])
@Index('comments_attachment_blobId', ['blobId'])
export class Attachment {
  @Id() id!: number;
  @Int() commentId!: number;
  @NamesBlobs() @Text(70) blobId!: string;
  @Text(255) name!: string;
  @Text() type!: string;
  @Int() size!: number;
  /** Content-ID by which the HTML refers to it, without angle brackets. */
  @OptionalText(255) cid!: string | null;
  @Bool() isInline!: boolean;
}
