import { property } from 'lit/decorators.js';
import { LightElement } from '../element';

/**
 * Base of an element that edits in a dialog (`partfield`) what belongs to the record and is kept in objects of its own:
 * it is stored with the record, and forgotten when the dialog is left without.
 */
export abstract class PartElement extends LightElement {
  /** Undefined as long as the record is not made. */
  @property() recordId: string | undefined;

  /** True if something was entered that is not stored. */
  abstract get isDirty(): boolean;
  /** Shows what is missing, and moves the focus there; true if nothing is. */
  abstract check(): Promise<boolean>;
  /** Stores what was entered; rejects as the store does. */
  abstract save(recordId: string): Promise<void>;
}
