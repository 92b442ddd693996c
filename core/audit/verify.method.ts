import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import { AuditTrail } from './audit-trail';

const Arguments = z.strictObject({ accountId: z.string() });

/**
 * `AuditEntry/verify`: reads the whole audit log against its seals. Answers the number of `entries` that are as they
 * were written, and as `fault` the first thing that is not, or null.
 */
@injectable()
export class VerifyAudit extends Method {
  readonly name = 'AuditEntry/verify';
  readonly capability = capabilityOf('core');

  constructor(@inject(AuditTrail) private readonly trail: AuditTrail) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not read the audit log');
    const { rows, fault } = await this.trail.verify();
    return { accountId, entries: rows, fault };
  }
}
