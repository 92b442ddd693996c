import type { Dialog, FormItem } from 'extjs-types';
import { navigate, openDialog, route, showError, store, t, toast } from '../../../core/ui/api';
import { PROGRESS, progressText } from './progress';
import type { Task, TaskList } from './task';
import './task-inputs';

/** Colleagues who may read a list can be responsible for its tasks. */
function readersOf({ taskListId }: Readonly<Partial<Task>>) {
  return { hasLogin: true, mayRead: { type: 'TaskList', id: taskListId ?? '' } };
}

function items(): FormItem<Task>[] {
  return [
    { xtype: 'textfield', name: 'title', fieldLabel: t('tasks.taskTitle'), required: true, maxLength: 255, wide: true },
    {
      xtype: 'combo',
      name: 'taskListId',
      fieldLabel: t('tasks.list'),
      type: 'TaskList',
      displayField: 'name',
      filter: { role: 'list', mayCreate: true },
      required: true,
    },
    {
      xtype: 'combo',
      name: 'responsibleId',
      fieldLabel: t('tasks.responsible'),
      type: 'Principal',
      displayField: 'name',
      filter: readersOf,
      allowEmpty: true,
    },
    { xtype: 'elementfield', name: 'start', fieldLabel: t('tasks.start'), tag: 'task-start-field' },
    { xtype: 'elementfield', name: 'due', fieldLabel: t('tasks.due'), tag: 'task-due-field' },
    { xtype: 'elementfield', name: 'priority', fieldLabel: t('tasks.priority'), tag: 'task-priority-field' },
    {
      xtype: 'select',
      name: 'progress',
      fieldLabel: t('tasks.progress'),
      options: PROGRESS.map((value) => ({ value, text: progressText(value) })),
    },
    { xtype: 'textarea', name: 'description', fieldLabel: t('tasks.description'), wide: true, rows: 4 },
  ];
}

function dialog(rest: Partial<Dialog<'Task'>> & { title: string }): Dialog<'Task'> {
  return { xtype: 'dialog', type: 'Task', items: items(), ...rest };
}

/** Asks for a new task and opens it. @param chosen lists of which the first is offered that may have it */
export async function addTask(chosen: readonly string[]): Promise<void> {
  try {
    const id = await askNewTask(chosen);
    if (id !== null) navigate({ panel: 'tasks', path: [id] });
  } catch (error) {
    showError(error);
  }
}

/**
 * Asks for a new task.
 * @param chosen lists of which the first is offered that may have it
 * @returns its id, or null when there is none
 * @throws Error in words for people
 */
export async function askNewTask(chosen: readonly string[]): Promise<string | null> {
  const list = await listFor(chosen);
  if (list === undefined) {
    toast(t('tasks.lists.mayNone'));
    return null;
  }
  const defaults = { taskListId: list, progress: 'needs-action', priority: 0, due: null, start: null } as const;
  return openDialog(dialog({ title: t('tasks.new'), defaults }));
}

/** Changes a task of a plain list, or deletes it. */
export async function editTask({ id }: Task): Promise<void> {
  try {
    const deletable = ({ myRights }: Readonly<Task>) => myRights.mayDelete;
    await openDialog(dialog({ title: t('tasks.edit'), deletable, deleteText: t('tasks.deleteText') }), id);
    const [left] = await store().get('Task', [id]);
    if (left === undefined && route().path[0] === id) navigate({ path: [] });
  } catch (error) {
    showError(error);
  }
}

/** One of those chosen, or of one's own, or of all, in which one may make tasks; the first own list is made for whoever has none. */
export async function listFor(chosen: readonly string[]): Promise<string | undefined> {
  const all = await store().all('TaskList');
  const plain = all.filter(({ role, myRights }) => role === 'list' && myRights.mayCreate);
  const isOwn = ({ myRights }: TaskList) => myRights.mayManage;
  const found = plain.find(({ id }) => chosen.includes(id)) ?? plain.find(isOwn) ?? plain[0];
  return found?.id ?? (await makeOwnList());
}

/** Makes the list that everybody has to begin with. @returns undefined for whoever may make none */
export async function makeOwnList(): Promise<string | undefined> {
  if (!store().may('tasks:createLists')) return undefined;
  return store().create('TaskList', { name: t('tasks.lists.first'), role: 'list' });
}
