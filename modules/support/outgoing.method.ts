import { inject, injectable } from 'inversify';
import { z } from 'zod';
import { type Context, Method, MethodError, parseArguments } from '../../core/api';
import { Outbox } from '../mail/api';
import { USE } from './permissions';

const Arguments = z.strictObject({ accountId: z.string() });

/**
 * `Ticket/outgoing`: whether what agents say to customers leaves by mail, as `mail`: `sent`, or `held` until there is an
 * outgoing server, or `none` as long as there is no mailbox to send it from. For agents.
 */
@injectable()
export class Outgoing extends Method {
  readonly name = 'Ticket/outgoing';
  readonly capability = 'urn:groupware:support';

  constructor(@inject(Outbox) private readonly outbox: Outbox) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    if (!context.may(USE)) throw MethodError.of('forbidden', 'You may not work on tickets');
    return { accountId, mail: await this.outbox.outlook() };
  }
}
