import { inject, injectable } from 'inversify';
import { Types } from '../jmap/types';
import { Job } from '../jobs/job';
import { SearchIndex } from './search-index.service';

/**
 * Indexes what nobody has indexed: objects older than the index or than their type's `search`, and all when they are
 * to be indexed anew. Goes on where it was when it is stopped, because what is done is stored.
 */
@injectable()
export class SearchJob extends Job {
  readonly id = 'core.search';
  override readonly title = 'Index what can be found';
  override readonly every = 3600;

  constructor(
    @inject(SearchIndex) private readonly index: SearchIndex,
    @inject(Types) private readonly types: Types,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const type of this.types.searchable()) {
      let after: number | null = 0;
      while (after !== null && !signal.aborted) after = await this.index.fill(type, after);
      while (!signal.aborted && (await this.index.sweep(type)));
    }
  }
}
