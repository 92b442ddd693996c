import { html, nothing } from 'lit';
import { definePanel, formatRoute, formatWhen, shortList, t } from '../../../../core/ui/api';
import { statusBadge } from '../../../tasks/ui/api';
import { loadTexts } from '../texts';
import '../ticket';

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
    row: (ticket) => html`
      <span class="ellipsis ${ticket.isUnread === true ? 'unread' : ''}" dir="auto">${ticket.title}${ticket.isUnread === true ? html` <span class="visually-hidden">${t('support.unread')}</span>` : nothing}</span>
      ${statusBadge(ticket)}
      <time class="soft" datetime=${ticket.modifiedAt}>${formatWhen(ticket.modifiedAt)}</time>
    `,
    all: '#support?assigned=mine',
    none: 'support.start.none',
  }),
);
