import type { Schema } from '../../core/database/migration';

/** What modules have yet to remove about objects of deleted modules. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('core_purge', [column.textKey('module', 40), column.textKey('type', 60)]);
}
