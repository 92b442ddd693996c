import { Entity, Index } from 'typeorm';
import {
  Bool,
  Id,
  Instant,
  Int,
  Json,
  LongText,
  NamesBlobs,
  OptionalInstant,
  OptionalInt,
  OptionalLongText,
  OptionalText,
  Text,
} from '../../core/api';
import type { MailAddress } from './parse/parsed-mail';

/** One mail to be sent, and what became of it. */
@Entity('mail_outbox')
@Index('mail_outbox_messageId', ['messageId'], { unique: true })
@Index('mail_outbox_state_id', ['state', 'id'])
@Index('mail_outbox_commentId', ['commentId'])
@Index('mail_outbox_blobId', ['blobId'])
export class OutboxMessage {
  @Id() id!: number;
  @Int() accountId!: number;
  /**
   * `automatic`: the program's answer to a mail; `system`: written by the program for itself. Both are marked as such, and
   * have an empty return path if they are no entry of a thread (RFC 3834).
   */
  @Text(20) kind!: 'reply' | 'automatic' | 'system';
  @Json() sender!: MailAddress;
  @Json() recipients!: MailAddress[];
  @LongText() subject!: string;
  @LongText() text!: string;
  @OptionalLongText() html!: string | null;
  /** Part of {@link blobId} once that is made. */
  @NamesBlobs({ isWithin: true, while: 'blobId IS NULL' }) @Json() attachments!: OutboxAttachment[];
  /** Message-ID without angle brackets. */
  @OptionalLongText() inReplyTo!: string | null;
  /** Message-IDs without angle brackets, oldest first. */
  @Json() references!: string[];
  /** Address for answers; null when it is the sender's. */
  @OptionalText(320) replyTo!: string | null;
  /** Fixed before the first try and the same in all; without angle brackets. */
  @Text() messageId!: string;
  @Text(20) state!: OutboxState;
  @Int() attempts!: number;
  @OptionalInstant() nextAttemptAt!: Date | null;
  /** Token of the worker that sends it now or sent it last. */
  @OptionalText(64) claim!: string | null;
  @OptionalInstant() claimedAt!: Date | null;
  /** True from just before the first byte of the message may leave: from then on an unknown outcome stays unknown. */
  @Bool() dataBegun!: boolean;
  @OptionalLongText() lastError!: string | null;
  /** Addresses that the relay has already taken the message for. */
  @Json() delivered!: string[];
  /** Recipients that it did not reach for good. */
  @Json() rejected!: Rejection[];
  @Instant() createdAt!: Date;
  @OptionalInstant() sentAt!: Date | null;
  @OptionalInt() commentId!: number | null;
  /** Its text is nobody's to read: {@link text} and {@link html} are empty, and the raw message is not kept. */
  @Bool() isConfidential!: boolean;
  /** Of a confidential message text and HTML, encrypted; null once it was sent or has expired. See sealed-body.ts. */
  @OptionalLongText() sealed!: string | null;
  /** A confidential message that has not left by then is worth nothing any more. */
  @OptionalInstant() expiresAt!: Date | null;
  /** The message as it goes over the wire; null until the first try, and always for a confidential one. */
  @NamesBlobs() @OptionalText(70) blobId!: string | null;
}

export const OUTBOX_STATES = ['held', 'queued', 'sending', 'sent', 'failed', 'uncertain', 'withdrawn'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxAttachment {
  readonly blobId: string;
  readonly name: string;
  readonly type: string;
  /** Content-ID without angle brackets, for an image that the HTML shows. */
  readonly cid: string | null;
}

/** Why a recipient was not reached. */
export interface Rejection {
  readonly address: string;
  /** `hard`: will not work later either; `soft`: the server took it and gave up. */
  readonly kind: 'hard' | 'soft';
  readonly detail: string;
}
