import type { Schema } from '../../core/api';

/** What rows of older systems have become, and who is at work. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'tickets_to_support_row',
    [
      column.id(),
      column.text('source', 64),
      column.text('sourceTable', 64),
      column.int('sourceId'),
      column.text('type', 60),
      column.optionalInt('objectId'),
      column.text('hash', 64),
    ],
    [{ on: ['source', 'sourceTable', 'sourceId'], unique: true }, { on: ['type', 'objectId'] }],
  );
  await schema.createTable(
    'tickets_to_support_run',
    [
      column.id(),
      column.text('source', 64),
      column.optionalText('holder', 40),
      column.optionalInstant('heldUntil'),
      column.instant('startedAt'),
      column.optionalInstant('endedAt'),
    ],
    [{ on: ['source'], unique: true }],
  );
}
