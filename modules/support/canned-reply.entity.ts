import { Entity, GivenId, Id, Index, Int, LongText, SortKey, Text } from '../../core/api';

/** A text that agents insert into what they write. */
@Entity('support_canned_reply')
export class CannedReply {
  @Id() id!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  @LongText() text!: string;
  @Int() sortOrder!: number;
}

/** A reply is for the tickets of a list; one without any list is for all tickets. */
@Entity('support_canned_reply_list')
@Index('support_canned_reply_list_taskListId', ['taskListId'])
export class CannedReplyList {
  @GivenId() replyId!: number;
  @GivenId() taskListId!: number;
}
