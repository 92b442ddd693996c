import { inject, injectable } from 'inversify';
import { Database, Dependent, Records } from '../../core/api';
import { CommentDraft } from './comment-draft.entity';
import { Threads } from './threads.service';

/** Drafts go with the object they are about, and with whoever writes them; who else sees either does not matter to them. */
@injectable()
export class CommentDrafts extends Dependent {
  readonly type = 'CommentDraft';

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Threads) private readonly threads: Threads,
  ) {
    super();
  }

  follows(type: string): boolean {
    return type === 'User' || this.threads.has(type);
  }

  audiences(): Promise<ReadonlyMap<number, readonly string[]>> {
    return Promise.resolve(new Map<number, readonly string[]>());
  }

  async destroyWith(type: string, id: number): Promise<void> {
    const about = [{ entityType: type, entityId: id }];
    const where = type === 'User' ? [...about, { userId: id }] : about;
    const drafts = await this.database.manager.find(CommentDraft, { where, order: { id: 'ASC' } });
    await this.records.destroyAll('CommentDraft', drafts);
  }
}
