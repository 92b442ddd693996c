import type { Attachment, Comment } from '../comments/api';

declare const isPublic: unique symbol;

/** A comment that may leave for a customer. Code that writes to customers takes this type and no other. */
export interface PublicComment {
  readonly [isPublic]: true;
  readonly id: number;
  readonly taskId: number;
  /** null for what the program itself says. */
  readonly authorId: number | null;
  /** Empty for what the program itself says. */
  readonly authorName: string;
  readonly authorRole: Comment['authorRole'];
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
}

/** @throws Error for a private note: it must never get this far */
export function publicComment(comment: Comment, attachments: readonly Attachment[]): PublicComment {
  if (comment.isPrivate) throw new Error(`Comment ${String(comment.id)} is private`);
  const { id, entityId, authorId, authorName, authorRole, text, html } = comment;
  return {
    id,
    taskId: entityId,
    authorId,
    authorName,
    authorRole,
    text,
    html,
    attachments,
  } as unknown as PublicComment;
}
