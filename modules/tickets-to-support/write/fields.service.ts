import { ArrivingFields, Database, inject, injectable, type KnownField, Records } from '../../../core/api';
import { digestOf } from '../digest';
import { MigratedRow } from '../migrated.entity';
import { type Became, MigratedRows } from '../migrated-rows.service';
import type { FieldsHere, PlannedField, PlannedFieldSet, PlannedFields } from '../plan/fields';
import type { PlannedTicket } from '../plan/ticket';
import type { Known, Place } from './known';
import type { MadeList } from './lists.service';

/** Of which type the fields are. */
const TYPE = 'Task';
/** Under which they are remembered, whatever their tables are called there. */
const SETS = 'custom field sets';
const FIELDS = 'custom fields';
/** Longest condition. */
const LONGEST = 2000;

/** Makes the custom fields that tickets had, each once, and gives tickets what they held. */
@injectable()
export class Fields {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(MigratedRows) private readonly rows: MigratedRows,
    @inject(ArrivingFields) private readonly fields: ArrivingFields,
  ) {}

  /** What there is that a plan must know of. */
  async here(source: string): Promise<FieldsHere> {
    const all = new Map((await this.fields.of(TYPE)).map((field) => [field.id, field]));
    const brought = await this.rows.all(source, FIELDS);
    const known = new Map([...brought].map(([id, { objectId }]) => [id, all.get(objectId ?? 0) ?? null]));
    const own = new Set([...known.values()].map((field) => field?.id));
    const others = [...all.values()].filter(({ id }) => !own.has(id));
    return {
      known,
      keys: new Set(others.map(({ key }) => key)),
      names: new Set(others.map(({ name }) => name.toLowerCase())),
      mayBeKey: (key) => this.fields.mayBeKey(TYPE, key),
      namesIn: (is, text) => this.fields.namesIn(is, text),
    };
  }

  /** Needs a transaction. @returns id here of each field that is given values, by its key */
  async bring(
    source: string,
    { sets }: PlannedFields,
    lists: ReadonlyMap<number, MadeList>,
  ): Promise<Map<string, number>> {
    const fresh: { readonly id: number; readonly field: PlannedField }[] = [];
    const known = await this.rows.all(source, FIELDS);
    const here = new Map((await this.fields.of(TYPE)).map((field) => [field.id, field]));
    const ids = new Map<string, number>();
    // A formula names fields that are there.
    const computedLast = sets
      .flatMap((set) => set.fields.map((field) => ({ set, field })))
      .sort((a, b) => Number(a.field.kind === 'function') - Number(b.field.kind === 'function'));
    const setIds = new Map<PlannedFieldSet, number>();
    for (const set of sets) setIds.set(set, await this.set(source, set, lists));
    for (const { set, field } of computedLast) {
      const before = here.get(known.get(field.source.id)?.objectId ?? 0);
      if (before) await this.offerMore(before, field);
      const id = before?.id ?? (await this.make(field, setIds.get(set) ?? 0));
      if (!before) {
        await this.rememberOne(source, {
          sourceTable: FIELDS,
          sourceId: field.source.id,
          type: 'CustomField',
          objectId: id,
          hash: '',
        });
        fresh.push({ id, field });
      }
      if (field.kind !== 'function') ids.set(field.key, id);
    }
    for (const { id, field } of fresh) {
      const { requiredWhen, hiddenWhen } = field;
      if (requiredWhen !== '' || hiddenWhen !== '')
        await this.records.update('CustomField', id, { requiredWhen, hiddenWhen });
    }
    return ids;
  }

  /** Values of new tickets. Needs the transaction that stores these. */
  store(planned: readonly PlannedTicket[], taskIds: readonly number[], place: Place, who: Known): Promise<void> {
    const values = planned.map((ticket, at) => [taskIds[at] ?? 0, byId(valuesOf(ticket, place, who), place)] as const);
    return this.fields.store(TYPE, new Map(values));
  }

  /** Has a ticket that is here hold what it holds in the source now. Needs a transaction. */
  renew(planned: PlannedTicket, taskId: number, place: Place, who: Known): Promise<void> {
    return this.fields.replace(TYPE, taskId, byId(valuesOf(planned, place, who), place), [...place.fieldIds.values()]);
  }

  /** What tickets hold here in the fields of the source, as {@link valuesOf} says what they should. */
  async held(taskIds: readonly number[], { fieldIds }: Place): Promise<Map<number, Readonly<Record<string, unknown>>>> {
    if (fieldIds.size === 0) return new Map();
    const all = await this.fields.values(TYPE, taskIds);
    return new Map(
      [...all].map(([id, values]) => [id, sorted(Object.entries(values).filter(([key]) => fieldIds.has(key)))]),
    );
  }

  /** Removes what was made, unless others use it: those fields stay, and are taken up again by the next run. Needs a transaction. */
  async undo(source: string): Promise<void> {
    const { manager } = this.database;
    const here = new Map((await this.fields.of(TYPE)).map((field) => [field.id, field]));
    const made = [...(await this.rows.all(source, FIELDS)).values()];
    const going = await this.fields.unused(
      TYPE,
      made.flatMap(({ objectId }) => here.get(objectId ?? 0) ?? []),
    );
    // They may name each other.
    for (const { id } of going) await this.records.update('CustomField', id, { requiredWhen: '', hiddenWhen: '' });
    for (const { id } of going) await this.records.destroyAll('CustomField', [{ id }]);
    const gone = made.filter(({ objectId }) => !here.has(objectId ?? 0) || going.some(({ id }) => id === objectId));
    for (const { id } of gone) await manager.delete(MigratedRow, id);
    const left = new Set((await this.fields.of(TYPE)).map(({ fieldSetId }) => fieldSetId));
    for (const row of (await this.rows.all(source, SETS)).values()) {
      if (left.has(row.objectId ?? 0)) continue;
      await this.records.destroyAll('CustomFieldSet', row.objectId === null ? [] : [{ id: row.objectId }]);
      await manager.delete(MigratedRow, row.id);
    }
  }

  /** A set of fields; when its types have changed there, and nobody has said here when it is shown, it follows. */
  private async set(source: string, set: PlannedFieldSet, lists: ReadonlyMap<number, MadeList>): Promise<number> {
    const [before, showWhen] = [
      (await this.rows.known(source, SETS, [set.source.id])).get(set.source.id),
      shownWhen(set, lists),
    ];
    const row = before?.objectId == null ? null : await this.records.find('CustomFieldSet', before.objectId);
    if (before && row) {
      const isOurs = before.hash === digestOf(String(row['showWhen'])) && before.hash !== digestOf(showWhen);
      if (isOurs) await this.records.update('CustomFieldSet', row.id, { showWhen });
      if (isOurs) await this.rows.renew(before.id, digestOf(showWhen));
      return row.id;
    }
    const { name, description, sortOrder } = set;
    const values = { type: TYPE, name, description, sortOrder, showWhen, forCustomers: false };
    const { id } = await this.records.insert('CustomFieldSet', values);
    if (before) await this.database.manager.delete(MigratedRow, before.id);
    await this.rememberOne(source, {
      ...{ sourceTable: SETS, sourceId: set.source.id, type: 'CustomFieldSet', objectId: id },
      hash: digestOf(showWhen),
    });
    return id;
  }

  private async make(field: PlannedField, fieldSetId: number): Promise<number> {
    const { key, name, kind, options, required, hint, sortOrder, showInGrid } = field;
    const values = { fieldSetId, key, name, kind, options, required, hint, sortOrder, showInGrid };
    const without = { requiredWhen: '', hiddenWhen: '', default: { value: null }, filterable: true };
    return (await this.records.insert('CustomField', { ...values, ...without })).id;
  }

  /** Choices that are new there are offered here too. */
  private async offerMore({ id, kind, options }: KnownField, planned: PlannedField): Promise<void> {
    if (kind !== planned.kind || !Array.isArray(planned.options['options'])) return;
    const [offered, wanted] = [options['options'], planned.options['options']] as { readonly value: string }[][];
    const more = (wanted ?? []).filter(({ value }) => !offered?.some((one) => one.value === value));
    if (more.length > 0)
      await this.records.update('CustomField', id, { options: { options: [...(offered ?? []), ...more] } });
  }

  private rememberOne(source: string, row: Became): Promise<void> {
    return this.rows.remember(source, [row]);
  }
}

/** What a ticket should hold, by the key of the field. */
export function valuesOf(
  { customValues }: PlannedTicket,
  { fieldIds }: Place,
  who: Known,
): Readonly<Record<string, unknown>> {
  return sorted(
    [...customValues].flatMap(([key, planned]): [string, unknown][] => {
      const person = 'who' in planned ? who.id(planned.who) : null;
      const value = 'who' in planned ? (person === null ? null : String(person)) : planned.value;
      return value === null || !fieldIds.has(key) ? [] : [[key, value]];
    }),
  );
}

function byId(values: Readonly<Record<string, unknown>>, { fieldIds }: Place): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [String(fieldIds.get(key)), value]));
}

function sorted(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The condition under which tickets have the fields of a set: those of the lists that were brought, and no others. */
function shownWhen({ source: { typeIds } }: PlannedFieldSet, lists: ReadonlyMap<number, MadeList>): string {
  const ids = [...lists].flatMap(([typeId, { id }]) => ((typeIds?.includes(typeId) ?? true) ? id : []));
  const single: number[] = [];
  const parts: string[] = [];
  for (const [from, to] of rangesOf(ids.sort((a, b) => a - b))) {
    if (to - from < 2) single.push(...(from === to ? [from] : [from, to]));
    else parts.push(`taskListId >= ${String(from)} AND taskListId <= ${String(to)}`);
  }
  if (single.length > 0 || parts.length === 0) parts.push(`taskListId in (${single.join(', ') || '0'})`);
  const condition = parts.join(' OR ');
  return condition.length <= LONGEST ? condition : '';
}

/** Numbers that follow one another, from the first to the last: very many lists make a short condition. */
function rangesOf(numbers: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
