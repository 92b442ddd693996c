import type { Schema } from '../../core/database/migration';

/** From where a session or app password was used last, and by what program. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_credential', column.optionalText('address', 45));
  await schema.addColumn('core_credential', column.optionalText('userAgent'));
}
