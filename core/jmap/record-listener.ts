import type { Draft } from './draft';
import type { Row } from './property';

/** Told of every object that is stored or removed, of any type, inside the transaction that does it. */
export abstract class RecordListener {
  /** The draft is about to be stored: `before` still is what the database says. */
  saving(_type: string, _draft: Draft): Promise<void> | void {
    return undefined;
  }

  /**
   * @param _draft already stored: `before` is what was, `values` what is
   * @param _audience keys of who sees it now, see core/sharing/audience.ts
   */
  saved(_type: string, _draft: Draft, _audience: readonly string[]): Promise<void> | void {
    return undefined;
  }

  /** The object is seen by others than before, whether it was changed itself or what it belongs to. */
  moved(_type: string, _id: number, _audience: readonly string[]): Promise<void> | void {
    return undefined;
  }

  /** The object and all that belongs to it are still there. */
  destroying(_type: string, _row: Row): Promise<void> | void {
    return undefined;
  }
}
