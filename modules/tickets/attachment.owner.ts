import { BlobOwner, type Context, inject, injectable, Records, ROW } from '../../core/api';

/** Whoever sees a message may read its files; those of notes are for who sees notes. */
@injectable()
export class LegacyFiles extends BlobOwner {
  override readonly type = 'LegacyTicketMessage';

  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  shows(blobId: string, context: Context): Promise<boolean> {
    return this.with(blobId, context).getExists();
  }

  override async objects(blobId: string, context: Context): Promise<readonly number[]> {
    const rows = await this.with(blobId, context).orderBy(`${ROW}.id`).getMany();
    return rows.map(({ id }) => id);
  }

  private with(blobId: string, context: Context) {
    return this.records
      .visible(this.type, context)
      .andWhere(
        `EXISTS (SELECT 1 FROM tickets_attachment file_ WHERE file_.messageId = ${ROW}.id AND file_.blobId = :blobId)`,
        { blobId },
      );
  }
}
