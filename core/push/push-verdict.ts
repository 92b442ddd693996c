import type { Delivery } from './push-delivery';
import type { PushSubscription } from './push-subscription.entity';

/** Least and most seconds between two posts to one address: what happens meanwhile is told together. */
const LEAST_PAUSE = 3;
const MOST_PAUSE = 3600;
/** Seconds after the first failure; they double with each further one. */
const FIRST_WAIT = 5;
/** Seconds that are waited at least after 429, too many requests. */
const ASKED_FOR_LESS = 30;

/** What a post leads to. */
interface Verdict {
  readonly failures: number;
  readonly pause: number;
  /** Seconds until the next post. */
  readonly wait: number;
  /** The client was told. */
  readonly isTold: boolean;
}

/**
 * What follows from an answer: 2xx is told; 404 and 410 say that nobody is there any more; 429 has us come less often,
 * for good while more follow; anything else, a redirect too, is tried again, later each time.
 * @param jitter 0 to 1, so that what failed together is not tried again together
 */
export function afterPost(
  { failures, pause }: Pick<PushSubscription, 'failures' | 'pause'>,
  { status, retryAfter }: Delivery,
  jitter: number,
): Verdict | 'gone' {
  if (status === 404 || status === 410) return 'gone';
  if (status >= 200 && status < 300) {
    const calmer = Math.max(LEAST_PAUSE, Math.floor(pause / 2));
    return { failures: 0, pause: calmer, wait: calmer, isTold: true };
  }
  const asked = Math.min(retryAfter ?? 0, MOST_PAUSE);
  if (status === 429) {
    const longer = Math.min(MOST_PAUSE, Math.max(ASKED_FOR_LESS, pause * 2, asked));
    return { failures: failures + 1, pause: longer, wait: longer, isTold: false };
  }
  const wait = Math.min(MOST_PAUSE, FIRST_WAIT * 2 ** Math.min(failures, 20)) * (1 + jitter / 2);
  return { failures: failures + 1, pause, wait: Math.max(asked, Math.ceil(wait)), isTold: false };
}
