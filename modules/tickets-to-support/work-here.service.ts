import { AuditHistory, Database, inject, injectable } from '../../core/api';
import { Comment } from '../comments/api';

/** Entries of the log that are asked. */
const MOST = 20;

/** Whether people have worked on what was brought here. */
@injectable()
export class WorkHere {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(AuditHistory) private readonly log: AuditHistory,
  ) {}

  /** True when a person has changed the ticket here, or written something. */
  async isWorkedOn(taskId: number): Promise<boolean> {
    const past = await this.log.of('Task', [taskId], MOST);
    if (past.some(({ actorId }) => actorId !== null)) return true;
    const own = await this.database.manager
      .createQueryBuilder(Comment, 'c')
      .where("c.entityType = 'Task' AND c.entityId = :taskId", { taskId })
      .andWhere("NOT EXISTS (SELECT 1 FROM tickets_to_support_row r WHERE r.type = 'Comment' AND r.objectId = c.id)")
      .getExists();
    return own;
  }
}
