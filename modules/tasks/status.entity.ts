import { Entity, Index } from 'typeorm';
import { Id, Int, OptionalText, SortKey, Text } from '../../core/api';
import type { Progress } from './task.entity';

/** Colours of a status, in words of CSS (RFC 7986 §5.9). */
export const COLORS = ['gray', 'blue', 'green', 'orange', 'red', 'purple'] as const;

/** A list's own named state, which stands for one progress. */
@Entity('tasks_status')
@Index('tasks_status_taskListId', ['taskListId'])
export class TaskStatus {
  @Id() id!: number;
  @Int() taskListId!: number;
  @Text() name!: string;
  @SortKey('name') nameKey!: string | null;
  @Text(20) progress!: Progress;
  /** Null for that of the progress. */
  @OptionalText(20) color!: (typeof COLORS)[number] | null;
  @Int() sortOrder!: number;
}
