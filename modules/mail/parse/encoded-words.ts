import { decodeStrictly, decodeText, wellFormed } from './charset';
import { decodeBase64 } from './transfer-encoding';

interface Piece {
  /** null for text outside encoded words. */
  readonly charset: string | null;
  readonly bytes: Buffer;
}

/**
 * Text of an unstructured header from its raw bytes (RFC 2047): encoded words, also such with raw 8-bit characters or
 * a character split over two words, and raw 8-bit text around them.
 * @param charset the charset of the body, the best guess for unlabelled 8-bit characters
 */
export function decodeHeaderText(value: Buffer, charset: string | null = null): string {
  return decodePieces(split(value), charset);
}

function decodePieces(pieces: readonly Piece[], fallback: string | null): string {
  let text = '';
  for (const piece of pieces)
    text += piece.charset === null ? decodeLoose(piece.bytes, fallback) : decodeText(piece.bytes, piece.charset).text;
  return wellFormed(text);
}

function decodeLoose(bytes: Buffer, fallback: string | null): string {
  const asBody = fallback === null || decodeStrictly(bytes, 'utf-8') !== null ? null : decodeStrictly(bytes, fallback);
  return asBody ?? decodeText(bytes, null).text;
}

/** Cuts a header value into plain bytes and the payload of encoded words; neighbours in one charset are joined before decoding. */
function split(value: Buffer): Piece[] {
  const source = value.toString('latin1');
  const closing = searchAhead(source, '?=');
  const opening = searchAhead(source, '=?');
  const runs: { charset: string | null; chunks: Buffer[] }[] = [];
  let plainFrom = 0;
  for (let open = opening(0); open >= 0; ) {
    const word = readWord(source, open, closing, opening);
    if (word === null) {
      open = opening(open + 2);
      continue;
    }
    const gap = value.subarray(plainFrom, open);
    const last = runs.at(-1);
    const follows = last !== undefined && last.charset !== null && gap.toString('latin1').trim() === '';
    if (!follows && gap.length > 0) runs.push({ charset: null, chunks: [gap] });
    if (follows && last.charset === word.charset) last.chunks.push(word.bytes);
    else runs.push({ charset: word.charset, chunks: [word.bytes] });
    plainFrom = word.end;
    open = opening(plainFrom);
  }
  if (plainFrom < value.length) runs.push({ charset: null, chunks: [value.subarray(plainFrom)] });
  return runs.map(({ charset, chunks }) => ({ charset, bytes: Buffer.concat(chunks) }));
}

type Search = (from: number) => number;

/** `indexOf` for questions with growing positions: remembers its last answer, so that all of them together are linear. */
function searchAhead(source: string, token: string): Search {
  let found = source.indexOf(token);
  return (from) => {
    if (found >= 0 && found < from) found = source.indexOf(token, from);
    return found;
  };
}

/** Reads one encoded word by hand: a pattern would have to backtrack over the mistakes we forgive. */
function readWord(
  source: string,
  open: number,
  closing: Search,
  opening: Search,
): { charset: string; bytes: Buffer; end: number } | null {
  const head = /^=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?/.exec(source.slice(open, open + 80));
  if (head?.[1] === undefined) return null;
  const from = open + head[0].length;
  const close = closing(from);
  if (close < 0) return null;
  const another = opening(from);
  // `=?=` at the end of a Q word looks like an opening, any other one means that this word was never closed.
  if (another >= 0 && another < close - 1) return null;
  const payload = source.slice(from, close);
  const bytes = head[2]?.toLowerCase() === 'b' ? decodeBase64(Buffer.from(payload, 'latin1')) : decodeQ(payload);
  return { charset: head[1].toLowerCase(), bytes, end: close + 2 };
}

function decodeQ(payload: string): Buffer {
  const bytes = payload
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
