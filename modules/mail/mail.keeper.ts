import { inject, injectable } from 'inversify';
import { IsNull, Not } from 'typeorm';
import { Records, ROW, TypeKeeper } from '../../core/api';

/** Rows of one transaction. */
const BATCH = 200;

/** What a mail became goes with the type of it; the mail itself, and why it became that, stays on record. */
@injectable()
export class MailKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  async purge(type: string): Promise<boolean> {
    switch (type) {
      case 'Task':
        // A comment on a task goes with the task.
        return this.forget('LedgerEntry', 'taskId', { taskId: null, commentId: null });
      case 'Comment': {
        const parts = [
          await this.forget('LedgerEntry', 'commentId', { commentId: null }),
          await this.forget('OutboxMessage', 'commentId', { commentId: null }),
        ];
        return parts.some(Boolean);
      }
      default:
        return false;
    }
  }

  /** @returns true when there may be more */
  private async forget(kept: string, column: string, nothing: Readonly<Record<string, null>>): Promise<boolean> {
    const query = this.records
      .unrestricted(kept)
      .where({ [column]: Not(IsNull()) })
      .orderBy(`${ROW}.id`);
    const found = await query.limit(BATCH).getMany();
    for (const { id } of found) await this.records.update(kept, id, nothing);
    return found.length === BATCH;
  }
}
