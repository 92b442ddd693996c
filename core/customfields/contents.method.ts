import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { idOf } from '../jmap/property';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import { FieldValues } from './field-values.service';

const Arguments = z.strictObject({ accountId: z.string(), ids: z.array(z.string()).max(500) });

/** `CustomField/contents`: how many objects have a value of each of these fields, which would go with it; by field id. */
@injectable()
export class CustomFieldContents extends Method {
  readonly name = 'CustomField/contents';
  readonly capability = capabilityOf('core');

  constructor(@inject(FieldValues) private readonly values: FieldValues) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, ids } = parseArguments(Arguments, args);
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not administer custom fields');
    const fieldIds = ids.map(idOf).filter((id) => id !== null);
    const counts = await this.values.count(fieldIds);
    return { accountId, objects: Object.fromEntries(fieldIds.map((id) => [String(id), counts.get(id) ?? 0])) };
  }
}
