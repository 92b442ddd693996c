import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { BlobOwner } from '../files/blob-owner';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { Level } from '../sharing/level';
import { CustomField, CustomFieldSet, CustomIndex } from './custom-field.entity';

/** Whoever is shown a value that is a file may read the file. */
@injectable()
export class CustomFieldFiles extends BlobOwner {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
  ) {
    super();
  }

  async shows(blobId: string, context: Context): Promise<boolean> {
    const uses = await this.database.manager
      .createQueryBuilder(CustomIndex, 'i')
      .innerJoin(CustomField, 'f', "f.id = i.fieldId AND f.kind = 'file'")
      .innerJoin(CustomFieldSet, 's', 's.id = f.fieldSetId')
      .select(['i.objectId AS id', 's.type AS type', 's.forCustomers AS forCustomers'])
      .where('i.textValue = :blobId', { blobId })
      .getRawMany<{ id: number; type: string; forCustomers: number | boolean }>();
    for (const { id, type, forCustomers } of uses) {
      if (!this.types.names().includes(type)) continue;
      const level = Math.max(Level.read, this.types.get(type).type.access.least);
      const seen = await this.records.visibleIds(type, [id], context, forCustomers ? undefined : level);
      if (seen.size > 0) return true;
    }
    return false;
  }
}
