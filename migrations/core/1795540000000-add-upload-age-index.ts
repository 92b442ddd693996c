import type { Schema } from '../../core/database/migration';

/** Uploads that nothing came to refer to are found by their age. */
export async function up(schema: Schema): Promise<void> {
  await schema.createIndex('core_upload', { on: ['createdAt'] });
}
