import { definePanel, describedPanel } from '../../../core/ui/api';
import { loadTexts } from './api';
import { listenToKeys } from './keys';
import { panelStyles, tasksPanel } from './panel';
import './quick-add';
import './task-view';
import './views';

definePanel('tasks', describedPanel({ describe: tasksPanel, heading: 'tasks.title', loadTexts, styles: panelStyles }));
listenToKeys();
