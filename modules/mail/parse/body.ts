import libmime from 'libmime';
import { htmlToPlainText } from '../../../core/html/api';
import { decodeText, wellFormed } from './charset';
import { type MimePart, partContent } from './mime-part';
import { extractUuencoded, type UuencodedFile } from './uuencode';

/** The leaves of a mail sorted into what is read and what is a file. */
export interface BodyParts {
  readonly text: readonly MimePart[];
  readonly html: readonly MimePart[];
  readonly files: readonly MimePart[];
}

export interface BodyTexts {
  readonly text: string;
  readonly html: string | null;
  /** Files that were typed into the text by uuencode. */
  readonly files: readonly UuencodedFile[];
}

/** Sorts the leaves by the algorithm of RFC 8621 §4.1.4, which keeps sequences of text and images in order. */
export function sortParts(root: MimePart): BodyParts {
  const text: MimePart[] = [];
  const html: MimePart[] = [];
  const files: MimePart[] = [];
  sortInto([root], 'mixed', false, html, text, files);
  return { text, html, files };
}

/** Decodes the readable parts and joins them in order; the missing one of text and HTML is left empty. */
export function readBody(parts: BodyParts, problems: Set<string>): BodyTexts {
  const files: UuencodedFile[] = [];
  const decoded = new Map<MimePart, string>();
  const decode = (part: MimePart): string => {
    const known = decoded.get(part);
    if (known !== undefined) return known;
    const content = decodeLeaf(part, files, problems);
    decoded.set(part, content);
    return content;
  };
  const htmlParts = parts.html.filter((part) => part.type.startsWith('text/'));
  const html = htmlParts.some((part) => part.type === 'text/html')
    ? htmlParts.map((part) => (part.type === 'text/html' ? decode(part) : textAsHtml(decode(part)))).join('\n')
    : null;
  const textParts = parts.text.filter((part) => part.type.startsWith('text/'));
  const text = textParts
    .map((part) => (part.type === 'text/html' ? htmlToPlainText(decode(part)) : decode(part)))
    .join('\n');
  if (html === null || html.trim() === '') return { text, html: null, files };
  return { text: isPlaceholder(text) ? htmlToPlainText(html) || text : text, html, files };
}

/** The text of one part: transfer encoding, charset, uuencoded files taken out, soft line breaks joined. */
function decodeLeaf(part: MimePart, files: UuencodedFile[], problems: Set<string>): string {
  let content = partContent(part);
  if (part.type === 'text/plain') {
    const found = extractUuencoded(content);
    files.push(...found.files);
    content = found.rest;
  }
  const charset = part.params['charset'];
  const decoded = decodeText(
    content,
    charset === undefined || charset === '' ? null : charset,
    part.type === 'text/html',
  );
  if (decoded.isRepaired)
    problems.add('The character set of the text is wrong or missing; it was recognised from the text itself.');
  const text = wellFormed(decoded.text).replace(/\r\n?/g, '\n');
  const isFlowed = part.params['format']?.toLowerCase() === 'flowed' && part.type === 'text/plain';
  return isFlowed ? libmime.decodeFlowed(text, part.params['delsp']?.toLowerCase() === 'yes') : text;
}

/** Plain text as HTML, for a mail that mixes both. */
function textAsHtml(text: string): string {
  if (text.trim() === '') return '';
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div>${escaped.replaceAll('\n', '<br>')}</div>`;
}

/** A text part that only says that one should read the other part. */
function isPlaceholder(text: string): boolean {
  const plain = text.trim();
  return (
    plain === '' ||
    (plain.length < 300 &&
      /\b(?:html|does ?n[o']t support|not support|unterst(?:ü|ue)tzt|kann nicht angezeigt)/i.test(plain) &&
      /\b(?:view|display|show|see|read|angezeigt|anzeigen|mail ?client|e-?mail ?programm|browser)/i.test(plain))
  );
}

function sortInto(
  siblings: readonly MimePart[],
  parentType: string,
  inAlternative: boolean,
  htmlBody: MimePart[] | null,
  textBody: MimePart[] | null,
  files: MimePart[],
): void {
  let html = htmlBody;
  let text = textBody;
  const textBefore = text?.length ?? -1;
  const htmlBefore = html?.length ?? -1;
  for (const [index, part] of siblings.entries()) {
    if (part.parts.length > 0 || part.type.startsWith('multipart/')) {
      const subtype = part.type.slice('multipart/'.length);
      sortInto(part.parts, subtype, inAlternative || subtype === 'alternative', html, text, files);
      continue;
    }
    if (!isReadable(part, index, parentType)) {
      files.push(part);
      continue;
    }
    const isMedia = !part.type.startsWith('text/');
    if (parentType === 'alternative') {
      if (part.type === 'text/plain' && text !== null) text.push(part);
      else if (part.type === 'text/html' && html !== null) html.push(part);
      else files.push(part);
      continue;
    }
    if (inAlternative) {
      if (part.type === 'text/plain') html = null;
      if (part.type === 'text/html') text = null;
    }
    text?.push(part);
    html?.push(part);
    // A picture between texts is a file as well: whoever reads the plain text could not reach it otherwise.
    if (isMedia) files.push(part);
  }
  if (parentType !== 'alternative' || text === null || html === null) return;
  if (text.length === textBefore && html.length !== htmlBefore) text.push(...html.slice(htmlBefore));
  else if (html.length === htmlBefore && text.length !== textBefore) html.push(...text.slice(textBefore));
}

function isReadable(part: MimePart, index: number, parentType: string): boolean {
  if (part.disposition === 'attachment') return false;
  const isMedia = /^(?:image|audio|video)\//.test(part.type);
  if (!isMedia && part.type !== 'text/plain' && part.type !== 'text/html') return false;
  return index === 0 || (parentType !== 'related' && (isMedia || part.name === null));
}
