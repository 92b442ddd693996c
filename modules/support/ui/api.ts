/** What panels of other modules may use of support, and of the tasks and comments that tickets are made of. */
import type { TaskList } from '../../tasks/ui/api';
import type { RequestTexts } from './request-texts';
import './ticket';

export { CommentComposer, CommentThread } from '../../comments/ui/api';
export { OPEN, type Progress, progressBadge, type Task } from '../../tasks/ui/api';
export type { RequestTexts } from './request-texts';
export { loadTexts } from './texts';

/** See `askForTicket` in `request-dialog`; dialog and editor load when they are first needed. */
export async function askForTicket(texts: RequestTexts, lists: readonly TaskList[]): Promise<string | null> {
  const dialog = await import('./request-dialog');
  return dialog.askForTicket(texts, lists);
}
