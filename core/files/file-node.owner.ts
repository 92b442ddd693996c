import { inject, injectable } from 'inversify';
import type { SelectQueryBuilder } from 'typeorm';
import type { Context } from '../auth/context';
import type { Row } from '../jmap/property';
import { Records, ROW } from '../jmap/records';
import { BlobOwner } from './blob-owner';

/** Whoever sees a file of an object may read its bytes. */
@injectable()
export class FileNodeOwner extends BlobOwner {
  override readonly type = 'FileNode';

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

  private with(blobId: string, context: Context): SelectQueryBuilder<Row> {
    return this.records.visible('FileNode', context).andWhere(`${ROW}.blobId = :blobId`, { blobId });
  }
}
