import type { Schema } from '../../core/api';

/** Headings under which lists are shown. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('tasks_grouping', [
    column.id(),
    column.text('name'),
    column.optionalText('nameKey'),
    column.int('sortOrder'),
  ]);
}
