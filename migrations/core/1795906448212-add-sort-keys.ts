import type { Schema } from '../../core/api';

/** What texts for people are sorted by, the same on every database. */
export async function up(schema: Schema): Promise<void> {
  await schema.addSortKey('core_principal', 'name', { isIndexed: true });
  await schema.addSortKey('core_contact', 'organisation');
  await schema.addSortKey('core_credential', 'label');
  await schema.addSortKey('core_file_node', 'name');
  await schema.addSortKey('core_custom_field_set', 'name');
  await schema.addSortKey('core_custom_field', 'name');
  await schema.addSortKey('core_custom_index', 'textValue');
  await schema.createIndex('core_custom_index', { on: ['fieldId', 'textValueKey'] });
}
