import type { Database } from '../database/database';
import { SetError } from './errors';

/** Does the work for one object so that its refusal leaves nothing of it behind. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** Ends the transaction at hand because its only object was refused. */
class Undone extends Error {}

const undoingAll: Alone = (work) =>
  work().catch((error: unknown) => {
    throw error instanceof SetError ? new Undone() : error;
  });

/**
 * Attempts a call with so many objects, of which each has a savepoint. One that comes alone is tried without: when it is
 * refused, its transaction is undone, and all of it done again as for many.
 */
export function withSavepoints<T>(
  count: number,
  attempt: (alone: Alone) => Promise<T>,
  database: Database,
): Promise<T> {
  const separate: Alone = (work) => database.savepoint(work);
  if (count > 1) return attempt(separate);
  return attempt(undoingAll).catch((error: unknown) => {
    if (error instanceof Undone) return attempt(separate);
    throw error;
  });
}
