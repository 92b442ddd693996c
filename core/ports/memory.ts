import { memoryUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * For a program that works long on very much, and has the process to itself: to be called now and then. V8 lets what nobody
 * needs lie around for as long as the machine has room; this has it collected each time that so many bytes have come to lie
 * there.
 */
export function tidying(most: number): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  let kept = memoryUsage().heapUsed;
  return () => {
    if (memoryUsage().heapUsed - kept < most) return;
    collect();
    kept = memoryUsage().heapUsed;
  };
}
