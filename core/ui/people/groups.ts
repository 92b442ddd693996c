import type { Grid } from 'extjs-types';
import { badge } from '../cells';
import { t } from '../i18n';
import './types';
import { visibility } from './visibility';

/** Groups of users; the three built-in ones cannot go. */
export function groups(): Grid<'Group'> {
  return {
    xtype: 'grid',
    type: 'Group',
    title: t('people.groups'),
    sort: [{ property: 'name', isAscending: true }],
    tbar: [
      { xtype: 'search', placeholder: t('people.searchGroups') },
      '->',
      { xtype: 'add', text: t('people.addGroup') },
    ],
    emptyText: t('people.noGroups'),
    columns: [
      { dataIndex: 'name', text: t('people.name'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'memberCount', text: t('people.members'), width: 110, align: 'end', format: 'number' },
      {
        dataIndex: 'builtIn',
        text: t('people.kind'),
        width: 140,
        renderer: (builtIn) => (builtIn === null ? '' : badge(t('people.builtIn'))),
      },
    ],
    card: ({ name, memberCount, builtIn }) => ({
      title: name,
      subtitle: t('people.memberCount', { count: memberCount }),
      end: builtIn === null ? null : badge(t('people.builtIn')),
    }),
    dialog: {
      xtype: 'dialog',
      type: 'Group',
      title: t('people.group'),
      deletable: ({ builtIn }) => builtIn === null,
      deleteText: t('people.deleteGroup'),
      items: [
        { xtype: 'textfield', name: 'name', fieldLabel: t('people.name'), required: true, maxLength: 190, wide: true },
        {
          xtype: 'tokens',
          name: 'memberIds',
          fieldLabel: t('people.members'),
          type: 'User',
          displayField: 'name',
          wide: true,
          visible: ({ builtIn }) => builtIn !== 'everyone',
        },
        ...visibility(),
      ],
    },
  };
}
