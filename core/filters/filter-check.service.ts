import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { MethodError } from '../jmap/errors';
import { idOf } from '../jmap/property';
import { Query } from '../jmap/query';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { opened } from './open-operands';

type Tree = Readonly<Record<string, unknown>>;

/** Whether saved filters can be used as they are. */
@injectable()
export class FilterCheck {
  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Query) private readonly query: Query,
    @inject(Records) private readonly records: Records,
  ) {}

  /** Why a query of the caller would refuse it, or null. */
  async fault(type: string, filter: Tree, context: Context): Promise<string | null> {
    try {
      await this.query.check(type, opened(filter), context);
      return null;
    } catch (error) {
      if (error instanceof MethodError) return error.description;
      throw error;
    }
  }

  /**
   * True when it names what is not there for the caller: a query would refuse it, or one of its tests asks for objects
   * none of which the caller sees.
   */
  async isBroken(type: string, filter: Tree, context: Context): Promise<boolean> {
    if ((await this.fault(type, filter, context)) !== null) return true;
    for (const { type: other, ids } of this.named(type, filter)) {
      if (ids.includes('me')) continue;
      const known = ids.map(idOf).filter((id) => id !== null);
      if ((await this.records.visibleIds(other, known, context)).size === 0) return true;
    }
    return false;
  }

  /** What the tests of a filter ask for by id, test by test. */
  private named(type: string, tree: Tree): { readonly type: string; readonly ids: readonly string[] }[] {
    const { conditions } = tree;
    if (Array.isArray(conditions)) return (conditions as Tree[]).flatMap((part) => this.named(type, part));
    return Object.entries(tree).flatMap(([name, value]) => {
      const refersTo = this.types.get(type).filters.get(name)?.filter.form?.refersTo ?? null;
      const operand = typeof value === 'object' && value !== null && 'in' in value ? value.in : value;
      const ids: unknown = typeof operand === 'string' ? [operand] : operand;
      return refersTo !== null && Array.isArray(ids) ? [{ type: refersTo, ids: ids as string[] }] : [];
    });
  }
}
