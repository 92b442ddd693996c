import { Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import type { QueryArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Get } from '../jmap/get';
import { limits } from '../jmap/limits';
import { Query } from '../jmap/query';
import { ACCOUNT } from '../jmap/session';
import { type ExtendedType, Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { CoreSettings } from '../settings/core-settings';
import { CalendarForm, calendarOf } from './calendar';
import type { Cell, Json } from './cell';
import { type Asked, type Column, ExportColumns } from './columns.service';
import { csvCell, csvOf } from './csv';
import { wallClock } from './local-time';
import { Sums } from './sums';
import { xlsxOf } from './xlsx';

/** Objects in one export, at most. */
export const MOST_EXPORTED = 100_000;

/** What an export can be, by the end of the file's name. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'ics'] as const;

export interface ExportQuestion extends Pick<QueryArguments, 'filter' | 'sort'> {
  readonly type: string;
  /** Of a table; a calendar has none. */
  readonly columns: readonly Asked[];
  readonly format: (typeof EXPORT_FORMATS)[number];
  /** IANA name of the reader's time zone; null for that of the host. */
  readonly timeZone: string | null;
}

export interface Exported {
  readonly rows: number;
  readonly stream: Readable;
}

/** The objects that a query finds, as a table or a calendar to take home. */
@injectable()
export class Exports {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Query) private readonly query: Query,
    @inject(Get) private readonly get: Get,
    @inject(ExportColumns) private readonly columns: ExportColumns,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {}

  /**
   * What the caller sees of a query's answer. Which objects these are is settled at once; they are read while the
   * file is made, some hundred at a time, and each through the caller's access once more. Where that fails the stream
   * fails: a file is whole or visibly broken.
   * @throws MethodError in the words of /query and /get; requestTooLarge beyond {@link MOST_EXPORTED}
   */
  async make(question: ExportQuestion, context: Context): Promise<Exported> {
    const { type, format } = question;
    const extended = this.types.get(type);
    if (!extended.type.exported || !isListed(extended)) {
      throw MethodError.invalidArguments(`type: ${type.slice(0, 60)} cannot be exported`);
    }
    const form = format === 'ics' ? this.calendarForm(type) : null;
    const columns = form ? [] : await this.columns.of(type, question.columns, context);
    const ids = await this.query.all(type, question, MOST_EXPORTED + 1, context);
    if (ids.length > MOST_EXPORTED) {
      throw MethodError.of('requestTooLarge', `One file takes up to ${String(MOST_EXPORTED)} rows: filter for fewer`);
    }
    if (form) return { rows: ids.length, stream: calendarOf(this.components(form, ids, context)) };
    const clock = wallClock(question.timeZone ?? (await this.settings.read()).timeZone);
    const rows = this.rows(type, columns, ids, clock, context);
    const widths = columns.map(({ width }) => width);
    return { rows: ids.length, stream: format === 'xlsx' ? xlsxOf(rows, widths) : csv(rows) };
  }

  private calendarForm(type: string): CalendarForm {
    const form = this.contributions.all(CalendarForm).find((one) => one.type === type);
    if (form) return form;
    throw MethodError.invalidArguments(`format: ${type.slice(0, 60)} has no place in a calendar`);
  }

  private async *components(
    form: CalendarForm,
    ids: readonly string[],
    context: Context,
  ): AsyncGenerator<ReturnType<CalendarForm['component']>> {
    const { type, properties } = form;
    const names = new Names(this.get, this.types, context);
    const declared = this.types.get(type).properties;
    const refersTo = (name: string): string | null => declared.get(name)?.property.listsIdsOf ?? null;
    for await (const objects of this.chunks(type, ids, [...properties], context)) {
      for (const name of properties) {
        const other = refersTo(name);
        if (other !== null)
          await names.learn(
            other,
            objects.map((object) => object[name]),
          );
      }
      for (const object of objects) {
        yield form.component(object, (name) => names.all(refersTo(name) ?? '', object[name]));
      }
    }
  }

  private async *rows(
    type: string,
    columns: readonly Column[],
    ids: readonly string[],
    clock: (utcDate: string) => string,
    context: Context,
  ): AsyncGenerator<readonly Cell[]> {
    yield columns.map(({ title }) => title);
    const properties = [...new Set(columns.flatMap((column) => column.properties))].filter((name) => name !== 'id');
    const names = new Names(this.get, this.types, context);
    const sums = new Sums(columns);
    for await (const objects of this.chunks(type, ids, properties, context)) {
      for (const { names: naming } of columns) if (naming) await names.learn(naming.type, objects.map(naming.ids));
      for (const object of objects) {
        const row = columns.map(({ names: naming, cell }) => {
          const name = naming && names.of(naming.type, naming.ids(object));
          return name ?? cell(object, clock);
        });
        sums.add(row);
        yield row;
      }
    }
    if (sums.isAsked) yield sums.row();
  }

  /** The objects with these ids, some hundred at a time, in their order. */
  private async *chunks(
    type: string,
    ids: readonly string[],
    properties: string[],
    context: Context,
  ): AsyncGenerator<Json[]> {
    for (let at = 0; at < ids.length; at += limits.maxObjectsInGet) {
      const some = ids.slice(at, at + limits.maxObjectsInGet);
      const answer = await this.get.run(type, { accountId: ACCOUNT, ids: some, properties }, context);
      const byId = new Map((answer as { list: Json[] }).list.map((object) => [object['id'], object]));
      yield some.map((id) => byId.get(id)).filter((object) => object !== undefined);
    }
  }
}

/** The names of what objects refer to, as far as the caller sees them. */
class Names {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly get: Get,
    private readonly types: Types,
    private readonly context: Context,
  ) {}

  async learn(type: string, values: readonly unknown[]): Promise<void> {
    const { appearance, name } = this.types.get(type).type;
    const property = appearance?.title ?? 'name';
    const asked = [...new Set(values.flat())].filter(
      (id): id is string => typeof id === 'string' && !this.has(name, id),
    );
    if (asked.length === 0) return;
    const found = await this.get.run(name, { accountId: ACCOUNT, ids: asked, properties: [property] }, this.context);
    for (const object of (found as { list: Json[] }).list)
      this.known.set(key(name, object['id']), String(object[property]));
    // What is not seen stays without a name, and is not asked for again.
    for (const id of asked) if (!this.has(name, id)) this.known.set(key(name, id), '');
  }

  of(type: string, value: unknown): Cell {
    if (!Array.isArray(value)) return this.known.get(key(type, value)) ?? null;
    const names = this.all(type, value);
    return names.length > 0 ? names.join(', ') : null;
  }

  /** Names of all that a list of ids names. */
  all(type: string, ids: unknown): string[] {
    const names = Array.isArray(ids) ? ids.map((id) => this.known.get(key(type, id)) ?? '') : [];
    return names.filter((name) => name !== '');
  }

  private has(type: string, id: string): boolean {
    return this.known.has(key(type, id));
  }
}

function key(type: string, id: unknown): string {
  return `${type} ${String(id)}`;
}

function csv(rows: AsyncIterable<readonly Cell[]>): Readable {
  const table = csvOf();
  const source = Readable.from(cellsOf(rows));
  source.on('error', (error) => table.destroy(error));
  table.on('close', () => source.destroy());
  return source.pipe(table);
}

async function* cellsOf(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<unknown[]> {
  for await (const row of rows) yield row.map(csvCell);
}

function isListed({ type }: ExtendedType): boolean {
  return type.operations.includes('query') && type.operations.includes('get');
}
