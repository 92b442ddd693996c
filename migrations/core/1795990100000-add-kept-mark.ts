import type { Schema } from '../../core/database/migration';

/** Tells whether what was read of the tables that change seldom still holds. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('core_account', schema.column.optionalText('keptMark', 16));
}
