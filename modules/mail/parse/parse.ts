import { countMailboxes, readAddresses } from './addresses';
import { readAttachments } from './attachments';
import { readBody, sortParts } from './body';
import { rescueBody } from './body-fallback';
import { decodeHeaderText } from './encoded-words';
import { fieldValues, type HeaderField, headersStart, readHeaderBlock } from './header-fields';
import { readMailDate } from './mail-date';
import { readMimeTree } from './mime-part';
import type { AuthenticationResult, MailAddress, ParsedMail } from './parsed-mail';
import { readReport } from './report';
import { readMessageId, readMessageIds } from './threading-ids';

/** Larger mail is not taken apart: its headers are read, the rest stays in the raw mail. */
export const MAX_MAIL_BYTES = 50 * 1024 * 1024;

const MAX_VALUE = 2000;
const MAX_SUBJECT = 4000;
const DELIVERED_TO = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-forwarded-to',
];

/**
 * Raw bytes in, facts out. Damaged mail is repaired as far as its bytes tell, with a sentence in `problems`; there is
 * no mail this refuses. Runs synchronously for as long as the mail needs, so call `parseInWorker` for mail from outside.
 * @param raw the message as received, any line ends
 */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  return raw.length > MAX_MAIL_BYTES
    ? parseHeadersOnly(raw, 'The mail is too large to be read; only its headers are shown.')
    : readWhole(raw);
}

/**
 * The facts of the header alone, with an empty body: for mail that is too large or that could not be parsed.
 * @param reason the sentence that explains it, for `problems`
 */
export function parseHeadersOnly(raw: Buffer, reason: string): ParsedMail {
  const bytes = withLineFeeds(raw.subarray(0, 1024 * 1024));
  const { fields } = readHeaderBlock(bytes, headersStart(bytes));
  const problems = new Set([reason]);
  return {
    ...readHeaders(fields, null, problems),
    text: '',
    html: null,
    attachments: [],
    report: null,
    problems: [...problems],
  };
}

function readWhole(raw: Buffer): ParsedMail {
  const problems = new Set<string>();
  const bytes = withLineFeeds(raw);
  const root = readMimeTree(bytes, problems);
  const parts = sortParts(root);
  const charset =
    [...parts.text, ...parts.html].map((part) => part.params['charset']).find((name) => name !== undefined) ?? null;
  const headers = readHeaders(root.fields, charset, problems);
  const body = readBody(parts, problems);
  const attachments = readAttachments(parts.files, body.files, body.html);
  const isSilent = body.text.trim() === '' && body.html === null;
  const hasFiles = attachments.some((file) => file.content.length > 0);
  return {
    ...headers,
    text: isSilent ? rescueBody(bytes, root, hasFiles, problems) : body.text,
    html: body.html,
    attachments,
    report: readReport(root),
    problems: [...problems],
  };
}

type HeaderFacts = Omit<ParsedMail, 'text' | 'html' | 'attachments' | 'report' | 'problems'>;

function readHeaders(fields: readonly HeaderField[], charset: string | null, problems: Set<string>): HeaderFacts {
  const values = (name: string): Buffer[] => fieldValues(fields, name);
  const texts = (name: string): string[] => values(name).map((value) => decodeHeaderText(value, charset));
  const addresses = (name: string): MailAddress[] => readAddresses(values(name), charset);
  const dateText = texts('date')[0];
  const date = dateText === undefined ? null : readMailDate(dateText);
  if (dateText !== undefined && date === null) problems.add('The date of the mail cannot be read.');
  const from = addresses('from');
  const fromIsAmbiguous =
    from.length !== 1 || values('from').length > 1 || values('from').some((value) => countMailboxes(value) > 1);
  if (fromIsAmbiguous) problems.add('The sender is not one usable address.');
  return {
    messageId: readMessageId(texts('message-id')[0] ?? ''),
    inReplyTo: readMessageIds(texts('in-reply-to').join(' ')),
    references: readMessageIds(texts('references').join(' ')),
    subject: (texts('subject')[0] ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT),
    date,
    from: from[0] ?? null,
    fromText: texts('from').join(', ').slice(0, MAX_VALUE),
    fromIsAmbiguous,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    deliveredTo: [...new Set(DELIVERED_TO.flatMap(addresses).map(({ address }) => address.toLowerCase()))],
    headers: allHeaders(fields, charset),
    receivedCount: values('received').length,
    authenticationResults: readAuthenticationResults(fields),
  };
}

function allHeaders(fields: readonly HeaderField[], charset: string | null): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const text = decodeHeaderText(value.subarray(0, 4 * MAX_VALUE), charset)
      .replace(/[\r\n]+/g, '')
      .slice(0, MAX_VALUE);
    const known = headers.get(name);
    if (known === undefined) headers.set(name, [text]);
    else known.push(text);
  }
  // Own properties even for a header called __proto__.
  return Object.fromEntries(headers);
}

function readAuthenticationResults(fields: readonly HeaderField[]): AuthenticationResult[] {
  const results: AuthenticationResult[] = [];
  let receivedAbove = 0;
  for (const { name, value } of fields) {
    if (name === 'received') receivedAbove += 1;
    else if (name === 'authentication-results')
      results.push({ value: decodeHeaderText(value).replace(/\s+/g, ' ').slice(0, MAX_VALUE), receivedAbove });
  }
  return results;
}

/** Old Macintosh mail ends its lines with CR alone; everything below reads lines by LF. */
function withLineFeeds(raw: Buffer): Buffer {
  if (raw.includes(0x0a) || !raw.includes(0x0d)) return raw;
  return Buffer.from(raw.map((byte) => (byte === 0x0d ? 0x0a : byte)));
}
