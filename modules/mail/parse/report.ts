import { readAddresses } from './addresses';
import { decodeText, wellFormed } from './charset';
import { decodeHeaderText } from './encoded-words';
import { fieldValues, type HeaderField, headersStart, readHeaderBlock } from './header-fields';
import { type MimePart, partContent } from './mime-part';
import type { MailReport, ReportRecipient, ReturnedMail } from './parsed-mail';
import { readMessageId, readMessageIds } from './threading-ids';

type Fields = Map<string, string>;

/** The machine-readable report of a mail (RFC 6522): delivery status, read receipt or abuse report; null when it is none. */
export function readReport(root: MimePart): MailReport | null {
  const leaves = [...leavesOf(root)];
  const status = leaves.filter((part) => /^message\/(?:global-)?delivery-status$/.test(part.type));
  const isMdn = leaves.some((part) => /^message\/(?:global-)?disposition-notification$/.test(part.type));
  const isArf = leaves.some((part) => part.type === 'message/feedback-report');
  const isDsn =
    status.length > 0 ||
    (root.type === 'multipart/report' && /delivery-status/i.test(root.params['report-type'] ?? ''));
  if (!isDsn && !isMdn && !isArf) return null;
  const groups = status.flatMap((part) => readGroups(partContent(part)));
  const returned = leaves.find(
    (part) =>
      part !== root && /^message\/(?:rfc822|global|global-headers)$|^text\/rfc822(?:-headers)?$/.test(part.type),
  );
  return {
    isDsn,
    isMdn,
    isArf,
    recipients: groups.filter((group) => isRecipientGroup(group)).map(readRecipient),
    originalEnvelopeId: groups.map((group) => group.get('original-envelope-id')).find((id) => id !== undefined) ?? null,
    returned: returned === undefined ? null : readReturned(partContent(returned)),
  };
}

function* leavesOf(part: MimePart): Generator<MimePart> {
  if (part.parts.length === 0) yield part;
  for (const child of part.parts) yield* leavesOf(child);
}

/**
 * Groups of fields parted by blank lines (RFC 3464 §2.1). Real reports lose or double those lines, so a second
 * recipient field opens a new group too, and blank lines count only once something has been said.
 */
function readGroups(content: Buffer): Fields[] {
  const groups: Fields[] = [];
  let current: Fields = new Map();
  let last: string | null = null;
  const finish = (): void => {
    if (current.size > 0) groups.push(current);
    current = new Map();
    last = null;
  };
  for (const line of wellFormed(decodeText(content, null).text).split(/\r?\n/)) {
    const field = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (line.trim() === '') finish();
    else if (/^[ \t]/.test(line) && last !== null) current.set(last, `${current.get(last) ?? ''} ${line.trim()}`);
    else if (field?.[1] !== undefined) {
      const name = field[1].toLowerCase();
      if (current.has(name) && /-recipient$/.test(name)) finish();
      // The recipient group may follow the message fields without a blank line; both may share one map.
      last = name;
      if (!current.has(name)) current.set(name, (field[2] ?? '').trim());
    }
  }
  finish();
  return groups;
}

function isRecipientGroup(group: Fields): boolean {
  return (
    group.has('final-recipient') ||
    group.has('original-recipient') ||
    group.has('action') ||
    (group.has('status') && group.has('diagnostic-code'))
  );
}

function readRecipient(group: Fields): ReportRecipient {
  const original = addressOf(group.get('original-recipient'));
  return {
    address: addressOf(group.get('final-recipient')) ?? original ?? addressOf(group.get('x-actual-recipient')) ?? '',
    originalAddress: original,
    action: /^[a-z]+/.exec((group.get('action') ?? '').toLowerCase())?.[0] ?? null,
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.get('status') ?? '')?.[0] ?? null,
    diagnostic: group.get('diagnostic-code')?.replace(/^[\w-]+;\s*/, '') ?? null,
  };
}

/** `rfc822; <a@b>` (RFC 3464 §2.3.1), also without type or with brackets. */
function addressOf(value: string | undefined): string | null {
  const plain = (value ?? '').replace(/^[^;@]*;\s*/, '').trim();
  const found = /[^\s<>;,"()]+@[^\s<>;,"()]+/.exec(plain)?.[0] ?? plain.replace(/[<>\s]/g, '');
  return found === '' ? null : found;
}

function readReturned(content: Buffer): ReturnedMail | null {
  const { fields } = readHeaderBlock(content, headersStart(content));
  if (fields.length === 0) return null;
  const text = (name: string): string => joined(fields, name);
  return {
    messageId: readMessageId(text('message-id')),
    inReplyTo: readMessageIds(text('in-reply-to')),
    references: readMessageIds(text('references')),
    subject: text('subject'),
    to: readAddresses([...fieldValues(fields, 'to'), ...fieldValues(fields, 'cc')], null),
  };
}

function joined(fields: readonly HeaderField[], name: string): string {
  return fieldValues(fields, name)
    .map((value) => decodeHeaderText(value))
    .join(' ');
}
