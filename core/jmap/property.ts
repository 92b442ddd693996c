import type { Context } from '../auth/context';
import { RIGHTS } from '../sharing/level';
import type { PropertyKeeper } from './property-keeper';

/** Any row of a type, with the columns of its extensions beside its own. */
export type Row = Record<string, unknown> & { readonly id: number };

/** How a property is checked, stored and shown. Made by the words below, never by hand. */
export interface Property {
  readonly kind: string;
  /** Only the host sets it. */
  readonly serverSet: boolean;
  /** Given at creation, never changed. */
  readonly immutable: boolean;
  readonly required: boolean;
  readonly nullable: boolean;
  /** Wire value of a new object that does not give one. */
  readonly default: unknown;
  /** Shown only to those with {@link Level.read} on the object; null to others. */
  readonly agentsOnly: boolean;
  /** Accepted but never answered (passwords). */
  readonly writeOnly: boolean;
  /** Type a value refers to; the id is re-read through the caller's access. */
  readonly refersTo: string | null;
  /** Type of the objects of which a value is a list of ids. */
  readonly listsIdsOf: string | null;
  /** Stored in the column of the same name; false for values made or kept elsewhere. */
  readonly stored: boolean;
  /** All texts that are accepted; null when these are no closed list. */
  readonly choices: readonly string[] | null;
  /** What values are accepted, in words for the documentation; null when the kind says it all. */
  readonly range: string | null;
  /** Wire → column. Answers a reason (string in `fault`) when the value cannot be used. */
  parse(value: unknown): { value: unknown } | { fault: string };
  /** Column → wire. */
  format(value: unknown): unknown;
  /** The service that keeps the values of this property for all types that declare it. */
  readonly keeper?: abstract new (
    ...parameters: never[]
  ) => PropertyKeeper;
  /** For values that are no column, or not shown as they are: wire values of many rows of a type at once, by row id. */
  load?(rows: readonly Row[], context: Context, type: string): Promise<ReadonlyMap<number, unknown>>;
  /** For a value kept elsewhere that conditions of custom fields may name all the same: what it is now, of a row's id. */
  current?(id: number): Promise<unknown>;
}

export type Properties = Readonly<Record<string, Property>>;

interface Options {
  readonly serverSet?: boolean;
  readonly immutable?: boolean;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly agentsOnly?: boolean;
  readonly writeOnly?: boolean;
}

type Parse = Property['parse'];
const ok = (value: unknown): { value: unknown } => ({ value });
const bad = (fault: string): { fault: string } => ({ fault });

function property(kind: string, options: Options, parse: Parse, rest: Partial<Property> = {}): Property {
  const nullable = options.nullable ?? false;
  return {
    kind,
    serverSet: options.serverSet ?? false,
    immutable: options.immutable ?? false,
    required: options.required ?? false,
    nullable,
    default: options.default ?? null,
    agentsOnly: options.agentsOnly ?? false,
    writeOnly: options.writeOnly ?? false,
    refersTo: null,
    listsIdsOf: null,
    stored: true,
    choices: null,
    range: null,
    format: (value) => value ?? null,
    ...rest,
    parse: (value) => (value === null ? (nullable ? ok(null) : bad('must not be null')) : parse(value)),
  };
}

/** Text of at most `max` characters; control characters but line ends are refused, NUL everywhere. */
export function text(options: Options & { readonly max?: number; readonly oneOf?: readonly string[] } = {}): Property {
  const { max = 190, oneOf } = options;
  return property(
    'text',
    { default: options.nullable ? null : '', ...options },
    (value) => {
      if (typeof value !== 'string') return bad('must be a string');
      const clean = value.normalize('NFC');
      if (oneOf && !oneOf.includes(clean)) return bad(`must be one of ${oneOf.join(', ')}`);
      if (options.required && clean.trim() === '') return bad('must not be empty');
      if ([...clean].length > max) return bad(`must have at most ${String(max)} characters`);
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(clean)) return bad('must not hold control characters');
      return ok(clean);
    },
    { choices: oneOf ?? null, range: oneOf ? `one of ${oneOf.join(', ')}` : `at most ${String(max)} characters` },
  );
}

export function integer(options: Options & { readonly min?: number; readonly max?: number } = {}): Property {
  const { min = 0, max = 2_147_483_647 } = options;
  return property(
    'integer',
    { default: options.nullable ? null : min, ...options },
    (value) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) return bad('must be a whole number');
      return value < min || value > max ? bad(`must be between ${String(min)} and ${String(max)}`) : ok(value);
    },
    { range: `${String(min)} to ${String(max)}` },
  );
}

export function boolean(options: Options = {}): Property {
  return property(
    'boolean',
    { default: false, ...options },
    (value) => (typeof value === 'boolean' ? ok(value) : bad('must be true or false')),
    { format: (value) => (value === null || value === undefined ? null : Boolean(value)) },
  );
}

/** JMAP UTCDate (RFC 8620 §1.4): `2026-11-23T10:00:00Z`, whole seconds. */
export function utcDate(options: Options = {}): Property {
  return property(
    'utcDate',
    options,
    (value) => {
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) {
        return bad('must be a date such as 2026-11-23T10:00:00Z');
      }
      const date = new Date(value);
      if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1000) return bad('is no such day or time');
      date.setUTCMilliseconds(0);
      return ok(date);
    },
    { format: (value) => (value instanceof Date ? formatDate(value) : null) },
  );
}

export function formatDate(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/**
 * Id of an object of another type, re-read through the caller's access when a client sends it. With {@link ANY_TYPE}
 * the type itself re-reads it, because another property says what it is an id of. `load`: for one that is not shown to
 * everybody who sees the object.
 */
export function reference(type: string, options: Options & Pick<Property, 'load'> = {}): Property {
  const { load, ...rest } = options;
  return property(
    'reference',
    rest,
    (value) => {
      const id = typeof value === 'string' ? idOf(value) : null;
      return id === null ? bad('is no such object') : ok(id);
    },
    { refersTo: type, format: (value) => (typeof value === 'number' ? String(value) : null), ...(load && { load }) },
  );
}

/** See {@link reference}. */
export const ANY_TYPE = '*';

/** List of short texts, stored as JSON. */
export function texts(
  options: Options & { readonly most?: number; readonly each?: (text: string) => string | null } = {},
): Property {
  const { most = 100, each = (value) => value } = options;
  return property(
    'texts',
    { default: [], ...options },
    (value) => {
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
        return bad('must be a list of strings');
      if (value.length > most) return bad(`must have at most ${String(most)} entries`);
      const items = (value as string[]).map(each);
      const wrong = items.indexOf(null);
      return wrong < 0
        ? ok([...new Set(items)])
        : bad(`holds "${String(value[wrong]).slice(0, 80)}", which cannot be used`);
    },
    { range: `at most ${String(most)} entries` },
  );
}

/** A value that is no column: made by `load`, and, when it can be set, checked here and stored by the type's hooks. */
export function computed(
  load: NonNullable<Property['load']>,
  options: Options & { readonly parse?: Parse } = {},
): Property {
  const { parse, ...rest } = options;
  return property('computed', { serverSet: parse === undefined, nullable: true, ...rest }, parse ?? (() => bad('')), {
    stored: false,
    load,
  });
}

/** Ids of several objects of a type, each once, kept elsewhere than in a column; whether they exist is for the declaring type to say. */
export function ids(
  type: string,
  load: NonNullable<Property['load']>,
  options: Options & { readonly most?: number } = {},
): Property {
  const { most = 10_000, ...rest } = options;
  const property = computed(load, {
    nullable: false,
    ...rest,
    parse: (value) => {
      const list = Array.isArray(value) ? value.map((id) => (typeof id === 'string' ? idOf(id) : null)) : [null];
      if (list.length > most) return bad(`must have at most ${String(most)} entries`);
      return list.includes(null) ? bad('must be a list of ids that exist') : ok([...new Set(list)]);
    },
  });
  return { ...property, listsIdsOf: type, range: `at most ${String(most)} entries` };
}

/** A map of names to values that the type itself checks; stored as JSON. */
export function map(options: Options = {}): Property {
  return property('map', { default: {}, ...options }, (value) => (isMap(value) ? ok(value) : bad('must be a map')));
}

/** Any JSON value, null too, which the type itself checks; stored within an object, as a JSON column cannot hold null. */
export function json(options: Options = {}): Property {
  return {
    ...property('any', options, ok),
    parse: (value) => ok({ value }),
    format: (stored) => (stored as { readonly value: unknown } | null)?.value ?? null,
  };
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A map of values that a service keeps for every type that declares the property. See {@link PropertyKeeper}. */
export function keptBy(keeper: NonNullable<Property['keeper']>): Property {
  return property('kept', { default: {} }, (value) => (isMap(value) ? ok(value) : bad('must be a map of values')), {
    stored: false,
    keeper,
  });
}

/** Value of `shareWith`: principal id → rights. */
export function parseShares(
  value: unknown,
): { value: ReadonlyMap<number, Record<string, boolean>> } | { fault: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad('must map principal ids to rights');
  const shares = new Map<number, Record<string, boolean>>();
  for (const [key, rights] of Object.entries(value)) {
    const id = idOf(key);
    if (id === null) return bad(`names "${key.slice(0, 40)}", who does not exist`);
    if (rights === null) {
      shares.set(id, {});
      continue;
    }
    if (typeof rights !== 'object') return bad('must map principal ids to rights');
    for (const [flag, granted] of Object.entries(rights as object)) {
      if (!RIGHTS.includes(flag) || typeof granted !== 'boolean') return bad(`has no right "${flag.slice(0, 40)}"`);
    }
    shares.set(id, rights as Record<string, boolean>);
  }
  return { value: shares };
}

/** Our ids on the wire are decimal; anything else is an id of nothing. */
export function idOf(text: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(text)) return null;
  const id = Number(text);
  return id <= 2_147_483_647 ? id : null;
}
