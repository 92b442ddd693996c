import { LessThan, LessThanOrEqual } from 'typeorm';
import { Clock, Database, inject, injectable, Job } from '../../../core/api';
import { Comment } from '../../comments/api';
import { Task } from '../../tasks/api';
import { ReadFloor, ReadMark } from './read-mark.entity';

/** Days after which what nobody has read counts as read. */
const UNREAD_DAYS = 60;

/** Takes old tickets for read, so that what is unread stays few and is found at once however old the desk is. */
@injectable()
export class RaiseFloors extends Job {
  readonly id = 'support.reading';
  override readonly title = 'Forget what was not read for a long time';
  override readonly cron = '40 4 * * *';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { manager } = this.database;
    const old = { where: { createdAt: LessThan(this.daysAgo()) }, order: { id: 'DESC' } } as const;
    const taskId = (await manager.findOne(Task, old))?.id ?? 0;
    const commentId = (await manager.findOne(Comment, old))?.id ?? 0;
    const behind = [{ taskId: LessThan(taskId) }, { commentId: LessThan(commentId) }];
    for (const { principalId } of await manager.findBy(ReadFloor, behind)) {
      if (signal.aborted) return;
      await this.database.transaction(() => this.raise(principalId, { taskId, commentId }));
    }
  }

  private async raise(principalId: number, least: Pick<ReadFloor, 'taskId' | 'commentId'>): Promise<void> {
    const { manager, unit } = this.database;
    const floor = await manager.findOneBy(ReadFloor, { principalId });
    if (!floor) return;
    const taskId = Math.max(floor.taskId, least.taskId);
    const commentId = Math.max(floor.commentId, least.commentId);
    await manager.update(ReadFloor, { principalId }, { taskId, commentId });
    await manager.delete(ReadMark, {
      principalId,
      taskId: LessThanOrEqual(taskId),
      commentId: LessThanOrEqual(commentId),
    });
    unit.resync.push(principalId);
  }

  private daysAgo(): Date {
    return new Date(this.clock.now().getTime() - UNREAD_DAYS * 86_400_000);
  }
}
