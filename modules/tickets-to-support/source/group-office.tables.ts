import { Problem } from '../../../core/api';
import { numberIn, type Raw, textIn } from './columns';
import { meantBy } from './double-encoded';
import type { Ask } from './group-office.connection';

/** Without these there is nothing to be read; `ti_messages` may be empty, but it is there. */
const NEEDED = ['ti_tickets', 'ti_messages', 'ti_types'];
/** What every version has had of them, and without which nothing is to be made of a row. */
const COLUMNS = {
  ti_tickets: ['id', 'status_id', 'type_id', 'subject', 'ctime'],
  ti_messages: ['id', 'ticket_id', 'content', 'is_note', 'ctime'],
  ti_types: ['id', 'name'],
};

/** The tables of a database, by what they have and not by a version: many are half upgraded. */
export class Tables {
  private constructor(
    /** Table → column → its character set, or ''. */
    private readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
    private readonly ask: Ask,
  ) {}

  /** @throws Problem when it is no database of Group-Office, or tables are missing */
  static async of(ask: Ask, schema: string): Promise<Tables> {
    const rows = await ask(
      'SELECT table_name AS t, column_name AS c, character_set_name AS s FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position',
    );
    const columns = new Map<string, Map<string, string>>();
    for (const row of rows) {
      const table = textIn(row, 't');
      const known = columns.get(table) ?? new Map<string, string>();
      columns.set(table, known.set(textIn(row, 'c'), textIn(row, 's')));
    }
    const missing = NEEDED.filter((table) => !columns.has(table));
    if (missing.length === NEEDED.length)
      throw new Problem(
        `The schema "${schema}" is no database of Group-Office with tickets: it has no table ti_tickets`,
      );
    if (missing.length > 0) throw new Problem(`The schema "${schema}" lacks the tables ${missing.join(', ')}`);
    for (const [table, needed] of Object.entries(COLUMNS)) {
      const lacks = needed.filter((column) => columns.get(table)?.has(column) !== true);
      if (lacks.length > 0)
        throw new Problem(`The table ${table} of the schema "${schema}" lacks the columns ${lacks.join(', ')}`);
    }
    if (!columns.has('go_users') && !columns.has('core_user'))
      throw new Problem(`The schema "${schema}" has neither go_users nor core_user: it is not whole`);
    return new Tables(columns, ask);
  }

  has(table: string, ...columns: readonly string[]): boolean {
    const known = this.columns.get(table);
    return known !== undefined && columns.every((column) => known.has(column));
  }

  /** Columns of a table, in their order. */
  columnNames(table: string): string[] {
    return [...(this.columns.get(table)?.keys() ?? [])];
  }

  /** Names of the tables that begin so. */
  names(prefix: string): string[] {
    return [...this.columns.keys()].filter((table) => table.startsWith(prefix)).sort();
  }

  /** Columns of a table with text: old programs have put UTF-8 into latin1, and upgrades have made UTF-8 of it once more. */
  texts(table: string): string[] {
    return [...(this.columns.get(table) ?? [])].flatMap(([column, set]) => (set === '' ? [] : [column]));
  }

  /** All rows of a small table, by id where it has one, their text as it was meant; none when it is not there. */
  async all(table: string): Promise<Raw[]> {
    if (!this.has(table)) return [];
    const rows = this.has(table, 'id')
      ? await this.ask('SELECT * FROM ?? ORDER BY id', [table])
      : await this.ask('SELECT * FROM ??', [table]);
    const texts = this.texts(table);
    return rows.map((row) => ({
      ...row,
      ...Object.fromEntries(texts.map((column) => [column, meantIn(row[column])])),
    }));
  }

  async count(table: string): Promise<number> {
    const [row] = this.has(table) ? await this.ask('SELECT COUNT(*) AS n FROM ??', [table]) : [];
    return row ? numberIn(row, 'n') : 0;
  }

  async checksums(): Promise<Map<string, string>> {
    const tables = [...this.columns.keys()]
      .filter((table) =>
        /^(ti_|cf_ti_|cf_20$|cf_categories$|cf_fields$|core_customfields_|go_links_(20$|ti_))/.test(table),
      )
      .sort();
    const sums = new Map<string, string>();
    for (const table of tables) {
      const [row] = await this.ask('CHECKSUM TABLE ??', [table]);
      sums.set(table, row ? textIn(row, 'Checksum') : '');
    }
    return sums;
  }
}

function meantIn(value: unknown): unknown {
  return typeof value === 'string' ? meantBy(value) : value;
}
