import { type Patch, showError, store } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** Changes a ticket at once; what the server refuses is taken back and said. */
export async function change(id: string, patch: Patch<Task>): Promise<void> {
  await store().update('Task', id, patch).catch(showError);
}
