import { inject, injectable } from 'inversify';
import { Database, type Draft, RecordListener, Records } from '../../core/api';
import { Ticket } from './ticket.entity';

/** What tickets keep of their customer. */
const KEPT = ['name', 'email', 'organisationId'] as const;

/**
 * Tickets show their customer's name and address as they are now, and no longer those of somebody who was deleted; and they
 * are of the organisation that the customer is of now.
 */
@injectable()
export class CustomerName extends RecordListener {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override async saved(type: string, draft: Draft): Promise<void> {
    const isKept = KEPT.some((name) => draft.changed(name));
    if (type !== 'Principal' || draft.isNew || !(isKept || draft.changed('organisation'))) return;
    const tickets = await this.database.manager.findBy(Ticket, { customerId: draft.id });
    const { name, email, organisationId } = draft.values;
    for (const { taskId } of tickets) {
      if (isKept)
        await this.records.update('Task', taskId, { customerName: name, customerEmail: email, organisationId });
      // It is written otherwise, which agents are shown.
      else await this.records.touch('Task', taskId, []);
    }
  }
}
