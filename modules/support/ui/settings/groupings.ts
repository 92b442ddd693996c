import type { Dialog, Grid, ToolbarButton, ToolbarContext } from 'extjs-types';
import { moved, openDialog, renumbered, store, t, toast } from '../../../../core/ui/api';
import { inOrder, type TaskListGrouping } from '../../../tasks/ui/api';

/** Headings under which ticket types are shown, in their order. */
export function groupings(): Grid<'TaskListGrouping'> {
  return {
    xtype: 'grid',
    type: 'TaskListGrouping',
    title: t('support.groupings'),
    columns: [{ dataIndex: 'name', text: t('support.groupings.name'), flex: 1, rowHeader: true }],
    sort: [{ property: 'sortOrder' }, { property: 'name' }],
    tbar: [
      { xtype: 'button', text: t('support.groupings.add'), icon: 'add', primary: true, handler: add },
      moveButton('up', -1),
      moveButton('down', 1),
    ],
    emptyText: t('support.groupings.none'),
    card: ({ name }) => ({ title: name }),
    dialog: dialog(),
  };
}

function dialog(defaults: Partial<TaskListGrouping> = {}): Dialog<'TaskListGrouping'> {
  return {
    xtype: 'dialog',
    type: 'TaskListGrouping',
    title: t('support.groupings.one'),
    deletable: true,
    deleteText: t('support.groupings.deleteText'),
    defaults,
    items: [
      {
        xtype: 'textfield',
        name: 'name',
        fieldLabel: t('support.groupings.name'),
        required: true,
        maxLength: 190,
        wide: true,
      },
    ],
  };
}

/** A new one comes last. */
async function add({ reload }: ToolbarContext<TaskListGrouping>): Promise<void> {
  const all = await store().all('TaskListGrouping');
  const sortOrder = Math.max(0, ...all.map((grouping) => grouping.sortOrder)) + 1;
  if ((await openDialog(dialog({ sortOrder }))) !== null) reload();
}

function moveButton(name: 'up' | 'down', by: number): ToolbarButton<TaskListGrouping> {
  const handler = async ({ records: [chosen] }: ToolbarContext<TaskListGrouping>) => {
    const all = inOrder(await store().all('TaskListGrouping'));
    const ids = all.map(({ id }) => id);
    const from = ids.indexOf(chosen?.id ?? '');
    if (chosen === undefined || from < 0) return;
    const to = Math.min(Math.max(from + by, 0), ids.length - 1);
    await store().commit([{ type: 'TaskListGrouping', update: renumbered(all, moved(ids, from, to)) }]);
    toast(t('support.groupings.moved', { name: chosen.name, place: to + 1, count: ids.length }));
  };
  return { xtype: 'button', text: t(`support.groupings.${name}`), needsSelection: true, handler };
}
