import { defineModule, NotificationKind, SearchText, TypeKeeper } from '../../core/api';
import { AttachmentNames } from './attachment.names';
import { AttachmentOwner } from './attachment.owner';
import { Attachments } from './attachments.service';
import { Attachment, Comment, Mention } from './comment.entity';
import { CommentKeeper } from './comment.keeper';
import { CommentType } from './comment.type';
import { Mentioned } from './mention.kind';
import { Mentions } from './mentions.service';
import { Thread } from './thread.dependent';

export default defineModule({
  entities: [Attachment, Comment, Mention],
  types: [CommentType],
  dependents: [Thread],
  services: [Attachments, Mentions],
  blobOwners: [AttachmentOwner],
  provides: [
    [NotificationKind, Mentioned],
    [SearchText, AttachmentNames],
    [TypeKeeper, CommentKeeper],
  ],
});
