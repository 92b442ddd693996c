import { Entity, Index } from 'typeorm';
import {
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

/** One mail as it arrived, and what became of it. A row is made before the mail is acknowledged and never goes. */
@Entity('mail_ledger')
@Index('mail_ledger_arrivalKey', ['arrivalKey'], { unique: true })
@Index('mail_ledger_state_id', ['state', 'id'])
@Index('mail_ledger_messageId', ['messageId'])
@Index('mail_ledger_digest', ['digest'])
@Index('mail_ledger_blobId', ['blobId'])
@Index('mail_ledger_taskId', ['taskId'])
@Index('mail_ledger_commentId', ['commentId'])
@Index('mail_ledger_receivedAt', ['receivedAt'])
export class LedgerEntry {
  @Id() id!: number;
  /** What makes two arrivals the same one, see arrival-key.ts. */
  @Text() arrivalKey!: string;
  @Text(10) source!: 'imap' | 'smtp';
  @Int() accountId!: number;
  /** When the mail server (or our listener) took it over. */
  @Instant() receivedAt!: Date;
  /** MAIL FROM; empty for a notice that must not be answered, null when the source does not tell. */
  @OptionalText(320) envelopeFrom!: string | null;
  /** Our addresses it was sent to, as far as the source tells. */
  @Json() envelopeTo!: string[];
  /** From header as people read it; the envelope's sender until the mail was parsed. */
  @LongText() sender!: string;
  /** Addresses of To and Cc; the envelope's until the mail was parsed. */
  @Json() recipients!: string[];
  @LongText() subject!: string;
  /** {@link indexedMessageId} of the Message-ID, without angle brackets. */
  @OptionalText() messageId!: string | null;
  /** SHA-256 over what people see of the mail, see digest.ts; null until it was parsed. */
  @OptionalText(64) digest!: string | null;
  /** Bytes. */
  @Int() size!: number;
  /** The raw bytes; their SHA-256 is part of the id. */
  @NamesBlobs() @Text(70) blobId!: string;
  @Text(20) state!: 'stored' | 'processed' | 'quarantined';
  @OptionalText(20) outcome!: Outcome | null;
  /** Why it came to this outcome, in one sentence. */
  @OptionalLongText() reason!: string | null;
  /** Why it could not be read or processed, in one sentence. */
  @OptionalLongText() error!: string | null;
  @Int() attempts!: number;
  @OptionalInstant() nextAttemptAt!: Date | null;
  @OptionalInt() taskId!: number | null;
  @OptionalInt() commentId!: number | null;
}

/** What became of a mail. */
export const OUTCOMES = [
  'ticket',
  'reply',
  'unverified',
  'bounce',
  'automatic',
  'duplicate',
  'own',
  'ignored',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
