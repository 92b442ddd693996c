import type { Schema } from '../../core/database/migration';

/** The newest changes of a type, whoever hears of them. */
export async function up(schema: Schema): Promise<void> {
  await schema.createIndex('core_audience_state', { on: ['type', 'seq'] });
}
