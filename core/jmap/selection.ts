import type { EntityTarget } from 'typeorm';
import type { Database } from '../database/database';

/** Alias of the type's row in every query built here. */
export const ROW = 'row_';

/** Aliases whose columns are quoted: they may be called as the databases call something. */
const COLUMN = /\b(row_|joined\d+_)\.(\w+)/g;
const EITHER = /\{either (\d+)\}/g;
const PARAMETER = /:(\.\.\.)?(\w+)/g;
/** How much is read before another way is taken; what is found is the same. */
export const WALK_EFFORT = {
  /** Rows up to which all are found first and then sorted; of more, the order is walked until a page is full. */
  few: 1000,
  /** Rows of an order, in all, that are walked for a condition that many have. */
  steps: [100, 500, 1500] as readonly number[],
};

/** How rows are found: a question begins with the conditions, or is asked how many rows there may be, or some are checked. */
type Way = 'begin' | 'guess' | 'walk' | 'check';

/** @property guard condition of the rows that are ordered by it; the others come last; null for all */
interface Ordered {
  readonly expression: string;
  readonly direction: 'ASC' | 'DESC';
  readonly guard: string | null;
}

/**
 * Some rows of a type in an order, as they are asked of the database. Conditions and expressions are SQL with named
 * parameters (`:name`, `:...list`), as TypeORM has them, which would take several times as long as the answer itself.
 */
export class Selection {
  private readonly parameters = new Map<string, unknown>();
  /** By alias. */
  private readonly joins = new Map<string, string>();
  /** Of what was joined as an extension, by alias: its table and the column that holds the row's id. */
  private readonly extensions = new Map<string, { readonly entity: EntityTarget<object>; readonly key: string }>();
  private readonly conditions: string[] = [];
  private readonly order: Ordered[] = [];
  private only: readonly number[] | null = null;
  /** Conditions in two ways that hold for the same rows, see {@link either}. */
  private readonly twofold: Readonly<Record<Way, string>>[] = [];
  private hasFew = false;
  private hasMany = false;

  /** @param alternatives conditions of which one must hold */
  constructor(
    private readonly database: Database,
    private readonly entity: EntityTarget<object>,
    private readonly alternatives: readonly string[],
    parameters: Readonly<Record<string, unknown>>,
  ) {
    for (const [name, value] of Object.entries(parameters)) this.parameters.set(name, value);
  }

  /** Binds a value and answers its placeholder; an array becomes a list in parentheses. */
  bind(value: unknown): string {
    const name = `value${String(this.parameters.size)}`;
    this.parameters.set(name, value);
    return Array.isArray(value) ? `(:...${name})` : `:${name}`;
  }

  /** Joins at most one row of an entity to each row and answers its alias; `on` is given that alias. */
  join(entity: EntityTarget<object>, on: (alias: string) => string): string {
    const alias = `joined${String(this.joins.size)}_`;
    this.joins.set(alias, `LEFT JOIN ${this.database.rows.table(entity)} ${alias} ON ${on(alias)}`);
    return alias;
  }

  /** Joins the row that an extension has for each row, if it has one, and answers its alias. */
  joinExtension(entity: EntityTarget<object>, key: string): string {
    const alias = this.join(entity, (own) => `${own}.${key} = ${ROW}.id`);
    this.extensions.set(alias, { entity, key });
    return alias;
  }

  and(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /**
   * A condition in two ways that hold for the same rows.
   * @param asSet with which the question can begin
   * @param asCheck for one row after the other
   * @param isOfMany true when so many rows have it that a page is soon full of the first ones of an order
   */
  either(asSet: string, asCheck: string, isOfMany: boolean): string {
    this.hasMany ||= isOfMany;
    const [first, check] = isOfMany ? ['1 = 1', asCheck] : [asSet, asSet];
    return `{either ${this.twofold.push({ begin: asSet, guess: first, walk: first, check }) - 1}}`;
  }

  /** Says that a condition holds for few rows, with which the question is to begin. */
  beginWithFew(): this {
    this.hasFew = true;
    return this;
  }

  /** @param guard condition of the rows that are ordered by it: the others come last, both ways; null for all */
  orderBy(expression: string, direction: 'ASC' | 'DESC', guard: string | null = null): this {
    this.order.push({ expression, direction, guard });
    return this;
  }

  /** None but these. */
  among(ids: readonly number[]): this {
    this.only = ids;
    return this;
  }

  /** Ids in order. What an extension has nothing of comes last in the order of that, as what a guard leaves out does. */
  async ids(offset: number, limit: number): Promise<number[]> {
    const [first] = this.order;
    const [, alias = '', column = ''] = /^(\w+)\.(\w+)$/.exec(first?.expression ?? '') ?? [];
    const extension = this.extensions.get(alias);
    if (await this.isWalked(limit, alias === ROW ? this.entity : extension?.entity, column)) {
      const walked = this.ordered({ isWalked: true });
      const order = extension ? walked.replaceAll(`${ROW}.id`, `${alias}.${extension.key}`) : walked;
      const walk = (from: number, most: number): Promise<number[]> =>
        this.page('walk', order, from, most, extension ? alias : null);
      const found = this.hasMany ? await this.amongFirst(walk, offset, limit) : await walk(offset, limit);
      const isWhole = !extension && (first?.guard ?? null) === null;
      if (found?.length === limit || (found && isWhole)) return found;
    }
    return this.page(
      'begin',
      this.ordered({ before: extension ? `${alias}.${extension.key} IS NULL` : null }),
      offset,
      limit,
    );
  }

  /** The page, if it is found among the first rows of an order; null when it is not. */
  private async amongFirst(
    walk: (offset: number, most: number) => Promise<number[]>,
    offset: number,
    limit: number,
  ): Promise<number[] | null> {
    const found: number[] = [];
    let walked = 0;
    for (const step of WALK_EFFORT.steps) {
      const ids = await walk(walked, step - walked);
      const passed =
        ids.length === 0
          ? []
          : await this.run<{ id: number }>(`SELECT row_.id AS id ${this.from(this.any(), 'check', null, ids)}`);
      const isFound = new Set(passed.map(({ id }) => id));
      found.push(...ids.filter((id) => isFound.has(id)));
      if (found.length >= offset + limit || ids.length < step - walked) return found.slice(offset, offset + limit);
      walked = step;
    }
    return null;
  }

  /** @param isWalked whether the rows are those alone that are ordered by what comes first */
  private ordered({ before = null, isWalked = false }: { before?: string | null; isWalked?: boolean }): string {
    const order = this.order.flatMap(({ expression, direction, guard }, at) => {
      if (guard === null || (isWalked && at === 0)) return [`${expression} ${direction}`];
      const isOrdered = `COALESCE((${guard}), 0)`;
      return [`${isOrdered} DESC`, `CASE WHEN ${isOrdered} THEN ${expression} END ${direction}`];
    });
    const parts = before === null ? order : [before, ...order];
    return parts.length === 0 ? '' : `ORDER BY ${parts.join(', ')}`;
  }

  private async page(
    way: Way,
    order: string,
    offset: number,
    limit: number,
    first: string | null = null,
  ): Promise<number[]> {
    const end = `${order} LIMIT ${this.bind(limit)} OFFSET ${this.bind(offset)}`;
    const rows = await this.run<{ id: number }>(`SELECT row_.id AS id ${this.from(this.any(), way, first)} ${end}`);
    return rows.map(({ id }) => id);
  }

  /** All columns of the type's own table, in no order. @param most of them */
  rows(most: number): Promise<Record<string, unknown>[]> {
    return this.run(`SELECT row_.* ${this.from(this.any())} LIMIT ${this.bind(most)}`);
  }

  /** How many there are. Each of the alternatives is counted by itself, so that each may find its own index. */
  async count(): Promise<number> {
    let count = 0;
    for (const [at, alternative] of this.alternatives.entries()) {
      const others = this.alternatives.slice(0, at).map((other) => `NOT COALESCE((${other}), 0)`);
      const from = this.from([alternative, ...others].join(' AND '));
      const [row] = await this.run<{ count: number }>(`SELECT COUNT(*) AS count ${from}`);
      count += Number(row?.count ?? 0);
    }
    return count;
  }

  /**
   * True when a page is found soonest by walking an index of the order: there are many rows, so that it is soon full.
   * The databases do not know how many rows of a table somebody sees; counted by each alternative's own index, no
   * further than to {@link WALK_EFFORT}, it is soon told.
   */
  private async isWalked(limit: number, entity: EntityTarget<object> | undefined, column: string): Promise<boolean> {
    if (
      this.hasFew ||
      limit > WALK_EFFORT.few ||
      entity === undefined ||
      !this.database.rows.isWalkable(entity, column)
    )
      return false;
    const counts = this.alternatives.map((alternative, at) => {
      const some = `SELECT 1 ${this.from(alternative, 'guess')} LIMIT ${this.bind(WALK_EFFORT.few)}`;
      return `(SELECT COUNT(*) FROM (${some}) some${at}_)`;
    });
    if (counts.length === 0) return false;
    const [row] = await this.run<{ count: number }>(`SELECT ${counts.join(' + ')} AS count`);
    return Number(row?.count ?? 0) >= WALK_EFFORT.few;
  }

  private any(): string {
    return this.alternatives.length > 0 ? `(${this.alternatives.join(' OR ')})` : '1 = 0';
  }

  /**
   * @param way walked, conditions are checked row by row; what is joined to a row is looked up by its index all the same
   * @param first alias of the extension whose rows are walked; null for the type's own
   * @param only none but these
   */
  private from(
    condition: string,
    way: Way = 'begin',
    first: string | null = null,
    only: readonly number[] | null = this.only,
  ): string {
    const conditions = this.conditions.map((text) =>
      text.replace(EITHER, (_, at: string) => String(this.twofold[Number(at)]?.[way])),
    );
    const guard = way === 'walk' ? (this.order[0]?.guard ?? null) : null;
    const where = [condition, ...conditions, ...(guard === null ? [] : [guard])];
    const checked = way === 'walk' || only ? where.map(passive) : where;
    const parts = only ? [...checked, `row_.id IN ${this.bind(only)}`] : checked;
    return `FROM ${this.tables(first)} WHERE ${parts.map((part) => `(${part})`).join(' AND ')}`;
  }

  private tables(first: string | null): string {
    const own = `${this.database.rows.table(this.entity)} row_`;
    const extension = first === null ? undefined : this.extensions.get(first);
    const others = [...this.joins].filter(([alias]) => alias !== first).map(([, join]) => join);
    if (!extension) return [own, ...others].join(' ');
    // Both databases then begin with the left one.
    const then = this.database.dialect === 'mysql' ? 'STRAIGHT_JOIN' : 'CROSS JOIN';
    const walked = `${this.database.rows.table(extension.entity)} ${String(first)}`;
    return [walked, then, own, `ON row_.id = ${String(first)}.${extension.key}`, ...others].join(' ');
  }

  private run<T>(text: string): Promise<T[]> {
    const { dialect, manager } = this.database;
    const values: unknown[] = [];
    const give = (value: unknown): '?' => {
      // As the columns have it: neither SQLite nor its driver knows instants.
      values.push(value instanceof Date && dialect === 'sqlite' ? instantOf(value) : value);
      return '?';
    };
    const quote = dialect === 'mysql' ? '`' : '"';
    const statement = text
      .replace(COLUMN, `$1.${quote}$2${quote}`)
      .replace(PARAMETER, (found, isList: string | undefined, name: string) => {
        if (!this.parameters.has(name)) return found;
        const value = this.parameters.get(name);
        return isList === undefined ? give(value) : (value as unknown[]).map(give).join(', ');
      });
    return manager.query<T[]>(statement, values);
  }
}

/** The same, but no index is used for it: for what is to be checked on rows that were found otherwise. */
function passive(condition: string): string {
  return condition.replace(COLUMN, 'COALESCE($&, NULL)');
}

function instantOf(date: Date): string {
  return date.toISOString().slice(0, 23).replace('T', ' ');
}
