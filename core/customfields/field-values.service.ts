import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { Types } from '../jmap/types';
import { audiencesOf } from '../search/audiences';
import { SearchIndex } from '../search/search-index.service';
import { CustomIndex, CustomValue } from './custom-field.entity';
import { type Definition, PROPERTY } from './definition';
import { Definitions } from './definitions.service';
import { workOutAll } from './formulas';
import { CustomValues } from './values.service';

/** Objects read at once. */
const BATCH = 500;

/** What a change of the definitions does to the values that are there. All writes need a transaction. */
@injectable()
export class FieldValues {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Definitions) private readonly definitions: Definitions,
    @inject(CustomValues) private readonly values: CustomValues,
    @inject(Types) private readonly types: Types,
    @inject(SearchIndex) private readonly index: SearchIndex,
  ) {}

  /** Ids of the objects that have a value of the field. */
  private async objectsWith(fieldId: number): Promise<number[]> {
    const rows = await this.database.manager
      .createQueryBuilder(CustomIndex, 'i')
      .select('DISTINCT i.objectId', 'id')
      .where('i.fieldId = :fieldId', { fieldId })
      .orderBy('i.objectId')
      .getRawMany<{ id: number }>();
    return rows.map(({ id }) => id);
  }

  /** How many objects have a value, by field id; fields without any are not in it. */
  async count(fieldIds: readonly number[]): Promise<Map<number, number>> {
    if (fieldIds.length === 0) return new Map();
    const rows = await this.database.manager
      .createQueryBuilder(CustomIndex, 'i')
      .select('i.fieldId', 'id')
      .addSelect('COUNT(DISTINCT i.objectId)', 'objects')
      .where('i.fieldId IN (:...fieldIds)', { fieldIds })
      .groupBy('i.fieldId')
      .getRawMany<{ id: number; objects: number | string }>();
    return new Map(rows.map(({ id, objects }) => [id, Number(objects)]));
  }

  /** Tells everybody who sees them that the objects with a value of the field are shown otherwise. */
  async retell(definition: Definition): Promise<void> {
    const { field, set } = definition;
    const objects = await this.objectsWith(field.id);
    for (const objectId of objects) await this.records.touch(set.type, objectId, [PROPERTY]);
    await this.findAgain(definition, objects);
  }

  /** Has objects found by the words that they have now: at once, for some of the old ones may be nobody's to know any more. */
  private async findAgain({ kind, set: { type } }: Definition, objects: readonly number[]): Promise<void> {
    if (!kind.isSearched || this.types.get(type).search.length === 0) return;
    for (let at = 0; at < objects.length; at += BATCH) {
      const rows = await this.records.load(type, objects.slice(at, at + BATCH));
      await this.index.write(type, rows, await audiencesOf(type, rows, this.types, this.records));
    }
  }

  /** Works a formula out anew for all objects of the type that have values. */
  async recompute(type: string, changed: Definition): Promise<void> {
    const { manager } = this.database;
    const definitions = await this.definitions.of(type);
    for (let last = 0; ; ) {
      const rows = await manager
        .createQueryBuilder(CustomValue, 'v')
        .where('v.typeName = :type AND v.objectId > :last', { type, last })
        .orderBy('v.objectId')
        .limit(BATCH)
        .getMany();
      for (const { objectId, given } of rows) {
        const after = workOutAll(definitions, given);
        if (JSON.stringify(after[changed.field.id]) === JSON.stringify(given[changed.field.id])) continue;
        await this.values.store(type, objectId, [changed], given, after);
        await this.touch(changed.set, objectId);
      }
      if (rows.length < BATCH) return;
      last = rows.at(-1)?.objectId ?? 0;
    }
  }

  private touch({ type, forCustomers }: Definition['set'], objectId: number): Promise<void> {
    return this.records.touch(type, objectId, forCustomers ? [PROPERTY] : []);
  }
}
