import { createHash } from 'node:crypto';
import type { IncomingMail } from './mail-handler';

/** Headers that mail servers add on the way, so that two copies of one mail differ in them. */
const TRACE =
  /^(?:received|return-path|delivered-to|x-original-to|envelope-to|x-envelope-to|x-delivered-to|x-forwarded-to|authentication-results|received-spf|dkim-signature|arc-.*|x-spam-.*|list-.*)$/;

/**
 * SHA-256, in hex, of what people see of a mail: two copies that took different ways have the same one. Together with
 * the Message-ID it says that two mails are one; the Message-ID alone does not, because some programs repeat it. A
 * mail without Message-ID is told apart by all its headers that no server adds, one whose body was not read by its
 * bytes.
 */
export function digestOf(mail: IncomingMail, blobId: string): string {
  const { from, fromText, date, subject, text, html, attachments, messageId, headers } = mail;
  const files = attachments.map(({ name, sha256 }) => [name, sha256]);
  const more =
    messageId === null
      ? Object.entries(headers)
          .filter(([name]) => !TRACE.test(name))
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : [];
  const seen = [from?.address ?? fromText, date, subject, text, html, files, more, mail.isHeaderOnly ? blobId : null];
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}
