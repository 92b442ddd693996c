import type { ReactiveControllerHost } from 'lit';
import { QueryController } from '../../../core/ui/api';

/** Tickets that are shown as part of another, at most: what is merged into one is a handful. */
const MOST_PARTS = 100;

/** The tickets that are merged into one, the oldest first, live; see Merges in the module tasks. */
export function partsOf(host: ReactiveControllerHost, ticketId: () => string | undefined): QueryController<'Task'> {
  const query = () => {
    const id = ticketId();
    return id === undefined ? undefined : { filter: { mergedIntoId: [id] }, sort: [{ property: 'id' }] };
  };
  return new QueryController(host, 'Task', query, MOST_PARTS);
}
