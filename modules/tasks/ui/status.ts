import { element, type Store, store, type Tone } from '../../../core/ui/api';
import { progressBadge, progressText, TONES } from './progress';
import type { Progress, StatusColor, Task, TaskStatus } from './task';

const TONE_OF: Record<StatusColor, Tone> = {
  gray: 'neutral',
  blue: 'accent',
  green: 'green',
  orange: 'amber',
  red: 'red',
  purple: 'violet',
};

/** Colours that a status can have. */
export const STATUS_COLORS = Object.keys(TONE_OF) as readonly StatusColor[];

export function statusTone({ progress, color }: Pick<TaskStatus, 'progress' | 'color'>): Tone {
  return color === null ? TONES[progress] : TONE_OF[color];
}

/** The badge of a task: its status by name and colour, or else its progress. It follows what becomes of the status. */
export function statusBadge({ progress, statusId }: Pick<Task, 'progress' | 'statusId'>): HTMLElement {
  if (statusId === null) return progressBadge(progress);
  const box = element('span');
  Object.assign(box.dataset, { status: statusId, progress });
  box.dir = 'auto';
  show(box);
  follow();
  if (store().peek('TaskStatus', statusId) === undefined)
    void load(statusId).then(
      () => show(box),
      () => undefined,
    );
  return box;
}

/** What is not known, not yet or no more, shows the progress. */
function show(box: HTMLElement): void {
  const { status = '', progress: text } = box.dataset;
  const progress = text as Progress;
  const known = store().peek('TaskStatus', status);
  box.className = `badge ${statusTone(known ?? { progress, color: null })}`;
  box.textContent = known?.name ?? progressText(progress);
  box.title = known === undefined ? '' : `${known.name} · ${progressText(progress)}`;
}

const asked = new Map<string, Promise<unknown>>();

/** Once for all the rows of a grid. */
function load(id: string): Promise<unknown> {
  const running =
    asked.get(id) ??
    store()
      .get('TaskStatus', [id])
      .finally(() => asked.delete(id));
  asked.set(id, running);
  return running;
}

let followed: Store | undefined;

/** One for all badges, which come and go with every scroll. */
function follow(): void {
  if (followed === store()) return;
  followed = store();
  followed.subscribe(['TaskStatus'], () => document.querySelectorAll<HTMLElement>('.badge[data-status]').forEach(show));
}
