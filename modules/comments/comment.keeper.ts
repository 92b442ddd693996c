import { inject, injectable } from 'inversify';
import { destroySome, Records, TypeKeeper } from '../../core/api';

/** Comments and their drafts go with the type of what they are about. */
@injectable()
export class CommentKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  async purge(entityType: string): Promise<boolean> {
    const hasComments = await destroySome(this.records, 'Comment', { entityType });
    const hasDrafts = await destroySome(this.records, 'CommentDraft', { entityType });
    return hasComments || hasDrafts;
  }
}
