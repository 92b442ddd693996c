import { inject, injectable } from 'inversify';
import { Database, type Draft, Records, TypeExtension } from '../../core/api';
import { Comment } from '../comments/api';
import type { OutboxMessage } from '../mail/api';

/** Shows on the ticket what becomes of its mails. */
@injectable()
export class TicketDelivery extends TypeExtension {
  readonly extends = 'OutboxMessage';
  readonly entity = null;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override async saved(draft: Draft): Promise<void> {
    const message = draft.values as unknown as OutboxMessage;
    if (message.commentId === null || !(draft.isNew || draft.changed('state') || draft.changed('rejected'))) return;
    const comment = await this.database.manager.findOneBy(Comment, { id: message.commentId });
    if (!comment || comment.entityType !== 'Task') return;
    await this.records.touch('Comment', comment.id, ['delivery']);
    const hasFailed = message.state === 'failed' || message.state === 'uncertain' || message.rejected.length > 0;
    const task = await this.records.find('Task', comment.entityId);
    if (task && typeof task['taskId'] === 'number' && hasFailed && task['mailFailed'] !== true) {
      await this.records.update('Task', task.id, { mailFailed: true });
    }
  }
}
