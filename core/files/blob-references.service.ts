import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { ModuleStates } from '../module/module-states.service';
import { Problem } from '../problem';
import type { BlobColumn } from './blob-columns';

/** Which blobs something names, in the tables of all installed modules: those that do not run keep their files too. */
@injectable()
export class BlobReferences {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(ModuleStates) private readonly states: ModuleStates,
  ) {}

  /**
   * Those of the blobs that nothing names. In a transaction this holds until its end.
   * @throws Problem when a module has not said which of its columns name blobs
   */
  async unnamed(blobIds: readonly string[]): Promise<string[]> {
    const left = new Set(blobIds);
    for (const column of await this.columns()) {
      if (left.size === 0) break;
      for (const blobId of await this.named(column, [...left])) left.delete(blobId);
    }
    return [...left];
  }

  private async columns(): Promise<BlobColumn[]> {
    const columns: BlobColumn[] = [];
    for (const { name, wanted, installedVersion, contributes } of (await this.states.all()).values()) {
      if (wanted === 'absent' || wanted === 'deleting') continue;
      if (contributes.blobs) columns.push(...contributes.blobs);
      else if (installedVersion !== '') {
        throw new Problem(`Which files the module ${name} needs is not known before it has started once`);
      }
    }
    // Those that have to be read through come last, when least is left to look for.
    return columns.sort((one, other) => Number(one.isWithin) - Number(other.isWithin));
  }

  private async named(of: BlobColumn, blobIds: readonly string[]): Promise<string[]> {
    const { table, column, isWithin } = of;
    const query = this.database.manager.createQueryBuilder().from(table, 't');
    /* eslint-disable groupware/constant-sql -- because names and conditions are what modules declare in their code */
    query.select(`DISTINCT t.${column}`, 'value').where(of.while ?? '1 = 1');
    if (isWithin) {
      const parts = blobIds.map((_, index) => `t.${column} LIKE :id${String(index)}`);
      const parameters = Object.fromEntries(blobIds.map((id, index) => [`id${String(index)}`, `%${id}%`]));
      query.andWhere(`(${parts.join(' OR ')})`, parameters);
    } else query.andWhere(`t.${column} IN (:...blobIds)`, { blobIds });
    /* eslint-enable groupware/constant-sql */
    const rows = await query.getRawMany<{ value: string }>();
    return rows.flatMap(({ value }) => value.match(/B[0-9a-f]{64}/g) ?? []);
  }
}
