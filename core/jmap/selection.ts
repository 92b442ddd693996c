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
  private readonly joins: string[] = [];
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
    const alias = `joined${String(this.joins.length)}_`;
    this.joins.push(`LEFT JOIN ${this.database.rows.table(entity)} ${alias} ON ${on(alias)}`);
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

  /** Ids in order. */
  async ids(offset: number, limit: number): Promise<number[]> {
    const order = this.order.map(({ expression, direction }) => `${expression} ${direction}`).join(', ');
    const page = `${order === '' ? '' : `ORDER BY ${order}`} LIMIT ${this.bind(limit)} OFFSET ${this.bind(offset)}`;
    const from = (await this.isWalked(limit)) ? passive(this.from(this.any())) : this.from(this.any());
    const rows = await this.run<{ id: number }>(`SELECT row_.id AS id ${from} ${page}`);
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
   * further than {@link FEW}, it is soon told.
   */
  private async isWalked(limit: number): Promise<boolean> {
    const [, column] = /^row_\.(\w+)$/.exec(this.order[0]?.expression ?? '') ?? [];
    if (limit > FEW || column === undefined || !this.database.rows.isIndexed(this.entity, column)) return false;
    let count = 0;
    for (const alternative of this.alternatives) {
      const some = `SELECT 1 ${this.from(alternative)} LIMIT ${this.bind(FEW)}`;
      const [row] = await this.run<{ count: number }>(`SELECT COUNT(*) AS count FROM (${some}) some_`);
      count += Number(row?.count ?? 0);
      if (count >= FEW) return true;
    }
    return false;
  }

  private any(): string {
    return this.alternatives.length > 0 ? `(${this.alternatives.join(' OR ')})` : '1 = 0';
  }

  private from(condition: string): string {
    const wanted = this.only && `row_.id IN ${this.bind(this.only)}`;
    const access = this.only ? passive(condition) : condition;
    const where = [access, ...(wanted === null ? [] : [wanted]), ...this.conditions];
    return `FROM ${this.database.rows.table(this.entity)} row_ ${this.joins.join(' ')} WHERE ${where.map((part) => `(${part})`).join(' AND ')}`;
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
