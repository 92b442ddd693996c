import libmime from 'libmime';
import { decodeText, wellFormed } from './charset';
import { decodeHeaderText } from './encoded-words';
import { cleanFileName } from './file-name';
import { fieldValues, type HeaderField, headersStart, readHeaderBlock } from './header-fields';
import { findPlausibleBoundary, splitAtBoundary } from './mime-boundary';
import { decodeTransfer, type TransferEncoding, transferEncoding } from './transfer-encoding';

/** One node of the MIME tree (RFC 2045, 2046). A leaf has no parts. */
export interface MimePart {
  readonly fields: readonly HeaderField[];
  /** Lower-case `type/subtype`. */
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  readonly disposition: 'inline' | 'attachment' | null;
  readonly name: string | null;
  readonly encoding: TransferEncoding;
  /** Still in its transfer encoding. */
  readonly body: Buffer;
  /** Text in front of the first part, which only very old or broken mail fills with something worth reading. */
  readonly preamble: Buffer;
  readonly parts: readonly MimePart[];
}

/** Deeper or wider nests are kept as one file instead of being taken apart: nobody writes such mail by hand. */
const MAX_DEPTH = 30;
const MAX_PARTS = 1000;

interface Progress {
  parts: number;
  readonly problems: Set<string>;
}

/**
 * Takes a mail apart. Never fails, whatever the bytes are.
 * @param problems receives a sentence for each damage met
 */
export function readMimeTree(raw: Buffer, problems: Set<string>): MimePart {
  return readPart(raw, headersStart(raw), 'text/plain', 0, { parts: 0, problems });
}

/** The decoded bytes of a leaf. */
export function partContent(part: MimePart): Buffer {
  return decodeTransfer(part.body, part.encoding, part.type.startsWith('text/'));
}

function readPart(bytes: Buffer, start: number, defaultType: string, depth: number, progress: Progress): MimePart {
  progress.parts += 1;
  const { fields, bodyStart, isDamaged, isCut } = readHeaderBlock(bytes, start);
  if (isDamaged) progress.problems.add('A header line is damaged.');
  if (isCut) progress.problems.add('The header block is too large; the end of it was ignored.');
  const content = readContentType(fields, defaultType);
  const { disposition, name } = readDisposition(fields, content.params);
  const encoding = transferEncoding(decodeHeaderText(first(fields, 'content-transfer-encoding')));
  const body = bytes.subarray(bodyStart);
  const leaf = { fields, ...content, disposition, name, encoding, body, preamble: Buffer.alloc(0), parts: [] };
  if (!content.type.startsWith('multipart/') || body.length === 0) return leaf;
  if (depth >= MAX_DEPTH || progress.parts >= MAX_PARTS) {
    progress.problems.add('The mail is nested too deeply or has too many parts; the rest is kept as a file.');
    return { ...leaf, type: 'application/octet-stream', disposition: 'attachment', name: name ?? 'nested-parts.eml' };
  }
  const split = splitBody(body, content.params['boundary'] ?? '', encoding, progress);
  if (split === null) {
    // Without any boundary the body is what its author typed, however the headers call it.
    return {
      ...leaf,
      type: /^\s*<(?:!doctype\s+)?html/i.test(body.toString('latin1', 0, 200)) ? 'text/html' : 'text/plain',
    };
  }
  const childType = content.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const parts: MimePart[] = [];
  for (const piece of split.pieces) {
    if (progress.parts >= MAX_PARTS) {
      progress.problems.add('The mail is nested too deeply or has too many parts; the rest is kept as a file.');
      const from = piece.byteOffset - body.byteOffset;
      const rest = from >= 0 && from <= body.length ? body.subarray(from) : piece;
      parts.push({
        ...leaf,
        fields: [],
        type: 'application/octet-stream',
        params: {},
        disposition: 'attachment',
        name: 'more-parts.eml',
        encoding: 'identity',
        body: rest,
      });
      break;
    }
    parts.push(readPart(piece, 0, childType, depth + 1, progress));
  }
  return { ...leaf, preamble: split.preamble, parts };
}

function splitBody(
  body: Buffer,
  boundary: string,
  encoding: TransferEncoding,
  progress: Progress,
): { preamble: Buffer; pieces: Buffer[] } | null {
  const declared = boundary === '' ? null : splitAtBoundary(body, boundary);
  if (declared !== null) return declared;
  if (encoding !== 'identity' && boundary !== '') {
    // RFC 2045 §6.4 forbids to encode a multipart, some software does it nevertheless.
    const decoded = splitAtBoundary(decodeTransfer(body, encoding, true), boundary);
    if (decoded !== null) return decoded;
  }
  progress.problems.add('The boundary between the parts is missing or wrong.');
  const found = findPlausibleBoundary(body);
  return found === null ? null : splitAtBoundary(body, found);
}

function readContentType(
  fields: readonly HeaderField[],
  defaultType: string,
): { type: string; params: Record<string, string> } {
  const raw = first(fields, 'content-type');
  if (raw.length === 0) return { type: defaultType, params: {} };
  const plain = headerString(raw);
  let parsed = libmime.parseHeaderValue(plain, { stripComments: true });
  if (parsed.params['charset'] === undefined && plain.includes('=?')) {
    // Some software encodes the parameters like a subject.
    parsed = libmime.parseHeaderValue(decodeHeaderText(raw), { stripComments: true });
  }
  const stated = parsed.value.trim().toLowerCase();
  if (/^[\w.+-]+\/[\w.+*-]+$/.test(stated)) return { type: stated, params: parsed.params };
  if (stated.startsWith('multipart') && parsed.params['boundary'] !== undefined)
    return { type: 'multipart/mixed', params: parsed.params };
  if (stated.includes('html')) return { type: 'text/html', params: parsed.params };
  // RFC 2045 §5.2: what cannot be read is plain text, unless it is a named file.
  const isFile = stated !== 'text' && !stated.startsWith('text/') && parsed.params['name'] !== undefined;
  return { type: isFile ? 'application/octet-stream' : 'text/plain', params: parsed.params };
}

function readDisposition(
  fields: readonly HeaderField[],
  typeParams: Readonly<Record<string, string>>,
): Pick<MimePart, 'disposition' | 'name'> {
  const parsed = libmime.parseHeaderValue(headerString(first(fields, 'content-disposition')), { stripComments: true });
  const stated = parsed.value.trim().toLowerCase();
  // RFC 2183 §2.8: an unknown disposition means attachment.
  const disposition = stated === '' ? null : stated === 'inline' ? 'inline' : 'attachment';
  const named = [parsed.params['filename'], typeParams['name'], parsed.params['name']].find(
    (name) => name !== undefined && name.trim() !== '',
  );
  return {
    disposition,
    name: named === undefined ? null : cleanFileName(decodeHeaderText(Buffer.from(named, 'utf8'))),
  };
}

/** A structured header as a string, raw 8-bit characters included. */
function headerString(value: Buffer): string {
  return wellFormed(decodeText(value, null).text).replace(/[\r\n]+/g, ' ');
}

function first(fields: readonly HeaderField[], name: string): Buffer {
  return fieldValues(fields, name)[0] ?? Buffer.alloc(0);
}
