import { addressOf } from '../../../core/ui/api';
import type { Task } from './task';

/** Address at which a ticket is worked on; undefined for a plain task, and where this user has no panel for tickets. */
export function ticketAddress({ id, role }: Task): string | undefined {
  if (role === 'list') return undefined;
  const address = addressOf('Task', id);
  return address?.startsWith('#tasks/') === true ? undefined : address;
}
