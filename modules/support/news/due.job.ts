import { inject, injectable } from 'inversify';
import { Clock, Database, Job } from '../../../core/api';
import { isClosed, PROGRESS, Task } from '../../tasks/api';
import { ROLE } from '../permissions';
import { Reminder } from '../watcher.entity';
import { TicketNews } from './ticket-news.service';

/** Tickets that one transaction tells of. */
const BATCH = 100;
const DAY = 86_400_000;
/** Days for which what is overdue is looked for: who was not told by then had it from somebody else, and knows. */
const LONGEST_OVERDUE = 7;

const OPEN = PROGRESS.filter((progress) => !isClosed(progress));

/** Tells people once that a ticket of theirs is due; again when it is due at another time, or somebody else's. */
@injectable()
export class DueJob extends Job {
  readonly id = 'support.due';
  override readonly title = 'Tell people which of their tickets are due';
  override readonly every = 300;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(TicketNews) private readonly news: TicketNews,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.database.transaction(() => this.tellSome())) === BATCH);
  }

  private async tellSome(): Promise<number> {
    const { manager } = this.database;
    const now = this.clock.now().getTime();
    const tasks = await manager
      .createQueryBuilder(Task, 't')
      .where('t.due BETWEEN :since AND :until', {
        since: new Date(now - LONGEST_OVERDUE * DAY),
        until: new Date(now + DAY),
      })
      .andWhere('t.responsibleId IS NOT NULL AND t.progress IN (:...open)', { open: OPEN })
      .andWhere('t.taskListId IN (SELECT l.id FROM tasks_list l WHERE l.role = :role)', { role: ROLE })
      .andWhere(
        'NOT EXISTS (SELECT 1 FROM support_reminder r WHERE r.taskId = t.id AND r.principalId = t.responsibleId AND r.due = t.due)',
      )
      .orderBy('t.id')
      .limit(BATCH)
      .getMany();
    for (const { id: taskId, responsibleId, due } of tasks) {
      if (responsibleId === null || due === null) continue;
      await manager.delete(Reminder, { taskId });
      await manager.insert(Reminder, { taskId, principalId: responsibleId, due });
      await this.news.due(taskId, responsibleId);
    }
    return tasks.length;
  }
}
