import { element, showError, store, t } from '../../../core/ui/api';
import { OPEN } from './progress';
import type { Task } from './task';

export function isDone({ progress }: Pick<Task, 'progress'>): boolean {
  return !OPEN.includes(progress);
}

/** Has the task completed, or open again, at once; what the server refuses is taken back and said. */
export async function setDone(id: string, isWanted: boolean): Promise<void> {
  const progress = isWanted ? 'completed' : 'needs-action';
  await store().update('Task', id, { progress }).catch(showError);
}

/** The box that says whether a task is done. */
export function doneBox(task: Task): HTMLElement {
  const box = element('input', 'done');
  box.type = 'checkbox';
  box.checked = isDone(task);
  box.disabled = !task.myRights.mayWrite;
  box.ariaLabel = t('tasks.doneOf', { title: task.title });
  box.addEventListener('change', () => void setDone(task.id, box.checked));
  return box;
}
