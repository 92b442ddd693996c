import type { Schema } from '../../core/api';

/** Categories, and which tasks have them. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'tasks_category',
    [column.id(), column.text('name'), column.optionalText('nameKey'), column.optionalInt('taskListId')],
    [{ on: ['taskListId'] }],
  );
  await schema.createTable(
    'tasks_task_category',
    [column.givenId('taskId'), column.givenId('categoryId')],
    [{ on: ['categoryId'] }],
  );
}
