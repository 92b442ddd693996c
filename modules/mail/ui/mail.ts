/** An address at which mail is received. */
export interface MailAccount {
  id: string;
  name: string;
  address: string;
  kind: 'imap' | 'smtp';
  host: string;
  port: number;
  security: Security;
  username: string;
  /** Never sent back. */
  password: string;
  mailbox: string;
  isEnabled: boolean;
  importFrom: 'now' | 'all';
  state: 'ok' | 'connecting' | 'error' | 'off';
  lastError: string | null;
  /** UTCDate. */
  lastCheckedAt: string | null;
}

export type Security = 'tls' | 'starttls' | 'none';

/** The server that takes our mail. */
export interface MailRelay {
  id: string;
  host: string;
  port: number;
  security: Security;
  username: string;
  password: string;
  state: 'ok' | 'error' | 'off';
  lastError: string | null;
}

/** One mail as it arrived, and what became of it. */
export interface LedgerEntry {
  id: string;
  accountId: string;
  source: 'imap' | 'smtp';
  receivedAt: string;
  sender: string;
  recipients: string[];
  subject: string;
  messageId: string | null;
  size: number;
  state: 'stored' | 'processed' | 'quarantined';
  outcome: Outcome | null;
  reason: string | null;
  error: string | null;
  attempts: number;
  taskId: string | null;
  commentId: string | null;
  blobId: string;
}

export type Outcome = 'ticket' | 'reply' | 'unverified' | 'bounce' | 'automatic' | 'duplicate' | 'own' | 'ignored';

/** One mail to be sent. */
export interface OutboxMessage {
  id: string;
  accountId: string;
  sender: string;
  recipients: string[];
  subject: string;
  messageId: string;
  state: 'held' | 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain' | 'withdrawn';
  attempts: number;
  lastError: string | null;
  createdAt: string;
  sentAt: string | null;
  nextAttemptAt: string | null;
  commentId: string | null;
  text: string;
  html: string | null;
  /** The message as it goes over the wire; null until the first try. */
  blobId: string | null;
  /** It holds a secret: text and raw message are not shown to anybody. */
  isConfidential: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    MailAccount: MailAccount;
    MailRelay: MailRelay;
    LedgerEntry: LedgerEntry;
    OutboxMessage: OutboxMessage;
  }
}
