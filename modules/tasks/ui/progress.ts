import { badge, type Tone, t } from '../../../core/ui/api';
import type { Progress } from './task';

/** Colours of the five states. */
export const TONES: Record<Progress, Tone> = {
  'needs-action': 'amber',
  'in-process': 'accent',
  completed: 'green',
  failed: 'red',
  cancelled: 'neutral',
};

/** The five states in the order in which work goes through them. */
export const PROGRESS = Object.keys(TONES) as readonly Progress[];

/** States that still wait for somebody. */
export const OPEN: readonly Progress[] = ['needs-action', 'in-process'];

export function progressText(progress: Progress): string {
  return t(`tasks.progress.${progress}`);
}

export function progressBadge(progress: Progress): HTMLElement {
  return badge(progressText(progress), TONES[progress]);
}
