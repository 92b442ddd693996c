import type { Schema } from '../../core/database/migration';

/** Sessions of administrators in somebody else's name. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_credential', column.optionalInt('actorId'));
  await schema.addColumn('core_credential', column.optionalInt('parentId'));
  await schema.createIndex('core_credential', { on: ['parentId'] });
}
