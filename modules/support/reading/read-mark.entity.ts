import { Entity, GivenId, Index, Int } from '../../../core/api';

/** Somebody has read a ticket, up to an entry of its thread. Only of tickets and entries that are later than the {@link ReadFloor}. */
@Entity('support_read_mark')
@Index('support_read_mark_taskId', ['taskId'])
export class ReadMark {
  @GivenId() principalId!: number;
  @GivenId() taskId!: number;
  /** Id of the newest entry there was; 0 when there was none. */
  @Int() commentId!: number;
}

/** What somebody is taken to have read: whatever is not later than these. Who has none yet has nothing unread. */
@Entity('support_read_floor')
export class ReadFloor {
  @GivenId() principalId!: number;
  /** Id of the newest task there was. */
  @Int() taskId!: number;
  /** Id of the newest entry there was. */
  @Int() commentId!: number;
}
