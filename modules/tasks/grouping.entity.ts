import { Entity } from 'typeorm';
import { Id, Int, SortKey, Text } from '../../core/api';

/** A heading under which lists are shown. */
@Entity('tasks_grouping')
export class TaskListGrouping {
  @Id() id!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  @Int() sortOrder!: number;
}
