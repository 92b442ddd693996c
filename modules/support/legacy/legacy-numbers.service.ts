import { Database, inject, injectable, type Row } from '../../../core/api';
import { legacyTaggedIn } from '../subject';
import { LegacyEvent, LegacyTicket } from './legacy.entity';

/** Tickets by what they were called in an older system. */
@injectable()
export class LegacyNumbers {
  constructor(@inject(Database) private readonly database: Database) {}

  /** Ids of the tickets whose old numbers the subject names, last first. They prove nothing: anybody can guess one. */
  async taggedIn(subject: string): Promise<number[]> {
    const found: number[] = [];
    for (const number of legacyTaggedIn(subject)) {
      const tickets = await this.database.manager.find(LegacyTicket, { where: { number }, order: { taskId: 'ASC' } });
      found.push(...tickets.map(({ taskId }) => taskId));
    }
    return found;
  }

  /** What is known of tickets from before, by id. */
  async of(taskIds: readonly number[]): Promise<Map<number, LegacyTicket>> {
    const known = await this.database.rows.with(LegacyTicket, 'taskId', taskIds);
    return new Map(known.map((ticket) => [ticket.taskId, ticket]));
  }

  /** Something that is known of tickets from before, by id. */
  async shown(rows: readonly Row[], value: (ticket: LegacyTicket) => unknown): Promise<Map<number, unknown>> {
    const known = await this.of(rows.map(({ id }) => id));
    return new Map([...known].map(([id, ticket]) => [id, value(ticket)]));
  }

  /** Statuses and types that a ticket had there. */
  pastOf(taskId: number): Promise<LegacyEvent[]> {
    return this.database.manager.find(LegacyEvent, { where: { taskId }, order: { id: 'ASC' } });
  }

  /** Forgets what a ticket was, but for the hours, which go by themselves. Needs a transaction. */
  async leave(taskId: number): Promise<void> {
    for (const entity of [LegacyTicket, LegacyEvent]) await this.database.manager.delete(entity, { taskId });
  }
}
