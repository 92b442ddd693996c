import type { Schema } from '../../core/database/migration';

/** What clients remember for each person. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_preference',
    [column.id(), column.int('userId'), column.text('name', 120), column.json('value')],
    [{ on: ['userId', 'name'], unique: true }],
  );
}
