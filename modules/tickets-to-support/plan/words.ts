/** Seconds since 1970 that the columns for instants take: up to the year 9999. */
const LATEST = 253_402_300_799;

/** The instant of a column of the older system, or null for none and for what is none. */
export function instantOf(seconds: number): Date | null {
  return Number.isInteger(seconds) && seconds > 0 && seconds <= LATEST ? new Date(seconds * 1000) : null;
}

/** One line: without control characters, white space as one space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** The beginning of a text, of so many characters at most. */
export function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : characters.slice(0, most).join('');
}

/** Lines end as they do everywhere else here; what no database takes is left out. */
export function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
}
