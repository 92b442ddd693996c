/** What panels of other modules may use of tasks. */
import { addMessages } from '../../../core/ui/api';

export { OPEN, PROGRESS, progressBadge, progressText } from './progress';
export type { ListRights, Progress, Task, TaskCategory, TaskList } from './task';

export const loadTexts = (): Promise<void> =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });
