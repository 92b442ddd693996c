import { delay } from '../ports/timers';

/** Waits until the answer is something; fails with what it waited for after `seconds`. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  seconds = 60,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Waited ${String(seconds)} s in vain for ${what}`);
    await delay(50);
  }
}

/**
 * Waits until an expectation holds; after `seconds` it fails as that expectation did last. For whatever a page shows
 * a moment later: `await soon(async () => expect(await rows.count()).toBe(3))`.
 */
export async function soon(expectation: () => Promise<void>, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (failure) {
      if (performance.now() > end) throw failure;
    }
    await delay(50);
  }
}

/**
 * Milliseconds which "at once" may take on this machine: two seconds, and where opening the page took longer than one,
 * twice that. A client that merely asks now and then is later on a machine of any pace.
 * @param opening milliseconds from asking for the page until it was drawn
 */
export function promptly(opening: number): number {
  return Math.max(2000, 2 * opening);
}
