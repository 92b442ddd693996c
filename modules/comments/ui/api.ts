/** What panels of other modules may use of comments: `<comment-thread>` and `<comment-composer>`. */
import { addMessages } from '../../../core/ui/api';

export type { Attachment, Comment, Delivery, DeliveryState } from './comment';
export { type Audience, CommentComposer } from './composer';
export { DELIVERY_STATES, deliveryBadge } from './delivery';
export { type Mode, told } from './draft';
export { CommentThread } from './thread';

export const loadTexts = (): Promise<void> =>
  addMessages({
    en: () => import('./messages/en.json'),
    nl: () => import('./messages/nl.json'),
    de: () => import('./messages/de.json'),
  });
