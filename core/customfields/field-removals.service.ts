import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { audiencesOf } from '../search/audiences';
import { SearchIndex } from '../search/search-index.service';
import { CustomIndex, CustomValue } from './custom-field.entity';
import { type Definition, PROPERTY } from './definition';
import { FieldRemoval } from './field-removal.entity';

/** Objects that lose their value in one transaction: nobody else writes meanwhile, and on SQLite nobody is answered. */
const BATCH = 100;

/**
 * Takes the values of a field that is gone from its objects. With the field nobody is shown them any more; they
 * themselves go in steps, so that others can write meanwhile, and what a stop interrupts goes on at the next start.
 */
@injectable()
export class FieldRemovals {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Types) private readonly types: Types,
    @inject(SearchIndex) private readonly index: SearchIndex,
  ) {}

  /** For the transaction in which the field goes: values of few objects go with it, the others are planned, one field after the other. */
  async begin({ field, set, kind }: Definition): Promise<void> {
    const { type, forCustomers } = set;
    const removal = { fieldId: field.id, type, forCustomers, isSearched: kind.isSearched };
    const isBehindOthers = await this.database.manager.existsBy(FieldRemoval, {});
    if (isBehindOthers || (await this.removeSome(removal))) await this.database.manager.insert(FieldRemoval, removal);
  }

  /** Does what is planned, until the signal aborts. */
  async work(signal: AbortSignal): Promise<void> {
    for (const removal of await this.database.manager.find(FieldRemoval, { order: { fieldId: 'ASC' } })) {
      for (let hasMore = true; hasMore; ) {
        if (signal.aborted) return;
        hasMore = await this.database.transaction(async () => {
          if (await this.removeSome(removal)) return true;
          await this.database.manager.delete(FieldRemoval, { fieldId: removal.fieldId });
          return false;
        });
      }
    }
  }

  /** @returns true when there may be more */
  private async removeSome(removal: FieldRemoval): Promise<boolean> {
    const { fieldId, type } = removal;
    const { manager } = this.database;
    const found = await manager
      .createQueryBuilder(CustomIndex, 'i')
      .select('DISTINCT i.objectId', 'id')
      .where('i.fieldId = :fieldId', { fieldId })
      .limit(BATCH)
      .getRawMany<{ id: number }>();
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return false;
    await manager
      .createQueryBuilder()
      .update(CustomValue)
      .set({ given: () => `JSON_REMOVE(given, '$."${String(fieldId)}"')` })
      .where({ typeName: type, objectId: In(ids) })
      .execute();
    await manager
      .createQueryBuilder()
      .delete()
      .from(CustomValue)
      .where({ typeName: type, objectId: In(ids) })
      .andWhere("given = '{}'")
      .execute();
    await manager.delete(CustomIndex, { fieldId, objectId: In(ids) });
    await this.tell(removal, ids);
    return ids.length === BATCH;
  }

  /** Has the objects shown and found as they are now. Those of a type that does not run are nobody's to see. */
  private async tell({ type, forCustomers, isSearched }: FieldRemoval, ids: readonly number[]): Promise<void> {
    if (!this.types.names().includes(type)) return;
    for (const id of ids) await this.records.touch(type, id, forCustomers ? [PROPERTY] : []);
    if (!isSearched || this.types.get(type).search.length === 0) return;
    const rows = await this.records.load(type, ids);
    await this.index.write(type, rows, await audiencesOf(type, rows, this.types, this.records));
  }
}
