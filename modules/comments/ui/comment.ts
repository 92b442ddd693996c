/** An entry of a thread as the API tells it. */
export interface Comment {
  id: string;
  entityType: string;
  entityId: string;
  /** What it was said about at first, while it is shown elsewhere; null for all but colleagues. */
  movedFromId: string | null;
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
  /** Given, never told: the draft that the entry is, as it was seen last. */
  draft?: Pick<CommentDraft, 'id' | 'version'>;
}

/** What the user writes about an object and has not sent. */
export interface CommentDraft {
  id: string;
  entityType: string;
  entityId: string;
  isPrivate: boolean;
  html: string;
  attachments: readonly Attachment[];
  /** One more with each change. */
  version: number;
  /** UTCDate. */
  modifiedAt: string;
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

export type DeliveryState = 'held' | 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain' | 'withdrawn';

export interface Delivery {
  state: DeliveryState;
  detail: string | null;
  recipients: string[];
}

declare module 'extjs-types' {
  interface DataTypes {
    Comment: Comment;
    CommentDraft: CommentDraft;
  }
}
