import { createTransport } from 'nodemailer';
import type { Client } from '../../core/testing/client';
import type { TestHost } from '../../core/testing/test-host';
import { SmtpSource } from '../../modules/mail/smtp.source';

/** Hands a mail of Carl's to the listener of a running host, for its first mailbox. @returns its Message-ID */
export async function mailIn(host: TestHost, admin: Client, subject: string, answers?: string): Promise<string> {
  const { list } = await admin.get<{ address: string }>('MailAccount', null);
  const transport = createTransport({ host: '127.0.0.1', port: host.get(SmtpSource).port ?? 0, ignoreTLS: true });
  try {
    const { messageId } = await transport.sendMail({
      from: 'Carl <carl@example.net>',
      to: list[0]!.address,
      subject,
      text: 'Hello',
      ...(answers === undefined ? {} : { inReplyTo: answers, references: answers }),
    });
    return messageId;
  } finally {
    transport.close();
  }
}
