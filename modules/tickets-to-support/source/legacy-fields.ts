import type { LegacyMessage } from './legacy-source';

/**
 * What the values of a field are. `contact`, `company` and `group` are kept as `id:name`, `user` as its id, choices as the
 * ids or the texts of options. `hidden` is a value that is kept from the database itself; `display` has none.
 */
export type LegacyKind =
  | 'text'
  | 'textarea'
  | 'html'
  | 'number'
  | 'checkbox'
  | 'yesNo'
  | 'date'
  | 'datetime'
  | 'select'
  | 'multiselect'
  | 'user'
  | 'contact'
  | 'company'
  | 'group'
  | 'function'
  | 'files'
  | 'hidden'
  | 'display'
  | 'other';

/** A field of tickets, with its definition as it stands there. */
export interface LegacyField {
  readonly table: string;
  readonly id: number;
  readonly setId: number;
  readonly name: string;
  /** Other names by which conditions and formulas know it. */
  readonly aliases: readonly string[];
  /** Name of its kind there, and what is understood of it. */
  readonly datatype: string;
  readonly kind: LegacyKind;
  readonly sortOrder: number;
  readonly required: boolean;
  readonly requiredWhen: string;
  readonly hiddenWhen: string;
  readonly hint: string;
  /** Longest text; 0 for any. */
  readonly longest: number;
  readonly decimals: number;
  readonly options: readonly { readonly id: number; readonly text: string }[];
  /** What is chosen is kept as the id of the option, not as its text. */
  readonly choosesIds: boolean;
  readonly formula: string;
  readonly isInGrid: boolean;
  /** Columns of the definition that hold something which no kind of field here has. */
  readonly rest: readonly (readonly [column: string, value: string])[];
}

export interface LegacyFieldSet {
  readonly table: string;
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly sortOrder: number;
  /** Types whose tickets have the fields; null for all. */
  readonly typeIds: readonly number[] | null;
  /** A rule of which nothing is understood; empty for none. */
  readonly filter: string;
  readonly fields: readonly LegacyField[];
}

/** What the fields of a ticket hold, by the field's id: a text, or the ids of several options. */
export interface LegacyFieldValues {
  readonly table: string;
  readonly values: ReadonlyMap<number, string | readonly string[]>;
  /** Fields whose text was stored wrongly and is read as it was meant. */
  readonly repaired: readonly number[];
}

/** Something that is there and of which nothing is made. */
export interface Unplaced {
  readonly table: string;
  readonly id: number;
  readonly column: string | null;
  readonly reason: string;
  readonly value: string;
}

/** What a system has beside its tickets and their messages. */
export interface LegacyExtras {
  /** In their order. */
  fieldSets(): Promise<LegacyFieldSet[]>;
  /** Of those of these tickets that have any. */
  fieldValues(ticketIds: readonly number[]): Promise<Map<number, LegacyFieldValues>>;
  /** Comments that are no messages: private notes, with ids below zero so that they share one space of ids with messages. */
  notes(ticketIds: readonly number[]): Promise<LegacyMessage[]>;
  unplaced(): Promise<Unplaced[]>;
}
