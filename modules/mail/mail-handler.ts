import type { LedgerEntry, Outcome } from './ledger-entry.entity';
import type { MailAccount } from './mail-account.entity';
import type { ParsedMail } from './parse/parsed-mail';

/** A mail as it is handed over. */
export interface IncomingMail extends ParsedMail {
  /**
   * True when only the header could be read, because the mail is too large or damaged; `problems` says which. What is
   * made of it should carry the original (`entry.blobId`) as a file.
   */
  readonly isHeaderOnly: boolean;
}

/** What was made of a mail. */
export interface Handled {
  readonly outcome: Exclude<Outcome, 'duplicate'>;
  /** In one sentence, for people. */
  readonly reason: string;
  readonly taskId?: number;
  readonly commentId?: number;
}

/**
 * Port: what becomes of a mail. Filled by other modules through `provides`; mails that are nobody's stay stored.
 */
export abstract class MailHandler {
  /**
   * Accounts whose mail is this one's alone; null for a handler of all mail that nobody else claims. Asked anew whenever
   * mail is processed.
   */
  claimed(): Promise<readonly number[] | null> | null {
    return null;
  }

  /**
   * Called inside the transaction that also records the outcome, so that both happen or neither; it may be called
   * again for the same entry after a failure, and must have no effect but on the database. An entry that already has
   * a `taskId` was handled before as header-only, and a person asked to try again.
   * @throws Error to have the mail tried again later, and set aside after the last attempt
   */
  abstract handle(mail: IncomingMail, entry: LedgerEntry, account: MailAccount): Promise<Handled>;
}
