import type { Schema } from '../../core/api';

/** Tasks that are shown as a part of another, and an index by which the others are counted without reading them. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('tasks_task', column.optionalInt('mergedIntoId'));
  await schema.addColumn('tasks_task', column.optionalInt('mergedAtFirstId'));
  await schema.createIndex('tasks_task', { on: ['mergedIntoId'] });
  await schema.createIndex('tasks_task', { on: ['taskListId', 'progress', 'modifiedAt', 'mergedIntoId'] });
  await schema.dropIndex('tasks_task', { on: ['taskListId', 'progress', 'modifiedAt'] });
}
