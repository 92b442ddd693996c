import type { Comparator } from 'extjs-types';
import type { ReactiveControllerHost } from 'lit';
import { QueryController } from '../../../core/ui/api';

/** Statuses that are shown in one place, at most. */
export const MOST_STATUSES = 500;

/** The order that managers gave them; what has the same place comes by name. */
export const STATUS_ORDER: readonly Comparator[] = [{ property: 'sortOrder' }, { property: 'name' }];

/** The named statuses of these lists, or of all when none is named, in their order, live. */
export function statusesOf(
  host: ReactiveControllerHost,
  lists: () => readonly string[],
): QueryController<'TaskStatus'> {
  const query = () => {
    const taskListIds = lists();
    return { filter: taskListIds.length > 0 ? { taskListIds } : undefined, sort: STATUS_ORDER };
  };
  return new QueryController(host, 'TaskStatus', query, MOST_STATUSES);
}
