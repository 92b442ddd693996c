import { decodeUuencoded } from './uuencode';

export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable' | 'uuencode';

/** Content-Transfer-Encoding (RFC 2045 §6) with the misspellings seen in real mail; anything unknown is identity. */
export function transferEncoding(stated: string): TransferEncoding {
  const plain = stated.toLowerCase();
  if (/quoted\s*-?\s*printable/.test(plain)) return 'quoted-printable';
  if (/base\s*-?64/.test(plain)) return 'base64';
  return /^\s*(?:x-)?uu/.test(plain) ? 'uuencode' : 'identity';
}

/** The bytes a part carries. Text that is declared base64 but is plainly not stays as it is. */
export function decodeTransfer(body: Buffer, encoding: TransferEncoding, isText: boolean): Buffer {
  switch (encoding) {
    case 'base64':
      return isText && !looksLikeBase64(body) ? body : decodeBase64(body);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'uuencode':
      return decodeUuencoded(body)?.content ?? body;
    default:
      return body;
  }
}

/** Base64 as receivers must read it (RFC 2045 §6.8): foreign characters are ignored and padding ends the data. */
export function decodeBase64(body: Buffer): Buffer {
  const padding = body.indexOf(0x3d);
  const source = body.toString('latin1', 0, padding < 0 ? body.length : padding);
  // Node also reads the URL-safe alphabet, in which these two are no noise.
  return Buffer.from(source.replace(/[-_]/g, ''), 'base64');
}

/** Quoted-printable (RFC 2045 §6.7); a wrong escape stays as it is, blanks at line ends go. */
function decodeQuotedPrintable(body: Buffer): Buffer {
  const result = Buffer.allocUnsafe(body.length);
  let length = 0;
  let position = 0;
  while (position < body.length) {
    const byte = body[position] ?? 0;
    if (byte === 0x3d) {
      const high = hexValue(body[position + 1]);
      const low = hexValue(body[position + 2]);
      if (high >= 0 && low >= 0) {
        result[length++] = high * 16 + low;
        position += 3;
        continue;
      }
      const next = skipBlanks(body, position + 1);
      if (next >= body.length || body[next] === 0x0a || (body[next] === 0x0d && body[next + 1] === 0x0a)) {
        position = next >= body.length ? next : next + (body[next] === 0x0d ? 2 : 1);
        continue;
      }
    } else if (byte === 0x20 || byte === 0x09) {
      const next = skipBlanks(body, position);
      if (next >= body.length || body[next] === 0x0a || (body[next] === 0x0d && body[next + 1] === 0x0a)) {
        position = next;
        continue;
      }
      body.copy(result, length, position, next);
      length += next - position;
      position = next;
      continue;
    }
    result[length++] = byte;
    position += 1;
  }
  return result.subarray(0, length);
}

function skipBlanks(body: Buffer, from: number): number {
  let position = from;
  while (body[position] === 0x20 || body[position] === 0x09) position += 1;
  return position;
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/** Ordinary words have blanks and odd lengths; a real base64 text may have garbage or a list's footer below it. */
function looksLikeBase64(body: Buffer): boolean {
  const lines = body
    .toString('latin1', 0, 8192)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines[0]?.split(/\s/)[0] ?? '';
  if (/^[A-Za-z0-9+/]{2,}(?:={1,2}|[A-Za-z0-9+/]{22,})$/.test(first) && first.length % 4 === 0) return true;
  return lines.filter((line) => /[^A-Za-z0-9+/=]/.test(line)).length * 2 <= lines.length;
}
