import { Belongings, defineModule } from '../../core/api';
import { Categories } from './categories.service';
import { Categorised, TaskCategory } from './category.entity';
import { TaskCategoryType } from './category.type';
import { CategoryRemoval } from './category-removal.job';
import { OpenTasks } from './open-tasks.belongings';
import { Task } from './task.entity';
import { TaskType } from './task.type';
import { TaskList } from './task-list.entity';
import { TaskListType } from './task-list.type';
import { TaskLists } from './task-lists.service';

export default defineModule({
  entities: [Categorised, Task, TaskCategory, TaskList],
  types: [TaskCategoryType, TaskListType, TaskType],
  services: [Categories, TaskLists],
  jobs: [CategoryRemoval],
  provides: [[Belongings, OpenTasks]],
});
