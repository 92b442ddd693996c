/** One header field: lower-case name and the unfolded value as raw bytes. */
export interface HeaderField {
  readonly name: string;
  readonly value: Buffer;
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Offset of the first body byte. */
  readonly bodyStart: number;
  /** True when the blank line between headers and body is missing or a line in between is no header. */
  readonly isDamaged: boolean;
  /** True when the block is larger than we are willing to read; the rest was skipped. */
  readonly isCut: boolean;
}

const MAX_FIELDS = 2000;
const MAX_BLOCK_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;

/** Reads header fields from `start` on. Never fails: what is no header ends the block and belongs to the body. */
export function readHeaderBlock(bytes: Buffer, start = 0): HeaderBlock {
  const fields: { name: string; lines: Buffer[] }[] = [];
  let isDamaged = false;
  let isCut = false;
  let isSkipped = false;
  let position = start;
  let bodyStart = bytes.length;
  while (position < bytes.length) {
    const end = lineEnd(bytes, position);
    const next = Math.min(end + 1, bytes.length);
    const line = bytes.subarray(position, end > position && bytes[end - 1] === CR ? end - 1 : end);
    if (line.length === 0) {
      bodyStart = next;
      break;
    }
    const isContinuation = line[0] === SPACE || line[0] === TAB;
    const last = fields.at(-1);
    const name = isContinuation ? null : fieldName(line);
    const room = Math.max(0, MAX_BLOCK_BYTES - (position - start));
    if (name !== null) isSkipped = room === 0 || fields.length >= MAX_FIELDS;
    isCut ||= isSkipped || line.length > room;
    if (isContinuation && last !== undefined) {
      if (!isSkipped) last.lines.push(line.subarray(0, room));
    } else if (name !== null) {
      if (!isSkipped) fields.push({ name, lines: [line.subarray(line.indexOf(COLON) + 1, room)] });
    } else if (isNameOfFoldedField(bytes, line, next)) {
      // RFC 5322 §4.5 lets old software break the line between the name and the colon.
      const colon = bytes.indexOf(COLON, next);
      const rest = lineEnd(bytes, colon);
      fields.push({ name: line.toString('latin1').toLowerCase(), lines: [bytes.subarray(colon + 1, rest)] });
      position = Math.min(rest + 1, bytes.length);
      continue;
    } else if (line.every((byte) => byte === SPACE || byte === TAB)) {
      bodyStart = next;
      break;
    } else if (headersGoOn(bytes, next)) {
      isDamaged = true;
    } else {
      isDamaged = true;
      bodyStart = position;
      break;
    }
    position = next;
  }
  return { fields: fields.map(({ name, lines }) => ({ name, value: unfold(lines) })), bodyStart, isDamaged, isCut };
}

/** Where the headers begin: behind a byte order mark, an mbox `From ` line and leading blank lines. */
export function headersStart(raw: Buffer): number {
  let position = raw.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const envelope = /^>?From \S[^\n]*\n/.exec(raw.toString('latin1', position, position + 1000));
  if (envelope !== null) position += envelope[0].length;
  let first = position;
  while (raw[first] === LF || raw[first] === CR) first += 1;
  const end = lineEnd(raw, first);
  return first < raw.length && fieldName(raw.subarray(first, end)) !== null ? first : position;
}

/** The values of all fields of that name, in order. */
export function fieldValues(fields: readonly HeaderField[], name: string): Buffer[] {
  return fields.filter((field) => field.name === name).map((field) => field.value);
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end;
}

/** The lower-case name of a header line, or null: printable ASCII without space before the colon (RFC 5322 §2.2). */
function fieldName(line: Buffer): string | null {
  const colon = line.subarray(0, 200).indexOf(COLON);
  if (colon <= 0) return null;
  const name = line.toString('latin1', 0, colon).trimEnd();
  return /^[!-9;-~]+$/.test(name) ? name.toLowerCase() : null;
}

function isNameOfFoldedField(bytes: Buffer, line: Buffer, next: number): boolean {
  return (
    /^[A-Za-z][A-Za-z-]{0,60}$/.test(line.toString('latin1', 0, 62)) &&
    /^[ \t]+:/.test(bytes.toString('latin1', next, next + 80))
  );
}

/** Looks past a broken line: more headers before the blank line mean that the block is not over yet. */
function headersGoOn(bytes: Buffer, from: number): boolean {
  let position = from;
  for (let count = 0; count < 20 && position < bytes.length; count += 1) {
    const end = lineEnd(bytes, position);
    const line = bytes.toString('latin1', position, Math.min(end, position + 80)).trimEnd();
    if (line === '') return false;
    if (
      /^(?:content-[a-z-]+|from|to|cc|subject|date|message-id|mime-version|received|references|in-reply-to|reply-to|return-path|x-[\w-]+)[ \t]*:/i.test(
        line,
      )
    )
      return true;
    position = end + 1;
  }
  return false;
}

/** RFC 5322 §2.2.3: a line break before white space goes, the white space stays. */
function unfold(lines: readonly Buffer[]): Buffer {
  const joined = lines.length === 1 && lines[0] !== undefined ? lines[0] : Buffer.concat(lines);
  let start = 0;
  let end = joined.length;
  while (start < end && isBlank(joined[start])) start += 1;
  while (end > start && isBlank(joined[end - 1])) end -= 1;
  return joined.subarray(start, end);
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}
