import { definePanel, formatRoute, shortList } from '../../../../core/ui/api';
import { startRow } from '../../../support/ui/api';
import { filterOf } from '../request-filter';
import { loadTexts } from '../texts';

/** On the start page: one's own requests that are not completed, the newest change first. */
definePanel(
  'my-requests',
  shortList({
    type: 'Task',
    wanted: () => ({ filter: filterOf({}), sort: [{ property: 'modifiedAt', isAscending: false }] }),
    loadTexts,
    addressOf: ({ id }) => formatRoute({ panel: 'help', path: [id], query: {} }),
    row: startRow,
    all: '#help',
    none: 'help.start.none',
  }),
);
