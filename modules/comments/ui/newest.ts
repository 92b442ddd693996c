/** What a reader does who wants to be somewhere else. */
const MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Keeps the newest entry of a thread in sight while entries find their height (mails are measured only once they are
 * drawn), until the reader moves or the signal is given. Does nothing where the thread does not scroll by itself.
 * @param scroller element that scrolls
 * @param list its last child is the newest entry
 */
export function holdNewest(scroller: HTMLElement, list: HTMLElement, signal: AbortSignal): void {
  if (getComputedStyle(scroller).overflowY === 'visible') return;
  const size = new ResizeObserver(() => list.lastElementChild?.scrollIntoView({ block: 'start' }));
  const stop = () => size.disconnect();
  size.observe(list);
  signal.addEventListener('abort', stop);
  for (const move of MOVES) scroller.addEventListener(move, stop, { once: true, passive: true, signal });
}
