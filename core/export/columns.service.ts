import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { type Definition, PROPERTY } from '../customfields/definition';
import { Definitions } from '../customfields/definitions.service';
import { MethodError } from '../jmap/errors';
import { select } from '../jmap/get';
import { ANY_TYPE } from '../jmap/property';
import { type DeclaredProperty, type ExtendedType, Types } from '../jmap/types';
import type { Cell } from './cell';

/** A column as it is asked for. */
export interface Asked {
  /** A property, `id`, or `customFields/<key>`. */
  readonly property: string;
  readonly title: string;
  /** What is written in place of a value, by the value as text. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** A column of a table that is made. */
export interface Column {
  readonly title: string;
  /** Property of the objects that it is made of. */
  readonly property: string;
  /** Type whose objects the values are ids of, or lists of ids; they are shown by their names. */
  readonly refersTo: string | null;
  /** The value, or the id, of an object on the wire. */
  value(object: Readonly<Record<string, unknown>>): unknown;
  /** @param clock tells an instant in the reader's time zone */
  cell(value: unknown, clock: (utcDate: string) => string): Cell;
  /** In characters. */
  readonly width: number;
}

const UTC_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What the columns of an export are made of, for whoever asks. */
@injectable()
export class ExportColumns {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
  ) {}

  /** @throws MethodError invalidArguments for what is no column of the type, or none that the caller knows of */
  of(type: string, asked: readonly Asked[], context: Context): Promise<Column[]> {
    const extended = this.types.get(type);
    return Promise.all(asked.map((one) => this.column(extended, one, context)));
  }

  private async column(extended: ExtendedType, asked: Asked, context: Context): Promise<Column> {
    const { name } = extended.type;
    const [property = '', ...path] = asked.property.split('/');
    if (property === PROPERTY && path.length > 0 && extended.keepers.has(PROPERTY)) {
      const definition = await this.definitions.find(name, path.join('/'), context);
      if (definition) return ofField(asked, definition);
    } else if (path.length === 0) {
      if (property === 'id') return ofProperty(asked, null);
      const declared = select(extended, [property]).get(property);
      if (declared) return ofProperty(asked, declared);
    }
    throw MethodError.invalidArguments(`columns: ${name} has no "${asked.property.slice(0, 60)}"`);
  }
}

function ofProperty({ property: name, title, texts = {} }: Asked, declared: DeclaredProperty | null): Column {
  const { kind, refersTo, listsIdsOf } = declared?.property ?? { kind: 'id', refersTo: null, listsIdsOf: null };
  const mayBeDate = kind === 'utcDate' || kind === 'computed';
  return {
    title,
    property: name,
    refersTo: refersTo === ANY_TYPE ? null : (refersTo ?? listsIdsOf),
    value: (object) => object[name],
    cell: (value, clock) => {
      if (value === null || value === undefined) return null;
      const text = isScalar(value) ? texts[String(value)] : undefined;
      if (text !== undefined) return text;
      if (name === 'id' && Number.isSafeInteger(Number(value))) return Number(value);
      if (mayBeDate && typeof value === 'string' && UTC_DATE.test(value)) return { at: clock(value) };
      return plain(value);
    },
    width: mayBeDate ? 20 : kind === 'integer' || kind === 'boolean' || kind === 'id' ? 10 : 30,
  };
}

function ofField({ title }: Asked, { field, kind }: Definition): Column {
  const column = kind.column(field.options);
  return {
    title,
    property: PROPERTY,
    refersTo: column === 'principalId' ? 'Principal' : null,
    value: (object) => (object[PROPERTY] as Readonly<Record<string, unknown>> | null)?.[field.key],
    cell: (value, clock) => {
      if (value === null || value === undefined) return null;
      if (typeof value === 'number' || typeof value === 'boolean') return value;
      if (column === 'dateValue' && typeof value === 'string') {
        if (DAY.test(value)) return { at: value };
        if (UTC_DATE.test(value)) return { at: clock(value) };
      }
      return kind.format(value, field.options);
    },
    width: column === 'textValue' ? 30 : 20,
  };
}

function plain(value: unknown): Cell {
  if (isScalar(value)) return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
