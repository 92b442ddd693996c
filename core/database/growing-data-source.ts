import { DataSource } from 'typeorm';
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
