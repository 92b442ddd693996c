import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { Records } from '../jmap/records';
import { PURGE_BATCH, TypeKeeper } from '../module/type-keeper';
import { CustomField, CustomFieldSet, CustomIndex, CustomValue } from './custom-field.entity';

/** The fields of a type go with it: the values first, then what they are values of. */
@injectable()
export class CustomFieldKeeper extends TypeKeeper {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  async purge(type: string): Promise<boolean> {
    if (await this.removeValues(type)) return true;
    const sets = await this.database.manager.find(CustomFieldSet, { where: { type }, order: { id: 'ASC' } });
    if (await this.removeIndex(sets)) return true;
    await this.records.destroyAll('CustomFieldSet', sets);
    return false;
  }

  private async removeValues(typeName: string): Promise<boolean> {
    const { manager } = this.database;
    const values = await manager.find(CustomValue, {
      select: { objectId: true, typeName: true },
      where: { typeName },
      take: PURGE_BATCH,
    });
    const objectIds = values.map(({ objectId }) => objectId);
    if (objectIds.length > 0) await manager.delete(CustomValue, { typeName, objectId: In(objectIds) });
    return objectIds.length === PURGE_BATCH;
  }

  private async removeIndex(sets: readonly CustomFieldSet[]): Promise<boolean> {
    const { manager } = this.database;
    const fields = await manager.findBy(CustomField, { fieldSetId: In(sets.map(({ id }) => id)) });
    const entries = await manager.find(CustomIndex, {
      select: { id: true },
      where: { fieldId: In(fields.map(({ id }) => id)) },
      take: PURGE_BATCH,
    });
    const ids = entries.map(({ id }) => id);
    if (ids.length > 0) await manager.delete(CustomIndex, { id: In(ids) });
    return ids.length === PURGE_BATCH;
  }
}
