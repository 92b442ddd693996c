import { inject, injectable } from 'inversify';
import { Database, Job } from '../../core/api';
import { Categories } from './categories.service';
import { Statuses } from './statuses.service';

/**
 * Takes deleted categories and statuses from the tasks that were too many for the transaction that deleted them, and has
 * those sorted by the new name of a category that were too many for the one that renamed it.
 */
@injectable()
export class LabelRemoval extends Job {
  readonly id = 'tasks.labels';
  override readonly title = 'Finish deleting categories and statuses, and renaming categories';
  override readonly every = 15;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Categories) private readonly categories: Categories,
    @inject(Statuses) private readonly statuses: Statuses,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const labels of [this.categories, this.statuses]) {
      while (!signal.aborted) {
        const gone = await labels.leftOver();
        if (gone === null) break;
        await this.database.transaction(() => labels.takeAway(gone));
      }
    }
    while (!signal.aborted) {
      const renamed = await this.categories.notSorted();
      if (renamed === null) break;
      await this.database.transaction(() => this.categories.sortAnew(renamed));
    }
  }
}
