import { inject, injectable } from 'inversify';
import { Database, Job } from '../../core/api';
import { Categories } from './categories.service';
import { Statuses } from './statuses.service';

/** Takes deleted categories and statuses from the tasks that were too many for the transaction that deleted them. */
@injectable()
export class LabelRemoval extends Job {
  readonly id = 'tasks.labels';
  override readonly title = 'Finish deleting categories and statuses';
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
  }
}
