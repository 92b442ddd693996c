import type { BorderPanel, Cell, Column, Comparator, Filter } from 'extjs-types';
import { css } from 'lit';
import { badge, element, route, t } from '../../../core/ui/api';
import { doneBox, isDone } from './done';
import { dueCell, dueStyles } from './due';
import { listCell, listStyles } from './list-cell';
import { personCell } from './names-cell';
import { ticketAddress } from './open-task';
import { priorityCell, priorityStyles, priorityTexts } from './priority';
import { PROGRESS, progressText } from './progress';
import { statusBadge } from './status';
import type { Task } from './task';
import { addTask, editTask } from './task-dialog';
import { type Chosen, chosenOf, filterOf, sortOf } from './task-filter';

/** Of what the renderers below draw. */
export const panelStyles = [
  dueStyles,
  priorityStyles,
  listStyles,
  css`
    /* The line to add a task stands above them. */
    .pane.center {
      display: flex;
      flex-direction: column;
    }
    .pane.center > gw-item:has(> task-quick-add) {
      flex: none;
      height: auto;
    }
    .pane.center > gw-item:has(> x-grid) {
      flex: 1;
      height: auto;
    }
    /* A pane in which nothing is read leaves its room to the rows. */
    vaadin-split-layout:has(> div > .pane > gw-item > task-view[empty]) {
      &::part(splitter),
      & > div:last-child {
        display: none;
      }
    }
    .done {
      width: 17px;
      height: 17px;
      margin: 0;
      vertical-align: -3px;
      accent-color: var(--accent);
      cursor: pointer;
    }
    .title.over .name,
    .row-card:has(.done:checked) > .title {
      color: var(--text-soft);
      text-decoration: line-through;
    }
    vaadin-grid .avatar {
      width: 22px;
      height: 22px;
    }
    @media (pointer: coarse) {
      .done {
        width: 24px;
        height: 24px;
      }
    }
  `,
];

/** The Tasks panel: views and lists, tasks, the chosen task. */
export function tasksPanel(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      { region: 'west', xtype: 'element', tag: 'task-views', width: 212 },
      { region: 'center', xtype: 'element', tag: 'task-quick-add' },
      {
        region: 'center',
        xtype: 'grid',
        type: 'Task',
        title: t('tasks.title'),
        columns: columns(),
        get filter(): Filter {
          return filterOf(chosenNow());
        },
        // A list can be hidden.
        dependsOn: ['TaskList'],
        get sort(): readonly Comparator[] {
          return sortOf(chosenNow());
        },
        tbar: [
          {
            xtype: 'button',
            text: t('tasks.new'),
            icon: 'add',
            primary: true,
            handler: () => addTask(chosenNow().lists),
          },
          '->',
          { xtype: 'search', placeholder: t('tasks.search') },
        ],
        card: (task) => ({
          title: task.title,
          end: dueCell(task.due),
          meta: [doneBox(task), ticketBadge(task), listCell(task.taskListId), priorityCell(task.priority)],
        }),
        emptyText: t('tasks.none'),
        listeners: { activate: openTask },
      },
      { region: 'east', xtype: 'element', tag: 'task-view', width: 440 },
    ],
  };
}

function chosenNow(): Chosen {
  return chosenOf(route().panel === 'tasks' ? route().query : {});
}

function columns(): Column<Task>[] {
  return [
    {
      dataIndex: 'progress',
      id: 'done',
      text: t('tasks.done'),
      width: 64,
      exported: false,
      renderer: (_, task) => doneBox(task),
    },
    {
      dataIndex: 'title',
      text: t('tasks.taskTitle'),
      width: 240,
      flex: 1,
      sortable: true,
      rowHeader: true,
      renderer: (_, task) => titleCell(task),
    },
    { dataIndex: 'due', text: t('tasks.due'), width: 134, sortable: true, renderer: dueCell },
    { dataIndex: 'taskListId', text: t('tasks.list'), width: 140, sortable: true, renderer: listCell },
    { dataIndex: 'responsibleId', text: t('tasks.responsible'), width: 150, sortable: true, renderer: personCell },
    {
      dataIndex: 'priority',
      text: t('tasks.priority'),
      width: 112,
      sortable: true,
      exported: priorityTexts(),
      renderer: priorityCell,
    },
    {
      dataIndex: 'progress',
      text: t('tasks.progress'),
      width: 120,
      sortable: true,
      hidden: true,
      exported: Object.fromEntries(PROGRESS.map((progress) => [progress, progressText(progress)])),
      exportedName: 'statusId',
      renderer: (_, task) => statusBadge(task),
    },
    { dataIndex: 'start', text: t('tasks.start'), width: 110, hidden: true, format: 'date' },
    {
      dataIndex: 'modifiedAt',
      text: t('tasks.modified'),
      width: 110,
      sortable: true,
      hidden: true,
      format: 'datetime',
    },
  ];
}

function titleCell(task: Task): Cell {
  const box = element('span', `title ${isDone(task) ? 'over' : ''}`);
  const mark = ticketBadge(task);
  if (mark instanceof Node) box.append(mark, ' ');
  box.append(element('span', 'name', task.title));
  return box;
}

/** Says of a ticket that it is one. */
function ticketBadge({ id, role }: Task): Cell {
  return role === 'list' ? '' : badge(t('tasks.ticket', { id }), 'accent');
}

/** A ticket is worked on where tickets are. */
function openTask(task: Task): void {
  const address = ticketAddress(task);
  if (address !== undefined) location.assign(address);
  else if (task.role === 'list' && task.myRights.mayWrite) void editTask(task);
}
