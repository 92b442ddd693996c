import type { TaskList, TaskListGrouping } from './task';

/** Lists under one heading, or those without. */
export interface ListGroup {
  readonly grouping: TaskListGrouping | null;
  readonly lists: readonly TaskList[];
}

/** The order that managers gave them; what has the same place comes by name. */
export function inOrder(groupings: readonly TaskListGrouping[]): TaskListGrouping[] {
  return [...groupings].sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name));
}

/** Lists under their groupings, in the order of these; those without a grouping come last. Groupings without lists are left out. */
export function grouped(lists: readonly TaskList[], groupings: readonly TaskListGrouping[]): ListGroup[] {
  const groups = inOrder(groupings).map(
    (grouping): ListGroup => ({ grouping, lists: lists.filter(({ groupingId }) => groupingId === grouping.id) }),
  );
  const known = new Set(groupings.map(({ id }) => id));
  // One whose grouping has not arrived yet is not lost meanwhile.
  const others = lists.filter(({ groupingId }) => groupingId === null || !known.has(groupingId));
  return [...groups, { grouping: null, lists: others }].filter((group) => group.lists.length > 0);
}
