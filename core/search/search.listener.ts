import { inject, injectable } from 'inversify';
import type { Draft } from '../jmap/draft';
import type { Row } from '../jmap/property';
import { RecordListener } from '../jmap/record-listener';
import { SearchIndex } from './search-index.service';

/** What is stored can be found at once, what is removed no more, and each by whom it concerns. */
@injectable()
export class SearchListener extends RecordListener {
  constructor(@inject(SearchIndex) private readonly index: SearchIndex) {
    super();
  }

  override async saved(type: string, draft: Draft, audience: readonly string[]): Promise<void> {
    if (!this.index.concerns(type, draft)) return;
    const [rows, audiences] = [[draft.values as Row], new Map([[draft.id, audience]])];
    if (draft.isNew) await this.index.add(type, rows, audiences);
    else await this.index.write(type, rows, audiences);
  }

  override async moved(type: string, id: number, audience: readonly string[]): Promise<void> {
    await this.index.move(type, id, audience);
  }

  override async destroying(type: string, row: Row): Promise<void> {
    await this.index.remove(type, row.id);
  }
}
