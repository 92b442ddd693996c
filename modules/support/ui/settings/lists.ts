import type { Cell, Dialog, Field, FieldSet, FormItem, Grid } from 'extjs-types';
import { element, shareLevels, t } from '../../../../core/ui/api';
import { type ListRights, listCell, loadColorField, namesCell, type TaskList } from '../../../tasks/ui/api';
import './statuses-field';

/** Ticket types: support lists, with who may file into them and who works on them. */
export function ticketTypes(): Grid<'TaskList'> {
  return {
    xtype: 'grid',
    type: 'TaskList',
    title: t('support.types.title'),
    filter: { role: 'support' },
    columns: [
      {
        dataIndex: 'name',
        text: t('support.types.name'),
        flex: 1,
        sortable: true,
        rowHeader: true,
        renderer: (_, { id }) => listCell(id),
      },
      { dataIndex: 'description', text: t('support.types.description'), flex: 2 },
      { dataIndex: 'groupingId', text: t('support.groupings.one'), flex: 1, renderer: groupingCell },
      {
        dataIndex: 'shareWith',
        id: 'customers',
        exported: false,
        text: t('support.types.customers'),
        flex: 1,
        renderer: (shares) => whoCell(shares, isCustomer),
      },
      {
        dataIndex: 'shareWith',
        id: 'agents',
        exported: false,
        text: t('support.types.agents'),
        flex: 1,
        renderer: (shares) => whoCell(shares, isAgent),
      },
    ],
    sort: [{ property: 'name', isAscending: true }],
    tbar: [{ xtype: 'add', text: t('support.types.add') }, { xtype: 'share' }],
    emptyText: t('support.types.none'),
    card: ({ name, description, groupingId }) => ({
      title: name,
      subtitle: description,
      meta: [groupingCell(groupingId)],
    }),
    dialog: ticketTypeDialog(),
  };
}

/** A ticket type made, changed and deleted. */
export function ticketTypeDialog(): Dialog<'TaskList'> {
  void loadColorField();
  return {
    xtype: 'dialog',
    type: 'TaskList',
    title: t('support.types.one'),
    deletable: true,
    defaults: { role: 'support' },
    items: tabs(),
  };
}

/** What a ticket type is, who files into it, and who works on it. */
function tabs(): readonly FormItem<TaskList>[] {
  return [
    { xtype: 'tab', title: t('support.types.general'), items: general() },
    {
      xtype: 'tab',
      title: t('support.types.customers'),
      description: t('support.types.customersHelp'),
      items: [
        {
          xtype: 'sharefield',
          name: 'shareWith',
          fieldLabel: t('support.types.whoFiles'),
          levels: shareLevels(true).slice(0, 1),
          wide: true,
        },
        {
          xtype: 'checkbox',
          name: 'isSharedInOrganisation',
          fieldLabel: t('support.types.organisation'),
          helperText: t('support.types.organisationHelp'),
          wide: true,
        },
      ],
    },
    {
      xtype: 'tab',
      title: t('support.types.agents'),
      description: t('support.types.agentsHelp'),
      items: [
        {
          xtype: 'sharefield',
          name: 'shareWith',
          fieldLabel: t('support.types.whoWorks'),
          levels: shareLevels(true).slice(1),
          wide: true,
        },
      ],
    },
  ];
}

function general(): readonly (Field<TaskList> | FieldSet<TaskList>)[] {
  return [
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
    { xtype: 'elementfield', name: 'color', fieldLabel: t('tasks.lists.color'), tag: 'task-color-field', wide: true },
    {
      xtype: 'combo',
      name: 'groupingId',
      fieldLabel: t('support.groupings.one'),
      helperText: t('support.groupings.help'),
      type: 'TaskListGrouping',
      displayField: 'name',
      sort: 'sortOrder',
      allowEmpty: true,
      wide: true,
    },
    {
      xtype: 'combo',
      name: 'defaultResponsibleId',
      fieldLabel: t('support.types.responsible'),
      helperText: t('support.types.responsibleHelp'),
      type: 'Principal',
      displayField: 'name',
      filter: { hasLogin: true, isInternal: true },
      sort: 'name',
      allowEmpty: true,
    },
    {
      xtype: 'textfield',
      name: 'senderName',
      fieldLabel: t('support.types.sender'),
      helperText: t('support.types.senderHelp'),
      maxLength: 190,
    },
    {
      xtype: 'fieldset',
      title: t('support.statuses'),
      items: [{ xtype: 'partfield', name: 'statuses', tag: 'support-statuses-field', wide: true }],
    },
  ];
}

function groupingCell(id: string | null): Cell {
  return id === null ? '' : namesCell('TaskListGrouping', [id]);
}

const isAgent = ({ mayRead }: ListRights) => mayRead;
const isCustomer = ({ maySubmit, mayRead }: ListRights) => maySubmit && !mayRead;

/** The people and groups that have such rights. */
function whoCell(shares: Record<string, ListRights> | null, matches: (rights: ListRights) => boolean): Cell {
  const ids = Object.entries(shares ?? {}).flatMap(([id, rights]) => (matches(rights) ? [id] : []));
  return ids.length === 0 ? element('span', 'soft', t('support.nobody')) : namesCell('Principal', ids);
}
