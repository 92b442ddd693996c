import { isAddress, normaliseAddress, type ParsedValue } from '../../../core/api';
import type { LegacyFieldValues } from '../source/legacy-fields';
import type { LegacyUser } from '../source/legacy-source';
import { type Discrepancy, Remarks } from './discrepancy';
import type { PlannedField, PlannedFields } from './fields';
import type { Who } from './ticket';
import { cut, lines, oneLine } from './words';

/** Value of a field as its kind keeps it, or who it is. */
export type PlannedValue = { readonly value: unknown } | { readonly who: NonNullable<Who> };

export interface PlannedValues {
  /** By the key of the field. */
  readonly values: ReadonlyMap<string, PlannedValue>;
  readonly discrepancies: readonly Discrepancy[];
}

/** What the values of fields are planned with. */
export interface ValueContext {
  readonly fields: PlannedFields;
  readonly users: ReadonlyMap<number, LegacyUser>;
  /** Users who have an account here, or will have one. */
  readonly accounts: ReadonlySet<number>;
  /** Main addresses of contacts, by id. */
  readonly contactAddresses: ReadonlyMap<number, string>;
  /** A value as the kind keeps it; null for one that is as good as none. */
  parse(kind: string, value: unknown, options: PlannedField['options']): ParsedValue;
}

const LONGEST_LINE = 190;
const LONGEST_TEXT = 100_000;

/** What the custom fields of a ticket hold here. Pure: the same values always give the same. */
export function planValues(
  ticketId: number,
  held: LegacyFieldValues | undefined,
  context: ValueContext,
): PlannedValues {
  const values = new Map<string, PlannedValue>();
  if (held === undefined) return { values, discrepancies: [] };
  const remarks = new Remarks(held.table, ticketId);
  const wasRepaired = new Set(held.repaired);
  for (const field of context.fields.sets.flatMap((set) => set.fields)) {
    const raw = held.values.get(field.source.id);
    if (raw === undefined || field.kind === 'function') continue;
    if (wasRepaired.has(field.source.id))
      remarks.add('changed', field.name, 'The text was stored in the wrong character set, and is read as it was meant');
    const planned = valueOf(field, raw, context, remarks);
    if (planned) values.set(field.key, planned);
  }
  return { values, discrepancies: remarks.all };
}

/** Ids of contacts that the fields of tickets name. */
export function contactsIn(all: Iterable<LegacyFieldValues>, { sets }: PlannedFields): number[] {
  const fields = sets.flatMap((set) => set.fields).filter(({ source }) => source.kind === 'contact');
  return [...all].flatMap(({ values }) =>
    fields.flatMap(({ source }) => {
      const id = Number(/^\d{1,9}/.exec(String(values.get(source.id) ?? ''))?.[0] ?? 0);
      return id > 0 ? [id] : [];
    }),
  );
}

function valueOf(
  field: PlannedField,
  raw: string | readonly string[],
  context: ValueContext,
  remarks: Remarks,
): PlannedValue | null {
  const text = typeof raw === 'string' ? raw : raw.join('|');
  if (field.kind === 'principal') return personOf(field, text, context, remarks);
  const wanted = wantedOf(field, raw, text, remarks);
  if (wanted === null) return null;
  const parsed = context.parse(field.kind, wanted, field.options);
  if ('fault' in parsed) {
    remarks.add('broken', field.name, `The value ${parsed.fault}`, text);
    return null;
  }
  if (parsed.value === null) return null;
  if (field.kind === 'html' && parsed.value !== text)
    remarks.add('changed', field.name, 'The formatted text is cleaned', text);
  return { value: parsed.value };
}

/** The value in the form of its kind, if it is one; null for none. */
function wantedOf(field: PlannedField, raw: string | readonly string[], text: string, remarks: Remarks): unknown {
  switch (field.kind) {
    case 'text': {
      const label = ['company', 'group'].includes(field.source.kind) ? text.replace(/^\d+:/, '') : text;
      const line = oneLine(label);
      const short = cut(line, LONGEST_LINE);
      if (short !== label.trim())
        remarks.add('changed', field.name, 'It is no single line of at most 190 characters', text, short);
      return short === '' ? null : short;
    }
    case 'textarea': {
      const all = lines(text);
      const short = cut(all, LONGEST_TEXT);
      if (short !== all)
        remarks.add('changed', field.name, 'The text is longer than a field takes', all.length, LONGEST_TEXT);
      return short;
    }
    case 'number':
      return numberOf(field, text, remarks);
    case 'checkbox':
      return !['0', 'false'].includes(text.trim());
    case 'date':
      return /^0000-00-00/.test(text) ? null : text.trim().slice(0, 10);
    case 'datetime':
      return /^0000-00-00/.test(text) ? null : momentOf(text.trim());
    case 'select':
      if (field.source.kind === 'yesNo' && text.trim() === '0') return null;
      return choiceOf(field, text, remarks);
    case 'multi-select': {
      const all = typeof raw === 'string' ? raw.split('|').filter((word) => word.trim() !== '') : raw;
      const good = all.flatMap((word) => choiceOf(field, word, remarks) ?? []);
      return good.length > 0 ? good : null;
    }
    default:
      return text;
  }
}

function numberOf({ name, options }: PlannedField, text: string, remarks: Remarks): unknown {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  const rounded = Number(number.toFixed(Number(options['decimals'] ?? 0)));
  if (rounded !== number) remarks.add('changed', name, 'It has more decimals than its field', text, rounded);
  return rounded;
}

/** `2020-01-31 12:00:00`, in UTC. */
function momentOf(text: string): string {
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)/.exec(text) ?? [];
  if (day === '') return text;
  return `${day}T${time.length === 5 ? `${time}:00` : time}Z`;
}

/** The choice that is meant: by its text, as `id:text`, or by its id. */
function choiceOf({ name, choices }: PlannedField, written: string, remarks: Remarks): string | null {
  const text = written.trim();
  const [, id = '', label = ''] = /^(\d+):(.*)$/s.exec(text) ?? [];
  const found = choices.get(text) ?? choices.get(label.trim()) ?? choices.get(id);
  if (found === undefined && text !== '') remarks.add('broken', name, 'What was chosen is not offered any more', text);
  return found ?? null;
}

function personOf(
  { name, source }: PlannedField,
  text: string,
  { users, accounts, contactAddresses }: ValueContext,
  remarks: Remarks,
): PlannedValue | null {
  const [, number = '', label = ''] = /^(\d{1,9})(?::(.*))?$/s.exec(text.trim()) ?? [];
  const id = Number(number);
  if (number !== '' && id === 0) return null;
  if (source.kind === 'user') {
    const user = users.get(id);
    if (user && (accounts.has(id) || isAddress(normaliseAddress(user.email)))) return { who: { userId: id } };
    remarks.add('broken', name, 'The user is not there any more, or nobody here', user?.name ?? text);
    return null;
  }
  const address = normaliseAddress(contactAddresses.get(id) ?? '');
  if (isAddress(address)) return { who: { address, name: cut(oneLine(label), LONGEST_LINE) } };
  remarks.add('broken', name, 'The contact has no mail address, or is not there any more', text);
  return null;
}
