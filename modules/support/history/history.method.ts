import { z } from 'zod';
import { type Context, inject, injectable, Method, parseArguments } from '../../../core/api';
import { Tickets } from '../tickets.service';
import { TicketHistory } from './ticket-history.service';

/** Events of one answer, at most. */
const MOST = 500;

const Arguments = z.strictObject({
  accountId: z.string(),
  id: z.string(),
  position: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(MOST).default(50),
});

/**
 * `Ticket/history`: what became of a ticket, the newest first: `limit` events from `position` of `total`. Each has `id`, `at`,
 * `action` (`create` or `update`), `actor` (null for the desk itself), `isOnBehalf` (an administrator in the actor's name) and
 * `changes` with `property`, `old` and `new`: of `title`, `progress`, `statusId`, `taskListId`, `responsibleId`, `customerId`,
 * `start`, `due`, `priority`, `categories`, `cc`, `watchers`, `mergedIntoId`, `parts` for what was merged into it, and
 * `customFields/KEY` with `name` and `kind` of the field, if the caller may know of it, and its values as text where they are
 * neither numbers, booleans nor people. Of `categories`, `cc` and `watchers` those are told that went and those that came.
 * Whatever is an id is told as `{ id, name }`, as it is called now; both null for what the caller does not see, or is gone. It is told
 * from the audit log, of tickets from an older system also from there (statuses and types by the names of then), as far back
 * as that goes, and of the time in which the ticket was in a list that the caller reads. For
 * agents who read the ticket.
 */
@injectable()
export class History extends Method {
  readonly name = 'Ticket/history';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(TicketHistory) private readonly history: TicketHistory,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, id, position, limit } = parseArguments(Arguments, args);
    const events = await this.history.of(await this.tickets.readByAgent(id, context), context);
    return { accountId, id, position, total: events.length, list: events.slice(position, position + limit) };
  }
}
