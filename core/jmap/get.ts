import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { Level } from '../sharing/level';
import type { GetArguments } from './arguments';
import { MethodError } from './errors';
import { limits } from './limits';
import { idOf, type Row } from './property';
import { Records } from './records';
import { States } from './state';
import { type DeclaredProperty, type ExtendedType, Types } from './types';

/** Foo/get (RFC 8620 §5.1). */
@injectable()
export class Get {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
    @inject(Database) private readonly database: Database,
  ) {}

  async run(name: string, { accountId, ids, properties }: GetArguments, context: Context): Promise<object> {
    const type = this.types.get(name);
    const wanted = select(type, properties);
    if (ids && ids.length > limits.maxObjectsInGet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInGet)} objects at once`);
    }
    const state = await this.states.of(name, context);
    const asked = ids === null ? null : [...new Set(ids)];
    const rows = await this.read(name, asked, context);
    const list = await this.show(type, rows, wanted, context);
    const found = new Set(list.map((object) => object['id']));
    return { accountId, state, list, notFound: (asked ?? []).filter((id) => !found.has(id)) };
  }

  /** Wire values of rows the caller is known to see. */
  async show(
    extended: ExtendedType,
    rows: readonly Row[],
    wanted: ReadonlyMap<string, DeclaredProperty>,
    context: Context,
  ): Promise<Record<string, unknown>[]> {
    if (rows.length === 0) return [];
    const { singleton, name } = extended.type;
    const loaded = new Map<string, ReadonlyMap<number, unknown>>();
    const loads = [...wanted].map(async ([key, { property }]) => {
      if (property.load) loaded.set(key, await property.load(rows, context, name));
    });
    const [readers] = await Promise.all([this.readers(extended, rows, wanted, context), ...loads]);
    return rows.map((row) => {
      const object: Record<string, unknown> = { id: singleton ?? String(row.id) };
      for (const [key, { property }] of wanted) {
        if (property.agentsOnly && !readers.has(row.id)) object[key] = null;
        else object[key] = property.load ? (loaded.get(key)?.get(row.id) ?? null) : property.format(row[key]);
      }
      return object;
    });
  }

  /** Those of the rows of which the caller is shown what agents alone are shown, if any of that is wanted. */
  private async readers(
    { type }: ExtendedType,
    rows: readonly Row[],
    wanted: ReadonlyMap<string, DeclaredProperty>,
    context: Context,
  ): Promise<ReadonlySet<number>> {
    if (![...wanted.values()].some(({ property }) => property.agentsOnly)) return new Set();
    const ids = rows.map((row) => row.id);
    return this.records.visibleIds(type.name, ids, context, Math.max(Level.read, type.access.least));
  }

  private async read(name: string, ids: readonly string[] | null, context: Context): Promise<Row[]> {
    const type = this.types.get(name);
    const selection = this.records.select(name, context);
    const own = async (most: number): Promise<Row[]> =>
      this.database.rows.hydrate<Row>(type.type.entity, await selection.rows(most));
    const read = async (most: number): Promise<Row[]> => this.records.extend(type, await own(most));
    if (ids === null) {
      const rows = await read(limits.maxObjectsInGet + 1);
      if (rows.length > limits.maxObjectsInGet) {
        throw MethodError.of('requestTooLarge', `There are more than ${String(limits.maxObjectsInGet)}: name ids`);
      }
      return rows.sort((a, b) => a.id - b.id);
    }
    const { singleton } = type.type;
    if (singleton !== null) return ids.includes(singleton) ? read(limits.maxObjectsInGet) : [];
    const numbers = ids.map(idOf).filter((id) => id !== null);
    if (numbers.length === 0) return [];
    selection.among(numbers);
    const rows = await this.records.extend(type, own(numbers.length), numbers);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return numbers.map((id) => byId.get(id)).filter((row) => row !== undefined);
  }
}

/** The properties asked for, or all that can be answered. @throws MethodError for one the type does not have. */
export function select(type: ExtendedType, names: readonly string[] | null): Map<string, DeclaredProperty> {
  const chosen = new Map<string, DeclaredProperty>();
  for (const name of names ?? type.properties.keys()) {
    if (name === 'id') continue;
    const declared = type.properties.get(name);
    if (!declared) throw MethodError.invalidArguments(`${type.type.name} has no property "${name.slice(0, 60)}"`);
    if (!declared.property.writeOnly) chosen.set(name, declared);
  }
  return chosen;
}
