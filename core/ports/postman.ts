/** A mail that the host itself writes to somebody: no answer to anything, and not to be answered by a program. */
export interface SystemMail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  /** A whole document. */
  readonly html: string;
  /**
   * Set for a mail that holds a secret, a link by which somebody signs in: nobody may read its text in the record of
   * mail, and what has not left by then is not sent any more. null for a mail that anybody of the house may read.
   */
  readonly secretUntil: Date | null;
}

/** What carries the host's own mails, as a port: a module provides it, or nothing does and no mail is sent. */
export abstract class Postman {
  /** True when mail leaves this host at all. */
  abstract isReady(): Promise<boolean>;
  /** False for an address at which others than its owner read: one of our own mailboxes. */
  abstract isPrivate(address: string): Promise<boolean>;
  /** Hands the mail over within the transaction at hand: it leaves after the commit, or not at all. */
  abstract send(mail: SystemMail): Promise<void>;
}
