import type { Schema } from '../../core/database/migration';

/** Fields that are gone, and whose values are yet to go. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('core_custom_field_removal', [
    column.givenId('fieldId'),
    column.text('type', 60),
    column.bool('forCustomers'),
    column.bool('isSearched'),
  ]);
}
