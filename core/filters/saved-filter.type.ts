import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { byText } from '../jmap/collation';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { boolean, computed, map, type Property, type Row, text } from '../jmap/property';
import { Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import type { Access } from '../sharing/access';
import { Audience } from '../sharing/audience';
import { Level } from '../sharing/level';
import { FilterCheck } from './filter-check.service';
import { FilterSharing } from './filter-sharing';
import { SavedFilter } from './saved-filter.entity';

/** Characters of one filter as JSON, and filters of one person, or shared ones of one type, at most. */
const LONGEST = 20_000;
const MOST = 200;

/**
 * A filter of a type, kept under a name. Everybody has their own, which nobody else sees. Shared ones are for all who
 * work with the type, as its module says, and are changed by its managers.
 */
@injectable()
export class SavedFilterType extends DataType<SavedFilter> {
  readonly name = 'SavedFilter';
  readonly entity = SavedFilter;
  override readonly exported = false;

  /** Those of types that do not run are not there. */
  readonly access: Access<SavedFilter> = {
    least: Level.read,
    where: (alias, context) => {
      const uses = this.sharings().filter(({ use, manage }) => context.may(use) || context.may(manage));
      const shared = `(${alias}.userId IS NULL AND ${alias}.type IN ${listed(uses.map(({ type }) => type))})`;
      return `((${alias}.userId = :ctxPrincipal OR ${shared}) AND ${alias}.type IN ${listed(this.types.names())})`;
    },
    audience: ({ userId, type }) => {
      if (!this.types.names().includes(type)) return Promise.resolve([]);
      if (userId !== null) return Promise.resolve([Audience.only(userId)]);
      const { use, manage } = this.sharing(type) ?? {};
      return Promise.resolve(use && manage ? [Audience.permitted(use), Audience.permitted(manage)] : []);
    },
  };

  readonly properties = {
    type: text({ required: true, immutable: true, max: 60 }),
    name: text({ required: true, max: 100 }),
    /**
     * As /query takes it (RFC 8620 §5.5), with operands that may be left open. Empty for whoever cannot use it and does
     * not mend it: it would tell the names of what they are not shown.
     */
    filter: { ...map({ required: true }), load: (rows, context) => this.shown(rows, context) } as Property,
    isShared: computed((rows) => Promise.resolve(new Map(rows.map((row) => [row.id, isShared(row)]))), {
      nullable: false,
      default: false,
      parse: (value) => boolean().parse(value),
    }),
    /** It names what is not there for the caller. */
    isBroken: computed((rows, context) => this.broken(rows, context)),
    myRights: computed((rows, context) => Promise.resolve(this.rights(rows, context))),
  };

  override readonly filters: Filters = {
    type: (value, { row, bind }) => `${row}.type = ${bind(String(value))}`,
  };
  override readonly sorts: Sorts = { name: byText('{row}.name') };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(FilterCheck) private readonly check: FilterCheck,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {
    super();
  }

  /** Whose own it is: nobody else's business. */
  override isPersonal(row: Readonly<Record<string, unknown>>): boolean {
    return !isShared(row);
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const { before, values, extras } = draft;
    const type = String(values['type']);
    const wasShared = before !== null && isShared(before);
    const willBeShared = (extras.get('isShared') as boolean | undefined) ?? wasShared;
    if (wasShared || willBeShared) this.allowSharing(type, context);
    if (action === 'destroy') return;
    if (draft.changed('filter')) await this.refuseUnusable(type, values['filter'], context);
    if (draft.isNew || wasShared !== willBeShared) {
      const userId = willBeShared ? null : context.principalId;
      await this.refuseTooMany(type, userId);
      values['userId'] = userId;
    }
  }

  /** @throws SetError when filters of the type are shared by others, or not at all */
  private allowSharing(type: string, context: Context): void {
    const sharing = this.sharing(type);
    if (!sharing) throw SetError.invalid('isShared', 'cannot be true: filters of this type are not shared');
    if (!context.may(sharing.manage)) throw SetError.forbidden('Shared filters are changed by those who manage them');
  }

  private async refuseUnusable(type: string, filter: unknown, context: Context): Promise<void> {
    const isQueried = this.types.names().includes(type) && this.types.get(type).type.operations.includes('query');
    if (!isQueried) throw SetError.invalid('type', 'is no type that can be queried');
    if (JSON.stringify(filter).length > LONGEST)
      throw SetError.invalid('filter', `must have at most ${String(LONGEST)} characters as JSON`);
    const fault = await this.check.fault(type, filter as SavedFilter['filter'], context);
    if (fault !== null) throw SetError.invalid('filter', `cannot be used: ${fault}`);
  }

  private async refuseTooMany(type: string, userId: number | null): Promise<void> {
    const where = userId === null ? { type, userId: IsNull() } : { userId };
    if ((await this.database.manager.countBy(SavedFilter, where)) >= MOST)
      throw SetError.of('overQuota', `Up to ${String(MOST)} filters are kept`);
  }

  private async broken(rows: readonly Row[], context: Context): Promise<Map<number, boolean>> {
    const found = new Map<number, boolean>();
    for (const row of rows) {
      const { type, filter } = row as Row & SavedFilter;
      found.set(row.id, await this.check.isBroken(type, filter, context));
    }
    return found;
  }

  private async shown(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const broken = await this.broken(
      rows.filter((row) => !this.mayWrite(row, context)),
      context,
    );
    return new Map(rows.map((row) => [row.id, broken.get(row.id) === true ? {} : row['filter']]));
  }

  private rights(rows: readonly Row[], context: Context): Map<number, unknown> {
    return new Map(
      rows.map((row) => {
        const mayWrite = this.mayWrite(row, context);
        return [row.id, { mayWrite, mayDelete: mayWrite }];
      }),
    );
  }

  private mayWrite(row: Row, context: Context): boolean {
    const sharing = this.sharing(String(row['type']));
    return !isShared(row) || (sharing !== undefined && context.may(sharing.manage));
  }

  private sharing(type: string): FilterSharing | undefined {
    return this.sharings().find((sharing) => sharing.type === type);
  }

  private sharings(): readonly FilterSharing[] {
    return this.contributions.all(FilterSharing);
  }
}

function isShared(row: Readonly<Record<string, unknown>>): boolean {
  return row['userId'] === null;
}

/** A list of names of types, which are the program's own, in SQL. */
function listed(types: readonly string[]): string {
  return `('${types.join("', '")}')`;
}
