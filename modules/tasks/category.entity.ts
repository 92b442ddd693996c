import { Entity, Index } from 'typeorm';
import { GivenId, Id, OptionalInt, SortKey, Text } from '../../core/api';

/** A word by which tasks are sorted: of one list, or of all. */
@Entity('tasks_category')
@Index('tasks_category_taskListId', ['taskListId'])
export class TaskCategory {
  @Id() id!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  /** The list whose tasks can have it; null for those of all lists. */
  @OptionalInt() taskListId!: number | null;
  /** The last of its tasks that is sorted by its name as it is now, while others are not yet; null when all are. */
  @OptionalInt() sortedUpTo!: number | null;
}

/** A task has a category. */
@Entity('tasks_task_category')
@Index('tasks_task_category_categoryId', ['categoryId'])
export class Categorised {
  @GivenId() taskId!: number;
  @GivenId() categoryId!: number;
}
