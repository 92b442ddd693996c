import type { BorderPanel, ChoicesPanel, Column, Item } from 'extjs-types';
import { formatWhen, person, store, t } from '../../../core/ui/api';
import { customerOf, isLate, priorityText, statusBadge, statusChoices, subjectCell, typeName } from './cells';
import { newTicket } from './ticket-dialog';
import './ticket-view';
import type { LegacyTicket } from './types';

/** The panel of legacy tickets: of agents with whose they are, of customers with their own. */
export async function learnRole(): Promise<boolean> {
  const types = await store().all('LegacyTicketType');
  return types.some(({ myRights }) => myRights['mayRead'] === true);
}

export function ticketsPanel(isAgent: boolean): BorderPanel {
  return {
    xtype: 'border',
    items: [
      { region: 'west', xtype: 'stack', width: 196, items: filters(isAgent) },
      {
        region: 'center',
        xtype: 'grid',
        type: 'LegacyTicket',
        title: t('tickets.title'),
        columns: columns(isAgent),
        sort: [{ property: 'lastResponseAt', isAscending: false }],
        tbar: [
          { xtype: 'button', text: t('tickets.add'), icon: 'add', primary: true, handler: () => newTicket(isAgent) },
          '->',
          { xtype: 'search', placeholder: t('tickets.search') },
        ],
        card: (ticket) => ({
          title: `#${ticket.ticketNumber} ${ticket.subject}`,
          subtitle: isAgent ? customerOf(ticket) : typeName(ticket.typeId),
          end: formatWhen(ticket.lastResponseAt),
          meta: [statusBadge(ticket), isLate(ticket) ? t('tickets.late') : ''],
          mark: ticket.unseen === true ? t('tickets.unseen') : null,
        }),
        rowPart: ({ unseen }) => (unseen === true ? 'unread' : ''),
        emptyText: t('tickets.none'),
      },
      { region: 'east', xtype: 'element', tag: 'legacy-ticket', width: 480 },
    ],
  };
}

function filters(isAgent: boolean): Item[] {
  const state: ChoicesPanel = {
    xtype: 'choices',
    title: t('tickets.status'),
    filters: 'statusIds',
    options: statusChoices(),
    counter: { type: 'LegacyTicket', filter: (value) => ({ statusIds: [value] }) },
  };
  const agent: ChoicesPanel = {
    xtype: 'choices',
    title: t('tickets.responsible'),
    filters: 'agent',
    options: ['mine', 'unassigned', 'others'].map((value) => ({ value, text: t(`tickets.agent.${value}`) })),
  };
  return [
    state,
    ...(isAgent ? [agent] : []),
    {
      xtype: 'list',
      type: 'LegacyTicketType',
      title: t('tickets.types'),
      displayField: 'name',
      checkable: true,
      checkAll: true,
      filters: 'typeIds',
      sort: [{ property: 'name' }],
    },
  ];
}

function columns(isAgent: boolean): Column<LegacyTicket>[] {
  const ofAgents: Column<LegacyTicket>[] = [
    { dataIndex: 'lastName', text: t('tickets.customer'), width: 140, renderer: (_, ticket) => customerOf(ticket) },
  ];
  return [
    { dataIndex: 'ticketNumber', text: t('tickets.number'), width: 116, sortable: true },
    {
      dataIndex: 'subject',
      text: t('tickets.subject'),
      flex: 1,
      width: 210,
      sortable: true,
      rowHeader: true,
      renderer: (_, ticket) => subjectCell(ticket),
    },
    ...(isAgent ? ofAgents : []),
    {
      dataIndex: 'statusId',
      text: t('tickets.status'),
      width: 120,
      sortable: true,
      renderer: (_, ticket) => statusBadge(ticket),
    },
    {
      dataIndex: 'agentName',
      text: t('tickets.responsible'),
      width: 140,
      sortable: 'agentId',
      renderer: (name) => (name === null ? '' : person(name)),
    },
    { dataIndex: 'typeId', text: t('tickets.type'), width: 100, sortable: true, renderer: (id) => typeName(id) },
    {
      dataIndex: 'priority',
      text: t('tickets.priority'),
      width: 100,
      hidden: true,
      sortable: true,
      renderer: priorityText,
    },
    { dataIndex: 'createdAt', text: t('tickets.created'), width: 106, sortable: true, format: 'datetime' },
    { dataIndex: 'lastResponseAt', text: t('tickets.lastResponse'), width: 110, sortable: true, format: 'datetime' },
  ];
}
