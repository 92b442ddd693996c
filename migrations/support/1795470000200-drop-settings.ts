import type { Schema } from '../../core/api';

/** See copy-settings. */
export async function up(schema: Schema): Promise<void> {
  await schema.dropTable('support_settings');
}
