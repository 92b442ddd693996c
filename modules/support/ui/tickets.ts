import type { BorderPanel, Cell, Column, Filter } from 'extjs-types';
import { element, formatDate, formatWhen, icon, person, route, t } from '../../../core/ui/api';
import { PROGRESS, progressBadge, progressText, type Task } from '../../tasks/ui/api';
import { namesCell } from './names-cell';
import { openNewTicket } from './new-ticket';
import { chosenOf, filterOf } from './ticket-filter';

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
          return filterOf(chosenOf(route().panel === 'support' ? route().query : {}));
        },
        sort: [{ property: 'modifiedAt', isAscending: false }],
        tbar: [
          { xtype: 'button', text: t('support.newTicket'), icon: 'add', primary: true, handler: () => openNewTicket() },
          '->',
          { xtype: 'search', placeholder: t('support.search') },
        ],
        card: (ticket) => ({
          title: `#${ticket.id} ${ticket.title}`,
          subtitle: ticket.customerName ?? '',
          end: formatWhen(ticket.modifiedAt),
          meta: [progressBadge(ticket.progress), dueCell(ticket.due), marks(ticket)],
        }),
        emptyText: t('support.noTickets'),
      },
      { region: 'east', xtype: 'element', tag: 'support-ticket', width: 500 },
    ],
  };
}

function columns(): Column<Task>[] {
  return [
    { dataIndex: 'id', text: t('support.id'), width: 60, align: 'end', sortable: true },
    { dataIndex: 'title', text: t('support.subject'), width: 210, flex: 1, sortable: true, rowHeader: true },
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
      renderer: progressBadge,
    },
    { dataIndex: 'modifiedAt', text: t('support.modified'), width: 106, sortable: true, format: 'datetime' },
    { dataIndex: 'customerName', text: t('support.customer'), width: 134, sortable: true },
    { dataIndex: 'taskListId', text: t('support.list'), width: 92, sortable: true, renderer: listCell },
    { dataIndex: 'categories', text: t('support.categories'), width: 140, hidden: true, renderer: categoriesCell },
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

/** The day; past ones in red, and in words for those who do not see red. */
function dueCell(due: string | null): Cell {
  if (due === null) return '';
  if (!isPast(due)) return formatDate(due);
  const late = element('span', 'late');
  const words = element('span', 'visually-hidden', t('support.overdue'));
  late.append(icon('clock'), formatDate(due), ' ', words);
  late.title = t('support.overdue');
  return late;
}

export function isPast(due: string): boolean {
  return new Date(due) < new Date();
}

function listCell(id: string): Cell {
  return namesCell('TaskList', [id]);
}

function categoriesCell(ids: readonly string[] | null): Cell {
  return namesCell('TaskCategory', ids ?? []);
}
