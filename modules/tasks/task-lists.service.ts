import { inject, injectable } from 'inversify';
import { type Context, Database, Sharing } from '../../core/api';
import { TaskList } from './task-list.entity';

/** The lists of tasks and categories, from which these inherit who may do what. */
@injectable()
export class TaskLists {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  /** @throws Error when there is none of this id: whoever stores one has checked that */
  async of(id: number): Promise<TaskList> {
    const [list] = await this.database.rows.with(TaskList, 'id', [id]);
    if (!list) throw new Error(`Task list ${String(id)} does not exist`);
    return list;
  }

  /** The caller's level on a list. */
  async levelOn(id: number, context: Context): Promise<number> {
    return this.sharing.levelOn((await this.of(id)).aclId, context);
  }
}
