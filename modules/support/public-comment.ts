import type { Attachment, Comment } from '../comments/api';

declare const isPublic: unique symbol;

/** A comment that may leave for a customer. Code that writes to customers takes this type and no other. */
export interface PublicComment {
  readonly [isPublic]: true;
  readonly id: number;
  readonly taskId: number;
  readonly authorName: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
}

/** @throws Error for a private note: it must never get this far */
export function publicComment(comment: Comment, attachments: readonly Attachment[]): PublicComment {
  if (comment.isPrivate) throw new Error(`Comment ${String(comment.id)} is private`);
  const { id, entityId, authorName, text, html } = comment;
  return { id, taskId: entityId, authorName, text, html, attachments } as unknown as PublicComment;
}
