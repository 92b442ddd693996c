import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import type { Draft } from '../jmap/draft';
import type { Row } from '../jmap/property';
import { Types } from '../jmap/types';
import { SearchText } from '../search/search-text';
import { Level } from '../sharing/level';
import { CustomValue } from './custom-field.entity';
import { type Definition, PROPERTY } from './definition';
import { Definitions } from './definitions.service';

/** Objects are found by the words of their custom fields; by those of fields that customers are not shown, for colleagues. */
@injectable()
export class CustomFieldTexts extends SearchText {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
  ) {
    super();
  }

  of(type: string, rows: readonly Row[]): Promise<Map<number, string[]>> {
    return this.read(type, rows, (definition) => !this.isForReaders(type, definition));
  }

  override ofReaders(type: string, rows: readonly Row[]): Promise<Map<number, string[]>> {
    return this.read(type, rows, (definition) => this.isForReaders(type, definition));
  }

  /** True when some who see an object of the type are not shown the field. */
  private isForReaders(type: string, { set }: Definition): boolean {
    return !set.forCustomers && this.types.get(type).type.access.least < Level.read;
  }

  private async read(
    type: string,
    rows: readonly Row[],
    isWanted: (definition: Definition) => boolean,
  ): Promise<Map<number, string[]>> {
    if (rows.length === 0 || !this.types.get(type).keepers.has(PROPERTY)) return new Map();
    const definitions = await this.definitions.of(type);
    const searched = definitions.filter((definition) => definition.kind.isSearched && isWanted(definition));
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
