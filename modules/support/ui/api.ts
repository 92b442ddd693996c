/** What panels of other modules may use of support, and of the tasks and comments that tickets are made of. */
import type { ListGroup } from '../../tasks/ui/api';
import type { RequestOptions, RequestTexts } from './request-texts';
import './ticket';

export { CommentComposer, CommentThread } from '../../comments/ui/api';
export { OPEN, type Progress, statusBadge, type Task } from '../../tasks/ui/api';
export { renderChoiceGroups } from './check-boxes';
export { checkBoxStyles } from './check-boxes.styles';
export type { AlongLine } from './request-texts';
export { startRow } from './start/row';
export { loadTexts } from './texts';
export { partsOf } from './ticket-parts';
export { listChoices, TicketTypes, ticketTypesWith } from './ticket-types';
export { isNews, ReadingController } from './unread';

/** See `askForTicket` in `request-dialog`; dialog and editor load when they are first needed. */
export async function askForTicket(
  texts: RequestTexts,
  types: readonly ListGroup[],
  options: RequestOptions = {},
): Promise<string | null> {
  const dialog = await import('./request-dialog');
  return dialog.askForTicket(texts, types, options);
}
