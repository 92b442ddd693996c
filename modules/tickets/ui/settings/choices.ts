import type { Field, Grid } from 'extjs-types';
import { formatNumber, t } from '../../../../core/ui/api';
import { typeName } from '../cells';
import type { LegacyTicketTemplate } from '../types';

/** The name, which all of them have. */
const name = () =>
  ({
    xtype: 'textfield',
    name: 'name',
    fieldLabel: t('tickets.name'),
    required: true,
    maxLength: 100,
    wide: true,
  }) as const;
const nameColumn = () =>
  ({ dataIndex: 'name', text: t('tickets.name'), flex: 1, sortable: true, rowHeader: true }) as const;

/** Headings under which types are shown. */
export function groups(): Grid<'LegacyTicketTypeGroup'> {
  return {
    xtype: 'grid',
    type: 'LegacyTicketTypeGroup',
    title: t('tickets.groups'),
    columns: [
      nameColumn(),
      { dataIndex: 'sortIndex', text: t('tickets.order'), width: 110, align: 'end', sortable: true },
    ],
    sort: [{ property: 'sortIndex' }, { property: 'name' }],
    tbar: [{ xtype: 'add', text: t('tickets.addGroup') }],
    emptyText: t('tickets.noGroups'),
    card: (group) => ({ title: group.name }),
    dialog: {
      xtype: 'dialog',
      type: 'LegacyTicketTypeGroup',
      title: t('tickets.group'),
      deletable: true,
      defaults: { sortIndex: 0 },
      items: [name(), { xtype: 'numberfield', name: 'sortIndex', fieldLabel: t('tickets.order'), min: 0, max: 10_000 }],
    },
  };
}

/** Statuses between open and closed. */
export function statuses(): Grid<'LegacyTicketStatus'> {
  return {
    xtype: 'grid',
    type: 'LegacyTicketStatus',
    title: t('tickets.statuses'),
    columns: [
      nameColumn(),
      {
        dataIndex: 'typeId',
        text: t('tickets.type'),
        flex: 1,
        renderer: (id) => (id === null ? t('tickets.allTypes') : typeName(id)),
      },
    ],
    sort: [{ property: 'name' }],
    tbar: [{ xtype: 'add', text: t('tickets.addStatus') }],
    emptyText: t('tickets.noStatuses'),
    card: (status) => ({
      title: status.name,
      subtitle: status.typeId === null ? t('tickets.allTypes') : typeName(status.typeId),
    }),
    dialog: {
      xtype: 'dialog',
      type: 'LegacyTicketStatus',
      title: t('tickets.status'),
      deletable: true,
      deleteText: t('tickets.deleteStatus'),
      items: [
        name(),
        {
          xtype: 'combo',
          name: 'typeId',
          fieldLabel: t('tickets.type'),
          helperText: t('tickets.statusTypeHelp'),
          type: 'LegacyTicketType',
          displayField: 'name',
          sort: 'name',
          allowEmpty: true,
          wide: true,
        },
      ],
    },
  };
}

/** What an hour costs. */
export function rates(): Grid<'LegacyTicketRate'> {
  return {
    xtype: 'grid',
    type: 'LegacyTicketRate',
    title: t('tickets.rates'),
    columns: [
      nameColumn(),
      {
        dataIndex: 'amount',
        text: t('tickets.amount'),
        width: 140,
        align: 'end',
        sortable: true,
        renderer: (cents) => formatNumber(cents / 100),
      },
      { dataIndex: 'costCode', text: t('tickets.costCode'), width: 140 },
    ],
    sort: [{ property: 'name' }],
    tbar: [{ xtype: 'add', text: t('tickets.addRate') }],
    emptyText: t('tickets.noRates'),
    card: (rate) => ({ title: rate.name, subtitle: rate.costCode, end: formatNumber(rate.amount / 100) }),
    dialog: {
      xtype: 'dialog',
      type: 'LegacyTicketRate',
      title: t('tickets.rate'),
      deletable: true,
      defaults: { amount: 0 },
      items: [
        name(),
        { xtype: 'numberfield', name: 'amount', fieldLabel: t('tickets.cents'), min: 0, max: 100_000_000 },
        { xtype: 'textfield', name: 'costCode', fieldLabel: t('tickets.costCode'), maxLength: 50 },
      ],
    },
  };
}

const KINDS = [
  'defaultTemplate',
  'autoreply',
  'ticketCreatedForClient',
  'ticketMailForAgent',
  'ticketClaimNotification',
] as const;

/** Texts of mails. */
export function templates(): Grid<'LegacyTicketTemplate'> {
  const used = (template: LegacyTicketTemplate) =>
    KINDS.filter((kind) => template[kind])
      .map((kind) => t(`tickets.kind.${kind}`))
      .join(', ');
  return {
    xtype: 'grid',
    type: 'LegacyTicketTemplate',
    title: t('tickets.templates'),
    columns: [
      nameColumn(),
      { dataIndex: 'defaultTemplate', text: t('tickets.usedFor'), flex: 2, renderer: (_, template) => used(template) },
    ],
    sort: [{ property: 'name' }],
    tbar: [{ xtype: 'add', text: t('tickets.addTemplate') }],
    emptyText: t('tickets.noTemplates'),
    card: (template) => ({ title: template.name, subtitle: used(template) }),
    dialog: {
      xtype: 'dialog',
      type: 'LegacyTicketTemplate',
      title: t('tickets.template'),
      deletable: true,
      items: [
        name(),
        {
          xtype: 'textarea',
          name: 'content',
          fieldLabel: t('tickets.content'),
          helperText: t('tickets.contentHelp'),
          required: true,
          maxLength: 20_000,
          rows: 8,
          wide: true,
        },
        ...KINDS.map(
          (kind): Field<LegacyTicketTemplate> => ({
            xtype: 'checkbox',
            name: kind,
            fieldLabel: t(`tickets.kind.${kind}`),
            wide: true,
          }),
        ),
      ],
    },
  };
}
