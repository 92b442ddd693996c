import type { Bulk, Choice } from 'extjs-types';
import { store, t } from '../../../core/ui/api';
import { endOfDay, PRIORITIES, PROGRESS, progressText, type Task } from '../../tasks/ui/api';
import { COLLEAGUES } from './colleagues';
import { STATUS_ORDER } from './statuses';
import { categoriesOf } from './ticket-filter';
import { ticketTypesWith } from './ticket-types';
import { ownId } from './watch';

/** Choices that are offered before one searches. */
const OFFERED = 50;

/** What agents do with many tickets at once. */
export function ticketBulk(): Bulk<Task> {
  const mayWrite = ({ myRights }: Task) => myRights.mayWrite;
  const mayRead = ({ myRights }: Task) => myRights.mayRead;
  return {
    restores: [
      'progress',
      'statusId',
      'percentComplete',
      'responsibleId',
      'priority',
      'due',
      'taskListId',
      'categories',
      'watchers',
    ],
    refusals: {
      responsibleId: t('support.bulk.whyResponsible'),
      categories: t('support.bulk.whyCategories'),
      statusId: t('support.bulk.whyStatus'),
      taskListId: t('support.bulk.whyList'),
      due: t('support.bulk.whyDue'),
    },
    actions: [
      {
        xtype: 'select',
        text: t('support.progress'),
        icon: 'check',
        isAllowed: mayWrite,
        options: async (typed, tickets) => matching(await progresses(tickets), typed),
        change: (_, value) =>
          PROGRESS.some((progress) => progress === value)
            ? { progress: value as Task['progress'], statusId: null }
            : { statusId: value },
      },
      {
        xtype: 'select',
        text: t('support.responsible'),
        icon: 'user',
        isAllowed: mayWrite,
        options: colleagues,
        change: (_, id) => ({ responsibleId: id === '' ? null : id }),
      },
      {
        xtype: 'select',
        text: t('tasks.priority'),
        icon: 'flag',
        isAllowed: mayWrite,
        options: (typed) => Promise.resolve(matching(priorities(), typed)),
        change: (_, value) => ({ priority: Number(value) }),
      },
      {
        xtype: 'datefield',
        text: t('support.due'),
        icon: 'clock',
        isAllowed: mayWrite,
        change: (_, day) => ({ due: day === null ? null : endOfDay(day) }),
      },
      {
        xtype: 'select',
        text: t('support.bulk.addCategory'),
        icon: 'tag',
        isAllowed: mayWrite,
        options: categories,
        change: ({ categories: had }, id) => ({ categories: inOrder([...(had ?? []), id]) }),
      },
      {
        xtype: 'select',
        text: t('support.types.one'),
        icon: 'inbox',
        isRare: true,
        isAllowed: mayWrite,
        options: async (typed) => matching(await types(), typed),
        change: (_, taskListId) => ({ taskListId }),
      },
      {
        xtype: 'select',
        text: t('support.bulk.removeCategory'),
        icon: 'tag',
        isRare: true,
        isAllowed: mayWrite,
        options: categories,
        change: ({ categories: had }, id) => ({ categories: (had ?? []).filter((other) => other !== id) }),
      },
      {
        xtype: 'call',
        text: t('support.bulk.read'),
        icon: 'mail',
        isRare: true,
        handler: (ids) => store().call('Ticket/markRead', { ids }),
      },
      {
        xtype: 'button',
        text: t('support.watch'),
        icon: 'eye',
        isRare: true,
        isAllowed: mayRead,
        change: () => ({ [`watchers/${ownId()}`]: true }),
      },
      {
        xtype: 'button',
        text: t('support.unwatch'),
        icon: 'eye',
        isRare: true,
        isAllowed: mayRead,
        change: ({ watchers }) => (watchers?.[ownId()] === true ? { [`watchers/${ownId()}`]: null } : {}),
      },
      {
        xtype: 'destroy',
        text: t('support.bulk.delete'),
        icon: 'trash',
        isRare: true,
        isAllowed: ({ myRights }) => myRights.mayDelete,
        question: (count) => ({ title: t('support.bulk.deleteTitle', { count }), text: t('support.bulk.deleteText') }),
      },
    ],
  };
}

/** The five states; where all tickets are of one type, with the statuses that this has. */
async function progresses(tickets: readonly Task[]): Promise<Choice[]> {
  const [list, ...others] = listsOf(tickets);
  const filter = { taskListIds: list === undefined ? [] : [list] };
  const records =
    list === undefined || others.length > 0
      ? []
      : await store().some({ type: 'TaskStatus', filter, sort: STATUS_ORDER }, 0, OFFERED);
  return PROGRESS.flatMap((progress) => [
    { value: progress, text: progressText(progress) },
    ...records
      .filter((status) => status.progress === progress)
      .map(({ id, name }) => ({ value: id, text: `${progressText(progress)}: ${name}` })),
  ]);
}

function priorities(): Choice[] {
  return PRIORITIES.map(([value, name]) => ({ value: String(value), text: t(`tasks.priority.${name}`) }));
}

/** Oneself and nobody come first. */
async function colleagues(typed: string): Promise<Choice[]> {
  const filter = typed === '' ? COLLEAGUES : { ...COLLEAGUES, text: typed };
  const records = await store().some({ type: 'Principal', filter, sort: [{ property: 'name' }] }, 0, OFFERED);
  const found = records.map(({ id, name }) => ({ value: id, text: name }));
  if (typed !== '') return found;
  const { user } = store().session.capabilities['urn:groupware:core'];
  return [
    { value: user.id, text: user.name },
    { value: '', text: t('support.nobody') },
    ...found.filter(({ value }) => value !== user.id),
  ];
}

async function types(): Promise<Choice[]> {
  const groups = await ticketTypesWith(({ mayCreate }) => mayCreate);
  return groups.flatMap(({ lists }) => lists.map(({ id, name }) => ({ value: id, text: name })));
}

/** Categories that one of the tickets can have. */
async function categories(typed: string, tickets: readonly Task[]): Promise<Choice[]> {
  const conditions = [categoriesOf(listsOf(tickets)), ...(typed === '' ? [] : [{ text: typed }])];
  const filter = { operator: 'AND' as const, conditions };
  const records = await store().some({ type: 'TaskCategory', filter, sort: [{ property: 'name' }] }, 0, OFFERED);
  return records.map(({ id, name }) => ({ value: id, text: name }));
}

function listsOf(tickets: readonly Task[]): string[] {
  return [...new Set(tickets.map(({ taskListId }) => taskListId))];
}

function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = typed.toLocaleLowerCase();
  return choices.filter(({ text }) => text.toLocaleLowerCase().includes(words));
}

/** As the server has them, so that what a ticket has already is no change. */
function inOrder(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort((one, other) => Number(one) - Number(other));
}
