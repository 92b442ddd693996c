import type { Cell, Grid } from 'extjs-types';
import { t } from '../../../../core/ui/api';
import '../canned-reply';
import { namesCell } from '../../../tasks/ui/api';

/** Texts that agents insert into their answers and notes: those for all tickets, and those for some ticket types. */
export function replies(): Grid<'CannedReply'> {
  return {
    xtype: 'grid',
    type: 'CannedReply',
    title: t('support.replies'),
    columns: [
      { dataIndex: 'name', text: t('support.replies.name'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'text', text: t('support.replies.text'), flex: 2 },
      { dataIndex: 'taskListIds', text: t('support.replies.lists'), flex: 1, renderer: listsCell },
      { dataIndex: 'sortOrder', text: t('support.replies.order'), width: 110, align: 'end', sortable: true },
    ],
    sort: [{ property: 'sortOrder' }, { property: 'name' }],
    tbar: [{ xtype: 'add', text: t('support.replies.add') }],
    emptyText: t('support.replies.none'),
    card: ({ name, text, taskListIds }) => ({ title: name, subtitle: text, meta: [listsCell(taskListIds)] }),
    dialog: {
      xtype: 'dialog',
      type: 'CannedReply',
      title: t('support.replies.one'),
      deletable: true,
      defaults: { sortOrder: 0 },
      items: [
        {
          xtype: 'textfield',
          name: 'name',
          fieldLabel: t('support.replies.name'),
          required: true,
          maxLength: 190,
          wide: true,
        },
        {
          xtype: 'textarea',
          name: 'text',
          fieldLabel: t('support.replies.text'),
          helperText: t('support.replies.textHelp'),
          required: true,
          maxLength: 20_000,
          rows: 8,
          wide: true,
        },
        {
          xtype: 'tokens',
          name: 'taskListIds',
          fieldLabel: t('support.replies.lists'),
          helperText: t('support.replies.listsHelp'),
          type: 'TaskList',
          displayField: 'name',
          filter: { role: 'support' },
          wide: true,
        },
        { xtype: 'numberfield', name: 'sortOrder', fieldLabel: t('support.replies.order'), min: 0, max: 10_000 },
      ],
    },
  };
}

function listsCell(ids: readonly string[]): Cell {
  return ids.length === 0 ? t('support.replies.all') : namesCell('TaskList', ids);
}
