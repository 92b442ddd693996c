import { inject, injectable } from 'inversify';
import { Belongings, Database, Records } from '../../core/api';
import { TicketType } from './ticket-type.entity';
import { Tickets } from './tickets.service';

/** Ticket types whose new tickets somebody gets; a successor who works on them gets those to come. */
@injectable()
export class NewTicketsOf extends Belongings {
  readonly title = 'Ticket types whose new tickets they get';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
  ) {
    super();
  }

  async count(principalIds: readonly number[]): Promise<Map<number, number>> {
    const types = await this.database.rows.with(TicketType, 'defaultResponsibleId', principalIds);
    const counts = new Map<number, number>();
    for (const { defaultResponsibleId: id } of types) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  async handOver(principalId: number, successorId: number | null): Promise<void> {
    for (const { taskListId } of await this.database.rows.with(TicketType, 'defaultResponsibleId', [principalId])) {
      const succeeds = successorId !== null && (await this.tickets.isAgent(successorId, taskListId));
      await this.records.update('TaskList', taskListId, { defaultResponsibleId: succeeds ? successorId : null });
    }
  }
}
