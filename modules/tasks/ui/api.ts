/** What panels of other modules may use of tasks. */
import { addMessages } from '../../../core/ui/api';

export { dayOf, endOfDay, startOfDay } from './day';
export { dueCell, dueStyles, isPast } from './due';
export { grouped, inOrder, type ListGroup } from './groupings';
export { colorDot, listCell, listStyles } from './list-cell';
export { namesCell } from './names-cell';
export {
  chosenPriority,
  PRIORITIES,
  PRIORITY_TESTS,
  type PriorityName,
  priorityCell,
  priorityStyles,
  priorityText,
  priorityTexts,
} from './priority';
export { OPEN, PROGRESS, progressBadge, progressText } from './progress';
export { STATUS_COLORS, statusBadge, statusTone } from './status';
export type {
  ListRights,
  Progress,
  StatusColor,
  Task,
  TaskCategory,
  TaskList,
  TaskListGrouping,
  TaskStatus,
} from './task';

/** Loads the field that asks for a colour, `task-color-field`. */
export async function loadColorField(): Promise<void> {
  await import('./color-field');
}

/** Loads the fields that ask for a priority and for days. */
export async function loadTaskInputs(): Promise<void> {
  await import('./task-inputs');
}

export const loadTexts = (): Promise<void> =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });
