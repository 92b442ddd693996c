import type { Schema } from '../../core/database/migration';

/** Files and folders that belong to objects. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_file_node',
    [
      column.id(),
      column.text('entityType', 60),
      column.int('entityId'),
      column.optionalInt('parentId'),
      column.text('name', 255),
      column.optionalText('blobId', 70),
      column.int('size'),
      column.text('type'),
      column.instant('createdAt'),
      column.optionalInt('createdById'),
      column.optionalInstant('trashedAt'),
    ],
    [{ on: ['entityType', 'entityId', 'parentId'] }, { on: ['parentId'] }, { on: ['blobId'] }, { on: ['createdById'] }],
  );
}
