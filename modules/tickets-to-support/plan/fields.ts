import type { KnownField } from '../../../core/api';
import type { LegacyField, LegacyFieldSet, LegacyKind } from '../source/legacy-fields';
import { type Discrepancy, Remarks } from './discrepancy';
import { conditionOf, type FieldNames, formulaOf } from './field-conditions';
import { cut, oneLine } from './words';

/** A field that a field there becomes. */
export interface PlannedField {
  readonly source: LegacyField;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly required: boolean;
  readonly requiredWhen: string;
  readonly hiddenWhen: string;
  readonly hint: string;
  readonly sortOrder: number;
  readonly showInGrid: boolean;
  /** Choices by the ways in which they are written there. */
  readonly choices: ReadonlyMap<string, string>;
}

export interface PlannedFieldSet {
  readonly source: LegacyFieldSet;
  readonly name: string;
  readonly description: string;
  readonly sortOrder: number;
  readonly fields: readonly PlannedField[];
}

export interface PlannedFields {
  readonly sets: readonly PlannedFieldSet[];
  readonly discrepancies: readonly Discrepancy[];
}

/** What is here already, as far as a plan must know it. */
export interface FieldsHere {
  /** Keys that fields of the source have from an earlier run, by its id; null for one that was deleted here. */
  readonly known: ReadonlyMap<number, KnownField | null>;
  /** Keys, and names in small letters, of all other fields. */
  readonly keys: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  mayBeKey(key: string): boolean;
  /** Names of fields in an expression; null when it is none. */
  namesIn(is: 'condition' | 'formula', text: string): ReadonlySet<string> | null;
}

const MOST = { name: 190, description: 1000, hint: 500, choice: 190, choices: 500, condition: 2000 } as const;

/** Kind there → kind here, of those that are not the same or have options. */
const KINDS: Readonly<Partial<Record<LegacyKind, string>>> = {
  yesNo: 'select',
  multiselect: 'multi-select',
  user: 'principal',
  contact: 'principal',
  company: 'text',
  group: 'text',
  other: 'textarea',
};

/** What stands beside a choice that is one of two. */
const YES_NO = [
  { value: '1', text: 'Yes' },
  { value: '-1', text: 'No' },
];

/** Why a field does not come along. */
const LEFT: Readonly<Partial<Record<LegacyKind, string>>> = {
  files: 'A field of several files has no kind here; they are files of the ticket',
  hidden: 'An encrypted field is not taken over: what it holds can be read there alone',
  display: 'A field that only shows a text or a heading has no kind here',
};

/**
 * What the fields of tickets become.
 * @param source under which name this is brought; it tells fields apart that are called the same
 */
export function planFields(sets: readonly LegacyFieldSet[], here: FieldsHere, source: string): PlannedFields {
  const discrepancies: Discrepancy[] = [];
  const fields = sets.flatMap((set) => set.fields);
  const kept = fields.filter((field) => {
    const why = here.known.get(field.id) === null ? 'The field was deleted here since' : LEFT[field.kind];
    if (why === undefined) return true;
    const remarks = new Remarks(field.table, field.id);
    remarks.add(here.known.get(field.id) === null ? 'skipped' : 'noPlace', null, why, field.name);
    discrepancies.push(...remarks.all);
    return false;
  });
  const keys = keysOf(kept, here);
  const names: FieldNames = new Map(
    kept.flatMap((field) =>
      [field.name, ...field.aliases].map((name) => {
        return [name.toLowerCase(), { key: keys.get(field) ?? '', options: field.options }] as const;
      }),
    ),
  );
  const given = new Set(kept.filter(({ kind }) => kind !== 'function').map((field) => keys.get(field) ?? ''));
  const called = new Set(here.names);
  const planned = sets.map((set): PlannedFieldSet => {
    const said = new Remarks(set.table, set.id);
    said.add('changed', 'acl_id', 'Agents are shown the fields; customers are when the set of fields says so', '', '');
    if (set.filter !== '')
      said.add('noPlace', 'filter', 'It is not understood which tickets have the fields', set.filter);
    const own = kept
      .filter(({ setId }) => setId === set.id)
      .map((field): PlannedField => {
        const remarks = new Remarks(field.table, field.id);
        const key = keys.get(field) ?? '';
        const one = planField(field, key, { names, given, here, remarks });
        const name = nameOf(field, here, called, source, remarks);
        called.add(name.toLowerCase());
        discrepancies.push(...remarks.all);
        return { ...one, name };
      });
    discrepancies.push(...(own.length > 0 ? said.all : []));
    return {
      source: set,
      name: cut(oneLine(set.name), MOST.name) || `Fields ${String(set.id)}`,
      description: cut(set.description, MOST.description),
      sortOrder: set.sortOrder,
      fields: own,
    };
  });
  return { sets: planned.filter((set) => set.fields.length > 0), discrepancies };
}

/** A key for each field: the one that it has, or one that is made of its name and nobody has. */
function keysOf(fields: readonly LegacyField[], here: FieldsHere): Map<LegacyField, string> {
  const taken = new Set([...here.keys, ...[...here.known.values()].flatMap((field) => field?.key ?? [])]);
  return new Map(
    fields.map((field) => {
      const known = here.known.get(field.id)?.key;
      if (known !== undefined) return [field, known];
      const word = wordOf(field.name) || `field${String(field.id)}`;
      const base = here.mayBeKey(word) ? word : `field${word.charAt(0).toUpperCase()}${word.slice(1)}`.slice(0, 35);
      let key = base;
      for (let n = 2; taken.has(key) || !here.mayBeKey(key); n++) key = `${base}${String(n)}`;
      taken.add(key);
      return [field, key];
    }),
  );
}

/** `Machine type (old)` → `machineTypeOld`. */
function wordOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words
    .map((word, at) =>
      at === 0 ? word.toLowerCase() : `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`,
    )
    .join('')
    .slice(0, 35);
  return /^[a-z]/.test(joined) ? joined : '';
}

/** The name as it is there, unless a field that is not of this source has it. */
function nameOf(
  { id, name }: LegacyField,
  here: FieldsHere,
  called: ReadonlySet<string>,
  source: string,
  remarks: Remarks,
): string {
  const known = here.known.get(id);
  if (known) return known.name;
  const line = cut(oneLine(name), MOST.name) || `Field ${String(id)}`;
  if (line !== name) remarks.add('changed', 'name', 'The name was empty, or no line of text', name, line);
  if (!called.has(line.toLowerCase())) return line;
  const ending = ` (${cut(source, 30)})`;
  let other = `${cut(line, MOST.name - 45)}${ending}`;
  for (let n = 2; called.has(other.toLowerCase()); n++) other = `${cut(line, MOST.name - 45)} ${String(n)}${ending}`;
  remarks.add('changed', 'name', 'Another field is called so', name, other);
  return other;
}

interface Of {
  readonly names: FieldNames;
  /** Keys of fields that are not worked out. */
  readonly given: ReadonlySet<string>;
  readonly here: FieldsHere;
  readonly remarks: Remarks;
}

function planField(source: LegacyField, key: string, of: Of): PlannedField {
  const { remarks, here } = of;
  const { kind, options, choices } = kindOf(source, of);
  const known = here.known.get(source.id);
  if (known && known.kind !== kind)
    remarks.add(
      'changed',
      'type',
      'Its kind is another now than when it was brought: it stays as it is',
      kind,
      known.kind,
    );
  const isOther = known !== undefined && known !== null && known.kind !== kind;
  for (const [column, value] of source.rest)
    remarks.add('noPlace', column, 'Fields here have nothing of the kind', value);
  const isComputed = kind === 'function';
  if (isComputed && source.required) remarks.add('changed', 'required', 'What is worked out is never required', 1, 0);
  const condition = (column: string, text: string): string => {
    const written = text === '' ? '' : (conditionOf(text, of.names) ?? '');
    const found = written === '' ? null : here.namesIn('condition', written);
    const isGood = found !== null && written.length <= MOST.condition && [...found].every((name) => isField(name, of));
    if (text !== '' && !isGood) remarks.add('noPlace', column, 'The condition is not understood', text);
    return isGood ? written : '';
  };
  const { hint, sortOrder, isInGrid } = source;
  return {
    ...{ source, key, name: source.name, choices, sortOrder },
    ...(isOther ? { kind: known.kind, options: known.options } : { kind, options }),
    required: source.required && !isComputed,
    requiredWhen: isComputed ? '' : condition('required_condition', source.requiredWhen),
    hiddenWhen: condition('relatedFieldCondition', source.hiddenWhen),
    hint: cut(hint, MOST.hint),
    showInGrid: isInGrid,
  };
}

const isField = (name: string, { names }: Of): boolean => [...names.values()].some(({ key }) => key === name);

/** The kind of field here, with its options. */
function kindOf(source: LegacyField, of: Of): Pick<PlannedField, 'kind' | 'options' | 'choices'> {
  const { kind, datatype } = source;
  const choices = new Map<string, string>();
  const text = { kind: source.longest > MOST.choice || source.longest < 0 ? 'textarea' : 'text', options: {}, choices };
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return { kind, options: { decimals: Math.min(6, Math.max(0, source.decimals)) }, choices };
    case 'yesNo':
      return {
        kind: 'select',
        options: { options: YES_NO },
        choices: new Map(YES_NO.map(({ value }) => [value, value])),
      };
    case 'select':
    case 'multiselect':
      return chosen(source, of) ?? { ...text, kind: 'text' };
    case 'function': {
      const formula = formulaOf(source.formula, of.names);
      const names = formula === null ? null : of.here.namesIn('formula', formula);
      if (formula !== null && names && [...names].every((name) => of.given.has(name)))
        return { kind, options: { formula }, choices };
      of.remarks.add('changed', 'function', 'The formula is not understood: its results are texts', source.formula);
      return { kind: 'text', options: {}, choices };
    }
    case 'other':
      of.remarks.add('changed', 'datatype', 'There is no such kind of field here: it is a text', datatype, 'textarea');
      break;
    case 'company':
    case 'group':
      of.remarks.add('changed', 'datatype', 'There is no such kind of field here: it is a text', datatype, 'text');
      break;
    default:
  }
  return { kind: KINDS[kind] ?? kind, options: {}, choices };
}

/** A field of choices; null when there are none, or too many. */
function chosen(
  { kind, options, choosesIds }: LegacyField,
  { remarks }: Of,
): Pick<PlannedField, 'kind' | 'options' | 'choices'> | null {
  if (options.length === 0 || options.length > MOST.choices) {
    const why = options.length === 0 ? 'It offers nothing to choose' : 'It offers more than can be chosen from here';
    remarks.add('changed', 'datatype', `${why}: it is a text`, options.length, 'text');
    return null;
  }
  const choices = new Map<string, string>();
  const offer = (written: string, value: string): unknown => choices.has(written) || choices.set(written, value);
  const all = options.map(({ id, text }) => ({
    value: String(id),
    text: cut(oneLine(text), MOST.choice) || String(id),
  }));
  const byId = (): void => {
    for (const { id } of options) offer(String(id), String(id));
  };
  if (choosesIds) byId();
  for (const { id, text } of options) offer(text.trim(), String(id));
  for (const { id, text } of options) offer(text.split(' / ').at(-1)?.trim() ?? '', String(id));
  byId();
  return { kind: KINDS[kind] ?? kind, options: { options: all }, choices };
}
