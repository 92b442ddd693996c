import { inject, injectable } from 'inversify';
import { TypeKeeper } from '../module/type-keeper';
import { SearchIndex } from './search-index.service';
import { SearchScopes } from './search-scopes.service';

/** What could be found of a type goes with it. */
@injectable()
export class SearchKeeper extends TypeKeeper {
  constructor(
    @inject(SearchIndex) private readonly index: SearchIndex,
    @inject(SearchScopes) private readonly scopes: SearchScopes,
  ) {
    super();
  }

  async purge(type: string): Promise<boolean> {
    if (await this.index.purge(type)) return true;
    await this.scopes.forget(type);
    return false;
  }
}
