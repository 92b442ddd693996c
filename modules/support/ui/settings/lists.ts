import type { Grid } from 'extjs-types';
import { element, shareLevels, t } from '../../../../core/ui/api';
import type { ListRights } from '../../../tasks/ui/api';

/** Ticket types: support lists, with who may file into them and who works on them. */
export function ticketTypes(): Grid<'TaskList'> {
  return {
    xtype: 'grid',
    type: 'TaskList',
    title: t('support.lists'),
    filter: { role: 'support' },
    columns: [
      { dataIndex: 'name', text: t('support.types.name'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'description', text: t('support.types.description'), flex: 2 },
      {
        dataIndex: 'shareWith',
        id: 'customers',
        exported: false,
        text: t('support.types.customers'),
        width: 130,
        renderer: (shares) => count(shares, isCustomer),
      },
      {
        dataIndex: 'shareWith',
        id: 'agents',
        exported: false,
        text: t('support.types.agents'),
        width: 130,
        renderer: (shares) => count(shares, isAgent),
      },
    ],
    sort: [{ property: 'name', isAscending: true }],
    tbar: [{ xtype: 'add', text: t('support.types.add') }, { xtype: 'share' }],
    emptyText: t('support.types.none'),
    card: ({ name, description }) => ({ title: name, subtitle: description }),
    dialog: {
      xtype: 'dialog',
      type: 'TaskList',
      title: t('support.types.one'),
      deletable: true,
      defaults: { role: 'support' },
      items: [
        {
          xtype: 'textfield',
          name: 'name',
          fieldLabel: t('support.types.name'),
          required: true,
          maxLength: 100,
          wide: true,
        },
        {
          xtype: 'textarea',
          name: 'description',
          fieldLabel: t('support.types.description'),
          maxLength: 1000,
          wide: true,
          rows: 2,
        },
        {
          xtype: 'fieldset',
          title: t('support.types.customers'),
          items: [
            {
              xtype: 'sharefield',
              name: 'shareWith',
              fieldLabel: t('support.types.customersHelp'),
              levels: shareLevels(true).slice(0, 1),
              wide: true,
            },
          ],
        },
        {
          xtype: 'fieldset',
          title: t('support.types.agents'),
          items: [
            {
              xtype: 'sharefield',
              name: 'shareWith',
              fieldLabel: t('support.types.agentsHelp'),
              levels: shareLevels(true).slice(1),
              wide: true,
            },
          ],
        },
      ],
    },
  };
}

const isAgent = ({ mayRead }: ListRights) => mayRead;
const isCustomer = ({ maySubmit, mayRead }: ListRights) => maySubmit && !mayRead;

/** How many people and groups have such rights. */
function count(shares: Record<string, ListRights> | null, matches: (rights: ListRights) => boolean): HTMLElement {
  const found = Object.values(shares ?? {}).filter(matches).length;
  return element('span', found === 0 ? 'soft' : '', t('support.types.count', { count: found }));
}
