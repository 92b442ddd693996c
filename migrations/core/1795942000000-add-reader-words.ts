import type { Schema } from '../../core/database/migration';

/** Words of what is found by colleagues alone. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('core_search_document', schema.column.optionalLongText('readerWords'));
}
