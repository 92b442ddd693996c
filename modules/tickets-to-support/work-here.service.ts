import { AuditHistory, Database, FileNode, inject, injectable, Link } from '../../core/api';
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

  /** True when a person has changed the ticket here, written something, or put a file or a link to it. */
  async isWorkedOn(taskId: number): Promise<boolean> {
    const past = await this.log.of('Task', [taskId], MOST);
    if (past.some(({ actorId }) => actorId !== null)) return true;
    const own = await this.database.manager
      .createQueryBuilder(Comment, 'c')
      .where("c.entityType = 'Task' AND c.entityId = :taskId", { taskId })
      .andWhere("NOT EXISTS (SELECT 1 FROM tickets_to_support_row r WHERE r.type = 'Comment' AND r.objectId = c.id)")
      .getExists();
    return own || (await this.hasOwnBeside(taskId));
  }

  private async hasOwnBeside(taskId: number): Promise<boolean> {
    const { manager } = this.database;
    const file = await manager
      .createQueryBuilder(FileNode, 'f')
      .where("f.entityType = 'Task' AND f.entityId = :taskId AND f.blobId IS NOT NULL", { taskId })
      .andWhere("NOT EXISTS (SELECT 1 FROM tickets_to_support_row r WHERE r.type = 'FileNode' AND r.objectId = f.id)")
      .getExists();
    if (file) return true;
    return manager
      .createQueryBuilder(Link, 'l')
      .where("((l.fromType = 'Task' AND l.fromId = :taskId) OR (l.toType = 'Task' AND l.toId = :taskId))", { taskId })
      .andWhere("NOT EXISTS (SELECT 1 FROM tickets_to_support_row r WHERE r.type = 'Link' AND r.objectId = l.id)")
      .getExists();
  }
}
