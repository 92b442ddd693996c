import { inject, injectable } from 'inversify';
import { Database, type Draft, RecordListener, Records } from '../../core/api';
import { Ticket } from './ticket.entity';

/** Tickets show their customer's name and address as they are now, and no longer those of somebody who was deleted. */
@injectable()
export class CustomerName extends RecordListener {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override async saved(type: string, draft: Draft): Promise<void> {
    if (type !== 'Principal' || draft.isNew || !(draft.changed('name') || draft.changed('email'))) return;
    const tickets = await this.database.manager.findBy(Ticket, { customerId: draft.id });
    const { name, email } = draft.values;
    for (const { taskId } of tickets) {
      await this.records.update('Task', taskId, { customerName: name, customerEmail: email });
    }
  }
}
