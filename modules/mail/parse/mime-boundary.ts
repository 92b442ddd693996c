const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/**
 * Cuts a multipart body at its delimiter lines (RFC 2046 §5.1.1); null when there is none. Parts after a closing
 * delimiter still count: nests that reuse a boundary would lose them otherwise.
 */
export function splitAtBoundary(body: Buffer, boundary: string): { preamble: Buffer; pieces: Buffer[] } | null {
  const delimiter = Buffer.from(`--${boundary.trimEnd()}`, 'utf8');
  const pieces: Buffer[] = [];
  let preamble: Buffer | null = null;
  let from = 0;
  let isOpen = false;
  let position = body.indexOf(delimiter);
  while (position >= 0) {
    const line = delimiterLine(body, position, delimiter.length);
    if (line !== null) {
      const text = body.subarray(from, beforeLineBreak(body, position, from));
      preamble ??= text;
      if (isOpen) pieces.push(text);
      isOpen = !line.isClosing;
      from = line.next;
    }
    position = body.indexOf(delimiter, line?.next ?? position + 1);
  }
  if (preamble === null) return null;
  if (isOpen && from < body.length) pieces.push(body.subarray(from));
  return { preamble, pieces };
}

/** A boundary that was never declared: a line of dashes and a token with a content header right below. */
export function findPlausibleBoundary(body: Buffer): string | null {
  let position = body[0] === DASH && body[1] === DASH ? 0 : nextDashLine(body, 0);
  while (position >= 0) {
    const end = body.indexOf(LF, position);
    if (end < 0) return null;
    const token = body.toString('latin1', position + 2, Math.min(end, position + 202)).trimEnd();
    const below = body.toString('latin1', end + 1, end + 60);
    if (/^\S[ -~]{0,150}$/.test(token) && /^content-[a-z-]+[ \t]*:/i.test(below)) return token;
    position = nextDashLine(body, end);
  }
  return null;
}

function nextDashLine(body: Buffer, from: number): number {
  const found = body.indexOf('\n--', from);
  return found < 0 ? -1 : found + 1;
}

function delimiterLine(body: Buffer, at: number, length: number): { isClosing: boolean; next: number } | null {
  if (at > 0 && body[at - 1] !== LF) return null;
  let position = at + length;
  const isClosing = body[position] === DASH && body[position + 1] === DASH;
  if (isClosing) position += 2;
  while (body[position] === 0x20 || body[position] === 0x09 || body[position] === CR) position += 1;
  if (position < body.length && body[position] !== LF) return null;
  return { isClosing, next: Math.min(position + 1, body.length) };
}

/** The line break in front of a delimiter belongs to the delimiter. */
function beforeLineBreak(body: Buffer, position: number, from: number): number {
  let end = position;
  if (end > from && body[end - 1] === LF) end -= 1;
  if (end > from && body[end - 1] === CR) end -= 1;
  return end;
}
