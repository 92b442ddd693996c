import type { Draft } from '../jmap/draft';
import type { Row } from '../jmap/property';

/** Port: words by which objects are found beside their own, such as the names of their files. */
export abstract class SearchText {
  /**
   * Texts by object id, for objects of one type; objects without any may be left out. Only what everybody may read who
   * sees the object.
   */
  abstract of(type: string, rows: readonly Row[]): Promise<ReadonlyMap<number, readonly string[]>>;
  /** The same of what those alone may read who read the object as colleagues (`Level.read`). */
  ofReaders(_type: string, _rows: readonly Row[]): Promise<ReadonlyMap<number, readonly string[]>> {
    return Promise.resolve(new Map());
  }
  /** True when this change of an object may have changed its texts. */
  abstract changes(type: string, draft: Draft): boolean;
}
