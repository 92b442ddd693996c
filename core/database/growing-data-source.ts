import { DataSource, type DataSourceOptions } from 'typeorm';
import type { EntityClass } from './connections';

/**
 * A data source that learns entities after it was opened, which TypeORM leaves to subclasses: a module may be installed
 * while the program runs, and new connections would lose the transactions of the old ones.
 */
export class GrowingDataSource extends DataSource {
  async know(entities: readonly EntityClass[]): Promise<void> {
    this.setOptions({ entities: [...entities] });
    await this.buildMetadatas();
  }
}

/** A second way to another's database, for the same entities. What TypeORM makes of those, slowly, it has from there. */
export class SecondDataSource extends GrowingDataSource {
  constructor(
    private readonly first: GrowingDataSource,
    options: DataSourceOptions,
  ) {
    super(options);
  }

  protected override buildMetadatas(): Promise<void> {
    const { entityMetadatas, entityMetadatasMap } = this.first;
    Object.assign(this, { entityMetadatas, entityMetadatasMap });
    return Promise.resolve();
  }
}
