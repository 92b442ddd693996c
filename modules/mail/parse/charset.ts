import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import libmime from 'libmime';

/** Text of bytes in an unknown or wrongly labelled character set. */
export interface DecodedText {
  readonly text: string;
  /** True when the label was missing or wrong and another character set was taken. */
  readonly isRepaired: boolean;
}

/** chardet reads every byte several times; a sample this long tells as much as the whole. */
const SAMPLE_BYTES = 64 * 1024;
/** UTF-7 smuggles markup past filters (`+ADw-script+AD4-`), the others are no character sets; such text stays as it is. */
const REFUSED = /^(?:(?:cs)?unicode11)?utf7(?:imap)?$|^base64$|^hex$|^binary$/;

/**
 * Bytes to text: by the label when they are valid in it, else UTF-8, else the HTML's own charset, else what chardet
 * recognises, at last windows-1252. Only a text that is mostly valid in its label may keep U+FFFD.
 * @param label charset as the mail states it, or null
 * @param isHtml look for `<meta charset>` too
 */
export function decodeText(bytes: Buffer, label: string | null, isHtml = false): DecodedText {
  if (isPlainAscii(bytes)) {
    const wide = label !== null && /^(?:utf-?(?:16|32)|ucs)/i.test(label) ? decodeStrictly(bytes, label) : null;
    return { text: wide ?? bytes.toString('latin1'), isRepaired: false };
  }
  const stated = label === null ? null : decodeStrictly(bytes, label);
  if (stated !== null) return { text: stated, isRepaired: false };
  const isStatedUtf8 = label === null || /^utf-?8$/i.test(label);
  const guesses = [...(bytes.includes(0x1b) ? ['iso-2022-jp'] : []), 'utf-8', ...(isHtml ? metaCharset(bytes) : [])];
  for (const guess of guesses) {
    const text = decodeStrictly(bytes, guess);
    if (text !== null) return { text, isRepaired: label !== null || guess !== 'utf-8' };
  }
  if (isStatedUtf8) {
    const mixed = decodeMostlyUtf8(bytes);
    if (mixed !== null) return { text: mixed, isRepaired: true };
  }
  const nearly = label === null || isStatedUtf8 ? null : decodeMostlyValid(bytes, label);
  if (nearly !== null) return { text: nearly, isRepaired: true };
  for (const { name } of analyse(bytes.subarray(0, SAMPLE_BYTES))) {
    const text = /^utf-(?:16|32)/i.test(name) ? null : decodeStrictly(bytes, name);
    if (text !== null) return { text, isRepaired: true };
  }
  return { text: decodeWindows1252(bytes), isRepaired: true };
}

/** Text when every byte is valid in that character set, else null; also null for an unknown or refused set. */
export function decodeStrictly(bytes: Buffer, label: string): string | null {
  const charset = canonical(label);
  if (charset === null) return null;
  if (charset === 'us-ascii') return isPlainAscii(bytes) ? bytes.toString('latin1') : null;
  if (charset === 'utf-8' || charset.startsWith('iso-2022-jp')) {
    try {
      return new TextDecoder(charset === 'utf-8' ? charset : 'iso-2022-jp', { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }
  // Western software says iso-8859-1 and writes windows-1252; the bytes in question are no letters in the former.
  if (charset === 'iso-8859-1' || charset === 'windows-1252') return decodeWindows1252(bytes);
  if (!iconv.encodingExists(charset)) return null;
  const text = iconv.decode(bytes, charset);
  return text.includes('\uFFFD') ? null : text;
}

/** PostgreSQL-, JSON- and XML-safe text: no NUL, no lone surrogates. */
export function wellFormed(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '');
}

function canonical(label: string): string | null {
  const plain = label.trim().toLowerCase();
  const bare = plain.replace(/[^a-z0-9]/g, '');
  if (bare === '' || REFUSED.test(bare)) return null;
  if (/^(?:us)?ascii$|^7bit$/.test(bare) || bare === 'ansix341968') return 'us-ascii';
  if (/^(?:utf8|uft8|unicode11utf8|utf8mb4)$/.test(bare)) return 'utf-8';
  if (bare === 'ksc56011987') return 'cp949';
  return libmime.normalizeCharset(plain.replace(/^x-/, '')).toLowerCase();
}

function isPlainAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === 0x1b) return false;
  return true;
}

function decodeWindows1252(bytes: Buffer): string {
  // The five bytes without a meaning in windows-1252 become the control characters a browser shows for them.
  return iconv.decode(bytes, 'windows-1252').replace(/\uFFFD/g, '');
}

/** UTF-8 with a few stray bytes, as left by software that cuts or glues texts; the strays are read as windows-1252. */
function decodeMostlyUtf8(bytes: Buffer): string | null {
  const pieces: string[] = [];
  let characters = 0;
  let strays = 0;
  let start = 0;
  let position = 0;
  while (position < bytes.length) {
    const length = utf8Length(bytes, position);
    if (length > 0) {
      if (length > 1) characters += 1;
      position += length;
      continue;
    }
    strays += 1;
    pieces.push(bytes.toString('utf8', start, position), decodeWindows1252(bytes.subarray(position, position + 1)));
    position += 1;
    start = position;
  }
  pieces.push(bytes.toString('utf8', start));
  return characters > strays ? pieces.join('') : null;
}

/** Length of the valid UTF-8 sequence at that place, 0 when there is none (RFC 3629 §4). */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let offset = 1; offset < length; offset += 1) {
    const byte = bytes[at + offset] ?? 0;
    const low = offset > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const high = offset > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return 0;
  }
  return length;
}

/** A multi-byte text in its stated charset with less than one damaged character in twenty. */
function decodeMostlyValid(bytes: Buffer, label: string): string | null {
  const charset = canonical(label);
  if (charset === null || charset.startsWith('iso-2022-jp') || !iconv.encodingExists(charset)) return null;
  const text = iconv.decode(bytes, charset);
  let foreign = 0;
  let damaged = 0;
  for (const character of text) {
    if (character === '\uFFFD') damaged += 1;
    else if (character > '\u007F') foreign += 1;
  }
  return damaged * 20 < foreign ? text : null;
}

function metaCharset(bytes: Buffer): string[] {
  const found = /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{2,30})/i.exec(bytes.toString('latin1', 0, 4096));
  return found?.[1] === undefined ? [] : [found[1]];
}
