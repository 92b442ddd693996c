import { onKeys, route, store, t } from '../../../core/ui/api';
import { isDone, setDone } from './done';
import { addTask } from './task-dialog';
import { chosenOf } from './task-filter';

/** Single keys of the Tasks panel. */
export function listenToKeys(): void {
  const keys = [
    key('n', 'new', () => void addTask(chosenOf(route().query).lists)),
    key('x', 'done', toggle),
    key('/', 'search', () => document.querySelector<HTMLElement>('panel-tasks input[type=search]')?.focus()),
  ];
  onKeys(keys, () => route().panel === 'tasks');
}

/** Completes the chosen task, or opens it again. */
function toggle(): void {
  const [id = ''] = route().path;
  const task = store().peek('Task', id);
  if (task?.myRights.mayWrite === true) void setDone(id, !isDone(task));
}

/** The text is asked for when it is shown: at this moment the texts are not here yet. */
function key(name: string, text: string, run: () => void) {
  return {
    key: name,
    get text() {
      return t(`tasks.keys.${text}`);
    },
    run,
  };
}
