import { inject, injectable } from 'inversify';
import { Database, Job } from '../../core/api';
import { Categories } from './categories.service';

/** Takes deleted categories from the tasks that were too many for the transaction that deleted them. */
@injectable()
export class CategoryRemoval extends Job {
  readonly id = 'tasks.categories';
  override readonly title = 'Take deleted categories from their tasks';
  override readonly every = 15;

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Categories) private readonly categories: Categories,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const categoryId = await this.categories.leftOver();
      if (categoryId === null) return;
      await this.database.transaction(() => this.categories.takeAway(categoryId));
    }
  }
}
