import type { Schema } from '../../core/api';

/** Named states of lists. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'tasks_status',
    [
      column.id(),
      column.int('taskListId'),
      column.text('name'),
      column.optionalText('nameKey'),
      column.text('progress', 20),
      column.optionalText('color', 20),
      column.int('sortOrder'),
    ],
    [{ on: ['taskListId'] }],
  );
}
