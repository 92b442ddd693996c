import { inject, injectable } from 'inversify';
import { Database, Dependent, Records } from '../../core/api';
import { Comment } from './comment.entity';
import { Threads } from './threads.service';

/** Comments are seen, and go, with the object they belong to. */
@injectable()
export class Thread extends Dependent {
  readonly type = 'Comment';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Threads) private readonly threads: Threads,
  ) {
    super();
  }

  follows(type: string): boolean {
    return this.threads.has(type);
  }

  async audiences(type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const comments = await this.of(type, id);
    const readers = this.records.readersAmong(type, followed);
    return new Map(comments.map(({ id: comment, isPrivate }) => [comment, isPrivate ? readers : followed]));
  }

  async destroyWith(type: string, id: number): Promise<void> {
    await this.records.destroyAll('Comment', await this.of(type, id));
  }

  /** In order, so that the numbers of their changes are the same on every database. */
  private of(entityType: string, entityId: number): Promise<Comment[]> {
    return this.database.manager.find(Comment, { where: { entityType, entityId }, order: { id: 'ASC' } });
  }
}
