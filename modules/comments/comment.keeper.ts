import { inject, injectable } from 'inversify';
import { destroySome, Records, TypeKeeper } from '../../core/api';

/** Comments go with the type of what they are about. */
@injectable()
export class CommentKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  purge(entityType: string): Promise<boolean> {
    return destroySome(this.records, 'Comment', { entityType });
  }
}
