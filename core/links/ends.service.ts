import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { DataType } from '../jmap/data-type';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { Link } from './link.entity';

/** One end of a link. */
export interface End {
  readonly type: string;
  readonly id: number;
}

/** The two ends of a link, and who may read which of them. */
@injectable()
export class Ends {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {}

  /** True when objects of the type can be linked. */
  accepts(type: string): boolean {
    return this.types().some(({ name }) => name === type);
  }

  /** Of these objects, those on which the caller has at least this level, to be asked one by one. */
  async seen(ends: readonly End[], context: Context, level: number): Promise<(end: End) => boolean> {
    const found = new Map<string, ReadonlySet<number>>();
    for (const name of new Set(ends.map(({ type }) => type))) {
      const ids = ends.filter(({ type }) => type === name).map(({ id }) => id);
      found.set(name, await this.records.visibleIds(name, [...new Set(ids)], context, level));
    }
    return ({ type, id }) => found.get(type)?.has(id) === true;
  }

  /** The links of an object in either direction; in order, so that the numbers of their changes are the same on every database. */
  async of({ type, id }: End): Promise<Link[]> {
    const where = [
      { fromType: type, fromId: id },
      { toType: type, toId: id },
    ];
    return this.database.manager.find(Link, { where, order: { id: 'ASC' } });
  }

  /** Keys of those who may read the object as a colleague; nobody when it is gone. */
  async readers({ type, id }: End): Promise<readonly string[]> {
    if (!this.accepts(type)) return [];
    const row = await this.records.find(type, id);
    return row ? this.records.readersAmong(type, await this.records.audienceOf(type, row)) : [];
  }

  /** Keys of those who may read both ends, given who may read each. */
  both(some: readonly string[], others: readonly string[]): string[] {
    return [...new Set(some.flatMap((one) => others.map((other) => Audience.both(one, other))))].sort();
  }

  /** SQL condition: the caller may read both ends of the link called `alias`. */
  areSeen(alias: string, context: Context, level: number): string {
    const least = Math.max(level, Level.read);
    const sees = ({ name }: DataType, id: string): string => this.records.seesOther(name, id, context, least);
    return `(${this.either(alias, 'from', sees)} AND ${this.either(alias, 'to', sees)})`;
  }

  /** SQL condition: one end of the link called `alias` lies in one of the ACLs `:...acls`. */
  lieInAcls(alias: string): string {
    const lies = ({ name }: DataType, id: string): string => this.records.liesInAcls(name, id) ?? '1 = 0';
    return `(${this.either(alias, 'from', lies)} OR ${this.either(alias, 'to', lies)})`;
  }

  private either(alias: string, end: 'from' | 'to', condition: (type: DataType, id: string) => string): string {
    const parts = this.types().map(
      (type) => `(${alias}.${end}Type = '${type.name}' AND ${condition(type, `${alias}.${end}Id`)})`,
    );
    return parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0';
  }

  private types(): readonly DataType[] {
    return this.contributions.all(DataType).filter((type) => type.links);
  }
}
