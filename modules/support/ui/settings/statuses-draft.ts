import type { TaskStatus } from '../../../tasks/ui/api';

/** A status as it stands in the dialog; one without an id is not made yet. */
export type Entered = Pick<TaskStatus, 'name' | 'progress' | 'color'> & { readonly id: string | null };

interface Changes {
  readonly create: Record<string, Omit<TaskStatus, 'id'>>;
  readonly update: Record<string, Partial<TaskStatus>>;
  readonly destroy: string[];
}

/** What has to change so that a list has the entered statuses in their order. */
export function statusChanges(taskListId: string, stored: readonly TaskStatus[], entered: readonly Entered[]): Changes {
  const changes: Changes = {
    create: {},
    update: {},
    destroy: stored.filter(({ id }) => !entered.some((one) => one.id === id)).map(({ id }) => id),
  };
  for (const [index, { id, name, progress, color }] of entered.entries()) {
    const sortOrder = index + 1;
    const before = stored.find((one) => one.id === id);
    if (before === undefined) changes.create[`new${String(index)}`] = { taskListId, name, progress, color, sortOrder };
    else if (before.name !== name || before.color !== color || before.sortOrder !== sortOrder)
      changes.update[before.id] = { name, color, sortOrder };
  }
  return changes;
}
