import { inject, injectable } from 'inversify';
import { Records } from '../jmap/records';
import { destroySome, TypeKeeper } from '../module/type-keeper';

/** Links go with the type of either end. */
@injectable()
export class LinkKeeper extends TypeKeeper {
  constructor(@inject(Records) private readonly records: Records) {
    super();
  }

  purge(type: string): Promise<boolean> {
    return destroySome(this.records, 'Link', [{ fromType: type }, { toType: type }]);
  }
}
