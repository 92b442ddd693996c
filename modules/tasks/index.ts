import { Belongings, CalendarForm, defineModule } from '../../core/api';
import { Categories } from './categories.service';
import { Categorised, TaskCategory } from './category.entity';
import { TaskCategoryType } from './category.type';
import { TasksDemo } from './demo';
import { TaskListGrouping } from './grouping.entity';
import { TaskListGroupingType } from './grouping.type';
import { Groupings } from './groupings.service';
import { GiveTasksToColleagues } from './install';
import { LabelRemoval } from './label-removal.job';
import { MergedParts } from './merged-parts.listener';
import { Merges } from './merges.service';
import { OpenTasks } from './open-tasks.belongings';
import { OwnTasks } from './own-tasks.service';
import { Responsibles } from './responsibles.service';
import { TaskStatus } from './status.entity';
import { TaskStatusType } from './status.type';
import { Statuses } from './statuses.service';
import { TaskCalendar } from './task.calendar';
import { Task } from './task.entity';
import { TaskType } from './task.type';
import { TaskList } from './task-list.entity';
import { TaskListType } from './task-list.type';
import { TaskLists } from './task-lists.service';

export default defineModule({
  entities: [Categorised, Task, TaskCategory, TaskList, TaskListGrouping, TaskStatus],
  types: [TaskCategoryType, TaskListGroupingType, TaskListType, TaskStatusType, TaskType],
  services: [Categories, Groupings, Merges, OwnTasks, Responsibles, Statuses, TaskLists],
  listeners: [MergedParts],
  jobs: [LabelRemoval],
  provides: [
    [Belongings, OpenTasks],
    [CalendarForm, TaskCalendar],
  ],
  install: GiveTasksToColleagues,
  demo: TasksDemo,
});
