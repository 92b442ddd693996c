import { inject, injectable } from 'inversify';
import { Records } from '../../../core/api';
import type { Comment } from '../../comments/api';
import { SupportSettings } from '../settings';
import { ExpiringTickets } from './expiring.service';
import type { ExpiryPolicy } from './policy';

/** Tickets closed in one transaction: others wait for its lock. */
const BATCH = 50;

/** Closes tickets whose customers do not answer any more, as the settings say. */
@injectable()
export class Expiry {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(SupportSettings) private readonly settings: SupportSettings,
    @inject(ExpiringTickets) private readonly expiring: ExpiringTickets,
  ) {}

  /** The policy in force. */
  async policy(): Promise<ExpiryPolicy> {
    const { expiryDays, expiryExcludedTaskListIds, expiryExcludedCategoryIds } = await this.settings.read();
    return {
      days: expiryDays,
      excludedTaskListIds: expiryExcludedTaskListIds,
      excludedCategoryIds: expiryExcludedCategoryIds,
    };
  }

  /**
   * Closes the next tickets that are due, as many as one transaction may close. Which they are is asked under its lock:
   * one that was answered meanwhile is not among them, and neither is one that was closed before. Needs a transaction.
   * @param after id of the last one before
   * @returns the id of the last one, or null when none was left
   */
  async closeNext(after: number): Promise<number | null> {
    const ids = await this.expiring.due(await this.policy(), after, BATCH);
    for (const id of ids) await this.close(id);
    return ids.at(-1) ?? null;
  }

  private async close(ticketId: number): Promise<void> {
    const { expiryMessage, expiryText, expiryDays } = await this.settings.read();
    if (expiryMessage !== 'nothing')
      await this.records.insert<Comment>('Comment', {
        entityType: 'Task',
        entityId: ticketId,
        authorName: '',
        // Nobody's answer: it makes nobody responsible and opens nothing again.
        authorRole: 'system',
        source: 'system',
        isPrivate: expiryMessage === 'note',
        text: expiryText.replaceAll('{x}', String(expiryDays)),
        html: null,
        senderIsVerified: true,
      });
    await this.records.update('Task', ticketId, { progress: 'completed' });
  }
}
