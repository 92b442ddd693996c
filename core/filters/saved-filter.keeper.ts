import { inject, injectable } from 'inversify';
import { Records } from '../jmap/records';
import { destroySome, TypeKeeper } from '../module/type-keeper';

/** Filters go with the type whose objects they find. */
@injectable()
export class SavedFilterKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  purge(type: string): Promise<boolean> {
    return destroySome(this.records, 'SavedFilter', { type });
  }
}
