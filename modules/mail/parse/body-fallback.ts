import { htmlToPlainText } from '../../../core/html/api';
import { decodeText, wellFormed } from './charset';
import { headersStart, readHeaderBlock } from './header-fields';
import type { MimePart } from './mime-part';
import { decodeTransfer } from './transfer-encoding';

/** What is shown of a damaged body is for reading, not for keeping: the raw mail is stored anyway. */
const MAX_BYTES = 1024 * 1024;

/**
 * The text of a mail whose parts hold none although its body does: first what stands in front of the first part, else,
 * when there are no files either, the body as it is. '' when nobody wrote anything.
 */
export function rescueBody(raw: Buffer, root: MimePart, hasFiles: boolean, problems: Set<string>): string {
  const { bodyStart } = readHeaderBlock(raw, headersStart(raw));
  const candidates = hasFiles ? [root.preamble] : [root.preamble, raw.subarray(bodyStart)];
  for (const bytes of candidates) {
    const content = decodeTransfer(bytes.subarray(0, MAX_BYTES), root.encoding, true);
    const text = wellFormed(decodeText(content, root.params['charset'] ?? null).text).replace(/\r\n?/g, '\n');
    const isHtml = root.type === 'text/html' || /<(?:html|body)[\s>]/i.test(text.slice(0, 2000));
    const readable = isHtml ? htmlToPlainText(text) : text;
    if (readable.trim() === '' || isOnlyMarkers(readable) || (bytes === root.preamble && isNotice(readable))) continue;
    problems.add('The parts of the mail cannot be told apart; its body is shown as it came.');
    return readable;
  }
  return '';
}

/** What mail programs write in front of the first part for readers of thirty years ago (RFC 2046 §5.1.1). */
function isNotice(text: string): boolean {
  return /\bMIME\b|multi-?part/i.test(text) && text.length < 1000;
}

/** Nothing but delimiter lines and headers of empty parts: such a mail is empty, not damaged. */
function isOnlyMarkers(text: string): boolean {
  return text
    .split('\n')
    .every((line) =>
      /^\s*$|^--\S|^content-[a-z-]+\s*:|^[ \t]+(?:charset|boundary|name|filename|format)\s*=/i.test(line),
    );
}
