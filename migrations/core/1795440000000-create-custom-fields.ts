import type { Schema } from '../../core/database/migration';

/** Definitions of custom fields, their values, and the index by which objects are found and sorted by them. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_custom_field_set',
    [
      column.id(),
      column.text('type', 60),
      column.text('name'),
      column.text('description', 1000),
      column.int('sortOrder'),
      column.longText('showWhen'),
      column.bool('forCustomers'),
    ],
    [{ on: ['type'] }],
  );
  await schema.createTable(
    'core_custom_field',
    [
      column.id(),
      column.int('fieldSetId'),
      column.text('key', 40),
      column.text('name'),
      column.text('kind', 40),
      column.json('options'),
      column.bool('required'),
      column.longText('requiredWhen'),
      column.longText('hiddenWhen'),
      column.json('default'),
      column.text('hint', 500),
      column.int('sortOrder'),
      column.bool('showInGrid'),
      column.bool('filterable'),
    ],
    [{ on: ['fieldSetId'] }],
  );
  await schema.createTable('core_custom_value', [
    column.textKey('typeName', 60),
    column.givenId('objectId'),
    column.json('given'),
  ]);
  await schema.createTable(
    'core_custom_index',
    [
      column.id(),
      column.int('fieldId'),
      column.int('objectId'),
      column.optionalText('textValue'),
      column.optionalLongText('longValue'),
      column.optionalNumber('numberValue'),
      column.optionalInstant('dateValue'),
      column.optionalInt('principalId'),
    ],
    [
      { on: ['objectId', 'fieldId'] },
      { on: ['fieldId', 'textValue'] },
      { on: ['fieldId', 'numberValue'] },
      { on: ['fieldId', 'dateValue'] },
      { on: ['fieldId', 'principalId'] },
    ],
  );
}
