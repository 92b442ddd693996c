import { randomInt } from 'node:crypto';
import { mulberry32 } from '../../core/testing/mulberry32';

export const SEED = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));

/** Repeatable chance: whole numbers from 0 up to, but not, `end`. */
export function chance(seed: number): (end: number) => number {
  const random = mulberry32(seed);
  return (end) => Math.floor(random() * end);
}
