import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { idOf } from '../jmap/property';
import { Records } from '../jmap/records';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import type { Context } from './context';
import { Invitation } from './invitation.entity';
import { Invitations } from './invitations.service';

/**
 * Invitation/send: makes a new link for an invitation and sends it; links sent before end. When no mail can be sent,
 * the answer holds the `path` of the link, for handing over; else that is null.
 */
@injectable()
export class SendInvitation extends Method {
  readonly name = 'Invitation/send';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Invitations) private readonly invitations: Invitations,
  ) {
    super();
  }

  async run({ accountId, id }: Record<string, unknown>, context: Context): Promise<object> {
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not administer people');
    const wanted = typeof id === 'string' ? (idOf(id) ?? 0) : 0;
    const path = await this.database.transaction(async () => {
      const seen = await this.records.visibleIds('Invitation', [wanted], context);
      const found = await this.database.manager.findOneBy(Invitation, { id: wanted });
      if (!found || !seen.has(wanted)) throw MethodError.invalidArguments('id is no such invitation');
      if (found.acceptedAt !== null) throw MethodError.invalidArguments('id is an invitation that was accepted');
      return this.invitations.send(found);
    });
    return { accountId, path };
  }
}
