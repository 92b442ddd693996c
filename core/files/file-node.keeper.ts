import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import { Records } from '../jmap/records';
import { destroySome, TypeKeeper } from '../module/type-keeper';

/** Files go with the type of what they belong to. */
@injectable()
export class FileNodeKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  purge(entityType: string): Promise<boolean> {
    // What lies in folders goes with them.
    return destroySome(this.records, 'FileNode', { entityType, parentId: IsNull() });
  }
}
