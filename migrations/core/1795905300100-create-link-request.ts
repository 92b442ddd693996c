import type { Schema } from '../../core/database/migration';

/** Who asked for a link by mail and has not been answered yet. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('core_link_request', [
    column.id(),
    column.text('kind', 20),
    column.longText('sealed'),
    column.instant('createdAt'),
  ]);
}
