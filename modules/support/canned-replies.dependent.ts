import { Dependent, inject, injectable } from '../../core/api';
import { CannedReplyLists } from './canned-reply-lists.service';

/** Replies for one ticket type alone go with it; who else sees that does not matter to them. */
@injectable()
export class CannedRepliesOfList extends Dependent {
  readonly type = 'CannedReply';

  constructor(@inject(CannedReplyLists) private readonly lists: CannedReplyLists) {
    super();
  }

  follows(type: string): boolean {
    return type === 'TaskList';
  }

  audiences(): Promise<ReadonlyMap<number, readonly string[]>> {
    return Promise.resolve(new Map<number, readonly string[]>());
  }

  destroyWith(_type: string, id: number): Promise<void> {
    return this.lists.leave(id);
  }
}
