import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { sortKey } from '../database/sort-key';
import { byText, type TextSort } from '../jmap/collation';
import type { FilterScope, SortScope } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { isSame } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import type { Row } from '../jmap/property';
import { PropertyKeeper } from '../jmap/property-keeper';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { Level } from '../sharing/level';
import { CustomIndex, CustomValue, type StoredValues } from './custom-field.entity';
import { type Definition, PROPERTY } from './definition';
import { Definitions } from './definitions.service';
import { filterCondition } from './filter';
import { workOutAll } from './formulas';
import { Given } from './given';
import { faultsByCondition } from './rules';

/**
 * Values of custom fields: one JSON column per object, and an index beside it by which objects are found and sorted.
 * Fields of sets that are not for customers are as if absent for those who may not read the whole object.
 */
@injectable()
export class CustomValues extends PropertyKeeper {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
  ) {
    super();
  }

  async load(type: string, rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const definitions = await this.definitions.of(type);
    const ids = rows.map((row) => row.id);
    if (definitions.length === 0) return new Map(ids.map((id) => [id, {}]));
    const kept = await this.database.manager.findBy(CustomValue, { typeName: type, objectId: In(ids) });
    const values = new Map(kept.map(({ objectId, given }) => [objectId, given]));
    const readers = await this.readers(type, [...values.keys()], context);
    return new Map(
      ids.map((id) => {
        const shown = definitions.filter(({ set }) => set.forCustomers || readers.has(id));
        return [id, onTheWire(shown, values.get(id) ?? {})];
      }),
    );
  }

  async keep(type: string, draft: Draft): Promise<void> {
    const wanted = draft.extras.get(PROPERTY) as Readonly<Record<string, unknown>> | undefined;
    if (draft.actor === null && wanted === undefined && !draft.isNew) return;
    const definitions = await this.definitions.of(type);
    if (definitions.length === 0 && wanted === undefined) return;
    const stored = draft.isNew ? {} : await this.stored(type, draft.id);
    const isReader = draft.actor === null || (await this.readers(type, [draft.id], draft.actor)).size > 0;
    const visible = definitions.filter(({ set }) => set.forCustomers || isReader);
    const given = new Given(definitions, visible, stored, draft);
    if (wanted !== undefined || draft.isNew) await given.take(wanted ?? {});
    for (const [name, { property }] of this.types.get(type).properties) {
      if (property.current === undefined) continue;
      const now = async (): Promise<unknown> => (draft.isNew ? property.default : property.current?.(draft.id));
      given.elsewhere.set(name, draft.extras.has(name) ? draft.extras.get(name) : await now());
    }
    faultsByCondition(type, this.types, given);
    if (given.faults.size > 0) throw SetError.invalidAll(given.faults);
    const values = workOutAll(definitions, given.values);
    await this.store(type, draft.id, definitions, stored, values);
    const changed = definitions.filter(({ field }) => !isSame(stored[field.id], values[field.id]));
    if (changed.length === 0) draft.extras.delete(PROPERTY);
    else {
      draft.extras.set(PROPERTY, values);
      if (changed.every(({ set }) => !set.forCustomers)) draft.forAgents.add(PROPERTY);
    }
  }

  async destroying(type: string, row: Row): Promise<void> {
    const { manager } = this.database;
    const values = await this.stored(type, row.id);
    const ids = Object.keys(values).map(Number);
    if (ids.length === 0) return;
    await manager.delete(CustomIndex, { objectId: row.id, fieldId: In(ids) });
    await manager.delete(CustomValue, { typeName: type, objectId: row.id });
  }

  filter(type: string, value: unknown, scope: FilterScope): Promise<string> {
    const find = (key: string): Promise<Definition | null> => this.definitions.find(type, key, scope.context);
    return filterCondition(type, value, scope, find, scope.readable());
  }

  async sort(type: string, path: string, scope: SortScope): Promise<string | TextSort | null> {
    const found = await this.definitions.find(type, path, scope.context);
    if (!found?.kind.isSortable) return null;
    const { field, set, kind } = found;
    const guard = set.forCustomers ? '' : ` AND ${this.readable(type, scope)}`;
    const alias = scope.join(
      CustomIndex,
      (index) => `${index}.objectId = ${scope.row}.id AND ${index}.fieldId = ${String(field.id)}${guard}`,
    );
    const column = `${alias}.${kind.column(field.options)}`;
    return kind.column(field.options) === 'textValue' ? byText(column) : column;
  }

  /** Values by field id. */
  async stored(type: string, objectId: number): Promise<StoredValues> {
    return (await this.database.manager.findOneBy(CustomValue, { typeName: type, objectId }))?.given ?? {};
  }

  /** Stores the values of one object, and the index of those that changed. Needs a transaction. */
  async store(
    type: string,
    objectId: number,
    definitions: readonly Definition[],
    before: StoredValues,
    after: StoredValues,
  ): Promise<void> {
    if (isSame(before, after)) return;
    const { manager } = this.database;
    const key = { typeName: type, objectId };
    // TypeORM would have JSON described by its keys.
    const given = after as never;
    if (Object.keys(before).length === 0) await manager.insert(CustomValue, { ...key, given });
    else if (Object.keys(after).length === 0) await manager.delete(CustomValue, key);
    else await manager.update(CustomValue, key, { given });
    for (const { field, kind } of definitions) {
      const value = after[field.id];
      if (isSame(before[field.id], value)) continue;
      await manager.delete(CustomIndex, { objectId, fieldId: field.id });
      if (value === undefined) continue;
      for (const entry of kind.index(value, field.options)) {
        const textValueKey = typeof entry.textValue === 'string' ? sortKey(entry.textValue) : null;
        await manager.insert(CustomIndex, { ...NOTHING, ...entry, textValueKey, objectId, fieldId: field.id });
      }
    }
  }

  /** Those of the objects whose agents' fields the caller is shown. */
  private readers(type: string, ids: readonly number[], context: Context): Promise<Set<number>> {
    return this.records.visibleIds(type, ids, context, this.readLevel(type));
  }

  /** The same as a condition. */
  private readable(type: string, { context, row }: SortScope): string {
    return this.records.condition(this.types.get(type), row, context, this.readLevel(type));
  }

  private readLevel(type: string): number {
    return Math.max(Level.read, this.types.get(type).type.access.least);
  }
}

const NOTHING = { textValue: null, longValue: null, numberValue: null, dateValue: null, principalId: null };

/** Values by key. What has no value is not in it, so that a new field changes no object. */
function onTheWire(definitions: readonly Definition[], values: StoredValues): Record<string, unknown> {
  return Object.fromEntries(
    definitions.flatMap(({ field }) => (field.id in values ? [[field.key, values[field.id]]] : [])),
  );
}
