import type { Grid } from 'extjs-types';
import { person } from '../cells';
import { t } from '../i18n';
import { organisation } from './organisation';
import './types';
import { visibility } from './visibility';

/** People without login: those who wrote, and those who left. */
export function contacts(): Grid<'Contact'> {
  return {
    xtype: 'grid',
    type: 'Contact',
    title: t('people.contacts'),
    sort: [{ property: 'name', isAscending: true }],
    tbar: [
      { xtype: 'search', placeholder: t('people.searchContacts') },
      '->',
      { xtype: 'add', text: t('people.addContact') },
    ],
    emptyText: t('people.noContacts'),
    columns: [
      {
        dataIndex: 'name',
        text: t('people.name'),
        flex: 1,
        sortable: true,
        rowHeader: true,
        renderer: (name) => person(name),
      },
      {
        dataIndex: 'addresses',
        text: t('people.addresses'),
        flex: 1,
        sortable: 'email',
        renderer: (addresses) => addresses.join(', '),
      },
      { dataIndex: 'organisation', text: t('people.organisation'), flex: 1, sortable: true },
    ],
    card: ({ name, addresses, organisation }) => ({
      title: name,
      subtitle: addresses.join(', '),
      meta: [organisation],
    }),
    dialog: {
      xtype: 'dialog',
      type: 'Contact',
      title: t('people.contact'),
      deletable: true,
      deleteText: t('people.deleteContact'),
      items: [
        { xtype: 'textfield', name: 'name', fieldLabel: t('people.name'), required: true, maxLength: 190 },
        organisation(),
        {
          xtype: 'lines',
          name: 'addresses',
          fieldLabel: t('people.addresses'),
          helperText: t('people.addressesHelp'),
          wide: true,
        },
        { xtype: 'textarea', name: 'notes', fieldLabel: t('people.notes'), maxLength: 10_000, wide: true, rows: 3 },
        ...visibility(),
      ],
    },
  };
}
