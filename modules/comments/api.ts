/** What other modules may use of comments. */
export { Attachments, type NewAttachment } from './attachments.service';
export { Attachment, Comment } from './comment.entity';
export { MENTION } from './mention.kind';
