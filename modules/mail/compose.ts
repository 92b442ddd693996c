import MailComposer from 'nodemailer/lib/mail-composer';
import type { Attachment } from 'nodemailer/lib/mailer';
import { oneLine } from './one-line';
import type { OutboxMessage } from './outbox-message.entity';
import type { MailAddress } from './parse/parsed-mail';

/** Marks of a mail that was written by a program (RFC 3834 §5), so that no other program answers it. */
const MARKS: Readonly<Record<OutboxMessage['kind'], Readonly<Record<string, string>>>> = {
  reply: {},
  automatic: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' },
  system: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
};

/**
 * The message as it goes over the wire. Addresses and headers are given as fields, never as text, so nothing that a
 * person wrote can become a header of its own.
 * @param bytes reads an attachment
 */
export async function compose(message: OutboxMessage, bytes: (blobId: string) => Promise<Buffer>): Promise<Buffer> {
  const { kind, sender, recipients, subject, text, html, inReplyTo, references, replyTo, messageId, createdAt } =
    message;
  const attachments: Attachment[] = [];
  for (const { blobId, name, type, cid } of message.attachments) {
    const content = await bytes(blobId);
    const shown = cid === null ? {} : { cid, contentDisposition: 'inline' as const };
    attachments.push({ filename: name, contentType: type, content, ...shown });
  }
  const composer = new MailComposer({
    from: plain(sender),
    to: recipients.map(plain),
    subject: oneLine(subject),
    text,
    ...(html === null ? {} : { html }),
    attachments,
    messageId: bracketed(messageId),
    date: createdAt,
    ...(inReplyTo === null ? {} : { inReplyTo: bracketed(inReplyTo) }),
    ...(references.length === 0 ? {} : { references: references.map(bracketed) }),
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    headers: MARKS[kind],
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Without line breaks: encoded they would be no header of ours, but some program decodes before it splits. */
function plain({ name, address }: MailAddress): MailAddress {
  return { name: oneLine(name), address };
}

function bracketed(id: string): string {
  return `<${id}>`;
}
