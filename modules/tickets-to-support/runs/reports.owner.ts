import { BlobOwner, type Context, inject, injectable, Records, ROW } from '../../../core/api';

/** Whoever sees a run may read its report. */
@injectable()
export class ReportsOwner extends BlobOwner {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  shows(blobId: string, context: Context): Promise<boolean> {
    return this.records
      .visible('TicketMigration', context)
      .andWhere(`:blobId IN (${ROW}.htmlBlobId, ${ROW}.jsonBlobId, ${ROW}.discrepanciesBlobId)`, { blobId })
      .getExists();
  }
}
