import { definePanel } from '../api';
import { describedPanel } from '../described-panel';
import { auditPanel } from './audit-panel';
import { changesStyles } from './changes.styles';
import { HistoryCard } from './history-card';
import { loadTexts } from './texts';

definePanel(
  'audit',
  describedPanel({ describe: auditPanel, heading: 'audit.title', loadTexts, styles: changesStyles }),
);
definePanel('history', HistoryCard);
