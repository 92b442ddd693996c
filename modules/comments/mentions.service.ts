import {
  type Context,
  Database,
  Directory,
  inject,
  injectable,
  Level,
  Notifications,
  Principal,
  Records,
  SetError,
} from '../../core/api';
import { Mention } from './comment.entity';
import { MENTION } from './mention.kind';
import type { Entry } from './threads.service';

/** Most people that one comment can mention. */
export const MOST_MENTIONED = 50;

/** Whom comments name, so that they are told. Names in the text say nothing: two people may be called the same. */
@injectable()
export class Mentions {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Wire values by comment. */
  async of(commentIds: readonly number[]): Promise<Map<number, string[]>> {
    const rows = await this.database.rows.with(Mention, 'commentId', commentIds);
    const byComment = new Map<number, string[]>(commentIds.map((id) => [id, []]));
    for (const { commentId, principalId } of rows.sort((a, b) => a.principalId - b.principalId))
      byComment.get(commentId)?.push(String(principalId));
    return byComment;
  }

  /** @throws SetError naming `mentions` when the caller may not mention anybody here, or one of them would not see the entry */
  async check(ids: readonly number[], entry: Entry, context: Context): Promise<void> {
    if (ids.length === 0) return;
    const { entityType, entityId, isPrivate } = entry;
    if (!(await this.records.visibleIds(entityType, [entityId], context, Level.read)).has(entityId))
      throw SetError.invalid('mentions', 'are for colleagues');
    const known = await this.records.visibleIds('Principal', ids, context);
    for (const id of ids) {
      if (!known.has(id)) throw SetError.invalid('mentions', 'must be a list of ids that exist');
      const reader = await this.directory.contextOf(id);
      const level = isPrivate ? Level.read : undefined;
      const sees = reader && (await this.records.visibleIds(entityType, [entityId], reader, level)).has(entityId);
      if (!sees) throw SetError.invalid('mentions', `name ${await this.nameOf(id)}, who may not read this`);
    }
  }

  /** Keeps whom a new comment names, and tells them. Needs a transaction. */
  async store(commentId: number, ids: readonly number[], by: Context | null): Promise<void> {
    for (const principalId of ids) await this.database.manager.insert(Mention, { commentId, principalId });
    await this.notifications.tell(MENTION, commentId, ids, by && { id: by.principalId, name: by.user.name });
  }

  async removeAll(commentId: number): Promise<void> {
    await this.database.manager.delete(Mention, { commentId });
  }

  private async nameOf(id: number): Promise<string> {
    const { name } = await this.database.manager.findOneByOrFail(Principal, { id });
    return name;
  }
}
