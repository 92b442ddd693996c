import { type Records, ROW } from '../jmap/records';

/** Column → value, or condition; of several, one has to hold. */
type Where = Readonly<Record<string, unknown>> | Readonly<Record<string, unknown>>[];

/**
 * Something that keeps data about objects of other modules' types, by the name of the type: comments, links, files.
 * When the type's module is deleted, it is asked to remove what it keeps; when its own module does not run then, as
 * soon as that starts again.
 */
export abstract class TypeKeeper {
  /**
   * Removes some of what is kept about objects of the type, which nobody can read any more.
   * @returns true when there may be more: it is then called again, in another transaction
   */
  abstract purge(type: string): Promise<boolean>;
}

/** What a {@link TypeKeeper} removes at once. */
export const PURGE_BATCH = 200;

/**
 * For keepers of what are objects themselves: destroys some of those of type `kept` whose columns are as told, as
 * their type does it. Needs a transaction.
 * @returns true when there may be more
 */
export async function destroySome(records: Records, kept: string, where: Where): Promise<boolean> {
  const found = await records.unrestricted(kept).where(where).orderBy(`${ROW}.id`).limit(PURGE_BATCH).getMany();
  await records.destroyAll(kept, found);
  return found.length === PURGE_BATCH;
}
