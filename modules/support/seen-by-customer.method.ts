import { inject, injectable } from 'inversify';
import { z } from 'zod';
import {
  AuditTrail,
  type Context,
  Directory,
  Get,
  Level,
  Method,
  parseArguments,
  Records,
  ROW,
  type Row,
  Sharing,
} from '../../core/api';
import { READING } from './reading/unread';
import type { Ticket } from './ticket.entity';
import { Tickets } from './tickets.service';

/** Newest entries of one answer: as many as can be read at once. */
const MOST = 500;

const Arguments = z.strictObject({
  accountId: z.string(),
  id: z.string(),
  limit: z.number().int().min(1).max(MOST).default(100),
});

type Wire = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * `Ticket/seenByCustomer`: a ticket as its customer sees it: what `Task/get` and `Comment/get` answer to the customer now, for
 * the ticket, those that are part of it, and the newest `limit` of `total` entries, oldest first. Asked with the customer's
 * own rights; of a customer who cannot sign in with those of somebody who may file tickets of this type. For agents who
 * read the ticket; what they may not see themselves, and what the customer has read, is null or not in it. `ticket` is null when the customer does not
 * see it. Nothing is changed; that it was asked is audited.
 */
@injectable()
export class SeenByCustomer extends Method {
  readonly name = 'Ticket/seenByCustomer';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Get) private readonly get: Get,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
    @inject(Tickets) private readonly tickets: Tickets,
    @inject(AuditTrail) private readonly trail: AuditTrail,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, agent: Context): Promise<object> {
    const { accountId, id, limit } = parseArguments(Arguments, args);
    const ticket = await this.tickets.readByAgent(id, agent);
    const customer = await this.customerOf(ticket);
    const tasks = customer ? await this.tasksOf(ticket.id, customer, agent) : [];
    const entries = customer ? await this.entriesOf(tasks, customer) : [];
    const shown = entries.slice(-limit);
    const show = async (type: string, ids: readonly number[]): Promise<Wire[]> =>
      customer ? this.show(type, ids, customer, agent) : [];
    const [own, ...parts] = await show('Task', tasks);
    const comments = await show('Comment', shown);
    await this.trail.note({ action: 'see-as', type: 'Task', objectId: ticket.id, title: String(ticket['title']) });
    return {
      accountId,
      customerName: customer?.user.name ?? null,
      ticket: own ?? null,
      parts,
      comments,
      total: entries.length,
    };
  }

  /** The customer, with their own rights; null for a ticket of nobody. */
  private async customerOf({ customerId, ...ticket }: Row & Ticket): Promise<Context | null> {
    const list = await this.tickets.list(Number(ticket['taskListId']));
    if (customerId === null || !list) return null;
    const user = await this.directory.contextOf(customerId);
    if (user) return this.sharing.standing(user);
    return this.directory.contextOfContact(customerId, new Map([[list.aclId, Level.submit]]));
  }

  /** The ticket and its parts, as far as both see them; none when the customer does not see the ticket. */
  private async tasksOf(id: number, customer: Context, agent: Context): Promise<number[]> {
    const rows = await this.records
      .visible('Task', customer)
      .andWhere(`(${ROW}.id = :id OR ${ROW}.mergedIntoId = :id)`, { id })
      .orderBy(`${ROW}.id`)
      .getMany();
    const seen = rows.map((row) => row.id);
    if (!seen.includes(id)) return [];
    const read = await this.records.visibleIds('Task', seen, agent, Level.read);
    return [id, ...seen.filter((one) => one !== id && read.has(one))];
  }

  /** All entries that the customer sees there, oldest first. */
  private async entriesOf(tasks: readonly number[], customer: Context): Promise<number[]> {
    if (tasks.length === 0) return [];
    const rows = await this.records
      .visible('Comment', customer)
      .andWhere(`${ROW}.entityType = 'Task' AND ${ROW}.entityId IN (:...tasks)`, { tasks })
      .select(`${ROW}.id`, 'id')
      .orderBy(`${ROW}.createdAt`)
      .addOrderBy(`${ROW}.id`)
      .getRawMany<{ id: number }>();
    return rows.map(({ id }) => Number(id));
  }

  /** What the customer's own /get answers, without what the agent is not shown of the same objects. */
  private async show(type: string, ids: readonly number[], customer: Context, agent: Context): Promise<Wire[]> {
    const wanted = { accountId: '', ids: ids.map(String), properties: null };
    const [seen, own] = (await Promise.all([
      this.get.run(type, wanted, customer),
      this.get.run(type, wanted, agent),
    ])) as {
      list: Wire[];
    }[];
    const read = new Map(own?.list.map((object) => [object.id, object]));
    return (seen?.list ?? []).flatMap((object) => {
      const known = read.get(object.id);
      return known ? [narrowed(object, known)] : [];
    });
  }
}

/** The object without the values that are null to somebody else, and without what the one has read. */
function narrowed(object: Wire, known: Wire): Wire {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, known[name] === null || READING.has(name) ? null : value]),
  ) as Wire;
}
