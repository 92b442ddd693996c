import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { type Definition, PROPERTY } from '../customfields/definition';
import { Definitions } from '../customfields/definitions.service';
import { MethodError } from '../jmap/errors';
import { select } from '../jmap/get';
import { ANY_TYPE } from '../jmap/property';
import { type DeclaredProperty, type ExtendedType, Types } from '../jmap/types';
import type { Cell, Json } from './cell';

/** A column as it is asked for. */
export interface Asked {
  /** A property, `id`, or `customFields/<key>`. */
  readonly property: string;
  readonly title: string;
  /** What is written in place of a value, by the value as text. */
  readonly texts?: Readonly<Record<string, string>>;
  /** A property whose object's name, where there is one, is written in place of the value. */
  readonly named?: string;
  /** The last row has the sum of its numbers. */
  readonly isSummed?: boolean;
}

/** Objects that a column names. */
export interface Naming {
  readonly type: string;
  /** The id, or list of ids, in an object on the wire. */
  readonly ids: (object: Json) => unknown;
}

/** A column of a table that is made. */
export interface Column {
  readonly title: string;
  /** Properties of the objects that it is made of. */
  readonly properties: readonly string[];
  /** What is shown by name, before all else; null when nothing is. */
  readonly names: Naming | null;
  /** What stands where there is no name. @param clock tells an instant in the reader's time zone */
  readonly cell: (object: Json, clock: (utcDate: string) => string) => Cell;
  /** In characters. */
  readonly width: number;
  readonly isSummed: boolean;
}

/** A column without what was asked of it beside its cells. */
type Described = Omit<Column, 'isSummed'>;

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
    return Promise.all(
      asked.map(async (one) => ({
        ...(await this.column(extended, one, context)),
        isSummed: one.isSummed === true,
      })),
    );
  }

  private async column(extended: ExtendedType, asked: Asked, context: Context): Promise<Described> {
    const { name } = extended.type;
    const [property = '', ...path] = asked.property.split('/');
    if (property === PROPERTY && path.length > 0 && extended.keepers.has(PROPERTY)) {
      const definition = await this.definitions.find(name, path.join('/'), context);
      if (definition) return ofField(asked, definition);
    } else if (path.length === 0) {
      if (property === 'id') return ofProperty(asked, null);
      const declared = select(extended, [property]).get(property);
      if (declared) return named(extended, asked, ofProperty(asked, declared));
    }
    throw MethodError.invalidArguments(`columns: ${name} has no "${asked.property.slice(0, 60)}"`);
  }
}

/** The column with the name of another property's object in place of its own values, where it is asked for so. */
function named(extended: ExtendedType, { named: other }: Asked, column: Described): Described {
  if (other === undefined) return column;
  const declared = select(extended, [other]).get(other);
  const names = declared ? namesOf(other, declared) : null;
  if (!names) throw MethodError.invalidArguments(`columns: "${other.slice(0, 60)}" names no object`);
  return { ...column, properties: [...column.properties, other], names };
}

function namesOf(name: string, { property: { refersTo, listsIdsOf } }: DeclaredProperty): Naming | null {
  const type = refersTo === ANY_TYPE ? null : (refersTo ?? listsIdsOf);
  return type === null ? null : { type, ids: (object) => object[name] };
}

function ofProperty({ property: name, title, texts = {} }: Asked, declared: DeclaredProperty | null): Described {
  const kind = declared?.property.kind ?? 'id';
  const names = declared && namesOf(name, declared);
  const mayBeDate = kind === 'utcDate' || kind === 'computed';
  return {
    title,
    properties: [name],
    names,
    cell: ({ [name]: value }, clock) => {
      if (names || value === null || value === undefined) return null;
      const text = isScalar(value) ? texts[String(value)] : undefined;
      if (text !== undefined) return text;
      if (name === 'id' && Number.isSafeInteger(Number(value))) return Number(value);
      if (mayBeDate && typeof value === 'string' && UTC_DATE.test(value)) return { at: clock(value) };
      return plain(value);
    },
    width: mayBeDate ? 20 : kind === 'integer' || kind === 'boolean' || kind === 'id' ? 10 : 30,
  };
}

function ofField({ title }: Asked, { field, kind }: Definition): Described {
  const column = kind.column(field.options);
  const isPerson = column === 'principalId';
  const valueIn = (object: Json): unknown => (object[PROPERTY] as Json | null)?.[field.key];
  return {
    title,
    properties: [PROPERTY],
    names: isPerson ? { type: 'Principal', ids: valueIn } : null,
    cell: (object, clock) => {
      const value = valueIn(object);
      if (isPerson || value === null || value === undefined) return null;
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
