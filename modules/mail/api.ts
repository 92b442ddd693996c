/** The front door: all that other modules may import of mail. */
export { MailAccounts } from './accounts.service';
export { LedgerEntry, OUTCOMES, type Outcome } from './ledger-entry.entity';
export { MailAccount } from './mail-account.entity';
export { type Handled, type IncomingMail, MailHandler } from './mail-handler';
export { indexedMessageId } from './message-id';
export { type NewMessage, Outbox } from './outbox.service';
export {
  OUTBOX_STATES,
  type OutboxAttachment,
  OutboxMessage,
  type OutboxState,
  type Rejection,
} from './outbox-message.entity';
export { type Automatic, recogniseAutomatic } from './parse/automatic';
export { type Bounce, readBounce } from './parse/bounce';
export { type SplitHtml, splitQuotedHtml } from './parse/html-quotes';
export type {
  AuthenticationResult,
  MailAddress,
  MailAttachment,
  MailReport,
  ParsedMail,
  ReportRecipient,
  ReturnedMail,
} from './parse/parsed-mail';
export { type SplitText, splitQuoted } from './parse/quotes';
export { MAIL_MANAGERS } from './permission';
