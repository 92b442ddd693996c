import type { z } from 'zod';
import type { Context } from '../auth/context';
import type { Value } from '../conditions/api';
import type { Operator } from '../jmap/filter-form';

export type IndexColumn = 'textValue' | 'numberValue' | 'dateValue' | 'principalId';

/** One row of the index; what is not given is null. */
export interface IndexEntry {
  readonly textValue?: string;
  readonly longValue?: string | null;
  readonly numberValue?: number;
  readonly dateValue?: Date;
  readonly principalId?: number;
}

export type ParsedValue = { readonly value: unknown } | { readonly fault: string };
export type Options = Readonly<Record<string, unknown>>;

/**
 * A kind of custom field: what its values are and how they are found. A module adds one by
 * `provides: [[FieldKind, ColourKind]]`. Values are kept as JSON, in the form in which JMAP says them.
 */
export abstract class FieldKind {
  abstract readonly name: string;
  /** What may be set for a field of this kind. */
  abstract readonly options: z.ZodType<Options>;
  abstract readonly operators: readonly Operator[];
  /** Kinds to which a field may change while it has values, because they keep the same. */
  readonly becomes: readonly string[] = [];
  /** Worked out by the server. */
  readonly isComputed: boolean = false;
  /** False when a value has several entries in the index. */
  readonly isSortable: boolean = true;
  /** True when objects are found by the words of its values. */
  readonly isSearched: boolean = false;
  /** What a field without a value is in conditions. */
  readonly empty: Value = null;

  /** Column of the index by which its values are found and sorted. */
  abstract column(options: Options): IndexColumn;

  /** A value that is given and not null; null for one that is as good as none. The fault is a sentence without its subject. */
  abstract parse(value: unknown, options: Options): ParsedValue;

  /** A single value as it is looked for by a filter; its limits may be others than those of a value that is given. */
  sought(value: unknown, options: Options): ParsedValue {
    return this.parse(value, options);
  }

  /** Entries of the index for a value; at least one, by which it is counted. */
  abstract index(value: unknown, options: Options): readonly IndexEntry[];

  /** As plain text, for exports and mails. */
  abstract format(value: unknown, options: Options): string;

  /**
   * What people read of a value of which the audit log kept the beginning: text in full, or else what the kind keeps.
   * @param kept as the log has it: what is no number and no boolean is text, or the JSON of the value
   */
  recall(kept: string | number | boolean, _options: Options): string | number | boolean {
    return kept;
  }

  /** What conditions and formulas see of a value. */
  fact(value: unknown): Value {
    return value as Value;
  }

  /** Why the caller may not give this value, or null. References are read through the caller's access here. */
  refuses(_value: unknown, _options: Options, _context: Context): Promise<string | null> | string | null {
    return null;
  }
}

/** Longest text in an indexed column, in characters. */
const INDEXED = 190;

/** Entry of a text of any length. */
export function textEntry(text: string): IndexEntry {
  const characters = [...text];
  const isLong = characters.length > INDEXED;
  return { textValue: characters.slice(0, INDEXED).join(''), longValue: isLong ? text : null };
}
