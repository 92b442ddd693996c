import { badge, type Tone, t } from '../../../core/ui/api';
import type { DeliveryState } from './comment';

const TONES: Record<DeliveryState, Tone> = {
  held: 'amber',
  queued: 'neutral',
  sending: 'neutral',
  sent: 'green',
  failed: 'red',
  uncertain: 'amber',
  withdrawn: 'neutral',
};

/** All that can become of a mail, in the order in which it does. */
export const DELIVERY_STATES = Object.keys(TONES) as readonly DeliveryState[];

/** What became of a mail, in a word: the outbox and the thread call it the same. */
export function deliveryBadge(state: DeliveryState): HTMLElement {
  return badge(t(`comments.delivery.${state}`), TONES[state]);
}
