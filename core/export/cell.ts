/** An object on the wire. */
export type Json = Readonly<Record<string, unknown>>;

/** A day, `2026-11-23`, or a moment by the clock on the wall, `2026-11-23 11:00:00`. */
export interface Dated {
  readonly at: string;
}

/** What stands in one cell of a table that is taken home; null for nothing. */
export type Cell = null | string | number | boolean | Dated;

/** Most characters that a spreadsheet takes into one cell; longer texts end in a mark. */
const LONGEST_CELL = 32_767;

export function cutCell(text: string): string {
  if (text.length <= LONGEST_CELL) return text;
  // Not within a character of two halves.
  return `${text.slice(0, LONGEST_CELL - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** True for a text that a spreadsheet would take for a formula (OWASP, CSV injection). */
export function isLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text);
}
