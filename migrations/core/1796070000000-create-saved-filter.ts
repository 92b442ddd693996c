import type { Schema } from '../../core/database/migration';

/** Questions that people ask again and again, of their own and shared. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_saved_filter',
    [
      column.id(),
      column.optionalInt('userId'),
      column.text('type', 60),
      column.text('name'),
      column.optionalText('nameKey'),
      column.json('filter'),
    ],
    [{ on: ['userId'] }, { on: ['type'] }],
  );
}
