import { inject, injectable } from 'inversify';
import { BlobOwner, type Context, Records, ROW } from '../../core/api';

/** Whoever sees a comment may read its files. */
@injectable()
export class AttachmentOwner extends BlobOwner {
  override readonly type = 'Comment';

  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  shows(blobId: string, context: Context): Promise<boolean> {
    return this.with(blobId, context).getExists();
  }

  override async objects(blobId: string, context: Context): Promise<readonly number[]> {
    const rows = await this.with(blobId, context).orderBy(`${ROW}.id`).getMany();
    return rows.map((row) => row.id);
  }

  /** The comments that the caller sees and that have the file. */
  private with(blobId: string, context: Context) {
    return this.records
      .visible('Comment', context)
      .andWhere(
        `EXISTS (SELECT 1 FROM comments_attachment file_ WHERE file_.commentId = ${ROW}.id AND file_.blobId = :blobId)`,
        { blobId },
      );
  }
}
