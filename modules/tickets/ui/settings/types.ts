import type { Grid } from 'extjs-types';
import { shareLevels, store, t } from '../../../../core/ui/api';

/** Types of legacy tickets, with who files into them and who works on them. */
export function types(): Grid<'LegacyTicketType'> {
  return {
    xtype: 'grid',
    type: 'LegacyTicketType',
    title: t('tickets.types'),
    columns: [
      { dataIndex: 'name', text: t('tickets.name'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'description', text: t('tickets.description'), flex: 2 },
      {
        dataIndex: 'typeGroupId',
        text: t('tickets.group'),
        flex: 1,
        renderer: (id) => (id === null ? '' : (store().peek('LegacyTicketTypeGroup', id)?.name ?? '')),
      },
    ],
    sort: [{ property: 'name' }],
    tbar: [{ xtype: 'add', text: t('tickets.addType') }, { xtype: 'share' }],
    emptyText: t('tickets.noTypes'),
    card: ({ name, description }) => ({ title: name, subtitle: description }),
    dialog: {
      xtype: 'dialog',
      type: 'LegacyTicketType',
      title: t('tickets.type'),
      deletable: true,
      items: [
        { xtype: 'textfield', name: 'name', fieldLabel: t('tickets.name'), required: true, maxLength: 100, wide: true },
        { xtype: 'textfield', name: 'description', fieldLabel: t('tickets.description'), maxLength: 255, wide: true },
        {
          xtype: 'combo',
          name: 'typeGroupId',
          fieldLabel: t('tickets.group'),
          type: 'LegacyTicketTypeGroup',
          displayField: 'name',
          sort: 'sortIndex',
          allowEmpty: true,
        },
        {
          xtype: 'combo',
          name: 'emailAccountId',
          fieldLabel: t('tickets.mailbox'),
          helperText: t('tickets.mailboxHelp'),
          type: 'MailAccount',
          displayField: 'name',
          sort: 'name',
          allowEmpty: true,
        },
        { xtype: 'textfield', name: 'senderName', fieldLabel: t('tickets.senderName'), maxLength: 64 },
        { xtype: 'lines', name: 'emailOnNew', fieldLabel: t('tickets.emailOnNew'), rows: 2, wide: true },
        {
          xtype: 'tokens',
          name: 'showStatuses',
          fieldLabel: t('tickets.showStatuses'),
          helperText: t('tickets.showStatusesHelp'),
          type: 'LegacyTicketStatus',
          displayField: 'name',
          wide: true,
        },
        { xtype: 'checkbox', name: 'publishOnSite', fieldLabel: t('tickets.publishOnSite'), wide: true },
        { xtype: 'checkbox', name: 'showFromOthers', fieldLabel: t('tickets.showFromOthers'), wide: true },
        {
          xtype: 'sharefield',
          name: 'shareWith',
          fieldLabel: t('tickets.who'),
          // What lies between reads all of the type; it is given in the dialog that shares.
          levels: [
            { text: t('tickets.customers'), rights: shareLevels(true)[0]?.rights ?? [] },
            { text: t('tickets.agents'), rights: shareLevels(true).at(-1)?.rights ?? [] },
          ],
          wide: true,
        },
      ],
    },
  };
}
