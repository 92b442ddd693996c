import type { Cell } from 'extjs-types';
import { element, icon, t } from '../../../core/ui/api';

/** What can be chosen, by the number that stands for it (RFC 5545 §3.8.1.9). */
export const PRIORITIES = [
  [0, 'none'],
  [1, 'high'],
  [5, 'medium'],
  [9, 'low'],
] as const;

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
