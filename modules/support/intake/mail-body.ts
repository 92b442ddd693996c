import { sanitiseMailHtml } from '../../../core/html/api';
import { type IncomingMail, splitQuoted, splitQuotedHtml } from '../../mail/api';

/** The words of a mail as a comment keeps them: what is new apart from what it quotes, all HTML made safe. */
export interface MailBody {
  readonly text: string;
  readonly html: string | null;
  readonly quotedText: string | null;
  readonly quotedHtml: string | null;
}

export function bodyOf(mail: IncomingMail): MailBody {
  // Nothing of it was read: the thread says why, the original lies beside it.
  if (mail.isHeaderOnly) return { text: mail.problems.join('\n'), html: null, quotedText: null, quotedHtml: null };
  const { visible, quoted } = splitQuoted(mail.text);
  const plain: MailBody = { text: visible, html: null, quotedText: quoted === '' ? null : quoted, quotedHtml: null };
  if (mail.html === null) return plain;
  const split = splitQuotedHtml(mail.html);
  const html = sanitiseMailHtml(split.visibleHtml);
  if (html === null) return plain;
  const quotedHtml = split.quotedHtml === null ? null : sanitiseMailHtml(split.quotedHtml);
  return { ...plain, html, quotedHtml };
}
