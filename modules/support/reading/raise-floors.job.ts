import { LessThan, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
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
    const [taskId, commentId] = [await this.lastOld(Task), await this.lastOld(Comment)];
    const behind = [{ taskId: LessThan(taskId) }, { commentId: LessThan(commentId) }];
    for (const { principalId } of await manager.findBy(ReadFloor, behind)) {
      if (signal.aborted) return;
      await this.database.transaction(() => this.raise(principalId, { taskId, commentId }));
    }
  }

  /** Id up to which all are old. What came from an older system is old by its day, but has come after what is new here. */
  private async lastOld(entity: typeof Task | typeof Comment): Promise<number> {
    const { manager } = this.database;
    const young = { createdAt: MoreThanOrEqual(this.daysAgo()) };
    const first = await manager.findOne<Task | Comment>(entity, { where: young, order: { id: 'ASC' } });
    return first ? first.id - 1 : ((await manager.maximum<Task | Comment>(entity, 'id')) ?? 0);
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
