import { defineModule, SearchText, TypeKeeper } from '../../core/api';
import { AttachmentNames } from './attachment.names';
import { AttachmentOwner } from './attachment.owner';
import { Attachments } from './attachments.service';
import { Attachment, Comment } from './comment.entity';
import { CommentKeeper } from './comment.keeper';
import { CommentType } from './comment.type';
import { Thread } from './thread.dependent';

export default defineModule({
  entities: [Attachment, Comment],
  types: [CommentType],
  dependents: [Thread],
  services: [Attachments],
  blobOwners: [AttachmentOwner],
  provides: [
    [SearchText, AttachmentNames],
    [TypeKeeper, CommentKeeper],
  ],
});
