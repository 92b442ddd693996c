import { z } from 'zod';
import {
  type Context,
  Database,
  inject,
  injectable,
  Method,
  MethodError,
  Problem,
  parseArguments,
  RateLimit,
} from '../../../core/api';
import { Tickets } from '../tickets.service';
import { ACTIVITIES, LONGEST_CLIENT } from './presence.entity';
import { LEASE, Presences } from './presences.service';

/** Calls of one person in a minute, at most: many windows, and a colleague who begins and stops writing all the time. */
const MOST_A_MINUTE = 240;

const Arguments = z.strictObject({
  accountId: z.string(),
  client: z.string().min(1).max(LONGEST_CLIENT),
  id: z.string().nullable(),
  activity: z.enum(ACTIVITIES).default('looking'),
});

/**
 * `Ticket/attend`: the caller has the ticket `id` open in the window that calls itself `client` (up to 40 characters of its
 * choice), and no other one there any more; null for none. `activity` is what they do: `looking` (default), `answering`
 * or `noting`. It holds for the 15 seconds that `lease` answers: who stays calls again before they are over, and whoever
 * does not is gone. While it holds the caller is told by `presence` of Task which colleagues have the ticket open too, and
 * they are told of the caller, but not of an administrator who is there in the caller's name. It keeps nobody from
 * anything. For agents who read the ticket; more than 240 calls in a minute are refused with `rateLimit`.
 */
@injectable()
export class Attend extends Method {
  readonly name = 'Ticket/attend';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(Presences) private readonly presences: Presences,
    @inject(RateLimit) private readonly limit: RateLimit,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, client, id, activity } = parseArguments(Arguments, args);
    const { principalId } = context;
    const taskId = id === null ? null : (await this.tickets.readByAgent(id, context)).id;
    await this.database.transaction(async () => {
      await this.count(principalId);
      if (taskId === null) return this.presences.leave(principalId, client);
      const isShown = context.signIn?.actor === undefined;
      if (!(await this.presences.attend(principalId, { client, taskId, activity, isShown })))
        throw MethodError.of('rateLimit', 'There are too many windows with a ticket open');
    });
    return { accountId, id, lease: id === null ? null : LEASE };
  }

  private async count(principalId: number): Promise<void> {
    try {
      await this.limit.take([{ name: `attend ${String(principalId)}`, most: MOST_A_MINUTE, seconds: 60 }]);
    } catch (error) {
      if (error instanceof Problem) throw MethodError.of('rateLimit', 'Too many calls within a minute');
      throw error;
    }
  }
}
