import { nameIn, numberIn, type Raw, textIn } from './columns';
import { meantBy } from './double-encoded';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LegacyField, LegacyFieldSet, LegacyFieldValues, LegacyKind, Unplaced } from './legacy-fields';

/** Tables with the values of tickets, and their key: of 6.4 and later, of 4.x to 6.3, and of 3.x. */
const PLACES = [
  ['ti_tickets_custom_fields', 'id'],
  ['cf_ti_tickets', 'model_id'],
  ['cf_20', 'link_id'],
] as const;
/** Rows that are listed one by one. */
const MOST = 10_000;

/** Kinds without a column of their own in the table of values. */
const ELSEWHERE: readonly LegacyKind[] = ['display', 'files'];

/** Tables in which the things that fields name are, the newest first: id → name. */
const LABELS: Readonly<Partial<Record<LegacyKind, readonly (readonly [table: string, columns: readonly string[]])[]>>> =
  {
    contact: [
      ['addressbook_contact', ['name']],
      ['ab_contacts', ['first_name', 'middle_name', 'last_name']],
    ],
    company: [
      ['addressbook_contact', ['name']],
      ['ab_companies', ['name']],
    ],
    group: [
      ['core_group', ['name']],
      ['go_groups', ['name']],
    ],
  };

/** Where the values of tickets are, and what in them is whose. */
export class FieldValueReader {
  private constructor(
    private readonly tables: Tables,
    private readonly ask: Ask,
    private readonly table: string,
    private readonly key: string,
    /** Field → its column. */
    private readonly columns: ReadonlyMap<LegacyField, string>,
    /** Fields whose several options lie in tables of their own. */
    private readonly many: readonly LegacyField[],
  ) {}

  /** Null when no table holds values. */
  static async of(tables: Tables, ask: Ask, sets: readonly LegacyFieldSet[]): Promise<FieldValueReader | null> {
    const place = await placeOf(tables);
    if (!place) return null;
    const [table, key] = place;
    const fields = sets.flatMap((set) => set.fields).filter(({ kind }) => !ELSEWHERE.includes(kind));
    const columns = fields.flatMap((field): [LegacyField, string][] => {
      const column = [...field.aliases, field.name].find((name) => tables.has(table, name));
      return column === undefined ? [] : [[field, column]];
    });
    const many = fields.filter(
      ({ id, kind }) =>
        kind === 'multiselect' && tables.has(`core_customfields_multiselect_${String(id)}`, 'id', 'optionId'),
    );
    return new FieldValueReader(tables, ask, table, key, new Map(columns), many);
  }

  async read(ticketIds: readonly number[]): Promise<Map<number, LegacyFieldValues>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await this.ask('SELECT * FROM ?? WHERE ?? IN (?)', [this.table, this.key, ticketIds]);
    const found = new Map<number, { values: Map<number, string | string[]>; repaired: number[] }>();
    const of = (id: number) => {
      const known = found.get(id) ?? { values: new Map<number, string | string[]>(), repaired: [] };
      found.set(id, known);
      return known;
    };
    for (const row of rows)
      for (const [field, column] of this.columns) {
        const stored = textIn(row, column);
        const text = meantBy(stored);
        if (text.trim() === '') continue;
        const known = of(numberIn(row, this.key));
        known.values.set(field.id, text);
        if (text !== stored) known.repaired.push(field.id);
      }
    for (const { id } of this.many) {
      const chosen = await this.ask('SELECT * FROM ?? WHERE id IN (?) ORDER BY id, optionId', [
        `core_customfields_multiselect_${String(id)}`,
        ticketIds,
      ]);
      for (const row of chosen) {
        const { values } = of(numberIn(row, 'id'));
        const before = values.get(id);
        values.set(id, [...(Array.isArray(before) ? before : []), textIn(row, 'optionId')]);
      }
    }
    for (const field of this.columns.keys())
      await this.label(
        field,
        [...found.values()].map(({ values }) => values),
      );
    return new Map([...found].map(([id, { values, repaired }]) => [id, { table: this.table, values, repaired }]));
  }

  /** Values of which no field tells what they are, one for each row. */
  async unclaimed(): Promise<Unplaced[]> {
    const claimed = new Set(this.columns.values());
    const columns = this.tables.columnNames(this.table).filter((column) => column !== this.key && !claimed.has(column));
    if (columns.length === 0) return [];
    const rows = await this.ask('SELECT ?? FROM ?? ORDER BY ?? LIMIT ?', [
      [this.key, ...columns],
      this.table,
      this.key,
      MOST,
    ]);
    const reason = 'No field tells what these values are';
    return rows.flatMap((row) => {
      const held = columns.filter((column) => !['', '0'].includes(textIn(row, column)));
      const value = held.map((column) => `${column}: ${textIn(row, column)}`).join(', ');
      return held.length === 0 ? [] : [{ table: this.table, id: numberIn(row, this.key), column: null, reason, value }];
    });
  }

  /** Has what a field names be said as `id:name`, also where the id alone is kept. */
  private async label({ id, kind }: LegacyField, all: readonly Map<number, string | string[]>[]): Promise<void> {
    const texts = all.flatMap((values) => values.get(id) ?? []);
    const ids = [...new Set(texts.flatMap((text) => /^\d+/.exec(text)?.[0] ?? []))].map(Number);
    if (ids.length === 0 || LABELS[kind] === undefined) return;
    const names = await this.names(kind, ids);
    for (const values of all) {
      const [, number = '', label = ''] = /^(\d+)(?::(.*))?$/s.exec(String(values.get(id) ?? '')) ?? [];
      if (number !== '') values.set(id, `${number}:${names.get(Number(number)) ?? label.trim()}`);
    }
  }

  private async names(kind: LegacyKind, ids: readonly number[]): Promise<Map<number, string>> {
    const names = new Map<number, string>();
    for (const [table, columns] of LABELS[kind] ?? []) {
      if (!this.tables.has(table, 'id', ...columns)) continue;
      const rows: Raw[] = await this.ask('SELECT * FROM ?? WHERE id IN (?)', [table, ids]);
      for (const row of rows) {
        const isOther =
          row['isOrganization'] !== undefined && numberIn(row, 'isOrganization') > 0 !== (kind === 'company');
        const name = meantBy(nameIn(row, ...columns));
        if (!isOther && name !== '' && !names.has(numberIn(row, 'id'))) names.set(numberIn(row, 'id'), name);
      }
    }
    return names;
  }
}

/** The table that has any values, the newest first; the newest that is there when none has. */
async function placeOf(tables: Tables): Promise<(typeof PLACES)[number] | null> {
  const there = PLACES.filter(([table, key]) => tables.has(table, key));
  for (const place of there) if ((await tables.count(place[0])) > 0) return place;
  return there[0] ?? null;
}
