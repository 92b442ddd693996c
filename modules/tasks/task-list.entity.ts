import { Entity, Index } from 'typeorm';
import { Id, Int, OptionalInt, SortKey, Text } from '../../core/api';

/** A list of tasks. It owns an ACL; its tasks and all that belongs to them inherit. */
@Entity('tasks_list')
@Index('tasks_list_aclId', ['aclId'], { unique: true })
@Index('tasks_list_groupingId', ['groupingId'])
export class TaskList {
  @Id() id!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  @Text(1000) description!: string;
  /** `#rrggbb`, or empty. */
  @Text(20) color!: string;
  /** What the list is for: `list`, or a role of a module that extends tasks (`support`). */
  @Text(20) role!: string;
  @Int() sortOrder!: number;
  @Int() aclId!: number;
  /** The heading under which it is shown. */
  @OptionalInt() groupingId!: number | null;
}
