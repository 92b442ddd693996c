import type { Schema } from '../../core/database/migration';

/** Settings of all modules, one row each. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_setting',
    [column.id(), column.text('module', 40), column.json('given')],
    [{ on: ['module'], unique: true }],
  );
}
