import type { Cell, Grid } from 'extjs-types';
import { t } from '../../../../core/ui/api';
import { listCell } from '../../../tasks/ui/api';

/** Words by which tickets are sorted: those of all ticket types, and those of one. */
export function categories(): Grid<'TaskCategory'> {
  return {
    xtype: 'grid',
    type: 'TaskCategory',
    title: t('support.categories'),
    columns: [
      { dataIndex: 'name', text: t('support.categories.name'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'taskListId', text: t('support.categories.list'), flex: 1, renderer: placeCell },
    ],
    sort: [{ property: 'name', isAscending: true }],
    tbar: [{ xtype: 'add', text: t('support.categories.add') }],
    emptyText: t('support.categories.none'),
    card: ({ name, taskListId }) => ({ title: name, meta: [placeCell(taskListId)] }),
    dialog: {
      xtype: 'dialog',
      type: 'TaskCategory',
      title: t('support.categories.one'),
      deletable: true,
      items: [
        {
          xtype: 'textfield',
          name: 'name',
          fieldLabel: t('support.categories.name'),
          required: true,
          maxLength: 190,
          wide: true,
        },
        {
          xtype: 'combo',
          name: 'taskListId',
          fieldLabel: t('support.categories.list'),
          helperText: t('support.categories.listHelp'),
          type: 'TaskList',
          displayField: 'name',
          filter: { role: 'support' },
          allowEmpty: true,
          wide: true,
        },
      ],
    },
  };
}

function placeCell(id: string | null): Cell {
  return id === null ? t('support.categories.all') : listCell(id);
}
