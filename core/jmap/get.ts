import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Level } from '../sharing/level';
import type { GetArguments } from './arguments';
import { MethodError } from './errors';
import { limits } from './limits';
import { idOf, type Row } from './property';
import { Records, ROW } from './records';
import { States } from './state';
import { type DeclaredProperty, type ExtendedType, Types } from './types';

/** Foo/get (RFC 8620 §5.1). */
@injectable()
export class Get {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
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
    const guarded = [...wanted.values()].some(({ property }) => property.agentsOnly);
    const readers = guarded
      ? await this.records.visibleIds(
          name,
          rows.map((row) => row.id),
          context,
          Math.max(Level.read, extended.type.access.least),
        )
      : new Set<number>();
    const loaded = new Map<string, ReadonlyMap<number, unknown>>();
    for (const [key, { property }] of wanted) {
      if (property.load) loaded.set(key, await property.load(rows, context, name));
    }
    return rows.map((row) => {
      const object: Record<string, unknown> = { id: singleton ?? String(row.id) };
      for (const [key, { property }] of wanted) {
        if (property.agentsOnly && !readers.has(row.id)) object[key] = null;
        else object[key] = property.load ? (loaded.get(key)?.get(row.id) ?? null) : property.format(row[key]);
      }
      return object;
    });
  }

  private async read(name: string, ids: readonly string[] | null, context: Context): Promise<Row[]> {
    const type = this.types.get(name);
    const query = this.records.visible(name, context);
    if (ids === null) {
      const rows = await query
        .orderBy(`${ROW}.id`)
        .limit(limits.maxObjectsInGet + 1)
        .getMany();
      if (rows.length > limits.maxObjectsInGet) {
        throw MethodError.of('requestTooLarge', `There are more than ${String(limits.maxObjectsInGet)}: name ids`);
      }
      return this.records.extend(type, rows);
    }
    const { singleton } = type.type;
    if (singleton !== null) return ids.includes(singleton) ? this.records.extend(type, await query.getMany()) : [];
    const numbers = ids.map(idOf).filter((id) => id !== null);
    if (numbers.length === 0) return [];
    const rows = await query.andWhere(`${ROW}.id IN (:...ids)`, { ids: numbers }).getMany();
    const byId = new Map((await this.records.extend(type, rows)).map((row) => [row.id, row]));
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
