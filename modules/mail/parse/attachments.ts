import { createHash } from 'node:crypto';
import libmime from 'libmime';
import { decodeHeaderText } from './encoded-words';
import { cleanFileName } from './file-name';
import { fieldValues } from './header-fields';
import { type MimePart, partContent } from './mime-part';
import type { MailAttachment } from './parsed-mail';
import { decodeUuencoded, type UuencodedFile } from './uuencode';

/** The files of a mail with safe names, and which of them its HTML shows. */
export function readAttachments(
  parts: readonly MimePart[],
  uuencoded: readonly UuencodedFile[],
  html: string | null,
): MailAttachment[] {
  const shown = shownContentIds(html ?? '');
  return [
    ...parts.map((part, index) => fromPart(part, index, shown)),
    ...uuencoded.map((file, index) => fromUuencode(file, parts.length + index)),
  ];
}

function fromPart(part: MimePart, index: number, shown: ReadonlySet<string>): MailAttachment {
  const file = part.encoding === 'uuencode' ? decodeUuencoded(part.body) : null;
  const content = file?.content ?? partContent(part);
  const cid = decodeHeaderText(fieldValues(part.fields, 'content-id')[0] ?? Buffer.alloc(0)).replace(
    /^[\s<]+|[\s>]+$/g,
    '',
  );
  const location = decodeHeaderText(fieldValues(part.fields, 'content-location')[0] ?? Buffer.alloc(0)).trim();
  return {
    ...digest(content),
    name: part.name ?? cleanFileName(file?.name ?? '') ?? defaultName(part.type, index),
    type: part.type,
    cid: cid === '' ? null : cid,
    disposition: part.disposition,
    isReferenced: [cid, location].some((id) => id !== '' && shown.has(id.toLowerCase())),
  };
}

function fromUuencode(file: UuencodedFile, index: number): MailAttachment {
  const name = cleanFileName(file.name);
  const type = name === null ? 'application/octet-stream' : libmime.detectMimeType(name);
  return {
    ...digest(file.content),
    name: name ?? defaultName(type, index),
    type,
    cid: null,
    disposition: 'attachment',
    isReferenced: false,
  };
}

function digest(content: Buffer): { content: Buffer; sha256: string } {
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}

function defaultName(type: string, index: number): string {
  if (type === 'message/rfc822' || type === 'message/global') return 'message.eml';
  if (type === 'text/calendar') return 'invitation.ics';
  if (/^(?:message\/|text\/rfc822)/.test(type)) return `${type.slice(type.indexOf('/') + 1)}.txt`;
  const extension = libmime.detectExtension(type);
  return `attachment-${index + 1}.${extension === '' ? 'bin' : extension}`;
}

/** Content ids after `cid:` in any attribute, percent escapes resolved, lower-case (RFC 2392). */
function shownContentIds(html: string): Set<string> {
  const ids = new Set<string>();
  for (const [, id] of html.matchAll(/\bcid:([^"'\s<>)]{1,500})/gi)) {
    const plain = (id ?? '').replaceAll('&amp;', '&');
    ids.add(plain.toLowerCase());
    try {
      ids.add(decodeURIComponent(plain).toLowerCase());
    } catch {
      // Not an escape sequence: the id is meant literally.
    }
  }
  return ids;
}
