import { html } from 'lit';
import { addressOf, definePanel, shortList } from '../../../../core/ui/api';
import { loadTexts } from '../api';
import { dueCell, dueStyles } from '../due';
import { filterOf, sortOf } from '../task-filter';

const TODAY = { view: 'today', lists: [] } as const;

/** On the start page: what of one's own is due today, or was due before. */
definePanel(
  'my-tasks',
  shortList({
    type: 'Task',
    wanted: () => ({ filter: filterOf(TODAY), sort: sortOf(TODAY) }),
    loadTexts,
    addressOf: ({ id }) => addressOf('Task', id) ?? `#tasks/${id}`,
    row: ({ title, due }) => html`<span class="ellipsis" dir="auto">${title}</span><span>${dueCell(due)}</span>`,
    all: '#tasks?view=today',
    none: 'tasks.start.none',
    styles: dueStyles,
  }),
);
