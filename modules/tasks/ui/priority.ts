import type { Cell, FilterCondition } from 'extjs-types';
import { css } from 'lit';
import { element, icon, t } from '../../../core/ui/api';

/** What can be chosen, by the number that stands for it (RFC 5545 §3.8.1.9). */
export const PRIORITIES = [
  [0, 'none'],
  [1, 'high'],
  [5, 'medium'],
  [9, 'low'],
] as const;
export type PriorityName = (typeof PRIORITIES)[number][1];

/** What the server is asked for those that are called so. */
export const PRIORITY_TESTS: Readonly<Record<PriorityName, FilterCondition>> = {
  none: { priority: { equals: 0 } },
  high: { priority: { greater: 0, less: 5 } },
  medium: { priority: { equals: 5 } },
  low: { priority: { greater: 5 } },
};

/** Of what {@link priorityCell} draws. */
export const priorityStyles = css`
  .priority .icon {
    width: 15px;
    height: 15px;
    margin-inline-end: 4px;
    vertical-align: -3px;
  }
  .priority.high .icon {
    color: var(--danger);
  }
`;

/** The number that can be chosen which means the same: other programs know all of 1 to 9. */
export function chosenPriority(priority: number): number {
  if (priority === 0) return 0;
  return priority < 5 ? 1 : priority === 5 ? 5 : 9;
}

export function priorityText(priority: number): string {
  const [, name = 'none'] = PRIORITIES.find(([number]) => number === chosenPriority(priority)) ?? [];
  return t(`tasks.priority.${name}`);
}

/** The word for each of the ten numbers. */
export function priorityTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: 10 }, (_, priority) => [String(priority), priorityText(priority)]));
}

/** Nothing for a task without one. */
export function priorityCell(priority: number): Cell {
  if (priority === 0) return '';
  const box = element('span', `priority ${chosenPriority(priority) === 1 ? 'high' : ''}`);
  box.append(icon('flag'), priorityText(priority));
  return box;
}
