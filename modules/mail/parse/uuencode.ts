/** A file found inside a text, and the text without it. */
export interface UuencodedFile {
  readonly name: string;
  readonly content: Buffer;
}

const BEGIN = /^begin(?:-base64)? [0-7]{3,4} (\S.*)$/;

/** The first uuencoded file of a body, or null when there is none. */
export function decodeUuencoded(body: Buffer): UuencodedFile | null {
  return extractUuencoded(body).files[0] ?? null;
}

/**
 * Takes every complete `begin … end` block (POSIX uuencode) out of a body.
 * A block with one wrong line is no file but somebody's text and stays.
 */
export function extractUuencoded(body: Buffer): { files: UuencodedFile[]; rest: Buffer } {
  if (!body.includes('begin ') && !body.includes('begin-base64 ')) return { files: [], rest: body };
  const lines = body.toString('latin1').split('\n');
  const files: UuencodedFile[] = [];
  const rest: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const begin = BEGIN.exec(line.trimEnd());
    const block = begin === null ? null : readBlock(lines, index + 1, line.startsWith('begin-base64'));
    if (begin?.[1] === undefined || block === null) {
      rest.push(line);
      continue;
    }
    files.push({ name: Buffer.from(begin[1], 'latin1').toString('utf8'), content: block.content });
    index = block.end;
  }
  return { files, rest: files.length === 0 ? body : Buffer.from(rest.join('\n'), 'latin1') };
}

function readBlock(lines: readonly string[], from: number, isBase64: boolean): { content: Buffer; end: number } | null {
  const pieces: Buffer[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').replace(/\r$/, '');
    if (line.trim() === 'end' || (isBase64 && line.trim() === '===='))
      return { content: Buffer.concat(pieces), end: index };
    const piece = isBase64 ? Buffer.from(line, 'base64') : decodeLine(line);
    if (piece === null) return null;
    pieces.push(piece);
  }
  return null;
}

function decodeLine(line: string): Buffer | null {
  if (line === '') return Buffer.alloc(0);
  const length = (line.charCodeAt(0) - 32) & 63;
  const needed = Math.ceil(length / 3) * 4;
  // Blanks at the line end are zeros that some mail program has cut off; a checksum character may follow.
  if (line.length - 1 > needed + 2) return null;
  const bytes = Buffer.alloc(needed);
  for (let index = 0; index < needed; index += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => {
      const code = index + offset + 1 < line.length ? line.charCodeAt(index + offset + 1) : 32;
      return code < 32 || code > 96 ? -1 : (code - 32) & 63;
    }) as [number, number, number, number];
    if (a < 0 || b < 0 || c < 0 || d < 0) return null;
    bytes.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, (index / 4) * 3, 3);
  }
  return bytes.subarray(0, length);
}
