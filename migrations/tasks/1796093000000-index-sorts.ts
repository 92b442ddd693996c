import type { Schema } from '../../core/api';

/** Each order in which tasks are listed has an index that is walked, and counting who is responsible needs no row. */
export async function up(schema: Schema): Promise<void> {
  for (const column of ['taskListId', 'createdAt', 'progress', 'priority', 'responsibleId'])
    await schema.createIndex('tasks_task', { on: [column] });
  await schema.createIndex('tasks_task', { on: ['taskListId', 'responsibleId', 'progress', 'mergedIntoId'] });
}
