import { FIELDS, type Field, NUMBERS, SETS, TICKETS, TYPES } from './model';
import type { ShapeWriter } from './write-shape';

/** Writes the custom fields of the model, and what the tickets hold in them. */
export async function writeFields(writer: ShapeWriter): Promise<void> {
  const isNew = writer.shape.fields === 'named' || writer.shape.fields === 'ti_tickets_custom_fields';
  await (isNew ? definitionsOfNow(writer) : definitionsOfBefore(writer));
  if (isNew && writer.shape.hasStaleTables) {
    await writer.table('cf_categories', [
      {
        'id int': 1,
        'extends_model varchar(100)': 'GO\\Tickets\\Model\\Ticket',
        'name varchar(50)': 'Stale',
        'sort_index int': 0,
      },
    ]);
    await writer.table('cf_fields', [
      { 'id int': 11, 'category_id int': 1, 'name varchar(255)': 'Stale', 'datatype varchar(100)': 'Text' },
    ]);
  }
  await values(writer, isNew);
}

const nameIn = (field: Field): string => field.name.replace(/\W+/g, '_');

async function definitionsOfBefore(writer: ShapeWriter): Promise<void> {
  const { fields } = writer.shape;
  const oldest = fields === 'cf_20';
  const prefix = oldest ? 'GO_Customfields_Customfieldtype_' : 'GO\\Customfields\\Customfieldtype\\';
  await writer.table(
    'cf_categories',
    SETS.map(({ id, name }) => ({
      'id int': id,
      ...(oldest ? { 'type int': 20 } : { 'extends_model varchar(100)': 'GO\\Tickets\\Model\\Ticket' }),
      'acl_id int': 80 + id,
      'name varchar(50)': name,
      'sort_index int': id,
    })),
  );
  const model = oldest ? 'GO_Tickets_Model_Ticket' : 'GO\\Tickets\\Model\\Ticket';
  const limited = TYPES.map(({ id }) => ({ 'model_id int': id, 'model_name varchar(100)': model }));
  await writer.table('cf_disable_categories', limited);
  await writer.table(
    'cf_enabled_categories',
    SETS.flatMap(({ id, types }) =>
      limited
        .filter((type) => types?.includes(type['model_id int']) ?? true)
        .map((type) => ({ ...type, 'category_id int': id })),
    ),
  );
  await writer.table(
    'cf_fields',
    FIELDS.map((field) => ({
      'id int': field.id,
      'category_id int': field.set,
      'name varchar(255)': field.name,
      'datatype varchar(100)': `${prefix}${field.old}`,
      'sort_index int': field.id,
      '`function` varchar(255)': field.formula ?? null,
      'required tinyint': field.required === true ? 1 : 0,
      'required_condition varchar(255)': field.condition ?? '',
      'helptext varchar(100)': field.hint ?? '',
      'multiselect tinyint': field.now === 'MultiSelect' ? 1 : 0,
      'nesting_level tinyint': 0,
      'treemaster_field_id int': 0,
      'exclude_from_grid tinyint': 0,
      'number_decimals tinyint': 2,
      'max_length int': 50,
    })),
  );
  const options = FIELDS.flatMap((field) => (field.options ?? []).map((option) => ({ field, option })));
  await writer.table(
    'cf_select_options',
    options
      .filter(({ field }) => field.old === 'Select')
      .map(({ field, option }) => ({
        ...{
          'id int': option.id,
          'field_id int': field.id,
          'text varchar(255)': option.text,
          'sort_order int': option.id,
        },
      })),
  );
  await writer.table(
    'cf_tree_select_options',
    options
      .filter(({ field }) => field.old === 'Treeselect')
      .map(({ field, option }) => ({
        ...{ 'id int': option.id, 'parent_id int': option.parent ?? 0, 'field_id int': field.id },
        ...{ 'name varchar(100)': option.text, 'sort int': option.id },
      })),
  );
}

async function definitionsOfNow(writer: ShapeWriter): Promise<void> {
  await writer.table(
    'core_customfields_field_set',
    SETS.map(({ id, name, types }) => ({
      'id int': id,
      'entityId int': NUMBERS.ticket,
      'aclId int': 80 + id,
      'name varchar(50)': name,
      'description text': '',
      'sortOrder int': id,
      '`filter` text': types === null ? '[]' : JSON.stringify({ typeId: types }),
    })),
  );
  await writer.table(
    'core_customfields_field',
    FIELDS.map((field) => ({
      'id int': field.id,
      'fieldSetId int': field.set,
      'name varchar(190)': field.name,
      'databaseName varchar(190)': nameIn(field),
      'type varchar(100)': field.now,
      'sortOrder int': field.id,
      'required tinyint': field.required === true ? 1 : 0,
      'relatedFieldCondition text': (field.condition ?? '').replace('Ground', '61'),
      'conditionallyHidden tinyint': 0,
      'conditionallyRequired tinyint': field.condition === undefined ? 0 : 1,
      'hint varchar(190)': field.hint ?? '',
      'exclude_from_grid tinyint': 0,
      'options text': JSON.stringify({
        maxLength: 50,
        numberDecimals: 2,
        ...(field.formula === undefined ? {} : { function: field.formula }),
      }),
    })),
  );
  await writer.table(
    'core_customfields_select_option',
    FIELDS.flatMap((field) =>
      (field.options ?? []).map((option) => ({
        'id int': option.id,
        'fieldId int': field.id,
        'parentId int NULL': option.parent ?? null,
        'text varchar(255)': option.text,
        'sortOrder int': option.id,
        'enabled tinyint': 1,
      })),
    ),
  );
}

async function values(writer: ShapeWriter, isNew: boolean): Promise<void> {
  const { fields } = writer.shape;
  const table = fields === 'named' ? 'cf_ti_tickets' : fields;
  const key = { cf_20: 'link_id', cf_ti_tickets: 'model_id', ti_tickets_custom_fields: 'id' }[table];
  const kept = FIELDS.filter(({ now }) => !isNew || !['MultiSelect', 'Notes'].includes(now));
  await writer.table(
    table,
    TICKETS.map(({ id }) => ({
      [`${key} int`]: id,
      ...Object.fromEntries(
        kept.map((field) => {
          const [old, now = old] = field.values?.[id] ?? [null];
          const held = field.old === 'Company' && isNew && typeof now === 'number' ? writer.company(now) : now;
          const name = isNew ? nameIn(field) : `col_${String(field.id)}`;
          return [`\`${name}\` ${field.column} NULL`, isNew ? held : old];
        }),
      ),
    })),
    `PRIMARY KEY (${key})`,
  );
  if (!isNew) return;
  for (const field of FIELDS.filter(({ now }) => now === 'MultiSelect'))
    await writer.table(
      `core_customfields_multiselect_${String(field.id)}`,
      Object.entries(field.values ?? {}).flatMap(([id, [, chosen]]) =>
        (chosen as number[]).map((option) => ({ 'id int': Number(id), 'optionId int': option })),
      ),
    );
}
