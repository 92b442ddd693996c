import type { Schema } from '../../core/api';

/** What people write and have not sent: of each object one public text and one private note for each person. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'comments_draft',
    [
      column.id(),
      column.int('userId'),
      column.text('entityType', 60),
      column.int('entityId'),
      column.bool('isPrivate'),
      column.longText('html'),
      column.json('files'),
      column.int('version'),
      column.instant('modifiedAt'),
    ],
    [{ on: ['userId', 'entityType', 'entityId', 'isPrivate'], unique: true }, { on: ['entityType', 'entityId'] }],
  );
}
