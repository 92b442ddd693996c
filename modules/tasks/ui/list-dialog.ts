import type { Dialog } from 'extjs-types';
import { shareLevels, t } from '../../../core/ui/api';
import './color-field';

/** A list made, renamed, coloured, shared and deleted. */
export function listDialog(): Dialog<'TaskList'> {
  return {
    xtype: 'dialog',
    type: 'TaskList',
    title: t('tasks.list'),
    deletable: ({ myRights }) => myRights.mayManage,
    deleteText: t('tasks.lists.deleteText'),
    deleteContents: 'onDestroyRemoveTasks',
    defaults: { role: 'list' },
    items: [
      {
        xtype: 'textfield',
        name: 'name',
        fieldLabel: t('tasks.lists.name'),
        required: true,
        maxLength: 100,
        wide: true,
      },
      { xtype: 'elementfield', name: 'color', fieldLabel: t('tasks.lists.color'), tag: 'task-color-field', wide: true },
      {
        xtype: 'sharefield',
        name: 'shareWith',
        fieldLabel: t('tasks.lists.share'),
        // A plain list has no customers.
        levels: shareLevels(true).slice(1),
        wide: true,
      },
    ],
  };
}
