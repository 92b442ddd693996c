import { defineModule, NotificationKind, SearchText, TypeKeeper } from '../../core/api';
import { AttachmentNames } from './attachment.names';
import { AttachmentOwner } from './attachment.owner';
import { Attachments } from './attachments.service';
import { Attachment, Comment, Mention } from './comment.entity';
import { CommentKeeper } from './comment.keeper';
import { CommentType } from './comment.type';
import { CommentDraft } from './comment-draft.entity';
import { CommentDraftType } from './comment-draft.type';
import { CommentDrafts } from './comment-drafts.dependent';
import { DraftFiles } from './draft-files.owner';
import { Mentioned } from './mention.kind';
import { Mentions } from './mentions.service';
import { Moves } from './moves.service';
import { Thread } from './thread.dependent';
import { Threads } from './threads.service';

export default defineModule({
  entities: [Attachment, Comment, CommentDraft, Mention],
  types: [CommentDraftType, CommentType],
  dependents: [CommentDrafts, Thread],
  services: [Attachments, Mentions, Moves, Threads],
  blobOwners: [AttachmentOwner, DraftFiles],
  provides: [
    [NotificationKind, Mentioned],
    [SearchText, AttachmentNames],
    [TypeKeeper, CommentKeeper],
  ],
});
