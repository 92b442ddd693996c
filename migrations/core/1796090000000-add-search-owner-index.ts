import type { Schema } from '../../core/database/migration';

/** Documents of an object and its parts. */
export async function up(schema: Schema): Promise<void> {
  await schema.createIndex('core_search_document', { on: ['ownerType', 'ownerId'] });
}
