import type { Schema } from '../../core/database/migration';

/** Links between objects of any type. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_link',
    [
      column.id(),
      column.text('fromType', 60),
      column.int('fromId'),
      column.text('toType', 60),
      column.int('toId'),
      column.text('description'),
      column.instant('createdAt'),
      column.optionalInt('createdById'),
    ],
    [{ on: ['fromType', 'fromId', 'toType', 'toId'], unique: true }, { on: ['toType', 'toId'] }],
  );
}
