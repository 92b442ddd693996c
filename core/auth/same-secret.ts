import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in a time that says nothing of where two texts differ, nor of how long either is. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
