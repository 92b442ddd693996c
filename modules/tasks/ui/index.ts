import { defineCreator, definePanel, describedPanel } from '../../../core/ui/api';
import { loadTexts } from './api';
import { listenToKeys } from './keys';
import { panelStyles, tasksPanel } from './panel';
import './quick-add';
import { askNewTask } from './task-dialog';
import './task-view';
import './views';

definePanel('tasks', describedPanel({ describe: tasksPanel, heading: 'tasks.title', loadTexts, styles: panelStyles }));
defineCreator('new-task', {
  async create() {
    await loadTexts();
    return askNewTask([]);
  },
});
listenToKeys();
