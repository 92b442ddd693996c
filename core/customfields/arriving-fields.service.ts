import { inject, injectable } from 'inversify';
import { fieldsOf, KEYWORDS, parseCondition, parseFormula } from '../conditions/api';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { isSame } from '../jmap/draft';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { audiencesOf } from '../search/audiences';
import { SearchIndex } from '../search/search-index.service';
import { CustomIndex, CustomValue, type StoredValues } from './custom-field.entity';
import { expressionsOf, namesIn, PROPERTY, type Stated } from './definition';
import { Definitions } from './definitions.service';
import type { Options, ParsedValue } from './field-kind';
import { FieldValues } from './field-values.service';
import { workOutAll } from './formulas';
import { CustomValues } from './values.service';

/** A field that there is. */
export interface KnownField {
  readonly id: number;
  readonly fieldSetId: number;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly isComputed: boolean;
  readonly options: Options;
}

/**
 * Custom fields of objects that come from elsewhere, many at a time and as they are: what was required or hidden there is
 * asked of nobody here. Their definitions are made as all objects are, by Records.
 */
@injectable()
export class ArrivingFields {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
    @inject(FieldValues) private readonly fieldValues: FieldValues,
    @inject(CustomValues) private readonly kept: CustomValues,
    @inject(Records) private readonly records: Records,
    @inject(SearchIndex) private readonly index: SearchIndex,
  ) {}

  async of(type: string): Promise<KnownField[]> {
    const all = await this.definitions.of(type);
    return all.map(({ field: { id, fieldSetId, key, name, options }, kind }) => {
      return { id, fieldSetId, key, name, kind: kind.name, isComputed: kind.isComputed, options };
    });
  }

  /** True when a field of the type may have this key, unless another has it. */
  mayBeKey(type: string, key: string): boolean {
    const isWord = /^[a-z][A-Za-z0-9]{0,39}$/.test(key) && !KEYWORDS.has(key.toLowerCase());
    return isWord && !this.types.get(type).properties.has(key);
  }

  /** A value as a field of this kind keeps it; null for one that is as good as none. The fault is a sentence without its subject. */
  parse(kind: string, value: unknown, options: Options): ParsedValue {
    const found = this.definitions.kind(kind);
    return found ? found.parse(value, options) : { fault: 'is of a kind that there is not' };
  }

  /** Names of fields in a condition or a formula; null when it is none. */
  namesIn(is: 'condition' | 'formula', text: string): ReadonlySet<string> | null {
    const parsed = is === 'condition' ? parseCondition(text) : parseFormula(text);
    return 'fault' in parsed ? null : fieldsOf(parsed.expression);
  }

  /** Stores the values of new objects, by field id, with the results of formulas. Needs the transaction that stored these. */
  async store(type: string, values: ReadonlyMap<number, StoredValues>): Promise<void> {
    const definitions = await this.definitions.of(type);
    const complete = [...values].flatMap(([objectId, given]) => {
      const all = workOutAll(definitions, given);
      return Object.keys(all).length === 0 ? [] : [{ typeName: type, objectId, given: all }];
    });
    const entries = complete.flatMap(({ objectId, given }) =>
      definitions.flatMap(({ field, kind }) => {
        const value = given[field.id];
        if (value === undefined) return [];
        return kind.index(value, field.options).map((entry) => ({
          fieldId: field.id,
          objectId,
          textValue: entry.textValue ?? null,
          longValue: entry.longValue ?? null,
          numberValue: entry.numberValue ?? null,
          dateValue: entry.dateValue ?? null,
          principalId: entry.principalId ?? null,
        }));
      }),
    );
    await this.database.rows.insertAll(CustomValue, complete);
    await this.database.rows.insertAll(CustomIndex, entries);
  }

  /** Has an object that is there hold these values, by field id, in these fields; the others stay. Needs a transaction. */
  async replace(type: string, id: number, values: StoredValues, fieldIds: readonly number[]): Promise<void> {
    const definitions = await this.definitions.of(type);
    const before = await this.kept.stored(type, id);
    const others = Object.entries(before).filter(([fieldId]) => !fieldIds.includes(Number(fieldId)));
    const after = workOutAll(definitions, { ...Object.fromEntries(others), ...values });
    const changed = definitions.filter(({ field }) => !isSame(before[field.id], after[field.id]));
    if (changed.length === 0) return;
    await this.kept.store(type, id, definitions, before, after);
    await this.records.touch(type, id, changed.some(({ set }) => set.forCustomers) ? [PROPERTY] : []);
    if (this.types.get(type).search.length === 0 || !changed.some(({ kind }) => kind.isSearched)) return;
    const rows = await this.records.load(type, [id]);
    await this.index.write(type, rows, await audiencesOf(type, rows, this.types, this.records));
  }

  /** What objects have, by key; an object without any value is not in it. */
  async values(type: string, ids: readonly number[]): Promise<Map<number, Readonly<Record<string, unknown>>>> {
    const definitions = await this.definitions.of(type);
    if (ids.length === 0 || definitions.length === 0) return new Map();
    const found = await this.database.rows.read(
      CustomValue,
      sql`SELECT * FROM core_custom_value WHERE typeName = ${type} AND objectId IN (${ids})`,
    );
    return new Map(
      found.map(({ objectId, given }) => [
        objectId,
        Object.fromEntries(
          definitions.flatMap(({ field: { id, key } }) => (id in given ? [[key, given[id]] as const] : [])),
        ),
      ]),
    );
  }

  /**
   * Those of these fields that can go together: no object has a value of them, and no other field or set asks for them.
   * Those that are worked out come first.
   */
  async unused(type: string, fields: readonly KnownField[]): Promise<KnownField[]> {
    const counts = await this.fieldValues.count(fields.map(({ id }) => id));
    const definitions = await this.definitions.of(type);
    let going = fields.filter(({ id }) => (counts.get(id) ?? 0) === 0);
    for (let before = -1; before !== going.length; ) {
      before = going.length;
      const staying = definitions.filter(({ field }) => !going.some(({ id }) => id === field.id));
      const asked = new Set(
        staying.flatMap((definition) => expressionsOf(definition).flatMap((stated) => [...namesOf(stated)])),
      );
      going = going.filter(({ key }) => !asked.has(key));
    }
    return going.sort((a, b) => Number(b.isComputed) - Number(a.isComputed));
  }
}

function namesOf(stated: Stated): ReadonlySet<string> {
  const names = namesIn(stated);
  return 'fault' in names ? new Set() : names;
}
