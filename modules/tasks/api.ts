/** What other modules may use of tasks. */
export { Merges } from './merges.service';
export { isClosed, PROGRESS, type Progress, Task } from './task.entity';
export { TaskList } from './task-list.entity';
