import { fault, inject, injectable, Records, type Row } from '../../../core/api';
import type { MigratedRow } from '../migrated.entity';
import { MigratedRows } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import type { PlannedTicket } from '../plan/ticket';
import { WorkHere } from '../work-here.service';
import type { Place } from './known';
import { MESSAGES, TICKETS, TicketWriter } from './tickets.service';

/** Brings what has changed in the source since its tickets were brought. */
@injectable()
export class CatchUp {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(WorkHere) private readonly work: WorkHere,
    @inject(MigratedRows) private readonly migrated: MigratedRows,
    @inject(TicketWriter) private readonly writer: TicketWriter,
  ) {}

  /**
   * Brings new and changed messages of tickets that are here, and what changed of the tickets themselves, unless somebody
   * has worked on them here. Needs a transaction.
   * @param known what tickets of the page have become
   * @returns what was not taken over
   */
  async bring(
    page: readonly PlannedTicket[],
    known: ReadonlyMap<number, MigratedRow>,
    place: Place,
  ): Promise<Discrepancy[]> {
    const remarks: Discrepancy[] = [];
    const messageIds = page.flatMap(({ messages }) => messages.map(({ id }) => id));
    const messages = await this.migrated.known(place.source, MESSAGES, messageIds);
    for (const ticket of page) {
      const became = known.get(ticket.source.id);
      if (!became) continue;
      const isOther = became.hash !== ticket.source.hash;
      const fresh = ticket.messages.filter(({ id }) => !messages.has(id));
      const edited = ticket.messages.filter(({ id, hash }) => (messages.get(id)?.hash ?? hash) !== hash);
      if (!isOther && fresh.length === 0 && edited.length === 0) continue;
      const said = new Remarks(TICKETS, ticket.source.id);
      const task = became.objectId === null ? null : await this.records.find('Task', became.objectId);
      if (!task) {
        said.add('skipped', null, 'The ticket was deleted here, and has changed there since');
        remarks.push(...said.all);
        continue;
      }
      const isWorkedOn = await this.work.isWorkedOn(task.id);
      await this.writer.append(ticket, task, new Set(fresh.map(({ id }) => id)), place);
      await this.edit(
        ticket,
        edited.map(({ id }) => id),
        messages,
      );
      if (isOther && isWorkedOn)
        said.add(
          'skipped',
          null,
          'The ticket was worked on here: what changed there of the ticket itself is not taken over',
        );
      // What follows from its messages too, such as when it was changed.
      else if (!isWorkedOn) await this.writer.renew(ticket, task, place);
      if (isOther) await this.migrated.renew(became.id, ticket.source.hash);
      for (const { id, hash } of edited) {
        const message = messages.get(id);
        if (message) await this.migrated.renew(message.id, hash);
      }
      fault('migration.caught-up');
      remarks.push(...said.all);
    }
    return remarks;
  }

  private async edit(
    ticket: PlannedTicket,
    ids: readonly number[],
    messages: ReadonlyMap<number, MigratedRow>,
  ): Promise<void> {
    for (const id of ids) {
      const planned = ticket.comments.find(({ messageId }) => messageId === id);
      const comment = messages.get(id)?.objectId ?? null;
      const row: Row | null = comment === null ? null : await this.records.find('Comment', comment);
      if (planned && row && row['text'] !== planned.text)
        await this.records.update('Comment', row.id, { text: planned.text });
    }
  }
}
