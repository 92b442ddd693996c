import type { Schema } from '../../core/database/migration';

/** Users, groups and contacts whom not every colleague sees. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('core_principal', schema.column.optionalInt('aclId'));
  await schema.createIndex('core_principal', { on: ['aclId'] });
}
