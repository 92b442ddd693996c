/** An entry of a thread as the API tells it. */
export interface Comment {
  id: string;
  entityType: string;
  entityId: string;
  authorId: string | null;
  authorName: string;
  authorRole: 'customer' | 'agent' | 'system';
  /** UTCDate. */
  createdAt: string;
  /** A note that agents alone see. */
  isPrivate: boolean;
  text: string;
  /** Sanitised; null when there is only text. */
  html: string | null;
  quotedText: string | null;
  quotedHtml: string | null;
  attachments: Attachment[];
  source: 'web' | 'mail' | 'system';
  senderIsVerified: boolean;
  /** Ids of those whom the entry names; null for all but colleagues. */
  mentions: readonly string[] | null;
  /** Why the mail was filed here; null for all but agents. */
  arrival: { ledgerId: string; reason: string } | null;
  /** What became of the mail made of this entry; null for all but agents. */
  delivery: Delivery | null;
}

export interface Attachment {
  blobId: string;
  name: string;
  type: string;
  /** Bytes; absent in what is sent to the server. */
  size?: number;
  cid?: string | null;
  isInline?: boolean;
}

export type DeliveryState = 'held' | 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';

export interface Delivery {
  state: DeliveryState;
  detail: string | null;
  recipients: string[];
}

declare module 'extjs-types' {
  interface DataTypes {
    Comment: Comment;
  }
}
