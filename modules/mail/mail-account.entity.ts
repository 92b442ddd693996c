import { Entity, Index } from 'typeorm';
import { Bool, Id, Int, OptionalInstant, OptionalLongText, OptionalText, SortKey, Text } from '../../core/api';

/** An address at which we receive mail and in whose name we send it. */
@Entity('mail_account')
@Index('mail_account_address', ['address'], { unique: true })
export class MailAccount {
  @Id() id!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  /** Normalised by normaliseAddress(). */
  @Text(254) address!: string;
  /** `imap`: fetched from a mailbox elsewhere; `smtp`: handed to the built-in listener. */
  @Text(10) kind!: 'imap' | 'smtp';
  @Text(255) host!: string;
  @Int() port!: number;
  @Text(10) security!: Security;
  @Text(255) username!: string;
  /** Encrypted for {@link passwordPlace}; null when no password was given. */
  @OptionalLongText() passwordSecret!: string | null;
  @Text(255) mailbox!: string;
  @Bool() isEnabled!: boolean;
  @Text(10) importFrom!: 'now' | 'all';
  /**
   * UIDVALIDITY of the mailbox as last seen, followed by `+n` after the server gave out UIDs anew n times without
   * changing it; null before the first connection. A text, because it counts to 2^32.
   */
  @OptionalText(30) uidValidity!: string | null;
  /** Highest UID that was stored or skipped. */
  @OptionalText(20) lastUid!: string | null;
  /** Mails that the server received up to this instant are left alone in a rescan; null imports all. */
  @OptionalInstant() importAfter!: Date | null;
  @Text(20) state!: 'ok' | 'connecting' | 'error' | 'off';
  @OptionalLongText() lastError!: string | null;
  @OptionalInstant() lastCheckedAt!: Date | null;
}

/** `tls`: from the first byte; `starttls`: demanded, never merely offered; `none`: in the clear. */
export type Security = 'tls' | 'starttls' | 'none';
export const SECURITIES: readonly Security[] = ['tls', 'starttls', 'none'];

/** The place that the secret of an account is bound to, see SecretKey.encrypt. */
export function passwordPlace(accountId: number): string {
  return `mail_account|${String(accountId)}|password`;
}
