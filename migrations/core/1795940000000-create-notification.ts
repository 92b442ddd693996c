import type { Schema } from '../../core/database/migration';

/** What people are told has happened somewhere. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_notification',
    [
      column.id(),
      column.int('principalId'),
      column.instant('createdAt'),
      column.text('kind', 60),
      column.text('entityType', 60),
      column.int('entityId'),
      column.optionalInt('byId'),
      column.text('byName'),
      column.bool('isRead'),
    ],
    [{ on: ['principalId', 'createdAt'] }, { on: ['createdAt'] }, { on: ['entityType', 'entityId'] }],
  );
}
