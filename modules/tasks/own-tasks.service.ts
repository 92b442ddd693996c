import { inject, injectable } from 'inversify';
import { type Context, type FilterScope, Level, Records, ROW, Subscriptions } from '../../core/api';

/** Plain lists of which somebody sees the tasks, at most. */
const MOST_LISTS = 1000;

/** What somebody has to do: what is in their hands, and what is in the plain lists that they read and want to see. */
@injectable()
export class OwnTasks {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Subscriptions) private readonly subscriptions: Subscriptions,
  ) {}

  /** SQL condition: the task called `row` is among them. The lists are named, so that a query can begin with them. */
  async condition({ row, context, bind }: FilterScope): Promise<string> {
    // What is nobody's is not unknown, but not theirs.
    const isInHands = `(${row}.responsibleId IS NOT NULL AND ${row}.responsibleId = :ctxPrincipal)`;
    const lists = await this.lists(context);
    return lists.length === 0 ? isInHands : `(${isInHands} OR ${row}.taskListId IN ${bind(lists)})`;
  }

  private lists(context: Context): Promise<number[]> {
    return this.records
      .select('TaskList', context, Level.read)
      .and(`${ROW}.role = 'list'`)
      .and(this.subscriptions.condition(ROW))
      .ids(0, MOST_LISTS);
  }
}
