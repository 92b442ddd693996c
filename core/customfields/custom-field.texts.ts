import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import type { Draft } from '../jmap/draft';
import type { Row } from '../jmap/property';
import { Types } from '../jmap/types';
import { SearchText } from '../search/search-text';
import { Level } from '../sharing/level';
import { CustomValue } from './custom-field.entity';
import { PROPERTY } from './definition';
import { Definitions } from './definitions.service';

/**
 * Objects are found by the words of their custom fields: of all where nobody sees an object who may not read it whole,
 * else of those that are for customers, because a document has the same words for everybody.
 */
@injectable()
export class CustomFieldTexts extends SearchText {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
  ) {
    super();
  }

  async of(type: string, rows: readonly Row[]): Promise<Map<number, string[]>> {
    const { type: declared, keepers } = this.types.get(type);
    if (rows.length === 0 || !keepers.has(PROPERTY)) return new Map();
    const isForReaders = declared.access.least >= Level.read;
    const searched = (await this.definitions.of(type)).filter(
      ({ set, kind }) => kind.isSearched && (isForReaders || set.forCustomers),
    );
    if (searched.length === 0) return new Map();
    const ids = rows.map(({ id }) => id);
    const kept = await this.database.manager.findBy(CustomValue, { typeName: type, objectId: In(ids) });
    return new Map(
      kept.map(({ objectId, given }) => [
        objectId,
        searched.flatMap(({ field, kind }) => (field.id in given ? [kind.format(given[field.id], field.options)] : [])),
      ]),
    );
  }

  changes(_type: string, draft: Draft): boolean {
    return draft.extras.has(PROPERTY);
  }
}
