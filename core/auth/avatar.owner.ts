import { inject, injectable } from 'inversify';
import { BlobOwner } from '../files/blob-owner';
import { Records, ROW } from '../jmap/records';
import type { Context } from './context';

/** Whoever sees a person may see their picture. */
@injectable()
export class AvatarOwner extends BlobOwner {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  shows(blobId: string, context: Context): Promise<boolean> {
    return this.records.visible('Principal', context).andWhere(`${ROW}.avatarBlobId = :blobId`, { blobId }).getExists();
  }
}
