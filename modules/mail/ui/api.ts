/** What panels of other modules may use of mail. */
export type { LedgerEntry, MailAccount, MailRelay, OutboxMessage, Outcome, Security } from './mail';
