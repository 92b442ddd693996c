import { numberIn, type Raw, textIn } from './columns';
import type { Tables } from './group-office.tables';
import type { LegacyField, LegacyFieldSet, LegacyKind } from './legacy-fields';

/** Last word of the name of a kind, in small letters → what is understood of it. */
const KINDS: Readonly<Record<string, LegacyKind>> = {
  text: 'text',
  readonlytext: 'text',
  textarea: 'textarea',
  templatefield: 'textarea',
  html: 'html',
  number: 'number',
  checkbox: 'checkbox',
  yesno: 'yesNo',
  date: 'date',
  datetime: 'datetime',
  select: 'select',
  treeselect: 'select',
  treeselectslave: 'select',
  multiselect: 'multiselect',
  user: 'user',
  contact: 'contact',
  company: 'company',
  organization: 'company',
  group: 'group',
  usergroup: 'group',
  functionfield: 'function',
  attachments: 'files',
  encryptedtext: 'hidden',
  infotext: 'display',
  heading: 'display',
  notes: 'display',
};

/** Names under which tickets have custom fields: of 6.2, of 4.x, and the number of 3.x. */
const TICKET = /^(GO\\Tickets\\Model\\Ticket|GO_Tickets_Model_Ticket|20)$/;

interface Option {
  readonly id: number;
  readonly parentId: number;
  readonly fieldId: number;
  readonly text: string;
}

/** Sets of fields that tickets have. Of a database that is half upgraded, the tables that know any count. */
export async function fieldSetsIn(tables: Tables): Promise<LegacyFieldSet[]> {
  const found = await setsOfNow(tables);
  return found.length > 0 ? found : setsOfBefore(tables);
}

async function setsOfNow(tables: Tables): Promise<LegacyFieldSet[]> {
  const entities = await tables.all('core_entity');
  const ticket = entities.find((row) => textIn(row, 'name') === 'Ticket');
  const sets = (await tables.all('core_customfields_field_set')).filter(
    (row) => ticket && numberIn(row, 'entityId') === numberIn(ticket, 'id'),
  );
  if (sets.length === 0) return [];
  const options = (await tables.all('core_customfields_select_option'))
    .filter((row) => row['enabled'] === undefined || numberIn(row, 'enabled') > 0)
    .sort((a, b) => numberIn(a, 'sortOrder') - numberIn(b, 'sortOrder') || numberIn(a, 'id') - numberIn(b, 'id'))
    .map((row) => optionOf(row, 'parentId', 'fieldId', 'text'));
  const fields = inOrder(await tables.all('core_customfields_field'), 'sortOrder').map((row) =>
    fieldOfNow(row, options),
  );
  return inOrder(sets, 'sortOrder').map((row) => {
    const { typeIds, filter } = filterIn(jsonIn(row, 'filter'));
    return setOf(row, 'core_customfields_field_set', 'sortOrder', textIn(row, 'description'), typeIds, filter, fields);
  });
}

async function setsOfBefore(tables: Tables): Promise<LegacyFieldSet[]> {
  const categories = (await tables.all('cf_categories')).filter((row) =>
    TICKET.test(textIn(row, 'extends_model') || textIn(row, 'type')),
  );
  if (categories.length === 0) return [];
  const [limited, enabled] = [
    (await tables.all('cf_disable_categories')).filter((row) => TICKET.test(textIn(row, 'model_name'))),
    (await tables.all('cf_enabled_categories')).filter((row) => TICKET.test(textIn(row, 'model_name'))),
  ];
  const restricted = new Set(limited.map((row) => numberIn(row, 'model_id')));
  const types = (await tables.all('ti_types')).map((row) => numberIn(row, 'id'));
  const options = [
    ...inOrder(await tables.all('cf_select_options'), 'sort_order').map((row) =>
      optionOf(row, 'parent_id', 'field_id', 'text'),
    ),
    ...inOrder(await tables.all('cf_tree_select_options'), 'sort').map((row) =>
      optionOf(row, 'parent_id', 'field_id', 'name'),
    ),
  ];
  const all = await tables.all('cf_fields');
  const fields = inOrder(all, 'sort_index').map((row) => fieldOfBefore(row, options, all));
  return inOrder(categories, 'sort_index').map((row) => {
    const offering = types.filter(
      (type) =>
        !restricted.has(type) ||
        enabled.some(
          (one) => numberIn(one, 'model_id') === type && numberIn(one, 'category_id') === numberIn(row, 'id'),
        ),
    );
    const typeIds = offering.length === types.length ? null : offering;
    return setOf(row, 'cf_categories', 'sort_index', '', typeIds, '', fields);
  });
}

function setOf(
  row: Raw,
  table: string,
  order: string,
  description: string,
  typeIds: readonly number[] | null,
  filter: string,
  fields: readonly LegacyField[],
): LegacyFieldSet {
  const id = numberIn(row, 'id');
  const own = fields.filter(({ setId }) => setId === id);
  const [name, sortOrder] = [textIn(row, 'name').trim(), numberIn(row, order)];
  return { table, id, name, description: description.trim(), sortOrder, typeIds, filter, fields: own };
}

/** `{"typeId":[1,2]}`: the types, and what else it may ask for. */
function filterIn(json: string): Pick<LegacyFieldSet, 'typeIds' | 'filter'> {
  if (['', '{}', '[]', 'null'].includes(json.trim())) return { typeIds: null, filter: '' };
  try {
    const rules = Object.entries(JSON.parse(json) as Record<string, unknown>);
    const [own, others] = [rules.filter(([name]) => isType(name)), rules.filter(([name]) => !isType(name))];
    const ids = own.flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value])).map(Number);
    return {
      typeIds: own.length > 0 && ids.length > 0 ? ids : null,
      filter: others.length > 0 ? JSON.stringify(Object.fromEntries(others)) : '',
    };
  } catch {
    return { typeIds: null, filter: json };
  }
}

const isType = (name: string): boolean => /^type_?id$/i.test(name);

function fieldOfNow(row: Raw, options: readonly Option[]): LegacyField {
  const id = numberIn(row, 'id');
  const settings = settingsIn(jsonIn(row, 'options'));
  const kind = kindOf(textIn(row, 'type'));
  const condition = textIn(row, 'relatedFieldCondition').trim();
  const when = (flag: string): string => (numberIn(row, flag) > 0 ? condition : '');
  const isConditional = numberIn(row, 'conditionallyHidden') > 0 || numberIn(row, 'conditionallyRequired') > 0;
  const inGrid = numberIn(row, 'exclude_from_grid') === 0 && numberIn(row, 'hiddenInGrid') === 0;
  return {
    table: 'core_customfields_field',
    id,
    setId: numberIn(row, 'fieldSetId'),
    name: textIn(row, 'name').trim(),
    aliases: [textIn(row, 'databaseName'), `col_${String(id)}`].filter((alias) => alias !== ''),
    datatype: textIn(row, 'type'),
    kind,
    sortOrder: numberIn(row, 'sortOrder'),
    required: numberIn(row, 'required') > 0,
    requiredWhen: when('conditionallyRequired'),
    hiddenWhen: when('conditionallyHidden'),
    hint: textIn(row, 'hint').trim(),
    longest: Number(settings['maxLength'] ?? 190),
    decimals: Number(settings['numberDecimals'] ?? 2),
    options: choicesIn(options, id, null),
    choosesIds: true,
    formula: kind === 'function' ? textOf(settings['function']) : '',
    isInGrid: inGrid,
    rest: restOf([
      ['relatedFieldCondition', isConditional ? '' : condition],
      ['unique_values', textIn(row, 'unique_values')],
      ['prefix', textIn(row, 'prefix')],
      ['suffix', textIn(row, 'suffix')],
      ['options.validationRegex', textOf(settings['validationRegex'])],
      ['options.default', textOf(settings['default'])],
    ]),
  };
}

function fieldOfBefore(row: Raw, options: readonly Option[], all: readonly Raw[]): LegacyField {
  const id = numberIn(row, 'id');
  const kind = kindOf(textIn(row, 'datatype'));
  const master = numberIn(row, 'treemaster_field_id') || id;
  const isTree = all.some((one) => numberIn(one, 'treemaster_field_id') === master);
  const isMany = kind === 'select' && numberIn(row, 'multiselect') > 0;
  return {
    table: 'cf_fields',
    id,
    setId: numberIn(row, 'category_id'),
    name: textIn(row, 'name').trim(),
    aliases: [`col_${String(id)}`],
    datatype: textIn(row, 'datatype'),
    kind: isMany ? 'multiselect' : kind,
    sortOrder: numberIn(row, 'sort_index'),
    required: numberIn(row, 'required') > 0,
    requiredWhen: textIn(row, 'required_condition').trim(),
    hiddenWhen: '',
    hint: textIn(row, 'helptext').trim(),
    longest: numberIn(row, 'max_length'),
    decimals: row['number_decimals'] === undefined ? 2 : numberIn(row, 'number_decimals'),
    options: choicesIn(options, master, isTree ? numberIn(row, 'nesting_level') : null),
    choosesIds: false,
    formula: kind === 'function' ? textIn(row, 'function') : '',
    isInGrid: numberIn(row, 'exclude_from_grid') === 0,
    rest: restOf([
      ['unique_values', textIn(row, 'unique_values')],
      ['prefix', textIn(row, 'prefix')],
      ['suffix', textIn(row, 'suffix')],
      ['validation_regex', textIn(row, 'validation_regex')],
      ['extra_options', textIn(row, 'extra_options')],
    ]),
  };
}

function kindOf(datatype: string): LegacyKind {
  const word = datatype.split(/[\\_.]/).at(-1) ?? '';
  return KINDS[word.toLowerCase()] ?? 'other';
}

function optionOf(row: Raw, parent: string, field: string, text: string): Option {
  const [id, parentId, fieldId] = [numberIn(row, 'id'), numberIn(row, parent), numberIn(row, field)];
  return { id, parentId, fieldId, text: textIn(row, text).trim() };
}

/** Options of a field, those of a tree with the way to them; of one level of it when the levels are fields of their own. */
function choicesIn(all: readonly Option[], fieldId: number, level: number | null): LegacyField['options'] {
  const own = new Map(all.filter((option) => option.fieldId === fieldId).map((option) => [option.id, option]));
  const wayTo = (option: Option): Option[] => {
    const way = [option];
    for (let up = own.get(option.parentId); up && !way.includes(up); up = own.get(up.parentId)) way.unshift(up);
    return way;
  };
  return [...own.values()].flatMap((option) => {
    const way = wayTo(option);
    if (level !== null && way.length !== level + 1) return [];
    return [{ id: option.id, text: level === null ? way.map(({ text }) => text).join(' / ') : option.text }];
  });
}

function inOrder(rows: readonly Raw[], column: string): Raw[] {
  return [...rows].sort((a, b) => numberIn(a, column) - numberIn(b, column) || numberIn(a, 'id') - numberIn(b, 'id'));
}

/** JSON as text, whether or not the driver has read it. */
function jsonIn(row: Raw, column: string): string {
  const value = row[column];
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : textIn(row, column);
}

function settingsIn(json: string): Readonly<Record<string, unknown>> {
  try {
    const settings: unknown = JSON.parse(json === '' ? '{}' : json);
    return typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

function restOf(columns: readonly (readonly [string, string])[]): LegacyField['rest'] {
  return columns.filter(([, value]) => !['', '0', 'false'].includes(value.trim()));
}
