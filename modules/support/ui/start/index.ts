import { definePanel, formatRoute, shortList } from '../../../../core/ui/api';
import { loadTexts } from '../texts';
import '../ticket';
import { startRow } from './row';

/** On the start page: open tickets for which one is responsible, the newest change first. */
definePanel(
  'my-tickets',
  shortList({
    type: 'Task',
    wanted: () => ({
      filter: { role: 'support', isMerged: false, isCompleted: false, responsible: 'mine' },
      sort: [{ property: 'modifiedAt', isAscending: false }],
    }),
    loadTexts,
    addressOf: ({ id }) => formatRoute({ panel: 'support', path: [id], query: { assigned: 'mine' } }),
    row: startRow,
    all: '#support?assigned=mine',
    none: 'support.start.none',
  }),
);
