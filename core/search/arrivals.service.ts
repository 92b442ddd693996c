import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import type { Row } from '../jmap/property';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { audiencesOf } from './audiences';
import { SearchIndex } from './search-index.service';

/**
 * Objects that come from elsewhere, many at a time and as they are: stored with few statements
 * ({@link Rows.insertAll}), they become known here. No hook of their types has run, so nobody was told, nothing was
 * sent, and whatever hangs on them is for whoever brings them.
 */
@injectable()
export class Arrivals {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(SearchIndex) private readonly index: SearchIndex,
  ) {}

  /**
   * Logs these new objects for /changes and has them found by their words. Needs the transaction that stored them.
   * @param rows with the columns of their extensions beside their own
   * @param audiences keys of who sees each of them, by id
   */
  async add(type: string, rows: readonly Row[], audiences: ReadonlyMap<number, readonly string[]>): Promise<void> {
    for (const { id } of rows) {
      const after = audiences.get(id) ?? [];
      this.database.unit.changes.push({ type, id, operation: 'c', before: [], after, told: after });
    }
    if (this.types.get(type).search.length > 0) await this.index.write(type, rows, audiences);
  }

  /**
   * Logs that something was hung on these objects, which came so, and has them found by its words. Needs the transaction
   * that stored it.
   * @param names properties that are another thing by it
   */
  async grow(type: string, rows: readonly Row[], names: readonly string[]): Promise<void> {
    for (const { id } of rows) await this.records.touch(type, id, names);
    if (this.types.get(type).search.length > 0 && rows.length > 0)
      await this.index.write(type, rows, await audiencesOf(type, rows, this.types, this.records));
  }
}
