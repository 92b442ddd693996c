import { inject, injectable } from 'inversify';
import { BlobOwner, type Context, Records, ROW } from '../../core/api';

/** Whoever writes a draft may read its files, as long as it is kept. */
@injectable()
export class DraftFiles extends BlobOwner {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  shows(blobId: string, context: Context): Promise<boolean> {
    return this.records
      .visible('CommentDraft', context)
      .andWhere(`INSTR(${ROW}.files, :named) > 0`, { named: JSON.stringify(blobId) })
      .getExists();
  }
}
