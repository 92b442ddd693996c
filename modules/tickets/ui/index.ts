import { css } from 'lit';
import { definePanel, describedPanel } from '../../../core/ui/api';
import { learnRole, ticketsPanel } from './panel';
import { groups, rates, statuses, templates } from './settings/choices';
import { types } from './settings/types';
import { loadTexts } from './texts';

let isAgent = false;

definePanel(
  'tickets',
  describedPanel({
    describe: () => ticketsPanel(isAgent),
    heading: 'tickets.title',
    loadTexts: async () => {
      await loadTexts();
      isAgent = await learnRole();
    },
    styles: css`
      .late {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      .late .icon {
        flex: none;
        width: 16px;
        height: 16px;
        color: var(--danger);
      }
    `,
  }),
);
definePanel('tickets-types', describedPanel({ describe: types, heading: 'tickets.types', loadTexts }));
definePanel('tickets-groups', describedPanel({ describe: groups, heading: 'tickets.groups', loadTexts }));
definePanel('tickets-statuses', describedPanel({ describe: statuses, heading: 'tickets.statuses', loadTexts }));
definePanel('tickets-rates', describedPanel({ describe: rates, heading: 'tickets.rates', loadTexts }));
definePanel('tickets-templates', describedPanel({ describe: templates, heading: 'tickets.templates', loadTexts }));
