import type { EntityTarget } from 'typeorm';
import type { Database } from '../database/database';

/** Alias of the type's row in every query built here. */
export const ROW = 'row_';

/** Aliases whose columns are quoted: they may be called as the databases call something. */
const COLUMN = /\b(row_|joined\d+_)\.(\w+)/g;
const PARAMETER = /:(\.\.\.)?(\w+)/g;
/** Rows up to which all are found first and then sorted; of more, the order is walked until a page is full. */
const FEW = 1000;

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
  private readonly order: { readonly expression: string; readonly direction: 'ASC' | 'DESC' }[] = [];
  private only: readonly number[] | null = null;

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

  orderBy(expression: string, direction: 'ASC' | 'DESC'): this {
    this.order.push({ expression, direction });
    return this;
  }

  /** None but these. */
  among(ids: readonly number[]): this {
    this.only = ids;
    return this;
  }

  /** Ids in order. What an extension has nothing of comes last in the order of that. */
  async ids(offset: number, limit: number): Promise<number[]> {
    const [first] = this.order;
    const [, alias = '', column = ''] = /^(\w+)\.(\w+)$/.exec(first?.expression ?? '') ?? [];
    const extension = this.extensions.get(alias);
    const page = `LIMIT ${this.bind(limit)} OFFSET ${this.bind(offset)}`;
    const isWalked = await this.isWalked(limit, alias === ROW ? this.entity : extension?.entity, column);
    if (isWalked && extension) {
      const order = this.ordered().replaceAll(`${ROW}.id`, `${alias}.${extension.key}`);
      const walked = await this.page(this.from(this.any(), passive, alias), `${order} ${page}`);
      if (walked.length === limit) return walked;
    }
    const without = extension ? `${alias}.${extension.key} IS NULL` : null;
    const isChecked = isWalked && !extension;
    return this.page(this.from(this.any(), isChecked ? passive : asItIs), `${this.ordered(without)} ${page}`);
  }

  private ordered(...before: (string | null)[]): string {
    const order = this.order.map(({ expression, direction }) => `${expression} ${direction}`);
    const parts = [...before.filter((part) => part !== null), ...order];
    return parts.length === 0 ? '' : `ORDER BY ${parts.join(', ')}`;
  }

  private async page(from: string, end: string): Promise<number[]> {
    return (await this.run<{ id: number }>(`SELECT row_.id AS id ${from} ${end}`)).map(({ id }) => id);
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
   * further than {@link FEW}, it is soon told.
   */
  private async isWalked(limit: number, entity: EntityTarget<object> | undefined, column: string): Promise<boolean> {
    if (limit > FEW || entity === undefined || !this.database.rows.isWalkable(entity, column)) return false;
    const counts = this.alternatives.map((alternative, at) => {
      const some = `SELECT 1 ${this.from(alternative)} LIMIT ${this.bind(FEW)}`;
      return `(SELECT COUNT(*) FROM (${some}) some${at}_)`;
    });
    if (counts.length === 0) return false;
    const [row] = await this.run<{ count: number }>(`SELECT ${counts.join(' + ')} AS count`);
    return Number(row?.count ?? 0) >= FEW;
  }

  private any(): string {
    return this.alternatives.length > 0 ? `(${this.alternatives.join(' OR ')})` : '1 = 0';
  }

  /**
   * @param checked what becomes of each condition; what is joined to a row is looked up by its index all the same
   * @param first alias of the extension whose rows are walked; null for the type's own
   */
  private from(
    condition: string,
    checked: (condition: string) => string = asItIs,
    first: string | null = null,
  ): string {
    const wanted = this.only && `row_.id IN ${this.bind(this.only)}`;
    const access = this.only ? passive(condition) : condition;
    const where = [access, ...(wanted === null ? [] : [wanted]), ...this.conditions].map(checked);
    return `FROM ${this.tables(first)} WHERE ${where.map((part) => `(${part})`).join(' AND ')}`;
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

function asItIs(condition: string): string {
  return condition;
}

/** The same, but no index is used for it: for what is to be checked on rows that were found otherwise. */
function passive(condition: string): string {
  return condition.replace(COLUMN, 'COALESCE($&, NULL)');
}

function instantOf(date: Date): string {
  return date.toISOString().slice(0, 23).replace('T', ' ');
}
