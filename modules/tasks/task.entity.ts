import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, LongText, OptionalInstant, OptionalInt, OptionalText, SortKey, Text } from '../../core/api';

/** States of a task, in the words of JSCalendar (RFC 8984 §5.2.5). */
export const PROGRESS = ['needs-action', 'in-process', 'completed', 'failed', 'cancelled'] as const;
export type Progress = (typeof PROGRESS)[number];

/** True for the states in which nothing is left to do. */
export function isClosed(progress: Progress): boolean {
  return progress === 'completed' || progress === 'failed' || progress === 'cancelled';
}

/** The priority, with 0 (undefined) behind the lowest, which is 9. */
export function priorityKey(priority: number): number {
  return priority === 0 ? 10 : priority;
}

@Entity('tasks_task')
@Index('tasks_task_titleKey', ['titleKey'])
@Index('tasks_task_uid', ['uid'], { unique: true })
@Index('tasks_task_taskListId_progress_modifiedAt_mergedIntoId', [
  'taskListId',
  'progress',
  'modifiedAt',
  'mergedIntoId',
])
@Index('tasks_task_taskListId_responsibleId_progress_mergedIntoId', [
  'taskListId',
  'responsibleId',
  'progress',
  'mergedIntoId',
])
@Index('tasks_task_taskListId_modifiedAt', ['taskListId', 'modifiedAt'])
@Index('tasks_task_taskListId', ['taskListId'])
@Index('tasks_task_modifiedAt', ['modifiedAt'])
@Index('tasks_task_createdAt', ['createdAt'])
@Index('tasks_task_progress', ['progress'])
@Index('tasks_task_priority', ['priority'])
@Index('tasks_task_priorityKey', ['priorityKey'])
@Index('tasks_task_categoryKey', ['categoryKey'])
@Index('tasks_task_responsibleId', ['responsibleId'])
@Index('tasks_task_due', ['due'])
@Index('tasks_task_mergedIntoId', ['mergedIntoId'])
@Index('tasks_task_statusId', ['statusId'])
@Index('tasks_task_responsibleId_progress', ['responsibleId', 'progress'])
export class Task {
  @Id() id!: number;
  /** UID of the iCalendar object (RFC 7986 §5.3). */
  @Text() uid!: string;
  @Int() taskListId!: number;
  @Text(255) title!: string;
  @SortKey('title') titleKey!: string | null;
  @LongText() description!: string;
  @OptionalInstant() start!: Date | null;
  @OptionalInstant() due!: Date | null;
  @Text(20) progress!: Progress;
  /** The named state of its list that stands for the progress; see Statuses. */
  @OptionalInt() statusId!: number | null;
  @Int() percentComplete!: number;
  /** 0 undefined, 1 highest … 9 lowest (RFC 5545 §3.8.1.9). */
  @Int() priority!: number;
  /** What it is sorted by from the highest; see {@link priorityKey}. Null only for rows of before there was one. */
  @OptionalInt() priorityKey!: number | null;
  @OptionalInt() responsibleId!: number | null;
  @OptionalInt() createdById!: number | null;
  /** Sort key of the name that comes first among those of its categories; null for none. See Categories. */
  @OptionalText() categoryKey!: string | null;
  /** The task as a part of which this one is shown; see Merges. */
  @OptionalInt() mergedIntoId!: number | null;
  /** What it was merged into; another than that when this has been merged since. */
  @OptionalInt() mergedAtFirstId!: number | null;
  @Instant() createdAt!: Date;
  @Instant() modifiedAt!: Date;
}
