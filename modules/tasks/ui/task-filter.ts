import type { Comparator, Filter, FilterCondition } from 'extjs-types';
import { endOfToday, startOfTomorrow } from './day';

/** What of one's tasks can be looked at. */
export const VIEWS = ['today', 'upcoming', 'open', 'mine', 'completed'] as const;
export type View = (typeof VIEWS)[number];

/** What is chosen at the left. No list means all, and the tickets for which one is responsible. */
export interface Chosen {
  view: View;
  lists: readonly string[];
}
type Query = Readonly<Record<string, string>>;

/** Reads the URL (`#tasks?view=today&lists=3,4`); what is unknown in it is passed over. */
export function chosenOf({ view, lists = '' }: Query): Chosen {
  return {
    view: VIEWS.find((known) => known === view) ?? 'open',
    lists: lists.split(',').filter((id) => id !== ''),
  };
}

/** The server's filter for what is chosen. */
export function filterOf({ view, lists }: Chosen): Filter {
  const scope = lists.length > 0 ? { role: 'list', taskListIds: lists } : { isOwn: true };
  return { isMerged: false, ...scope, ...inView(view) };
}

function inView(view: View): FilterCondition {
  switch (view) {
    case 'today':
      return { isCompleted: false, due: { before: startOfTomorrow() } };
    case 'upcoming':
      return { isCompleted: false, due: { after: endOfToday() } };
    case 'open':
      return { isCompleted: false };
    case 'mine':
      return { isCompleted: false, responsible: 'mine' };
    case 'completed':
      return { isCompleted: true };
  }
}

/** What is due comes first; of what is completed, the last change. */
export function sortOf({ view }: Chosen): readonly Comparator[] {
  return view === 'completed'
    ? [{ property: 'modifiedAt', isAscending: false }]
    : [{ property: 'hasNoDue' }, { property: 'due' }];
}
