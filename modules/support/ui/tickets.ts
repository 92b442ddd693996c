import type { BorderPanel, Cell, Column, Filter } from 'extjs-types';
import { element, formatWhen, icon, person, route, t } from '../../../core/ui/api';
import {
  dueCell,
  listCell,
  namesCell,
  PROGRESS,
  priorityCell,
  priorityTexts,
  progressText,
  statusBadge,
  type Task,
} from '../../tasks/ui/api';
import { ticketBulk } from './bulk';
import { openNewTicket } from './new-ticket';
import { brokenAmong, savedFilters } from './saved-filters';
import { type Chosen, chosenOf, filterOf } from './ticket-filter';
import { isNews, subjectCell } from './unread';

/** The Support panel: filters, tickets, the chosen ticket. */
export function supportPanel(): BorderPanel {
  return {
    xtype: 'border',
    items: [
      { region: 'west', xtype: 'element', tag: 'support-filters', width: 196 },
      {
        region: 'center',
        xtype: 'grid',
        type: 'Task',
        title: t('support.tickets'),
        columns: columns(),
        get filter(): Filter {
          return filterOf(chosen());
        },
        follows: (changed) => savedFilters().onChange(changed),
        sort: [{ property: 'modifiedAt', isAscending: false }],
        selection: 'many',
        bulk: ticketBulk(),
        tbar: [
          { xtype: 'button', text: t('support.newTicket'), icon: 'add', primary: true, handler: () => openNewTicket() },
          '->',
          { xtype: 'search', placeholder: t('support.search') },
        ],
        card: (ticket) => ({
          title: `#${ticket.id} ${ticket.title}`,
          subtitle: ticket.customerName ?? '',
          end: formatWhen(ticket.modifiedAt),
          meta: [statusBadge(ticket), priorityCell(ticket.priority), dueCell(ticket.due), marks(ticket)],
          mark: isNews(ticket) ? t('support.unread') : null,
        }),
        rowPart: (ticket) => (isNews(ticket) ? 'unread' : ''),
        get emptyText(): string {
          const broken = brokenAmong(chosen().saved);
          return broken === undefined ? t('support.noTickets') : t('support.filter.broken', { name: broken.name });
        },
      },
      { region: 'east', xtype: 'element', tag: 'support-ticket', width: 500 },
    ],
  };
}

/** What is checked at the left, as the address has it. */
function chosen(): Chosen {
  return chosenOf(route().panel === 'support' ? route().query : {});
}

function columns(): Column<Task>[] {
  return [
    { dataIndex: 'id', text: t('support.id'), width: 60, align: 'end', sortable: true },
    {
      dataIndex: 'title',
      text: t('support.subject'),
      width: 260,
      flex: 1,
      sortable: true,
      rowHeader: true,
      renderer: (_, ticket) => subjectCell(ticket),
    },
    {
      dataIndex: 'hasAttachment',
      text: t('support.marks'),
      width: 72,
      exported: false,
      renderer: (_, ticket) => marks(ticket),
    },
    { dataIndex: 'due', text: t('support.due'), width: 134, sortable: true, renderer: dueCell },
    {
      dataIndex: 'responsibleId',
      text: t('support.responsible'),
      width: 142,
      sortable: true,
      renderer: (_, { responsibleName }) => (responsibleName === null ? '' : person(responsibleName)),
    },
    {
      dataIndex: 'progress',
      text: t('support.progress'),
      width: 120,
      sortable: true,
      exported: Object.fromEntries(PROGRESS.map((progress) => [progress, progressText(progress)])),
      exportedName: 'statusId',
      renderer: (_, ticket) => statusBadge(ticket),
    },
    {
      dataIndex: 'priority',
      text: t('tasks.priority'),
      width: 118,
      sortable: true,
      exported: priorityTexts(),
      renderer: priorityCell,
    },
    { dataIndex: 'modifiedAt', text: t('support.modified'), width: 106, sortable: true, format: 'datetime' },
    { dataIndex: 'customerName', text: t('support.customer'), width: 134, sortable: true },
    { dataIndex: 'taskListId', text: t('support.types.one'), width: 112, sortable: true, renderer: listCell },
    {
      dataIndex: 'categories',
      text: t('support.categories'),
      width: 140,
      hidden: true,
      sortable: true,
      renderer: categoriesCell,
    },
    { dataIndex: 'start', text: t('tasks.start'), width: 106, hidden: true, format: 'date' },
  ];
}

/** Attachment, private note, mail that failed. */
function marks({ hasAttachment, hasPrivateNote, mailFailed }: Task): Cell {
  const box = element('span', 'marks');
  if (hasAttachment === true) box.append(icon('attach', t('support.hasAttachment')));
  if (hasPrivateNote === true) box.append(icon('note', t('support.hasNote')));
  if (mailFailed === true) box.append(icon('alert', t('support.mailFailed')));
  return box.childElementCount === 0 ? '' : box;
}

function categoriesCell(ids: readonly string[] | null): Cell {
  return namesCell('TaskCategory', ids ?? []);
}
