import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { capabilityOf, Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { FilterSharing } from './filter-sharing';

const Arguments = z.strictObject({ accountId: z.string(), type: z.string() });

/**
 * `SavedFilter/describe`: by what people can ask for objects of a type, with the operators and operands that each filter
 * knows, and whether the caller may share filters of it. What is asked of custom fields is told by `CustomField/describe`.
 */
@injectable()
export class DescribeFilters extends Method {
  readonly name = 'SavedFilter/describe';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {
    super();
  }

  run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, type } = parseArguments(Arguments, args);
    if (!this.types.names().includes(type)) throw MethodError.invalidArguments('type: there is no such type');
    const list = [...this.types.get(type).filters].flatMap(([name, { filter }]) =>
      filter.form ? [{ name, ...filter.form }] : [],
    );
    const sharing = this.contributions.all(FilterSharing).find((one) => one.type === type);
    return Promise.resolve({ accountId, list, mayShare: sharing !== undefined && context.may(sharing.manage) });
  }
}
