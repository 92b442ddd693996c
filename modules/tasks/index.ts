import { Belongings, defineModule } from '../../core/api';
import { OpenTasks } from './open-tasks.belongings';
import { Task } from './task.entity';
import { TaskType } from './task.type';
import { TaskList } from './task-list.entity';
import { TaskListType } from './task-list.type';

export default defineModule({
  entities: [Task, TaskList],
  types: [TaskListType, TaskType],
  provides: [[Belongings, OpenTasks]],
});
