import { html, nothing } from 'lit';
import { definePanel, formatRoute, formatWhen, shortList, t } from '../../../../core/ui/api';
import { isNews, statusBadge } from '../../../support/ui/api';
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
    row: (request) => html`
      <span class="ellipsis ${isNews(request) ? 'unread' : ''}" dir="auto">${request.title}${isNews(request) ? html` <span class="visually-hidden">${t('support.unread')}</span>` : nothing}</span>
      ${statusBadge(request)}
      <time class="soft" datetime=${request.modifiedAt}>${formatWhen(request.modifiedAt)}</time>
    `,
    all: '#help',
    none: 'help.start.none',
  }),
);
