/** A text fit for one line, of at most 500 characters: no control characters, no runs of white space. */
export function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\s]+/gu, ' ').trim()].slice(0, 500).join('');
}
