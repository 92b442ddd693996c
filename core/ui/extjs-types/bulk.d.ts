import type { PropertyOf } from './data';
import type { Choice } from './fields';

/** What can be done to all selected records of a grid at once, and taken back for some minutes. */
export interface Bulk<T> {
  /**
   * What taking back gives back: every property that one of the actions changes, and those that the server changes with
   * them.
   */
  restores: readonly PropertyOf<T>[];
  /** Why the server refused a property of a record, in a sentence; without it the server's own words are shown. */
  refusals?: Partial<Record<PropertyOf<T>, string>>;
  actions: readonly BulkAction<T>[];
}

interface BulkBase<X extends string, T> {
  xtype: X;
  text: string;
  icon: string;
  /** Stands in the menu at the end of the bar. */
  isRare?: boolean;
  /** Offered to holders of `module:permission`. */
  permission?: string;
  /** Offered as long as it holds for one of the selected records. */
  isAllowed?: (record: T) => boolean;
}

/** Changed properties, or JSON pointers into them; none for a record that stays as it is. */
export type BulkPatch<T> = Partial<T> & Readonly<Record<string, unknown>>;

/** Changes the records when it is pressed. Of each record there is what `restores` names, as it is at that moment. */
export interface BulkButton<T> extends BulkBase<'button', T> {
  change: (record: Readonly<Partial<T>>) => BulkPatch<T>;
}
/** Changes the records by what was chosen. */
export interface BulkSelect<T> extends BulkBase<'select', T> {
  /** Choices that have what was typed; they are given what is known of the selected records. */
  options: (typed: string, records: readonly T[]) => Promise<readonly Choice[]>;
  change: (record: Readonly<Partial<T>>, value: string) => BulkPatch<T>;
}
/** Changes the records by a day (`2026-11-23`), or none. */
export interface BulkDate<T> extends BulkBase<'datefield', T> {
  change: (record: Readonly<Partial<T>>, day: string | null) => BulkPatch<T>;
}
/** Does something else with the records, which is not taken back; called with some ids after the other. */
export interface BulkCall<T> extends BulkBase<'call', T> {
  handler: (ids: readonly string[]) => Promise<unknown>;
}
/** Destroys the records, after a question. */
export interface BulkDestroy<T> extends BulkBase<'destroy', T> {
  question: (count: number) => { title: string; text: string };
}

export type BulkAction<T> = BulkButton<T> | BulkSelect<T> | BulkDate<T> | BulkCall<T> | BulkDestroy<T>;
