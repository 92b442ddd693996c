import { inject, injectable } from 'inversify';
import type { SelectQueryBuilder } from 'typeorm';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import type { ObjectChange } from '../database/unit-of-work';
import { accessParameters } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Draft, isSame } from './draft';
import type { Row } from './property';
import { ROW, Selection } from './selection';
import { isForAgents, shownChanges } from './shown-changes';
import { storeRow } from './store-row';
import { type ExtendedType, Types } from './types';

export { ROW } from './selection';

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads and writes of objects with their extensions. Reads name who is asking; the way round is called
 * {@link unrestricted} and is for the host's own services. Every write is logged for /changes.
 */
@injectable()
export class Records {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
  ) {}

  /** Query over the rows that the caller may see with at least this level (default: see at all). */
  visible(type: string, context: Context, level?: number): SelectQueryBuilder<Row> {
    const extended = this.types.get(type);
    return this.unrestricted(type)
      .where(this.condition(extended, ROW, context, level))
      .setParameters(accessParameters(context));
  }

  /** The same as {@link visible}, for what every request asks. */
  select(type: string, context: Context, level?: number): Selection {
    const extended = this.types.get(type);
    const alternatives = this.alternatives(extended, ROW, context, level);
    return new Selection(this.database, extended.type.entity, alternatives, accessParameters(context));
  }

  /** Query over all rows: for services that answer to nobody. */
  unrestricted(type: string): SelectQueryBuilder<Row> {
    return this.database.manager.createQueryBuilder<Row>(this.types.get(type).type.entity, ROW);
  }

  /**
   * SQL condition: the caller sees the row called `alias` with at least this level. Extensions may widen what is
   * seen at the least level, never what may be done at a higher one.
   */
  condition(type: ExtendedType, alias: string, context: Context, level?: number): string {
    const parts = this.alternatives(type, alias, context, level);
    return parts.length === 1 ? String(parts[0]) : parts.length === 0 ? '1 = 0' : `(${parts.join(' OR ')})`;
  }

  /** The parts of {@link condition}, of which one must hold; without those that never do. */
  private alternatives({ type, extensions }: ExtendedType, alias: string, context: Context, level?: number): string[] {
    const own = type.access.where(alias, context, level ?? type.access.least);
    const isLeast = level === undefined || level <= type.access.least;
    const wider = isLeast ? extensions.map((extension) => extension.widens(alias, context)) : [];
    // Whoever sees all needs nothing wider.
    return own === '1 = 1' ? [own] : ([own, ...wider].filter((part) => part !== null && part !== '1 = 0') as string[]);
  }

  /** Condition that a row of `type`, whose id is in `column`, exists and is seen by the caller. For types that follow another. */
  seesOther(type: string, column: string, context: Context, level?: number): string {
    const extended = this.types.get(type);
    const { tableName } = this.database.writer.getMetadata(extended.type.entity);
    const alias = `${tableName}_`;
    return `EXISTS (SELECT 1 FROM ${tableName} ${alias} WHERE ${alias}.id = ${column} AND ${this.condition(extended, alias, context, level)})`;
  }

  /** Condition that the row of `type` with its id in `column` lies in one of the ACLs `:...acls`; null when none decides. */
  liesInAcls(type: string, column: string): string | null {
    const { type: found } = this.types.get(type);
    const { tableName } = this.database.writer.getMetadata(found.entity);
    const alias = `${tableName}_`;
    const condition = found.access.inAcls?.(alias);
    return condition === undefined
      ? null
      : `EXISTS (SELECT 1 FROM ${tableName} ${alias} WHERE ${alias}.id = ${column} AND ${condition})`;
  }

  /** Those of the ids that the caller sees with at least this level. */
  async visibleIds(type: string, ids: readonly number[], context: Context, level?: number): Promise<Set<number>> {
    if (ids.length === 0) return new Set();
    return new Set(await this.select(type, context, level).among(ids).ids(0, ids.length));
  }

  /** One row with its extensions, or null when the caller does not see it. */
  async seen(type: string, id: number, context: Context): Promise<Row | null> {
    return (await this.extend(this.types.get(type), this.own(type, id, context), [id]))[0] ?? null;
  }

  /** True when the caller sees the object. */
  async sees(type: string, id: number, context: Context): Promise<boolean> {
    return (await this.own(type, id, context)).length > 0;
  }

  /** The row without its extensions, if the caller sees it. */
  private async own(type: string, id: number, context: Context): Promise<Row[]> {
    const { entity } = this.types.get(type).type;
    return this.database.rows.learn<Row>(entity, await this.select(type, context).among([id]).rows(1));
  }

  /** Rows with their extensions' columns beside their own, in the order of the ids. */
  async load(type: string, ids: readonly number[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    const extended = this.types.get(type);
    const rows = await this.database.rows.with<Row>(extended.type.entity, 'id', ids);
    const byId = new Map((await this.extend(extended, rows)).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
  }

  /** One row with its extensions, or null. */
  async find(type: string, id: number): Promise<Row | null> {
    return (await this.load(type, [id]))[0] ?? null;
  }

  /**
   * Adds the columns of all extensions to rows just read.
   * @param ids of rows that are still being read, so that both are asked for at once
   */
  async extend(
    { extensions }: ExtendedType,
    reading: readonly Row[] | Promise<readonly Row[]>,
    ids?: readonly number[],
  ): Promise<Row[]> {
    const wanted = ids ?? (await reading).map(({ id }) => id);
    const tables = extensions.flatMap(({ entity, key }) => (entity === null ? [] : [{ entity, key }]));
    const parts = tables.map(({ entity, key }) => this.database.rows.with<object>(entity, key, wanted));
    const [rows, ...found] = await Promise.all([reading, ...parts]);
    const extended = new Map(rows.map((row): [unknown, Row] => [row.id, { ...row }]));
    for (const [at, { key }] of tables.entries()) {
      for (const part of found[at] ?? []) {
        const row = extended.get((part as Record<string, unknown>)[key]);
        if (row) Object.assign(row, part, { id: row.id });
      }
    }
    return [...extended.values()];
  }

  /** Stores a new object for one of the host's services and answers its row. `extras`: values that are no columns. */
  async insert<T extends { id: number } = Row>(
    type: string,
    values: NoInfer<Partial<T>>,
    extras: Values = {},
  ): Promise<T> {
    const draft = new Draft(null, { ...values }, null, extras);
    await this.save(type, draft);
    return draft.values as T;
  }

  /** Changes an object for one of the host's services. */
  async update(type: string, id: number, values: Values, extras: Values = {}): Promise<void> {
    const before = await this.find(type, id);
    if (!before) throw new Error(`${type} ${String(id)} does not exist`);
    await this.save(type, new Draft(before, { ...before, ...values }, null, extras));
  }

  /** Runs the hooks, stores the draft and logs it. Needs a transaction. */
  async save(type: string, draft: Draft): Promise<void> {
    const extended = this.types.get(type);
    const parts = [extended.type, ...extended.extensions];
    const before = draft.before ? await this.audience(extended, draft.before) : [];
    for (const listener of this.types.listeners()) await listener.saving(type, draft);
    if (!draft.isNew) for (const keeper of extended.keepers.values()) await keeper.keep(type, draft);
    draft.isQuiet = !draft.isNew && isForAgents(extended, shownChanges(draft));
    for (const part of parts) await part.saving(draft, type);
    await extended.type.settling(draft);
    await storeRow(this.database, extended, draft);
    if (draft.isNew) for (const keeper of extended.keepers.values()) await keeper.keep(type, draft);
    for (const part of parts) await part.saved(draft, type);
    const after = await this.audience(extended, draft.values as Row);
    for (const listener of this.types.listeners()) await listener.saved(type, draft, after);
    if (draft.isNew) this.log({ type, id: draft.id, operation: 'c', before, after, told: after });
    else if (!isSame(before, after)) {
      this.log({ type, id: draft.id, operation: 'u', before, after, told: [...before, ...after] });
      await this.moved(type, draft.id, before, after);
    } else if (draft.changes().length > 0) {
      const told = this.told(extended, draft.values as Row, shownChanges(draft), after);
      this.log({ type, id: draft.id, operation: 'u', before, after, told });
    }
  }

  /** Removes an object and its extensions; its dependents first, while it can still be told who saw them. */
  async destroy(type: string, row: Row, withContents = false): Promise<void> {
    const extended = this.types.get(type);
    const seen = await this.audience(extended, row);
    for (const listener of this.types.listeners()) await listener.destroying(type, row);
    for (const dependent of this.types.dependentsOf(type)) await dependent.destroyWith(type, row.id);
    for (const extension of extended.extensions) await extension.destroying(row);
    for (const keeper of extended.keepers.values()) await keeper.destroying(type, row);
    await extended.type.destroying(row, withContents);
    const { manager } = this.database;
    for (const { entity, key } of extended.extensions) if (entity) await manager.delete(entity, { [key]: row.id });
    await manager.delete(extended.type.entity, { id: row.id });
    this.log({ type, id: row.id, operation: 'd', before: seen, after: [], told: seen });
  }

  /** Removes these objects of a type, one after the other as {@link destroy} does; what is gone by now is left out. */
  async destroyAll(type: string, objects: readonly { readonly id: number }[]): Promise<void> {
    const ids = objects.map(({ id }) => id);
    for (const row of await this.load(type, ids)) await this.destroy(type, row);
  }

  /**
   * Logs that these computed properties of an object changed, although no column of it did. None: only what agents
   * alone are shown. `only`: the keys of whom it concerns, when it is not as the properties say.
   */
  async touch(type: string, id: number, names: readonly string[], only?: readonly string[]): Promise<void> {
    const row = await this.find(type, id);
    if (!row) return;
    const extended = this.types.get(type);
    const seen = await this.audience(extended, row);
    const told = only ?? this.told(extended, row, names, seen);
    this.log({ type, id, operation: 'u', before: seen, after: seen, told });
  }

  /**
   * Logs that an object is seen by others than before although nothing of it changed: of those who see it all along nobody
   * hears. `before` and `after`: audience keys by the type's own rule.
   */
  async shown(type: string, id: number, before: readonly string[], after: readonly string[]): Promise<void> {
    const row = await this.find(type, id);
    if (!row) return;
    const wider = await this.wider(this.types.get(type), row);
    const [saw, sees] = [unique([...before, ...wider]), unique([...after, ...wider])];
    if (isSame(saw, sees)) return;
    const told = [...saw.filter((key) => !sees.includes(key)), ...sees.filter((key) => !saw.includes(key))];
    this.log({ type, id, operation: 'u', before: saw, after: sees, told });
    await this.moved(type, id, saw, sees);
  }

  /** Audience keys of a row that has its extensions' columns. */
  audienceOf(type: string, row: Row): Promise<string[]> {
    return this.audience(this.types.get(type), row);
  }

  /** Those of an object's audience who may read it as a colleague ({@link Level.read}). */
  readersAmong(type: string, audience: readonly string[]): readonly string[] {
    if (this.types.get(type).type.access.least >= Level.read) return audience;
    return Audience.readersAmong(audience);
  }

  private log(change: ObjectChange): void {
    this.database.unit.changes.push(change);
  }

  /** Who hears of a change of these properties: whoever is shown none of it must not even see the state move. */
  private told(type: ExtendedType, row: Row, names: readonly string[], audience: readonly string[]): readonly string[] {
    if (isForAgents(type, names)) return this.readersAmong(type.type.name, audience);
    return type.extensions.reduce(
      (told, extension) => extension.told(row, names, told),
      type.type.told(row, names, audience),
    );
  }

  /** Tells those who listen, and what follows the object, that it is seen by others than before. */
  private async moved(type: string, id: number, before: readonly string[], after: readonly string[]): Promise<void> {
    for (const listener of this.types.listeners()) await listener.moved(type, id, after);
    for (const dependent of this.types.dependentsOf(type)) {
      const then = await dependent.audiences(type, id, before);
      for (const [child, seen] of await dependent.audiences(type, id, after)) {
        const saw = then.get(child) ?? [];
        if (isSame(saw, seen)) continue;
        this.log({
          type: dependent.type,
          id: child,
          operation: 'u',
          before: saw,
          after: seen,
          told: [...saw, ...seen],
        });
        for (const listener of this.types.listeners()) await listener.moved(dependent.type, child, seen);
      }
    }
  }

  private async audience(extended: ExtendedType, row: Row): Promise<string[]> {
    return unique([...(await extended.type.access.audience(row as never)), ...(await this.wider(extended, row))]);
  }

  /** Audience keys that extensions add. */
  private async wider({ extensions }: ExtendedType, row: Row): Promise<string[]> {
    const keys: string[] = [];
    for (const extension of extensions) keys.push(...(await extension.audience(row)));
    return keys;
  }
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}
