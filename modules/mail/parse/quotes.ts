import { headerKind, isSignatureMark, type Line, readLines } from './quote-lines';

export interface SplitText {
  /** What its writer added; never empty unless the text is. */
  readonly visible: string;
  /** Quoted mails, attributions and signatures, to be folded away; '' when there is nothing to fold. */
  readonly quoted: string;
}

/** An answer below the quote; fewer lines than this after a quote are a signature. */
const MIN_ANSWER_LINES = 7;
/** Below a line of dashes only a few lines can be a signature; more are text with a line drawn in it. */
const MAX_SIGNATURE_LINES = 3;
/** No quoted mail has more header lines than this. */
const MAX_BLOCK = 30;

/**
 * Parts what is new in a mail from what it quotes. Nothing is lost: every line is in one of the two, quotes between
 * answers stay visible, and a mail without anything new is shown whole. Linear in the length of the text.
 */
export function splitQuoted(text: string): SplitText {
  const lines = readLines(text);
  const folded = new Array<boolean>(lines.length).fill(false);
  const outline = readOutline(lines, endBeforeSignature(lines));
  let end = outline.end;
  let hasTextBefore = false;
  for (let index = 0; index < end; index += 1) {
    const bodyFrom = quoteStart(lines, index, end);
    if (bodyFrom === null) {
      hasTextBefore ||= lines[index]?.kind === 'text';
      continue;
    }
    if (hasTextBefore && !isAnsweredBelow(outline, bodyFrom)) {
      end = index;
      break;
    }
    const foldUntil = hasTextBefore ? bodyFrom : (quoteToFold(outline, bodyFrom) ?? bodyFrom);
    folded.fill(true, index, foldUntil);
    index = foldUntil - 1;
  }
  end = withoutTail(lines, end, folded);
  folded.fill(true, end);
  const visible = join(lines.filter((_, at) => folded[at] !== true));
  if (visible.trim() === '') return { visible: join(lines), quoted: '' };
  return { visible, quoted: join(lines.filter((_, at) => folded[at] === true)) };
}

/** Where things are, found in one pass each so that many quotes in one mail cost no more than one. */
interface Outline {
  readonly end: number;
  /** For each line the next line that is not empty, and the next that somebody wrote. */
  readonly nextFilled: readonly number[];
  readonly nextText: readonly number[];
  /** For each line the next that is neither quote nor empty. */
  readonly nextUnquoted: readonly number[];
  /** Written lines from each line to the end. */
  readonly textCount: readonly number[];
  readonly lastQuote: number;
  readonly kinds: readonly Line['kind'][];
}

function readOutline(lines: readonly Line[], end: number): Outline {
  const kinds = lines.slice(0, end).map((line) => line.kind);
  const next = (matches: (kind: Line['kind']) => boolean): number[] => {
    const found = new Array<number>(end + 1).fill(end);
    for (let at = end - 1; at >= 0; at -= 1) found[at] = matches(kinds[at] ?? 'empty') ? at : (found[at + 1] ?? end);
    return found;
  };
  const textCount = new Array<number>(end + 1).fill(0);
  for (let at = end - 1; at >= 0; at -= 1) textCount[at] = (textCount[at + 1] ?? 0) + (isWritten(kinds[at]) ? 1 : 0);
  return {
    end,
    kinds,
    nextFilled: next((kind) => kind !== 'empty'),
    nextText: next(isWritten),
    nextUnquoted: next((kind) => kind !== 'empty' && kind !== 'quote'),
    textCount,
    lastQuote: kinds.lastIndexOf('quote'),
  };
}

function isWritten(kind: Line['kind'] | undefined): boolean {
  return kind === 'text' || kind === 'header';
}

/** Where the signature mark stands: `-- `, or a drawn line with a few lines or a quoted mail below it. */
function endBeforeSignature(lines: readonly Line[]): number {
  const textBelow = new Array<number>(lines.length + 1).fill(0);
  for (let at = lines.length - 1; at >= 0; at -= 1)
    textBelow[at] = (textBelow[at + 1] ?? 0) + (lines[at]?.kind === 'text' ? 1 : 0);
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'delimiter') continue;
    if (isSignatureMark(line) || (textBelow[index] ?? 0) <= MAX_SIGNATURE_LINES) return index;
    let next = index + 1;
    while (next < index + MAX_BLOCK && (lines[next]?.kind === 'empty' || lines[next]?.kind === 'delimiter')) next += 1;
    if (headerBlockEnd(lines, next) !== null) return index;
  }
  return lines.length;
}

/** A quoted mail begins here, by an attribution with the headers below it or a block of headers alone: where its text starts. */
function quoteStart(lines: readonly Line[], index: number, end: number): number | null {
  const kind = lines[index]?.kind;
  if (kind === 'header') return headerBlockEnd(lines, index);
  if (kind !== 'attribution') return null;
  let next = index + 1;
  while (next < end && next < index + MAX_BLOCK && lines[next]?.kind === 'empty') next += 1;
  return headerBlockEnd(lines, next) ?? index + 1;
}

/** The end of a block that names a sender and two more of date, recipient and subject; a value may run over one line. */
function headerBlockEnd(lines: readonly Line[], from: number): number | null {
  const kinds = new Set<string>();
  let index = from;
  for (; index < Math.min(lines.length, from + MAX_BLOCK); index += 1) {
    const line = lines[index];
    const kind = line?.kind === 'header' ? headerKind(line.text) : null;
    if (kind !== null) kinds.add(kind);
    else if (
      line?.kind !== 'text' ||
      lines[index - 1]?.kind !== 'header' ||
      index === from ||
      lines[index + 1]?.kind !== 'header'
    )
      break;
  }
  kinds.delete('other');
  return kinds.has('from') && kinds.size >= 3 ? index : null;
}

/** Below the quote somebody goes on writing: many lines, or lines followed by another quote. */
function isAnsweredBelow(outline: Outline, from: number): boolean {
  if (outline.kinds[outline.nextFilled[from] ?? outline.end] !== 'quote') return false;
  return (
    (outline.nextText[from] ?? outline.end) < outline.lastQuote || (outline.textCount[from] ?? 0) >= MIN_ANSWER_LINES
  );
}

/** The end of the quote above an answer, or null when there is no quote, no answer, or the answer quotes on. */
function quoteToFold(outline: Outline, from: number): number | null {
  const until = outline.nextUnquoted[from] ?? outline.end;
  const isAnswered = (outline.nextText[until] ?? outline.end) < outline.end;
  const hasQuote = outline.kinds[outline.nextFilled[from] ?? outline.end] === 'quote';
  return hasQuote && isAnswered && outline.lastQuote < until ? until : null;
}

/** Goes back over what closes a mail: quotes, device signatures, drawn lines, empty lines. */
function withoutTail(lines: readonly Line[], from: number, folded: readonly boolean[]): number {
  let end = from;
  while (end > 0) {
    const kind = lines[end - 1]?.kind;
    if (kind === 'text' || kind === 'header') break;
    if (kind === 'attribution' && folded[end - 1] !== true) break;
    end -= 1;
  }
  return end;
}

/** Without empty lines at both ends; the first line keeps its indent. */
function join(lines: readonly Line[]): string {
  const first = lines.findIndex((line) => line.text.trim() !== '');
  return first < 0
    ? ''
    : lines
        .slice(first)
        .map((line) => line.text)
        .join('\n')
        .trimEnd();
}
