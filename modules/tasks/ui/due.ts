import type { Cell } from 'extjs-types';
import { css } from 'lit';
import { element, formatDate, icon, t } from '../../../core/ui/api';

/** Of what {@link dueCell} draws. */
export const dueStyles = css`
  .late {
    color: var(--danger);
  }
  .late .icon {
    width: 15px;
    height: 15px;
    margin-inline-end: 4px;
    vertical-align: -3px;
  }
`;

/** The day; past ones in red, and in words for those who do not see red. */
export function dueCell(due: string | null): Cell {
  if (due === null) return '';
  if (!isPast(due)) return formatDate(due);
  const late = element('span', 'late');
  const words = element('span', 'visually-hidden', t('tasks.overdue'));
  late.append(icon('clock'), formatDate(due), ' ', words);
  late.title = t('tasks.overdue');
  return late;
}

export function isPast(due: string): boolean {
  return new Date(due) < new Date();
}
